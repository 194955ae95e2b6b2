"""How much of a query stands in a unit, worked out by hand."""

from __future__ import annotations

import pytest

from alignment.lexicon.lexicon import load_lexicon
from search.coverage import UNSEEN, coverage, in_a_row
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
    ("query", "words"),
    [
        ("water for 40 schools", 4),
        ("schools waters", 0),  # both stand there, in another order
        ("water schools", 0),  # and not next to each other
        ("SAFE waters", 2),  # by stems
        ("water", 1),
        ("wat*", 0),
        ("eau saine", 2),
        ("eau water", 0),  # of two languages
        ("安全用水", 2),  # four characters
        ("用水安全", 0),
        ("安全 用水", 0),  # typed as two words
        ("year:2014", 0),
    ],
)
def test_words_that_stand_there_in_a_row(query: str, words: float) -> None:
    assert in_a_row(parse(query), TEXTS) == words


def test_a_row_is_looked_for_in_the_languages_asked_for() -> None:
    assert in_a_row(parse("eau saine lang:fr"), TEXTS) == 2
    assert in_a_row(parse("eau saine lang:en"), TEXTS) == 0
    assert in_a_row(parse("eau saine"), {}) == 0
