"""What a file states is taken where it makes sense, and passed over where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Call, Metadata
from indexer.readers.statements import (
    StatedClause,
    StatedRow,
    restored_character,
    stated_clauses,
    stated_metadata,
    stated_row,
)

HEADING = StatedRow(kind="heading")


@pytest.mark.parametrize(
    ("value", "probability"),
    [("0.5", 0.5), ("1", 1.0), ("1.1", None), ("-0.1", None), ("nan", None), ("high", None)],
)
def test_probabilities(value: str, probability: float | None) -> None:
    assert stated_row([("probability", value)]).probability == probability


def test_unknown_kinds_and_statuses_are_passed_over() -> None:
    assert stated_row([("kind", "poem"), ("status", "done")]) == StatedRow()


def test_one_clause_is_of_the_kind_of_its_row_unless_it_states_another() -> None:
    assert stated_clauses([], "Text", HEADING) == [StatedClause(0, 4, "heading")]
    stated = [("kind", "title"), ("number", "II")]
    assert stated_clauses(stated, "Text", HEADING) == [StatedClause(0, 4, "title", "II")]


def test_leads_and_calls_belong_to_the_clause_before_them() -> None:
    stated = [
        *(("clause", "0 5 operative 4"), ("lead", "0 3"), ("call", "5 *"), ("call", "99 1")),
        *(("clause", "6 10 sentence"), ("lead", "0 2"), ("call", "7 a b"), ("call", "x")),
    ]
    assert stated_clauses(stated, "Notes that", HEADING) == [
        StatedClause(0, 5, "operative", "4", (0, 3), (Call("*", 5),)),
        StatedClause(6, 10, "sentence", None, None, (Call("a b", 1),)),
    ]


@pytest.mark.parametrize(
    "spans", [["0 4", "5 9"], ["0 6", "5 10"], ["5 10", "0 4"], ["0 0", "0 10"], ["0 11"]]
)
def test_spans_that_do_not_fit_the_text_are_not_followed(spans: list[str]) -> None:
    stated = [("clause", f"{span} operative 7") for span in spans]
    assert stated_clauses([*stated, ("lead", "0 2")], "Text edit.", HEADING) == [
        StatedClause(0, 10, "operative", "7")
    ]


def test_metadata_that_makes_no_sense() -> None:
    stated = [("session", "sixty"), ("year", "20120000000"), ("date", "2012-13-01"), ("x", "y")]
    assert stated_metadata(stated) == Metadata()


@given(st.text(max_size=8))
def test_only_what_xml_cannot_hold_is_restored(digits: str) -> None:
    character = restored_character(digits)
    assert character == "" or ord(character) < 32 or ord(character) >= 0xFFFE


@pytest.mark.parametrize("digits", ["9", "A", "D", "0", "41", "D800", "10FFFF", "110000"])
def test_what_xml_can_hold_or_no_text_may_is_not(digits: str) -> None:
    assert restored_character(digits) == ""
