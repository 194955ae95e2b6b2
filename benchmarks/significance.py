"""Is one system better than another, or was it chance? A paired randomisation test.

If two systems were the same, each difference between them might as well have the other sign. So
signs are drawn at random, and the share of draws whose mean difference is at least as large as the
one seen is the probability that chance alone does that. Queries of one group (one matter asked in
six languages) keep one sign together, since they are not independent.

Source: Smucker, Allan, Carterette, CIKM 2007 (there Fisher's randomisation test).

From: benchmarks.retrieval. To: the same. Not here: measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DRAWS = 10_000
_AT_ONCE = 500  # draws; keeps the signs in a few MB


@dataclass(frozen=True, slots=True)
class Differences:
    """Of one set of queries: (n,) differences between two systems, and the group of each."""

    values: NDArray[np.float64]
    groups: Sequence[str]

    def shares(self) -> NDArray[np.float64]:
        """(groups,): what each group adds to the mean difference; they sum up to it."""
        _, numbers = np.unique(np.array(self.groups), return_inverse=True)
        return np.bincount(numbers, weights=self.values) / len(self.values)


def randomisation(sets: Sequence[Differences], *, draws: int = DRAWS, seed: int = 1) -> float:
    """p, two-sided, of the mean over sets of the mean difference; every set counts the same.

    The draw that was seen counts as one of the draws, so p is never 0.

    >>> randomisation([Differences(np.array([0.1] * 12), [*"abcdefghijkl"])]) < 0.01
    True
    >>> randomisation([Differences(np.array([0.1, -0.1]), ["a", "b"])])
    1.0
    """
    shares = np.concatenate([each.shares() for each in sets])
    seen = abs(shares.sum())
    chance = np.random.default_rng(seed)
    reached = 0
    for start in range(0, draws, _AT_ONCE):
        size = (min(_AT_ONCE, draws - start), len(shares))
        signs = chance.integers(0, 2, size, dtype=np.int8) * 2 - 1
        # A sum in another order differs in its last digits.
        reached += int((np.abs(signs @ shares) >= seen * (1 - 1e-9)).sum())
    return (reached + 1) / (draws + 1)
