"""Which clauses form which unit: reading a document's units, checking and replacing them.

From: store.writer. Not here: forming units (alignment).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from indexer.document import Status, Unit
from indexer.store.database import Database, Row
from indexer.store.records import NAMING_ORDER, DocumentKey

_Clauses = dict[str, list[tuple[int, str, str | None]]]  # {lang: [(id, kind, number), ...]}


class _Row(NamedTuple):
    """A unit as it is to be stored; two with the same ``identity`` are the same unit."""

    clauses: frozenset[int]
    kind: str
    number: str | None
    status: str
    probability: float | None

    @property
    def identity(self) -> tuple[frozenset[int], str, float | None]:
        return self.clauses, self.status, self.probability


def replace_units(
    database: Database, document: int, units: Sequence[Unit], *, revision: int
) -> None:
    """Make these the units of the document; those that are there already keep their ids.

    Raises ValueError naming the clause that stands in no unit or in two, or that is not there.
    """
    clauses = _clauses(database, document)
    _check_partition(units, clauses)
    rows = [_row(unit, clauses) for unit in units]
    before = _stored(database, document)
    ids = [before.pop(row.identity, None) for row in rows]
    _delete(database, list(before.values()), revision)
    positions = [(at, id_) for at, id_ in enumerate(ids) if id_ is not None]
    if positions:
        database.run_many("UPDATE unit SET position = ? WHERE id = ?", positions)
    new = [(at, row) for at, (row, id_) in enumerate(zip(rows, ids, strict=True)) if id_ is None]
    _insert(database, document, new, revision)


def read_members(database: Database, key: DocumentKey) -> list[Unit]:
    """The stored units of a document, in reading order, with positions of their clauses."""
    members: dict[int, dict[str, tuple[int, ...]]] = {}
    facts: dict[int, tuple[Status, float | None]] = {}
    for id_, status, probability, lang, position in database.rows(
        "SELECT u.id, u.status, u.probability, v.lang, c.position FROM document d "
        "JOIN unit u ON u.document = d.id JOIN member m ON m.unit = u.id "
        "JOIN clause c ON c.id = m.clause JOIN version v ON v.id = c.version "
        "WHERE d.symbol = ? AND d.collection = ? ORDER BY u.position, v.id, c.position",
        *key,
    ):
        unit = members.setdefault(id_, {})
        unit[lang] = (*unit.get(lang, ()), position)
        facts[id_] = status, probability
    return [Unit(members[id_], *facts[id_]) for id_ in members]


def _clauses(database: Database, document: int) -> _Clauses:
    found: _Clauses = {}
    for lang, *clause in database.rows(
        "SELECT v.lang, c.id, c.kind, c.number FROM version v JOIN clause c ON c.version = v.id "
        "WHERE v.document = ? ORDER BY v.id, c.id",
        document,
    ):
        found.setdefault(lang, []).append((clause[0], clause[1], clause[2]))
    return found


def _check_partition(units: Sequence[Unit], clauses: _Clauses) -> None:
    placed = Counter(
        (lang, position)
        for unit in units
        for lang, positions in unit.members.items()
        for position in positions
    )
    there = {(lang, at) for lang, members in clauses.items() for at in range(len(members))}
    for what, which in (
        ("stands in two units", [clause for clause, times in placed.items() if times > 1]),
        ("does not exist", sorted(placed.keys() - there)),
        ("stands in no unit", sorted(there - placed.keys())),
    ):
        if which:
            lang, position = which[0]
            raise ValueError(f"clause {position} of the version in {lang!r} {what}")
    if any(not any(unit.members.values()) for unit in units):
        raise ValueError("a unit has no clauses")


def _row(unit: Unit, clauses: _Clauses) -> _Row:
    ids = frozenset(
        clauses[lang][at][0] for lang, positions in unit.members.items() for at in positions
    )
    lang = next(lang for lang in NAMING_ORDER if unit.members.get(lang))
    _, kind, number = clauses[lang][min(unit.members[lang])]
    return _Row(ids, kind, number, unit.status, unit.probability)


def _stored(database: Database, document: int) -> dict[tuple[object, ...], int]:
    members: dict[int, set[int]] = {}
    rows = database.rows(
        "SELECT u.id, m.clause FROM unit u JOIN member m ON m.unit = u.id WHERE u.document = ?",
        document,
    )
    for id_, clause in rows:
        members.setdefault(id_, set()).add(clause)
    return {
        (frozenset(members[id_]), status, probability): id_
        for id_, status, probability in database.rows(
            "SELECT id, status, probability FROM unit WHERE document = ?", document
        )
    }


def _delete(database: Database, ids: list[int], revision: int) -> None:
    if not ids:
        return
    database.run_many("DELETE FROM member WHERE unit = ?", ((id_,) for id_ in ids))
    database.run_many("DELETE FROM unit WHERE id = ?", ((id_,) for id_ in ids))
    database.run_many("INSERT INTO deleted_unit VALUES (?, ?)", ((id_, revision) for id_ in ids))


def _insert(database: Database, document: int, new: list[tuple[int, _Row]], revision: int) -> None:
    if not new:
        return
    first = 1 + (database.value("SELECT seq FROM sqlite_sequence WHERE name = 'unit'") or 0)
    database.run_many(
        "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (id_, document, at, row.kind, row.number, row.status, row.probability, revision)
            for id_, (at, row) in enumerate(new, first)
        ),
    )
    database.run_many("INSERT INTO member VALUES (?, ?)", _member_rows(new, first))


def _member_rows(new: list[tuple[int, _Row]], first: int) -> Iterator[Row]:
    for id_, (_, row) in enumerate(new, first):
        for clause in sorted(row.clauses):
            yield id_, clause
