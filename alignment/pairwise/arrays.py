"""A grouped sum over arrays, typed. From: alignment. To: the same. Not here: anything else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sums_by(
    places: NDArray[np.int64], values: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """(size,): at each place the sum of the values that belong there.

    >>> sums_by(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
    [4.0, 0.0, 2.0]
    """
    return np.bincount(places, values, size).astype(np.float64)
