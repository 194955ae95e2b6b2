"""Queries that are made from texts: what is cut, spoiled, hidden; what counts as right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.retrieval_sets.fragments import fragment, fragments, spoiled
from benchmarks.retrieval_sets.noise import FAULTS, TATWEEL, noisy, scanned, traditional
from benchmarks.retrieval_sets.query_set import UnRows, part_of
from benchmarks.retrieval_sets.questions import Questions
from benchmarks.retrieval_sets.topics import read_needs
from benchmarks.retrieval_sets.translation import others, pairs
from indexer.languages import LANGUAGES

TEXTS = {
    "ar": "توفير مياه الشرب المأمونة في المدارس",
    "zh": "学校应当提供安全的饮用水和卫生设施",
    "en": "schools provide safe drinking water every morning",
    "fr": "les écoles fournissent de l'eau potable à l'entrée",
    "ru": "школы ещё обеспечивают питьевую воду каждое утро",
    "es": "las escuelas también ofrecen agua potable mañana",
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("seed", range(20))
def test_a_fragment_stands_in_its_text(lang: str, seed: int) -> None:
    found = fragment(TEXTS[lang], lang, random.Random(seed))
    assert found in TEXTS[lang]
    count = len(found) if lang == "zh" else len(found.split())
    assert 3 <= count <= 12


@pytest.mark.parametrize("lang", LANGUAGES)
def test_noise_changes_a_little_and_the_same_for_the_same_seed(lang: str) -> None:
    for seed in range(20):
        text = noisy(TEXTS[lang], lang, random.Random(seed))
        assert text != TEXTS[lang]
        assert abs(len(text) - len(TEXTS[lang])) <= 2
        assert text == noisy(TEXTS[lang], lang, random.Random(seed))


def test_faults() -> None:
    chance = random.Random(1)
    assert traditional("联合国大会") == "聯合國大會"
    assert scanned("日", "zh", chance) == "曰"
    assert all(len(FAULTS[lang]) > 1 for lang in LANGUAGES)
    (stretched,) = [fault for fault in FAULTS["ar"] if fault.__name__ == "stretched"]
    assert stretched("مياه", "ar", chance).replace(TATWEEL, "") == "مياه"


def test_a_hidden_language_is_in_no_row() -> None:
    rows = {1: {"en": "one", "fr": "un"}, 2: {"fr": "deux"}, 3: {"en": "three"}}
    assert part_of("un-fr", rows).rows == {1: {"en": "one"}, 3: {"en": "three"}}
    assert part_of("un+fr", rows).rows == {1: {"fr": "un"}, 2: {"fr": "deux"}}
    assert part_of("un", rows).langs == ("en", "fr")
    with pytest.raises(ValueError, match="collection 'un/fr'; expected"):
        part_of("un/fr", rows)


def test_queries_come_from_rows_that_nothing_was_trained_on(data: Path) -> None:
    rows = UnRows(data)
    for one in (pairs(rows, 3, 1), others(rows, 3, 1), fragments(rows, 3, 1), spoiled(rows, 3, 1)):
        assert all(max(query.relevant) > 3_000 for query in one.queries)
    assert len(pairs(rows, 3, 1).queries) == 90
    assert {query.collection for query in others(rows, 3, 1).queries} == {
        f"un-{lang}" for lang in LANGUAGES
    }


def test_every_row_that_holds_a_fragment_is_right(data: Path) -> None:
    rows = UnRows(data)
    for query in fragments(rows, 5, 2).queries:
        texts = rows.texts[query.lang]
        assert all(query.text in texts[row - 1] for row in query.relevant)


def test_answers_of_a_question_are_in_all_languages(data: Path) -> None:
    questions = Questions(data)
    pooled, within = questions.sets(2, 1)
    langs = {
        number: lang for number, row in questions.collection("xquad").rows.items() for lang in row
    }
    for all_, own in zip(pooled.queries, within.queries, strict=True):
        assert {langs[number] for number in all_.relevant} == {"ar", "en", "es", "ru", "zh"}
        assert {langs[number] for number in own.relevant} == {own.lang}


def test_topics_have_a_short_query_in_every_language() -> None:
    needs = read_needs()
    assert len({need.id for need in needs}) == len(needs) >= 20
    for need in needs:
        assert need.narrative
        for lang, query in need.queries.items():
            assert 1 <= len(query.split()) <= 10, (need.id, lang)
