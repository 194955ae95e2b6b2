"""What a file of translation units states beside the text: kinds, numbers, spans, metadata.

The pairs of a name and a value that our TMX and XLIFF carry; docs/exchange.md lists them. A value
that makes no sense is passed over, as is what no longer fits a text that was edited since.

From: readers.tmx, readers.xliff. To: readers.unit_rows. Not here: XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from indexer.document import KINDS, STATUSES, Call, Kind, Metadata, Span, Status

Statement = tuple[str, str]

# The states that XLIFF 2 knows, for what a row's status is.
XLIFF_STATES: dict[Status, str] = {
    "auto": "translated",
    "imported": "translated",
    "reviewed": "reviewed",
    "locked": "final",
}

_CLAUSE = re.compile(r"(\d+) (\d+) ([a-z]+)(?: (.+))?", re.DOTALL)
_LEAD = re.compile(r"(\d+) (\d+)")
_CALL = re.compile(r"(\d+) (.+)", re.DOTALL)
# XML cannot hold these, so they come as something else; surrogates, which are no text, do not.
_RESTORED = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class StatedClause:
    """A clause in the text of a row. start, end: its span there; lead, calls: offsets inside it."""

    start: int
    end: int
    kind: Kind = "sentence"
    number: str | None = None
    lead: Span | None = None
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A row, whatever the language. kind: of its clauses, where they do not state another."""

    kind: Kind = "sentence"
    status: Status = "imported"
    probability: float | None = None


def stated_row(stated: Iterable[Statement]) -> StatedRow:
    """What is stated of a row.

    >>> stated_row([("kind", "heading"), ("status", "locked"), ("probability", "2")])
    StatedRow(kind='heading', status='locked', probability=None)
    """
    facts = dict(stated)
    return StatedRow(
        _kind(facts.get("kind")) or "sentence",
        next((status for status in STATUSES if status == facts.get("status")), "imported"),
        _probability(facts.get("probability")),
    )


def stated_clauses(stated: Sequence[Statement], text: str, row: StatedRow) -> list[StatedClause]:
    """The clauses of a text; one where nothing else is stated, or the text is not what it was.

    >>> stated = [("clause", "0 4 title"), ("clause", "5 9 heading I")]
    >>> [clause.number for clause in stated_clauses(stated, "Text More", StatedRow())]
    [None, 'I']
    """
    spanned = _spanned(stated)
    ends = [0, *(clause.end for clause in spanned)]
    if (
        spanned
        and ends[-1] == len(text)
        and all(
            before <= clause.start < clause.end
            for before, clause in zip(ends, spanned, strict=False)
        )
    ):
        return spanned
    facts = dict(stated)
    if spanned:  # of another text: only what does not count its letters still holds
        return [StatedClause(0, len(text), spanned[0].kind, spanned[0].number)]
    return [StatedClause(0, len(text), _kind(facts.get("kind")) or row.kind, facts.get("number"))]


def stated_metadata(stated: Iterable[Statement]) -> Metadata:
    """What is stated of a document.

    >>> stated_metadata([("title", "Water"), ("session", "66"), ("date", "soon")]).session
    66
    """
    facts = dict(stated)
    return Metadata(
        title=facts.get("title"),
        session=_integer(facts.get("session")),
        agenda_item=facts.get("agenda-item"),
        date=_date(facts.get("date")),
        meeting=_integer(facts.get("meeting")),
        year=_integer(facts.get("year")),
    )


def restored_character(digits: str) -> str:
    r"""The character that stands behind hexadecimal digits, if XML cannot hold it; else "".

    >>> restored_character("000C"), restored_character("41"), restored_character("x")
    ('\x0c', '', '')
    """
    if not re.fullmatch("[0-9A-Fa-f]{1,6}", digits) or int(digits, 16) > 0xFFFF:
        return ""
    character = chr(int(digits, 16))
    return character if _RESTORED.fullmatch(character) else ""


def _spanned(stated: Iterable[Statement]) -> list[StatedClause]:
    """The clauses that come with their spans, each with the leads and calls that follow it."""
    clauses: list[StatedClause] = []
    for name, value in stated:
        if name == "clause" and (found := _CLAUSE.fullmatch(value)):
            start, end, kind, number = found.groups()
            clauses.append(StatedClause(int(start), int(end), _kind(kind) or "sentence", number))
        elif name in ("lead", "call") and clauses:
            clauses[-1] = _completed(clauses[-1], name, value)
    return clauses


def _completed(clause: StatedClause, name: str, value: str) -> StatedClause:
    """With a lead or a call, if it lies inside the clause."""
    length = clause.end - clause.start
    if name == "lead" and (found := _LEAD.fullmatch(value)):
        start, end = (int(offset) - clause.start for offset in found.groups())
        return replace(clause, lead=(start, end)) if 0 <= start < end <= length else clause
    if name == "call" and (found := _CALL.fullmatch(value)):
        offset = int(found[1]) - clause.start
        call = Call(found[2], offset)
        return replace(clause, calls=(*clause.calls, call)) if 0 <= offset <= length else clause
    return clause


def _kind(stated: str | None) -> Kind | None:
    return next((kind for kind in KINDS if kind == stated), None)


def _probability(stated: str | None) -> float | None:
    try:
        value = float(stated or "")
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _integer(stated: str | None) -> int | None:
    return int(stated) if stated and re.fullmatch("[0-9]{1,9}", stated) else None


def _date(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated or "")
    except ValueError:
        return None
