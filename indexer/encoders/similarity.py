"""How alike vectors are, beyond the cosine.

From: vectors of encoders. To: the store (unit means), alignment and measuring (margins).
Not here: finding what is alike among many (store.vectors).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NEIGHBOURS = 4  # whose mean cosine is what a vector is used to


def to_unit_length(vectors: Floats) -> None:
    """Scale each row of (n, d) in place to length 1; a row of zeros stays one."""
    lengths = np.sqrt(np.vecdot(vectors, vectors))[:, None]
    np.divide(vectors, lengths, out=vectors, where=lengths > 0)


def unit_mean(vectors: Iterable[Floats]) -> Floats:
    """(n, d) normalised means, row by row, of several (n, d) arrays; of nothing a row of zeros.

    A row of zeros, of which nothing is known, does not change the mean of the others.

    >>> unit_mean([np.array([[1, 0]], np.float32), np.array([[0, 1]], np.float32)]).round(3)
    array([[0.707, 0.707]], dtype=float32)
    """
    total: Floats = np.sum(list(vectors), axis=0, dtype=np.float32)
    to_unit_length(total)
    return total


def margins(cosines: Floats, *, neighbours: int = NEIGHBOURS) -> Floats:
    """(n, m) margins: twice the cosine, less what both sides are used to.

    A vector that is near to everything (a hub) loses what it has in advance; so the greatest margin
    finds translations more often than the greatest cosine does.
    cosines: (n, m); what a row or column is used to is the mean of its greatest ``neighbours``.
    Source: CSLS, Conneau et al., ICLR 2018, section 2.3.

    >>> margins(np.array([[0.9, 0.8], [0.7, 0.1]], np.float32), neighbours=1).round(3)
    array([[ 0. , -0.1],
           [-0.2, -1.3]], dtype=float32)
    """
    if not cosines.size:
        return cosines.copy()
    found: Floats = 2 * cosines - _usual(cosines, 1, neighbours) - _usual(cosines, 0, neighbours)
    return found


def _usual(cosines: Floats, axis: int, neighbours: int) -> Floats:
    """Mean of the greatest cosines along an axis, which stays with length 1."""
    k = min(neighbours, cosines.shape[axis])
    greatest = np.partition(cosines, -k, axis=axis)
    chosen = greatest[:, -k:] if axis else greatest[-k:]
    usual: Floats = chosen.mean(axis=axis, keepdims=True, dtype=np.float32)
    return usual
