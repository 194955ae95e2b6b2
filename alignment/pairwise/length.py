"""How long two stretches are, and whether the lengths fit.

Source: Gale, Church, Computational Linguistics 19(1), 1993: the difference of the lengths is
normal, its variance grows with the length. The ratio of the languages and the variance are learned
from the document itself.

From: clauses, beads. To: pairwise.evidence. Not here: anything but length.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import Cells

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

_HAN = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))

HAN_LETTERS = 3.0  # letters of other scripts that a Chinese character is worth
VARIANCE = 12.0  # per letter, before anything is known; Gale and Church found 6.8
LEAST_VARIANCE, MOST_VARIANCE = 1.5, 40.0
FAR = 12.0  # nats from which on a difference counts only by its logarithm
ENOUGH = 30.0  # beads from which the variance is learned


def letters(texts: Sequence[str]) -> Floats:
    """(n,): the length of each text in letters, a Chinese character counting three, and one more.

    >>> letters(["大会", "Assembly"]).tolist()
    [7.0, 9.0]
    """
    plain = [text.strip() for text in texts]
    sizes = np.array([len(text) for text in plain], np.int64)
    if not sizes.any() or all(text.isascii() for text in plain):
        return np.asarray(sizes + 1.0, np.float64)
    points = np.frombuffer("".join(plain).encode("utf-32-le", "surrogatepass"), np.uint32)
    han = np.concatenate([[0], np.cumsum(_is_han(points))])
    ends = np.cumsum(sizes)
    found: Floats = sizes + 1.0 + (HAN_LETTERS - 1) * (han[ends] - han[ends - sizes])
    return found


def _is_han(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    found = np.zeros(len(points), bool)
    for first, last in _HAN:
        found |= (points >= first) & (points <= last)
    return found


def fit(left: Floats32, right: Floats32, variance: Floats32) -> Floats32:
    """Log ratio, up to a constant, of the lengths of two sides; 0 at best, the same shape.

    left, right: (shapes, size) lengths of the two sides of beads, in the same measure.
    variance: (size,) per letter.
    """
    half = right - left
    half *= half
    half /= np.maximum(variance * (left + right), np.float32(1e-6))
    far = half > FAR
    half[far] = FAR + np.log(half[far] - FAR + 1)
    ratio: Floats32 = -half
    return ratio


def variances(left: Floats32, right: Floats32, weights: Floats, blocks: Cells) -> Floats:
    """(blocks,): variance per letter over the beads of each block.

    left, right: (shapes, size) lengths. weights: the same, how sure each bead is.
    blocks: (size,) of each cell.
    """
    spread = np.minimum((right - left) ** 2 / np.maximum((left + right) / 2, 1e-6), 60)
    count = int(blocks[-1]) + 1
    total = sums_by(blocks, weights.sum(axis=0), count)
    learned = sums_by(blocks, (spread * weights).sum(axis=0), count) / np.maximum(total, ENOUGH)
    return np.where(total < ENOUGH, VARIANCE, np.clip(learned, LEAST_VARIANCE, MOST_VARIANCE))
