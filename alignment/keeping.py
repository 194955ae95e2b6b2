"""What of a document's units stands when its versions change, or when it is aligned anew.

A version that is replaced, by a corrected one say, changes its own column, and that only where it
differs: units whose clauses all stand in the new version as they stood in the old one stay as they
are. What a person has reviewed or locked stays in any case; where the text of one of its clauses
was changed, the clause in its place takes it over.

From: units and texts before and after. To: hexapla.indexing, which aligns the rest around them.
Not here: aligning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.document import Status, Unit

FIRM: frozenset[Status] = frozenset({"reviewed", "locked"})  # a person has said so

Texts = Mapping[str, Sequence[str]]  # for each language the texts of its clauses, in order
Places = Mapping[int, int]  # where clauses of the old version stand in the new one


@dataclass(frozen=True, slots=True)
class Before:
    """A document as it was: its units, and the texts of its clauses."""

    units: Sequence[Unit]
    texts: Texts


def firm(units: Sequence[Unit]) -> list[Unit]:
    """Those that a person has reviewed or locked."""
    return [unit for unit in units if unit.status in FIRM]


def standing(before: Before, after: Texts) -> list[Unit]:
    """The units that stay, with positions in the versions as they are now.

    Where there is a language more than before, all that nobody has reviewed is to be aligned anew;
    a language less takes its column with it and nothing else.

    >>> old = [Unit({"en": (0,), "fr": (0,)}), Unit({"en": (1,), "fr": (1,)})]
    >>> before = Before(old, {"en": ["one", "two"], "fr": ["un", "deux"]})
    >>> [unit.members for unit in standing(before, {"en": ["one", "zwei"], "fr": ["un", "deux"]})]
    [{'en': (0,), 'fr': (0,)}]
    """
    is_new = not after.keys() <= before.texts.keys()
    places = {
        lang: _places(before.texts[lang], after[lang]) for lang in after if lang in before.texts
    }
    found = []
    for unit in before.units:
        moved = _moved(unit, places)
        whole = moved is not None and _is_whole(unit, moved, places)
        if moved and (unit.status in FIRM or (whole and not is_new)):
            found.append(moved)
    return found


@dataclass(frozen=True, slots=True)
class _Column:
    """same: clauses whose text has not changed. put: clauses that took another's place."""

    same: Places
    put: Places


def _places(old: Sequence[str], new: Sequence[str]) -> _Column:
    """Where the old clauses stand now."""
    same: dict[int, int] = {}
    put: dict[int, int] = {}
    # Clauses that are said again and again are matched like all others: autojunk would drop them.
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            same.update(zip(range(a, b), range(c, d), strict=True))
        elif kind == "replace" and b - a == d - c:
            put.update(zip(range(a, b), range(c, d), strict=True))
    return _Column(same, put)


def _moved(unit: Unit, places: Mapping[str, _Column]) -> Unit | None:
    """The unit's clauses where they stand now; None if none of them does."""
    members = {
        lang: tuple(
            place
            for at in positions
            if (place := places[lang].same.get(at, places[lang].put.get(at))) is not None
        )
        for lang, positions in unit.members.items()
        if lang in places
    }
    filled = {lang: positions for lang, positions in members.items() if positions}
    return Unit(filled, unit.status, unit.probability) if filled else None


def _is_whole(unit: Unit, moved: Unit, places: Mapping[str, _Column]) -> bool:
    """Whether all clauses of the unit stand as they stood, those of a language that went aside."""
    return all(
        at in places[lang].same
        for lang, positions in unit.members.items()
        if lang in places
        for at in positions
    ) and len(moved.members) == sum(lang in places for lang in unit.members)
