"""Sums over arrays: by groups, and along a way through a table.

From: alignment.pairwise. To: the same. Not here: what is summed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sums_by(
    places: NDArray[np.int64], values: NDArray[np.floating], size: int
) -> NDArray[np.float64]:
    """(size,): at each place the sum of the values that belong there.

    >>> sums_by(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
    [4.0, 0.0, 2.0]
    """
    return np.bincount(places, values, size).astype(np.float64)


def cumulated(
    values: NDArray[np.float32], step: NDArray[np.int64], count: int
) -> list[NDArray[np.float32]]:
    """Sums over a cell and those 1, 2, ... steps away: ``count`` arrays like ``values``.

    step: for each cell where a step leads.

    >>> [sums.tolist() for sums in cumulated(np.float32([1, 2, 0]), np.array([2, 0, 2]), 2)]
    [[1.0, 2.0, 0.0], [1.0, 3.0, 0.0]]
    """
    sums = [values]
    for _ in range(1, count):
        sums.append(values + sums[-1][step])
    return sums
