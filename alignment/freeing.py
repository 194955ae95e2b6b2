"""Clauses that stand in a row for want of a better place, set free.

Two versions side by side put a clause that has no counterpart beside one that has lost its own.
The clause that is least like the rest of its row is taken out, until all that is left belongs.

From: alignment.rows, alignment.judging. To: alignment.apart, which may find it a better place.
Not here: joined clauses; a row has one clause a language.
"""

from __future__ import annotations

from collections.abc import Sequence

from alignment.judging import WEIGHTS, Evidence, Weights, belonging_features, probability
from alignment.rows import Row

BELIEVED = 0.5


def free(evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS) -> list[Row]:
    """The rows without what does not belong, each followed by what was taken out of it."""
    result = []
    for row in found:
        left = list(row)
        freed = []
        while len(left) > 1:
            belief, least = min(
                (_belief(evidence, left, clause, weights), clause) for clause in left
            )
            if belief >= BELIEVED:
                break
            left.remove(least)
            freed.append([least])
        result += [left, *freed]
    return result


def _belief(evidence: Evidence, row: Row, clause: int, weights: Weights) -> float:
    return probability(belonging_features(evidence, row, clause), weights.belonging)
