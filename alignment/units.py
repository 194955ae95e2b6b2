"""Versions to translation units, as far as the files themselves show.

Rows of a parallel file (TMX, parallel lines) are translations of each other: a row is a unit.
Clauses of other files are paired by their printed form (alignment.structural); one that answers to
none by its form stands alone.

From: the clauses of all versions of one document. To: the catalogue.
Not here: finding counterparts by their words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alignment.structural import Form, Members, rows_by_form
from indexer.document import Unit
from indexer.languages import LANGUAGES
from indexer.store.records import Outline


def units_of(versions: Mapping[str, Sequence[Outline]]) -> list[Unit]:
    """Every clause of a document in exactly one unit, in reading order.

    versions: for each language the outlines of its clauses, in the order of the text.

    >>> en, fr = [Outline("sentence", None, 7)], [Outline("sentence", None, 7)] * 2
    >>> units_of({"en": en, "fr": fr})
    [Unit(members={'en': (0,), 'fr': (0, 1)}, status='imported', probability=None)]
    """
    ordered = {lang: versions[lang] for lang in LANGUAGES if lang in versions}
    imported = _rows(ordered)
    printed = _by_form(ordered)
    members = (*(unit.members for unit in imported), *printed)
    taken = {(lang, at) for row in members for lang in row for at in row[lang]}
    alone: list[Members] = [
        {lang: (at,)}
        for lang, clauses in ordered.items()
        for at in range(len(clauses))
        if (lang, at) not in taken
    ]
    if not printed and not alone:
        return imported
    units = [*imported, *(Unit(row) for row in (*printed, *alone))]
    return _in_reading_order(units, {lang: len(clauses) for lang, clauses in ordered.items()})


def _rows(versions: Mapping[str, Sequence[Outline]]) -> list[Unit]:
    """The rows that parallel files gave, in rising order, with what the files state of them."""
    rows: dict[int, Members] = {}
    stated: dict[int, Outline] = {}
    for lang, clauses in versions.items():
        for at, clause in enumerate(clauses):
            if clause.row is not None:
                members = rows.setdefault(clause.row, {})
                members[lang] = (*members.get(lang, ()), at)
                stated[clause.row] = clause
    return [Unit(rows[row], stated[row].status, stated[row].probability) for row in sorted(rows)]


def _by_form(versions: Mapping[str, Sequence[Outline]]) -> list[Members]:
    """Rows by printed form, among the versions that were split from running text."""
    return rows_by_form(
        {
            lang: [Form(clause.kind, clause.number) for clause in clauses]
            for lang, clauses in versions.items()
            if all(clause.row is None for clause in clauses)
        }
    )


def _in_reading_order(units: list[Unit], sizes: Mapping[str, int]) -> list[Unit]:
    """Units by where they stand in their version, as a share of it; ties keep their order."""

    def place(unit: Unit) -> float:
        lang, positions = next(iter(unit.members.items()))
        return positions[0] / sizes[lang]

    return sorted(units, key=place)
