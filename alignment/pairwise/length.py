"""How long two stretches are, and whether the lengths fit.

Source: Gale, Church, Computational Linguistics 19(1), 1993: the difference of the lengths is
normal, its variance grows with the length. The ratio of the languages and the variance are learned
from the document itself.

From: clauses, beads. To: pairwise.evidence. Not here: anything but length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

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
    return np.array([_letters(text) for text in texts], dtype=np.float64)


def _letters(text: str) -> float:
    plain = text.strip()
    return len(plain) + 1.0 + (HAN_LETTERS - 1) * len(_HAN.findall(plain))


def fit(left: Floats32, right: Floats32, variance: float) -> Floats32:
    """Log ratio, up to a constant, of the lengths of two sides; 0 at best, the same shape.

    left, right: lengths of the two sides of beads, the left ones in letters of the right language.
    """
    half = (right - left) ** 2 / np.maximum(variance * (left + right), 1e-6)
    ratio: Floats32 = -np.where(half > FAR, FAR + np.log(np.maximum(half - FAR + 1, 1)), half)
    return ratio


def variance(left: Floats32, right: Floats32, weights: Floats) -> float:
    """Variance per letter over beads of which ``weights`` says how sure they are."""
    total = float(weights.sum())
    if total < ENOUGH:
        return VARIANCE
    spread = np.minimum((right - left) ** 2 / np.maximum((left + right) / 2, 1e-6), 60)
    return float(np.clip((spread * weights).sum() / total, LEAST_VARIANCE, MOST_VARIANCE))
