"""Rows that belong together though no language connects them, brought together.

An alignment of two versions goes forward in both, so a block that changed places is left over; and
so is a clause of which no pair was sure. What is left over is brought together wherever it stands,
by meaning, length and place; a list in each language's own alphabetical order is only the extreme
case.

From: multiway.rows, multiway.judging. To: multiway.six. Not here: joined clauses, and which
blocks have moved (multiway.moved).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from alignment.multiway.judging import (
    WEIGHTS,
    Candidate,
    Evidence,
    Weights,
    apart_features,
    probability,
)
from alignment.multiway.rows import Row
from alignment.multiway.table import Floats, Integers, Table

# Less than a half, because the regression also learned from clauses that were made to look right
# (benchmarks.fit_six_way).
BELIEVED = 0.3
LEAST_SIMILARITY = 0.2  # of rows that are looked at at all
TRIED = 3  # likest rows looked at for each
CROWD = 12  # rows in one place that are looked at
_AT_ONCE = 1_000  # rows compared with all others in one go, to bound memory


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


def candidates(clauses: Table, found: Sequence[Row]) -> list[Candidate]:
    """Pairs of rows without a common language: the likest of each, and those in the same place."""
    masks = np.array([sum(1 << lang for lang in clauses.languages(row)) for row in found], np.int64)
    incomplete = np.flatnonzero(masks != (1 << len(clauses.langs)) - 1)
    if len(incomplete) < 2:
        return []
    around = _surroundings(clauses, found)
    neighbours = _in_one_place(around, incomplete.tolist())
    vectors = np.array([clauses.vector(row) for row in found])
    rivals: dict[tuple[int, int], float] = {}
    for start in range(0, len(incomplete), _AT_ONCE):
        chosen = incomplete[start : start + _AT_ONCE]
        for at, alike in zip(chosen.tolist(), vectors[chosen] @ vectors.T, strict=True):
            alike[at] = -1.0
            free = (masks & masks[at]) == 0
            for other in {*_likest(alike, free), *(n for n in neighbours[at] if free[n])}:
                rival = _without(alike, (masks & masks[other]) != 0, other)
                pair = (min(at, other), max(at, other))
                rivals[pair] = max(rival, rivals.get(pair, -1.0))
    return [
        Candidate(one, other, rival, _place(around[one], around[other]))
        for (one, other), rival in sorted(rivals.items())
    ]


Surroundings = tuple[set[int], set[int]]  # rows that stand right before, right after; -1: an end


def _surroundings(clauses: Table, found: Sequence[Row]) -> list[Surroundings]:
    row_of = np.zeros(len(clauses.language), np.int64)
    for name, row in enumerate(found):
        row_of[row] = name
    first, last = clauses.first[:-1], clauses.first[1:] - 1
    before = np.concatenate([[-1], row_of[:-1]])
    after = np.concatenate([row_of[1:], [-1]])
    filled = first <= last
    before[first[filled]] = -1
    after[last[filled]] = -1
    return [(set(before[row].tolist()), set(after[row].tolist())) for row in found]


def _in_one_place(around: Sequence[Surroundings], rows: Sequence[int]) -> dict[int, list[int]]:
    """For each of the rows those of them that stand between the same two rows."""
    places: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        for before in around[row][0]:
            for after in around[row][1]:
                places[before, after].append(row)
    found: dict[int, list[int]] = {row: [] for row in rows}
    for together in places.values():
        for row in together[:CROWD]:
            found[row] += [other for other in together[:CROWD] if other != row]
    return found


def _place(one: Surroundings, other: Surroundings) -> float:
    return 0.5 * bool(one[0] & other[0]) + 0.5 * bool(one[1] & other[1])


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
        (pair.one, pair.other, probability(features, weights.apart))
        for pair in candidates(evidence.clauses, current)
        for features in [apart_features(evidence, current, pair)]
    ]
