"""Words that no evidence links, linked because nothing else is left between linked ones.

A translator who does not know a word finds its answer so: its neighbours are answered, and between
their answers one word stands that answers to nothing. So a pair gains by what is still open of both
words, by links of words near both, and by being rare, for function words are left over everywhere.

From: lexicon.links. To: the same. Not here: the lexicon's own evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

Floats32 = NDArray[np.float32]

OPEN = 1.5  # a word whose links add up to 1 / OPEN is answered
OFTEN = 3_000.0  # a word seen so often counts half
WINDOW = 2  # words to each side that are looked at
FROM_NONE = 0.1  # evidence that a word answers to none


def left_over(
    both: Floats32, seen: tuple[Sequence[float], Sequence[float]], beside: Floats32
) -> Floats32:
    """(n, m) float32 in [0, 1]: to be added to the links.

    both: (n, m) links. seen: how often each word of the two texts stood in what was learned from.
    beside: (n, m) in (0, 1]: how like the places of two words are.

    >>> both = np.diag(np.array([0.9, 0, 0.9], np.float32))
    >>> rare = [0.0, 0.0, 0.0]
    >>> left_over(both, (rare, rare), np.ones((3, 3), np.float32)).round(2)[1]
    array([0.  , 0.95, 0.  ], dtype=float32)
    """
    free = [np.clip(1 - OPEN * both.sum(axis=axis), 0, 1) for axis in (1, 0)]
    here, there = (
        one / (1 + np.asarray(often) / OFTEN) for one, often in zip(free, seen, strict=True)
    )
    evidence = np.outer(here, there) * _around(both) * beside
    forth = evidence / (evidence.sum(axis=0) + FROM_NONE)
    back = evidence / (evidence.sum(axis=1, keepdims=True) + FROM_NONE)
    gain: Floats32 = np.sqrt(forth * back * np.outer(*free)).astype(np.float32)
    return gain


def _around(both: Floats32) -> Floats32:
    """(n, m): how surely words near word i are linked to words near word j; nearer ones more."""
    rows, columns = both.shape
    padded = np.pad(both, WINDOW)
    total = np.zeros_like(both)
    steps = [step for step in range(-WINDOW, WINDOW + 1) if step]
    for down, right in product(steps, steps):
        top, left = WINDOW + down, WINDOW + right
        near = padded[top : top + rows, left : left + columns]
        total += near / np.float32(max(abs(down), abs(right)))
    return total
