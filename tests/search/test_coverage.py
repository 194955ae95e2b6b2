"""How much of a query stands in a unit, worked out by hand."""

from __future__ import annotations

import pytest

from alignment.lexicon.lexicon import load_lexicon
from search.coverage import UNSEEN, coverage, in_place
from search.parser import parse

TEXTS = {
    "en": "Safe water for 40 schools in Geneva",
    "fr": "De l'eau saine pour 40 écoles à Genève",
    "zh": "日内瓦四十所学校的安全用水",
}


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("water", 1),
        ("water peace", 1 / 2),
        ("the water of the peace", 1 / 2),  # stop words count only where there is nothing else
        ("SCHOOL waters", 1),  # by stems
        ("ecoles eau", 1),  # all in French
        ("eau schools", 1 / 2),  # half in French, half in English
        ("water 40", 1),
        ("wat*", 1),
        ("wat* peac*", 1 / 2),
        ("мир", 0),
        ("安全用水", 1),
        ("安全理事会", 1 / 4),  # 安全 of 安全 全理 理事 事会
        ("安全 water", 1),  # scripts add up
        ("安全 peace", 1 / 2),
        ("水", 1),
    ],
)
def test_share_of_the_words_that_stand_there(query: str, share: float) -> None:
    assert coverage(parse(query), TEXTS, load_lexicon()) == pytest.approx(share)


def test_a_word_that_nobody_has_seen_counts_half() -> None:
    assert coverage(parse("water qqzzx"), TEXTS, load_lexicon()) == pytest.approx(1 / (1 + UNSEEN))
    # What nobody has seen but stands there counts in full.
    texts = {"en": "water qqzzx"}
    assert coverage(parse("water qqzzx"), texts, load_lexicon()) == 1


def test_languages_asked_for_are_the_ones_that_count() -> None:
    assert coverage(parse("eau lang:en"), TEXTS, load_lexicon()) == 0
    assert coverage(parse("eau lang:fr"), TEXTS, load_lexicon()) == 1


def test_nothing_to_hold_or_to_be_held() -> None:
    assert coverage(parse("water"), {}, load_lexicon()) == 0
    assert coverage(parse("year:2014"), TEXTS, load_lexicon()) == 0


@pytest.mark.parametrize(
    ("query", "share"),
    [
        ("IMF", 1),  # a part of the Chinese text, where the planner looks for it too
        ("FGDP", 0),
        ("IMF lang:en", 0),
        ("GDPIMF", 0),  # too long to be looked for so
    ],
)
def test_letters_within_a_chinese_text(query: str, share: float) -> None:
    texts = {"zh": "基金组织IMF的GDP"}
    assert coverage(parse(query), texts, load_lexicon()) == share


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("water for 40 schools", 4),
        ("water f0r 40 schools", 3 * 3 / 4),  # a slip, and the others are where they were
        ("water for 40 schools of Paris", 4 * 4 / 6),
        ("water schools", 1 / 2),  # both stand there, but not next to each other
        ("schools waters", 1 / 2),
        ("SAFE waters", 2),  # by stems
        ("water", 1),
        ("peace", 0),
        ("wat*", 0),
        ("safe wat*", 1 / 2),
        ("eau saine", 2),
        ("eau water", 1 / 2),  # of two languages
        ("安全用水", 2),  # four characters
        ("用水安全", 1 / 2),  # one pair of three
        ("安全用冰", 1.5 * 1.5 / 2),  # two pairs of three, which are three characters
        ("水", 0),
        ("year:2014", 0),
    ],
)
def test_words_that_stand_there_as_they_were_typed(query: str, words: float) -> None:
    assert in_place(parse(query), TEXTS) == pytest.approx(words)


def test_words_said_again_count_once() -> None:
    assert in_place(parse("water water"), {"en": "Water, water, water everywhere"}) == 2
    assert in_place(parse("peace water"), {"en": "water water water"}) == 1 / 2


def test_places_are_looked_at_in_the_languages_asked_for() -> None:
    assert in_place(parse("eau saine lang:fr"), TEXTS) == 2
    assert in_place(parse("eau saine lang:en"), TEXTS) == 0
    assert in_place(parse("eau saine"), {}) == 0
