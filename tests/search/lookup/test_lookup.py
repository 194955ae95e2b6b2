"""lookup.lookup: what comes first, what differs, what stands beside; on a corpus made by hand."""

from __future__ import annotations

import pytest

from indexer.errors import CorpusError, QueryError
from search.lookup.answers import Match, NumberChange
from search.lookup.lookup import lookup
from search.snapshot import Snapshot
from tests.search.lookup.rows_corpus import Document, make

DOCUMENTS: list[Document] = [
    (
        "A/RES/71/901",
        2016,
        [
            ("operative", {"en": "Decides to keep water under review until 2018.", "fr": "F 1"}),
            ("operative", {"en": "Decides to keep the matter under review.", "fr": "F 2"}),
            ("operative", {"en": "Notes the report on school water.", "zh": "注意到报告"}),
        ],
    ),
    (
        "A/RES/73/905",
        2018,
        [
            ("operative", {"en": "Decides to keep water under review until 2020;", "fr": "F 4"}),
            ("operative", {"en": "Decides to keep the matter under review;", "zh": "继续处理"}),
            (
                "operative",
                {"en": "Thanks the States for peace, and decides to keep the matter under review."},
            ),
        ],
    ),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make(tmp_path_factory.mktemp("lookup"), DOCUMENTS)


def told(matches: list[Match]) -> list[tuple[str, int, int, int]]:
    return [(match.sort, match.percent, match.masked_percent, match.unit) for match in matches]


def test_the_same_words_come_first_then_the_same_but_for_numbers(corpus: Snapshot) -> None:
    found = lookup("Decides to keep water under review until 2020", corpus)
    assert told(found) == [("exact", 100, 100, 4), ("masked", 87, 100, 1)]
    assert found[1].numbers == (NumberChange("2018", "2020"),)
    assert found[0].numbers == ()
    fuzzy = lookup("Decides to keep water under review until 2020", corpus, least=50)[2:]
    assert told(fuzzy) == [("fuzzy", 50, 50, 5)]


def test_the_latest_of_the_same_wordings_is_shown_with_how_often_it_was_used(
    corpus: Snapshot,
) -> None:
    first, *_ = lookup("decides to keep the matter under review", corpus)
    assert (first.unit, first.uses, first.year, first.symbol) == (5, 2, 2018, "A/RES/73/905")
    assert first.versions == {"en": "Decides to keep the matter under review;", "zh": "继续处理"}


def test_a_unit_must_have_one_of_the_languages_wanted(corpus: Snapshot) -> None:
    first, *_ = lookup("decides to keep the matter under review", corpus, targets=["fr"])
    assert (first.unit, first.uses) == (2, 1)
    assert first.versions == {"en": "Decides to keep the matter under review.", "fr": "F 2"}


def test_what_differs_is_told_as_spans_of_both_texts(corpus: Snapshot) -> None:
    text = "Decides to keep the question under close review"
    match, *_ = lookup(text, corpus)
    clause = match.versions["en"]
    told = [(way.sort, clause[slice(*way.old)], text[slice(*way.new)]) for way in match.changes]
    assert told == [
        ("equal", "Decides to keep the", "Decides to keep the"),
        ("replace", "matter", "question"),
        ("equal", "under", "under"),
        ("insert", "", "close"),
        ("equal", "review", "review"),
    ]


def test_a_part_of_a_longer_clause(corpus: Snapshot) -> None:
    found = [m for m in lookup("thanks the States for peace", corpus) if m.sort == "inside"]
    (match,) = found
    assert match.versions["en"][slice(*match.span)] == "Thanks the States for peace"
    assert (match.unit, match.percent) == (6, 100)


def test_a_piece_of_the_text_that_stands_elsewhere(corpus: Snapshot) -> None:
    text = "Nobody knows whether the report on school water was read by those who had asked for it"
    first, *_ = lookup(text, corpus)
    assert (first.sort, first.unit) == ("passage", 3)
    assert text[slice(*first.query_span)] == "the report on school water"
    assert first.versions["en"][slice(*first.span)] == "the report on school water"


def test_by_meaning_where_no_words_are_shared(corpus: Snapshot) -> None:
    first, *_ = lookup("eau école", corpus, source="fr")
    assert (first.sort, first.unit, first.percent) == ("semantic", 3, 0)
    assert first.similarity == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("text", "options", "error", "words"),
    [
        ("", {}, QueryError, "no word to look up in ''"),
        ("...", {}, QueryError, "no word to look up in '...'"),
        ("word " * 50_000, {}, QueryError, "250,000 characters; at most 20,000"),
        ("слово", {}, CorpusError, "has no text in ru; it has zh, en, fr"),
        ("water", {"source": "ar"}, CorpusError, "has no text in ar"),
        ("water", {"source": "de"}, ValueError, "unknown language 'de'"),
        ("water", {"targets": ["es"]}, CorpusError, "no en or fr text aligned with es"),
        ("water", {"least": 0}, ValueError, "from 1 to 100, not 0"),
        ("water", {"top": 0}, ValueError, "at least one match"),
    ],
)
def test_bad_input_gets_one_clear_line(
    corpus: Snapshot, text: str, options: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as told:
        lookup(text, corpus, **options)  # type: ignore[arg-type]
    assert words in str(told.value)
    assert "\n" not in str(told.value)
