"""lookup.analysis: bands by hand, what repeats, on a corpus made by hand."""

from __future__ import annotations

import pytest

from search.lookup.analysis import analysed, report
from search.snapshot import Snapshot
from tests.search.lookup.rows_corpus import Document, make

CLAUSE = "Requests the Secretary-General to report on safe water in all schools by 2025"
DOCUMENTS: list[Document] = [
    (
        "A/1",
        2016,
        [
            ("operative", {"en": f"{CLAUSE};", "fr": "F"}),
            ("operative", {"en": "Decides to keep the matter under review.", "zh": "决定"}),
        ],
    )
]
DRAFT = [
    "Decides to keep the matter under review;",
    CLAUSE.replace("2025", "2030"),
    "decides to keep the matter under review",
    "Decides to keep the matter open",
    "???",
    "Thanks everybody",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make(tmp_path_factory.mktemp("analysis"), DOCUMENTS)


def test_each_clause_has_its_best_match_and_its_band(corpus: Snapshot) -> None:
    drafts = list(analysed(DRAFT, corpus, source="en", targets=None))
    assert [(one.match.unit if one.match else None, one.words) for one in drafts] == [
        (2, 7),
        (1, 14),
        (2, 7),
        (2, 6),
        (None, 2),
    ]
    assert [one.band for one in drafts] == ["100", "85-94", "repeated", "50-74", "new"]
    assert [one.masked_band for one in drafts] == ["100", "100", "repeated", "50-74", "new"]


def test_the_report_counts_clauses_and_words(corpus: Snapshot) -> None:
    drafts = list(analysed(DRAFT, corpus, source="en", targets=None))
    counted = {
        one.band: (one.clauses, one.words, one.masked_clauses, one.masked_words)
        for one in report(drafts)
    }
    assert counted == {
        "repeated": (1, 7, 1, 7),
        "100": (1, 7, 2, 21),
        "95-99": (0, 0, 0, 0),
        "85-94": (1, 14, 0, 0),
        "75-84": (0, 0, 0, 0),
        "50-74": (1, 6, 1, 6),
        "new": (1, 2, 1, 2),
    }


def test_a_match_must_have_one_of_the_targets(corpus: Snapshot) -> None:
    drafts = list(analysed(DRAFT[:2], corpus, source="en", targets=["fr"]))
    assert [one.match.unit if one.match else None for one in drafts] == [None, 1]
