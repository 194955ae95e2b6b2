"""The versions of a document to translation units, wherever they come from.

Rows of a parallel file (TMX, XLIFF, parallel lines) are translations of each other: a row is a
unit. Versions that were split from running text are aligned.

From: the clauses of all versions of one document. To: the catalogue.
Not here: how running text is aligned (multiway.six).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from alignment.multiway.six import align
from alignment.side import Side
from indexer.document import Unit
from indexer.languages import LANGUAGES
from indexer.store.records import Outline


def units_of(
    versions: Mapping[str, Sequence[Outline]],
    side: Callable[[str], Side],
    *,
    kept: Sequence[Unit] = (),
) -> list[Unit]:
    """Every clause of a document in exactly one unit, in reading order.

    versions: for each language the outlines of its clauses, in the order of the text.
    side: gives the version of a language, whole; asked only for running text.
    kept: units that stay as they are; the rest is aligned around them.

    >>> en, fr = [Outline("sentence", None, 7)], [Outline("sentence", None, 7)] * 2
    >>> units_of({"en": en, "fr": fr}, {}.__getitem__)
    [Unit(members={'en': (0,), 'fr': (0, 1)}, status='imported', probability=None)]
    """
    ordered = {lang: versions[lang] for lang in LANGUAGES if lang in versions}
    running = [lang for lang, clauses in ordered.items() if _is_running(clauses)]
    parallel = {lang: clauses for lang, clauses in ordered.items() if lang not in running}
    of_text = [unit for unit in kept if not unit.members.keys().isdisjoint(running)]
    of_rows = [unit for unit in kept if unit.members.keys().isdisjoint(running)]
    rows = _around(of_rows, _rows(parallel), kept)
    aligned = align([side(lang) for lang in running], kept=of_text) if running else []
    return [*rows, *aligned]


def _around(of_rows: Sequence[Unit], rows: Sequence[Unit], kept: Sequence[Unit]) -> list[Unit]:
    """The rows, with units that stay in the place of those that hold the same clauses."""
    if not kept:
        return list(rows)
    holder = {
        (lang, at): unit for unit in kept for lang in unit.members for at in unit.members[lang]
    }
    found: list[Unit] = []
    done: set[int] = set()
    for row in rows:
        names = [(lang, at) for lang, positions in row.members.items() for at in positions]
        for unit in (holder[name] for name in names if name in holder):
            if id(unit) not in done and unit in of_rows:
                done.add(id(unit))
                found.append(unit)
        left = {
            lang: tuple(at for at in positions if (lang, at) not in holder)
            for lang, positions in row.members.items()
        }
        left = {lang: positions for lang, positions in left.items() if positions}
        if left:
            found.append(Unit(left, row.status, row.probability))
    return found


def _is_running(clauses: Sequence[Outline]) -> bool:
    return any(clause.row is None for clause in clauses)


def _rows(versions: Mapping[str, Sequence[Outline]]) -> list[Unit]:
    """The rows that parallel files gave, in rising order, with what the files state of them."""
    rows: dict[int, dict[str, tuple[int, ...]]] = {}
    stated: dict[int, Outline] = {}
    for lang, clauses in versions.items():
        for at, clause in enumerate(clauses):
            if clause.row is not None:
                members = rows.setdefault(clause.row, {})
                members[lang] = (*members.get(lang, ()), at)
                stated[clause.row] = clause
    return [Unit(rows[row], stated[row].status, stated[row].probability) for row in sorted(rows)]
