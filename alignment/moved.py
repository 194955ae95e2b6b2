"""Clauses that stand elsewhere in one version than in the others.

An alignment of two versions goes forward in both, so a block that changed places is left over. What
is left over is brought together wherever it stands, by meaning and length; a list in each
language's own alphabetical order is only the extreme case. Afterwards the moves are read off the
units: the fewest clauses that have to be taken out of a version for the rest to be in order.

From: alignment.rows, alignment.judging. To: alignment.six; moves, to whoever shows units.
Not here: joined clauses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from alignment.judging import WEIGHTS, Evidence, Weights, apart_features, probability
from alignment.rows import Row
from alignment.table import Floats, Integers, Table
from indexer.document import Unit

BELIEVED = 0.5
LEAST_SIMILARITY = 0.2  # of rows that are looked at at all
TRIED = 3  # likest rows looked at for each
_AT_ONCE = 1_000  # rows compared with all others in one go, to bound memory


class Move(NamedTuple):
    """A block of clauses of one version out of the order that the other versions keep."""

    lang: str
    positions: tuple[int, ...]


def bring_together(
    evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS
) -> list[Row]:
    """Rows without a common language made one where they belong together; surest first."""
    current = [list(row) for row in found]
    while True:
        surest_first = sorted(
            (-belief, one, other) for one, other, belief in _judged(evidence, current, weights)
        )
        touched: set[int] = set()
        for doubt, one, other in surest_first:
            if -doubt > BELIEVED and not {one, other} & touched:
                current[one] = sorted(current[one] + current[other])
                current[other] = []
                touched |= {one, other}
        if not touched:
            return current
        current = [row for row in current if row]


def near_misses(
    evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS
) -> list[float]:
    """For each row the probability of the likeliest pairing that was not made."""
    best = [0.0] * len(found)
    for one, other, belief in _judged(evidence, found, weights):
        best[one], best[other] = max(best[one], belief), max(best[other], belief)
    return best


def candidates(clauses: Table, found: Sequence[Row]) -> list[tuple[int, int, float]]:
    """Pairs of rows without a common language, the likest of each, with the next best likeness.

    The next best is the likest row that could stand in the place of one of the two.
    """
    masks = np.array([sum(1 << lang for lang in clauses.languages(row)) for row in found], np.int64)
    complete = (1 << len(clauses.langs)) - 1
    incomplete = np.flatnonzero(masks != complete)
    if len(incomplete) < 2:
        return []
    vectors = np.array([clauses.vector(row) for row in found])
    pairs: dict[tuple[int, int], float] = {}
    for start in range(0, len(incomplete), _AT_ONCE):
        chosen = incomplete[start : start + _AT_ONCE]
        for at, alike in zip(chosen.tolist(), vectors[chosen] @ vectors.T, strict=True):
            alike[at] = -1.0
            for other in _likest(alike, (masks & masks[at]) == 0):
                rival = _without(alike, (masks & masks[other]) != 0, other)
                pair = (min(at, other), max(at, other))
                pairs[pair] = max(rival, pairs.get(pair, -1.0))
    return [(one, other, rival) for (one, other), rival in sorted(pairs.items())]


def _likest(alike: Floats, allowed: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
    eligible = np.flatnonzero(allowed & (alike >= LEAST_SIMILARITY))
    order: Integers = np.lexsort((eligible, -alike[eligible]))
    return [int(row) for row in eligible[order[:TRIED]]]


def _without(
    alike: Floats, rivals: np.ndarray[tuple[int], np.dtype[np.bool_]], other: int
) -> float:
    """The likeness of the likest rival that is not ``other``; 0 if there is none."""
    rest = rivals.copy()
    rest[other] = False
    return max(0.0, float(alike[rest].max())) if rest.any() else 0.0


def _judged(
    evidence: Evidence, current: Sequence[Row], weights: Weights
) -> list[tuple[int, int, float]]:
    """The candidates, each with the probability that the two are one."""
    return [
        (one, other, probability(features, weights.apart))
        for one, other, rival in candidates(evidence.clauses, current)
        for features in [apart_features(evidence, current[one], current[other], next_best=rival)]
    ]


def moves(units: Sequence[Unit]) -> list[Move]:
    """The blocks out of order, by language and position.

    A clause has moved if most of the other versions that have its unit keep another order: it lies
    outside the longest run of units that two versions have in the same order. Of two versions
    alone, where either may have been changed, the one whose code comes later is named.

    >>> kept, early = {"en": (0,), "fr": (1,), "es": (0,)}, {"en": (1,), "fr": (0,), "es": (1,)}
    >>> last = {"en": (2,), "fr": (2,), "es": (2,)}
    >>> moves([Unit(kept), Unit(early), Unit(last)])
    [Move(lang='fr', positions=(1,))]
    """
    langs = sorted({lang for unit in units for lang in unit.members})
    votes: Counter[tuple[str, int]] = Counter()
    voters: Counter[tuple[str, int]] = Counter()
    for lang in langs:
        for other in langs:
            both = [name for name, u in enumerate(units) if {lang, other} <= u.members.keys()]
            if lang != other and (lang > other or len(langs) > 2):
                voters.update((lang, name) for name in both)
                votes.update((lang, name) for name in _out_of_order(units, both, lang, other))
    return [
        move
        for lang in langs
        for move in _blocks(
            lang, [u for n, u in enumerate(units) if 2 * votes[lang, n] > voters[lang, n]], units
        )
    ]


def _out_of_order(units: Sequence[Unit], both: Sequence[int], lang: str, other: str) -> list[int]:
    """Of units that both versions have those outside the longest run in common order."""
    here = sorted(both, key=lambda name: units[name].members[lang])
    in_order = set(_longest_rising([units[name].members[other][0] for name in here]))
    return [name for at, name in enumerate(here) if at not in in_order]


def _blocks(lang: str, moved: Sequence[Unit], units: Sequence[Unit]) -> list[Move]:
    """Moved units of one version that stand side by side there, as one move."""
    rank = {
        positions: at
        for at, positions in enumerate(sorted(u.members[lang] for u in units if lang in u.members))
    }
    blocks: list[list[int]] = []
    previous = -2
    for positions in sorted(unit.members[lang] for unit in moved):
        if rank[positions] == previous + 1:
            blocks[-1].extend(positions)
        else:
            blocks.append(list(positions))
        previous = rank[positions]
    return [Move(lang, tuple(block)) for block in blocks]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of the longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            ends.append(at)
        else:
            tails[length], ends[length] = value, at
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
