"""A query's words in the other languages, by the lexicon that is shipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from alignment.lexicon.lexicon import load_lexicon
from search.parser import parse
from search.plan import Boost, Every, Known, Nothing, Step, Sum, Term
from search.query import Year
from search.translation import LEAST, MOST_TERMS, source_language, telling
from search.translation import translated as translated_from


def translated(text: str) -> Step:
    """A query in the other languages than its own."""
    query, lexicon = parse(text), load_lexicon()
    return translated_from(query, lexicon, source_language(query, lexicon))


def words_of(step: Step, lang: str) -> dict[str, float]:
    """The terms looked for in a language, and what each counts."""
    return {term: factor for field, term, factor in _terms(step) if field == lang}


def _terms(step: Step, factor: float = 1.0) -> Iterator[tuple[str, str, float]]:
    match step:
        case Term(field, text):
            yield field, text, factor
        case Boost(child, times):
            yield from _terms(child, times)
        case Sum(steps) | Every(steps, _):
            for child in steps:
                yield from _terms(child)


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("drinking water", "en"),
        ("eau potable", "fr"),
        ("agua y saneamiento", "es"),
        ("droits de l'enfant", "fr"),
        ("décide de garder la paix", "fr"),
        ("informe del secretario general", "es"),
        ("report of the secretary general", "en"),
        ("права ребёнка", "ru"),
        ("حقوق الإنسان", "ar"),
        ("安全理事会", "zh"),
    ],
)
def test_the_language_of_a_query_is_the_one_whose_words_it_holds(query: str, lang: str) -> None:
    assert source_language(parse(query), load_lexicon()) == lang


def test_words_are_translated_into_every_other_language_and_weighted() -> None:
    found = translated("peace")
    assert "en" not in {field for field, _, _ in _terms(found)}
    best = {lang: max(words_of(found, lang).items(), key=lambda one: one[1])[0] for lang in OTHERS}
    assert best == OTHERS
    assert all(LEAST / 2 <= factor <= 1 for _, _, factor in _terms(found))


OTHERS = {"fr": "paix", "es": "paz", "ru": "мир", "zh": "和平"}


def test_languages_asked_for_and_conditions_hold_for_translations_too() -> None:
    found = translated("peace lang:fr,zh year:2014")
    assert {field for field, _, _ in _terms(found)} == {"fr", "zh"}
    assert isinstance(found, Every)
    assert Known(Year(2014, 2014)) in [step for part in found.steps for step in _leaves(part)]


def _leaves(step: Step) -> Iterator[Step]:
    if isinstance(step, Every | Sum):
        for child in step.steps:
            yield from _leaves(child)
    else:
        yield step


@pytest.mark.parametrize(
    "query",
    [
        "2014",
        "A/RES/66/282",
        '"peace and security"',
        "qqzzx",
        "year:2014",
        "one two three four five six seven eight nine",
    ],
)
def test_what_has_no_translation_is_not_looked_for(query: str) -> None:
    assert translated(query) == Nothing()


def test_a_long_text_without_spaces_is_not_translated_either() -> None:
    clause = "秘书长请各会员国继续支持妇女和儿童获得安全饮用水卫生设施教育就业以及基本医疗服务"
    other = "并且强调国际社会应当加强合作消除贫困饥饿疾病冲突恐怖主义贩运毒品武器扩散气候变化沙漠化"
    query = parse(clause + other)
    assert len(query.words) == 1
    assert len(telling(query, "zh")) > MOST_TERMS
    assert translated(clause + other) == Nothing()
    assert words_of(translated(clause), "en")
