"""Clauses that stand in a row for want of a better place, set free.

Two versions side by side put a clause that has no counterpart beside one that has lost its own.
The clause that is least like the rest of its row is taken out, until all that is left belongs.

From: multiway.rows, multiway.judging. To: multiway.apart, which may find it a better place.
Not here: joined clauses; a row has one clause a language.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alignment.multiway.judging import WEIGHTS, Evidence, Weights, belonging_features
from alignment.multiway.rows import Row


def free(evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS) -> list[Row]:
    """The rows without what does not belong, each followed by what was taken out of it."""
    result = []
    for row in found:
        left = list(row)
        freed = []
        while len(left) > 1:
            support = belonging_features(evidence, left) @ np.asarray(weights.belonging)
            least = int(support.argmin())
            if support[least] >= 0:  # a probability of one half
                break
            freed.append([left.pop(least)])
        result += [left, *freed]
    return result
