"""Versions to translation units, as far as the files themselves tell.

Rows of a parallel file (TMX, parallel lines) are translations of each other: a row is a unit.
Clauses of other files stand alone, one unit each, until they are aligned.

From: the clauses of all versions of one document. To: the catalogue.
Not here: finding counterparts in running text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from indexer.document import Unit
from indexer.languages import LANGUAGES


def units_of(rows: Mapping[str, Sequence[int | None]]) -> list[Unit]:
    """Every clause of a document in exactly one unit, in reading order.

    rows: for each language the row of each of its clauses, None where the clause has none.
    Returns the imported rows in rising order, then clauses that stand alone, version by version.

    >>> units_of({"en": [0, 1], "fr": [0, 0]})[0].members
    {'en': (0,), 'fr': (0, 1)}
    >>> [unit.members for unit in units_of({"ru": [None, None]})]
    [{'ru': (0,)}, {'ru': (1,)}]
    """
    imported: dict[int, dict[str, tuple[int, ...]]] = {}
    alone: list[Unit] = []
    for lang in (lang for lang in LANGUAGES if lang in rows):
        for position, row in enumerate(rows[lang]):
            if row is None:
                alone.append(Unit({lang: (position,)}))
            else:
                members = imported.setdefault(row, {})
                members[lang] = (*members.get(lang, ()), position)
    return [Unit(imported[row], status="imported") for row in sorted(imported)] + alone
