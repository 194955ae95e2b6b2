"""lookup.history: uses in order of time, double renderings, periods; on a corpus made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import CorpusError, QueryError
from search.lookup import history as history_module
from search.lookup.answers import Wording
from search.lookup.history import Period, history
from search.snapshot import Snapshot
from tests.search.lookup.rows_corpus import Document, make

KEPT = "Decides to keep the matter under review"
DOCUMENTS: list[Document] = [
    (
        "A/RES/75/3",
        2020,
        [("operative", {"en": f"{KEPT};", "fr": "Décide de suivre la question."})],
    ),
    (
        "A/RES/71/1",
        2016,
        [("operative", {"en": f"{KEPT}.", "fr": "Décide de suivre la question;"})],
    ),
    (
        "S/RES/9",
        2018,
        [("operative", {"en": KEPT, "fr": "Décide de rester saisi de la question."})],
    ),
    (
        "A/RES/77/4",
        2022,
        [
            ("operative", {"en": "Decides to keep the whole matter under close review;"}),
            ("operative", {"en": "Thanks all States and decides to keep the matter under review."}),
        ],
    ),
    (
        "A/RES/79/5",
        2024,
        [("operative", {"en": "Agrees to keep the whole matter in close review;"})],
    ),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make(tmp_path_factory.mktemp("history"), DOCUMENTS)


def told(wordings: list[Wording]) -> list[tuple[bool, list[str]]]:
    return [(one.is_whole, [use.symbol for use in one.uses]) for one in wordings]


def test_uses_in_order_of_time_parts_of_longer_clauses_last(corpus: Snapshot) -> None:
    found = history(KEPT, corpus)
    assert told(found) == [
        (True, ["A/RES/71/1", "S/RES/9", "A/RES/75/3"]),
        (True, ["A/RES/77/4"]),
        (True, ["A/RES/79/5"]),  # not like what was asked, but like the one before it
        (False, ["A/RES/77/4"]),
    ]
    assert found[-1].text == "decides to keep the matter under review"
    assert (found[0].first.year, found[0].last.year) == (2016, 2020)
    assert [change.sort for change in found[1].changes if change.sort != "equal"] == [
        "insert",
        "insert",
    ]


def test_two_renderings_of_one_wording_are_both_there_with_their_units(corpus: Snapshot) -> None:
    first, *_ = history(KEPT, corpus)
    ways = [(way.text, len(way.units)) for way in first.renderings["fr"]]
    assert ways == [
        ("Décide de suivre la question;", 2),
        ("Décide de rester saisi de la question.", 1),
    ]


@pytest.mark.parametrize(
    ("period", "symbols"),
    [
        (Period(since=2018, until=2020), ["S/RES/9", "A/RES/75/3"]),
        (Period(body="S"), ["S/RES/9"]),
        (Period(until=2016), ["A/RES/71/1"]),
    ],
)
def test_a_period_and_a_body(corpus: Snapshot, period: Period, symbols: list[str]) -> None:
    (wording,) = history(KEPT, corpus, period=period)
    assert [use.symbol for use in wording.uses] == symbols


def test_without_dates_symbols_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    documents: list[Document] = [
        (f"S/2015/10/ADD.{number}", 2015, [("sentence", {"en": f"The week ending {number} May"})])
        for number in (10, 2, 1)
    ]
    found = history("The week ending 7 May", make(tmp_path, documents))
    assert [one.first.symbol[-2:] for one in found] == [".1", ".2", "10"]


def test_bad_input_gets_one_clear_line(corpus: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorpusError, match="no document 'A/RES/1/1'"):
        history("A/RES/1/1#2", corpus)
    with pytest.raises(CorpusError, match="A/RES/71/1 has no paragraph 7"):
        history("A/RES/71/1#7", corpus)
    with pytest.raises(QueryError, match="no word to look up"):
        history(" … ", corpus)
    monkeypatch.setattr(history_module, "MOST_PLACES", 2)
    with pytest.raises(QueryError, match="stands in 4 units, at most 2 have a history"):
        history("matter under review", corpus, least=50)
    with pytest.raises(ValueError, match="from 1 to 100, not 101"):
        history(KEPT, corpus, least=101)
