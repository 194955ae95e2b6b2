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

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from alignment.multiway.agreement import probabilities
from alignment.multiway.apart import bring_together
from alignment.multiway.consistency import consistent
from alignment.multiway.freeing import free
from alignment.multiway.joining import join
from alignment.multiway.judging import Evidence
from alignment.multiway.notes import by_label
from alignment.multiway.order import reading_order
from alignment.multiway.rows import rows
from alignment.multiway.table import Members, Web, ordered, table, web
from alignment.pairwise.pairs import align_pair, links_of
from alignment.pairwise.weights import WEIGHTS
from alignment.side import Side
from indexer.document import Unit

# What a clause that answers to nothing costs, and a bead of several clauses: next to what pairs by
# themselves are aligned with, gaps are cheap, because five other versions tell what is one, and a
# bead too large hides from them what belongs where. Chosen on the UN development set.
IN_SIX = replace(WEIGHTS, opening=WEIGHTS.opening + 2.0, merged=WEIGHTS.merged - 2.5)


def align(sides: Sequence[Side]) -> list[Unit]:
    """Every clause in exactly one unit, in reading order, footnotes after the body.

    sides: versions of one document, no language twice; one may be empty, all may be.
    Returns units with positions into the clauses given, and probabilities in (0, 1) that the whole
    row is right: nothing missing in it, nothing too much.
    Raises ValueError naming a language that is there twice.
    """
    given = ordered(sides)
    langs = [side.lang for side in given]
    for one, other in pairwise(langs):
        if one == other:
            raise ValueError(f"language {one!r} is given twice; give one version a language")
    bodies, notes = _parted(given, is_note=False), _parted(given, is_note=True)
    body = [_placed(unit, bodies) for unit in _aligned([side for side, _ in bodies])]
    foot = [_placed(unit, notes) for unit in _aligned_notes([side for side, _ in notes])]
    return reading_order(body) + reading_order(foot)


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


def _aligned_notes(sides: Sequence[Side]) -> list[Unit]:
    """Footnotes by their labels where these agree, else as the body."""
    labelled = by_label({side.lang: side.clauses for side in sides})
    if labelled is None:
        return _aligned(sides)
    return [Unit(members) for members in labelled]


def _aligned(sides: Sequence[Side]) -> list[Unit]:
    if len(sides) < 2:
        return [Unit({side.lang: (at,)}) for side in sides for at in range(len(side.clauses))]
    if len(sides) == 2:
        return _aligned_pair(*sides)
    evidence, agreed = evidence_of(sides)
    alike = free(evidence, rows(evidence.clauses, agreed))
    found = join(evidence, bring_together(evidence, alike))
    sure = probabilities(evidence, agreed, found)
    return [
        Unit(evidence.clauses.members(row), probability=round(p, 4))
        for row, p in zip(found, sure, strict=True)
    ]


def evidence_of(sides: Sequence[Side]) -> tuple[Evidence, Web]:
    """What all pairs of versions say by themselves, and what they say together.

    sides: in order (multiway.table), two at least, none empty.
    """
    clauses = table(sides)
    links = links_of(sides, weights=IN_SIX)
    agreed = consistent(links, clauses.sizes)
    return Evidence(clauses, web(clauses, links)), web(clauses, agreed)


def _aligned_pair(left: Side, right: Side) -> list[Unit]:
    """Two versions have nobody else to ask: their beads are the units."""
    units = []
    for bead in align_pair(left, right).beads:
        members: Members = {left.lang: bead.left, right.lang: bead.right}
        filled = {lang: positions for lang, positions in members.items() if positions}
        units.append(Unit(filled, probability=round(float(np.clip(bead.probability, 0, 1)), 4)))
    return units
