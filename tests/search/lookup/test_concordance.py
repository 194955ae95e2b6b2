"""lookup.concordance: lines in order, what answers, terms with shares; on a corpus made by hand."""

from __future__ import annotations

import pytest

from indexer.errors import CorpusError, QueryError
from search.lookup.answers import Order
from search.lookup.concordance import concordance
from search.snapshot import Snapshot
from tests.search.lookup.rows_corpus import Document, make

DOCUMENTS: list[Document] = [
    (
        "A/1",
        2016,
        [
            (
                "sentence",
                {"en": "Clean water for schools", "fr": "De l'eau propre pour les écoles"},
            ),
            ("sentence", {"en": "No water, no peace: water then", "fr": "L'eau d'abord"}),
            ("sentence", {"en": "All water belongs to all", "fr": "Toute l'eau est à tous"}),
            ("sentence", {"en": "Bread"}),
        ],
    )
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make(tmp_path_factory.mktemp("concordance"), DOCUMENTS)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("right", [(3, 4), (1, 6), (2, 3), (2, 20)]),  # belongs, for, no, then
        ("left", [(3, 4), (1, 6), (2, 3), (2, 20)]),  # all, clean, no, peace
        ("corpus", [(1, 6), (2, 3), (2, 20), (3, 4)]),
    ],
)
def test_lines_are_sorted_by_the_words_to_one_side(
    corpus: Snapshot, order: Order, expected: list[tuple[int, int]]
) -> None:
    found = concordance("water", corpus, lang="en", order=order)
    assert [(line.unit, line.span[0]) for line in found.lines] == expected
    assert {line.keyword for line in found.lines} == {"water"}
    assert found.units == 3


def test_what_answers_is_marked_and_counted(corpus: Snapshot) -> None:
    found = concordance("water", corpus, lang="en", show=["fr"], order="corpus")
    answers = [
        [line.versions["fr"][slice(*span)] for span in line.equivalents.get("fr", [])]
        for line in found.lines
    ]
    assert answers == [["eau"], ["eau"], [], ["eau"]]  # one eau, two waters
    (term,) = found.terms["fr"]
    assert (term.text, term.count, term.share) == ("eau", 3, 1.0)


def test_several_words_stand_for_their_phrase(corpus: Snapshot) -> None:
    found = concordance("clean water", corpus)
    assert [line.keyword for line in found.lines] == ["Clean water"]


@pytest.mark.parametrize(
    ("query", "options", "error", "words"),
    [
        ("", {}, QueryError, "no word to look for"),
        ("вода", {}, CorpusError, "has no text in ru; it has en, fr"),
        ("water", {"lang": "xx"}, ValueError, "unknown language 'xx'"),
        ("water", {"order": "up"}, ValueError, "unknown order 'up'; known: right, left, corpus"),
    ],
)
def test_bad_input_gets_one_clear_line(
    corpus: Snapshot, query: str, options: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as told:
        concordance(query, corpus, **options)  # type: ignore[arg-type]
    assert words in str(told.value)
    assert "\n" not in str(told.value)
