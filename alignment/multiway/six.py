"""Two to six versions of a document to translation units.

Each two versions are aligned; what all pairs say is made to agree; clauses that answer one to one
become rows; what was forced into a row is set free; what stands elsewhere is brought together; what
one version says in one clause and others in two is joined; and each unit gets the probability that
it is exactly right. A clause that a version lacks leaves a gap there and shifts nothing. The order
in which the versions are given does not matter.

From: versions, split and encoded. To: indexing, exchange formats.
Not here: evidence of a pair (pairwise.pairs), rows of parallel files (alignment.units).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np

from alignment.multiway.agreement import probabilities
from alignment.multiway.apart import bring_together
from alignment.multiway.consistency import consistent
from alignment.multiway.freeing import free as free_of_strangers
from alignment.multiway.joining import join
from alignment.multiway.judging import Evidence
from alignment.multiway.notes import by_label
from alignment.multiway.order import reading_order
from alignment.multiway.rows import rows
from alignment.multiway.table import Members, Web, ordered, table, web
from alignment.pairwise.pairs import align_pair, links_of
from alignment.pairwise.pieces import Anchor, in_order
from alignment.pairwise.weights import WEIGHTS
from alignment.side import Side
from indexer.document import Unit

# What a clause that answers to nothing costs, and a bead of several clauses: next to what pairs by
# themselves are aligned with, gaps are cheap, because five other versions tell what is one, and a
# bead too large hides from them what belongs where. Chosen on the UN development set.
IN_SIX = replace(WEIGHTS, opening=WEIGHTS.opening + 2.0, merged=WEIGHTS.merged - 2.5)


def align(sides: Sequence[Side], *, kept: Sequence[Unit] = ()) -> list[Unit]:
    """Every clause in exactly one unit, in reading order, footnotes after the body.

    sides: versions of one document, no language twice; one may be empty, all may be.
    kept: units that are to stay as they are, none sharing a clause with another; the rest is
        aligned around them.
    Returns units with positions into the clauses given, and probabilities in (0, 1) that the whole
    row is right: nothing missing in it, nothing too much.
    Raises ValueError naming a language that is there twice.
    """
    given = ordered(sides)
    langs = [side.lang for side in given]
    for one, other in pairwise(langs):
        if one == other:
            raise ValueError(f"language {one!r} is given twice; give one version a language")
    found: list[Unit] = []
    for is_note, aligned in ((False, _aligned), (True, _aligned_notes)):
        parts = _parted(given, is_note=is_note)
        places = {
            side.lang: {at: number for number, at in enumerate(chosen)} for side, chosen in parts
        }
        inside = [local for unit in kept if (local := _inside(unit, places))]
        of_part = [_placed(unit, parts) for unit in aligned([side for side, _ in parts], inside)]
        found += reading_order(of_part)
    return found


def _inside(unit: Unit, places: Mapping[str, Mapping[int, int]]) -> Unit | None:
    """What a part of the versions holds of a unit, by positions in that part; None for nothing."""
    members = {
        lang: tuple(places[lang][at] for at in positions if at in places.get(lang, {}))
        for lang, positions in unit.members.items()
    }
    filled = {lang: positions for lang, positions in members.items() if positions}
    return Unit(filled, unit.status, unit.probability) if filled else None


Part = tuple[Side, list[int]]  # some clauses of a version, and their positions in all of it


def _parted(sides: Sequence[Side], *, is_note: bool) -> list[Part]:
    """Footnotes of each version, or everything else; versions without any are left out."""
    parts = []
    for side in sides:
        chosen = [
            at for at, clause in enumerate(side.clauses) if (clause.kind == "footnote") == is_note
        ]
        if chosen:
            clauses = tuple(side.clauses[at] for at in chosen)
            parts.append((Side(side.lang, clauses, side.vectors[chosen]), chosen))
    return parts


def _placed(unit: Unit, parts: Sequence[Part]) -> Unit:
    """The unit with positions into the whole version."""
    places = {side.lang: positions for side, positions in parts}
    members = {
        lang: tuple(places[lang][at] for at in positions)
        for lang, positions in unit.members.items()
    }
    return Unit(members, unit.status, unit.probability)


def _aligned_notes(sides: Sequence[Side], kept: Sequence[Unit]) -> list[Unit]:
    """Footnotes by their labels where these agree, else as the body."""
    labelled = by_label({side.lang: side.clauses for side in sides})
    if labelled is None or kept:
        return _aligned(sides, kept)
    return [Unit(members) for members in labelled]


def _aligned(sides: Sequence[Side], kept: Sequence[Unit]) -> list[Unit]:
    free = _free(sides, kept)
    if sum(map(bool, free.values())) < 2:
        return [*kept, *(Unit({lang: (at,)}) for lang, places in free.items() for at in places)]
    if len(sides) == 2:
        return [*kept, *_aligned_pair(sides[0], sides[1], kept)]
    evidence, agreed = evidence_of(sides, kept)
    alike = free_of_strangers(evidence, rows(evidence.clauses, agreed))
    found = join(evidence, bring_together(evidence, alike))
    sure = probabilities(evidence, agreed, found)
    aligned = [
        Unit(evidence.clauses.members(row), probability=round(p, 4))
        for row, p in zip(found, sure, strict=True)
    ]
    return [*kept, *aligned]


def _free(sides: Sequence[Side], kept: Sequence[Unit]) -> dict[str, list[int]]:
    """For each language the clauses that stand in no unit yet."""
    taken = {(lang, at) for unit in kept for lang, places in unit.members.items() for at in places}
    return {
        side.lang: [at for at in range(len(side.clauses)) if (side.lang, at) not in taken]
        for side in sides
    }


def evidence_of(sides: Sequence[Side], kept: Sequence[Unit] = ()) -> tuple[Evidence, Web]:
    """What all pairs of versions say by themselves, and what they say together.

    sides: in order (multiway.table), two at least, none empty.
    kept: units that stay; the evidence is of all other clauses.
    """
    langs = [side.lang for side in sides]
    anchors = {pair: anchors_of(kept, *pair) for pair in combinations(langs, 2)} if kept else {}
    links = links_of(sides, weights=IN_SIX, anchors=anchors)
    free = _free(sides, kept)
    clauses = table([side.some(free[side.lang]) for side in sides if free[side.lang]], free)
    if kept:
        links = {
            (a, b): of_pair.among(free[a], free[b])
            for (a, b), of_pair in links.items()
            if free[a] and free[b]
        }
    agreed = consistent(links, clauses.sizes)
    return Evidence(clauses, web(clauses, links)), web(clauses, agreed)


def anchors_of(kept: Sequence[Unit], left: str, right: str) -> list[Anchor]:
    """What two languages have of the units, where that is in one piece and in order."""
    found = []
    for unit in kept:
        stretches = [unit.members.get(lang, ()) for lang in (left, right)]
        if all(at and at[-1] - at[0] == len(at) - 1 for at in stretches):
            found.append(Anchor(*((at[0], at[-1] + 1) for at in stretches)))
    return in_order(found)


def _aligned_pair(left: Side, right: Side, kept: Sequence[Unit]) -> list[Unit]:
    """Two versions have nobody else to ask: their beads are the units."""
    units = []
    free = {lang: set(places) for lang, places in _free([left, right], kept).items()}
    for bead in align_pair(left, right, anchors=anchors_of(kept, left.lang, right.lang)).beads:
        members: Members = {left.lang: bead.left, right.lang: bead.right}
        filled = {
            lang: tuple(at for at in positions if at in free[lang])
            for lang, positions in members.items()
        }
        filled = {lang: positions for lang, positions in filled.items() if positions}
        if filled:
            units.append(Unit(filled, probability=round(float(np.clip(bead.probability, 0, 1)), 4)))
    return units
