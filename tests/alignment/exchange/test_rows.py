"""alignment.exchange.rows: what names a row, and where its clauses stand in its text."""

from __future__ import annotations

from alignment.exchange.rows import Row
from indexer.document import Clause


def clause(text: str, number: str | None = None) -> Clause:
    return Clause("operative", number, 0, len(text), text)


def test_a_row_is_named_by_the_first_language_of_the_usual_order() -> None:
    row = Row({"ar": [clause("ماء", "٤")], "fr": [clause("Eau", "4")]})
    assert (row.kind, row.number) == ("operative", "4")
    assert Row({"de": [clause("Wasser", "IV")]}).number == "IV"


def test_clauses_are_joined_as_their_language_joins_them() -> None:
    row = Row({"en": [clause("One."), clause("Two.")], "zh": [clause("一。"), clause("二。")]})
    assert (row.text("en"), row.text("zh"), row.text("fr")) == ("One. Two.", "一。二。", "")
    assert [(one.start, one.end) for one in row.placed("en")] == [(0, 4), (5, 9)]
    assert [(one.start, one.end) for one in row.placed("zh")] == [(0, 2), (2, 4)]
