"""Whether two texts have to do with each other at all.

Every bead is scored as if the texts were translations of each other, since nearly always they are;
a whole document of weak beads is another matter. The cosines of all probable beads together are
weighed under two normal distributions: those of translations, even free ones, and those of what
aligning strangers comes to.

From: cosines and probabilities of beads. To: pairwise.pairs. Not here: single beads.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.meaning import Likeness

FREELY = Likeness(answering=0.30, others=0.08, spread=0.15)
USUALLY = 3.0  # log odds, before looking, that texts given to be aligned are translations
LIMIT = 30.0  # log odds either way that are sure enough


def related(cosines: NDArray[np.float32], chances: NDArray[np.float64]) -> float:
    """Probability in (0, 1) that two texts are translations.

    cosines, chances: (shapes, size) of the beads, and how probable each is if they are.

    >>> strangers = related(np.full((1, 9), 0.1, np.float32), np.ones((1, 9)))
    >>> free = related(np.full((1, 9), 0.25, np.float32), np.ones((1, 9)))
    >>> round(strangers, 3), round(free, 3)
    (0.007, 1.0)
    """
    odds = USUALLY + float((chances * FREELY.ratio(cosines)).sum())
    return 1 / (1 + math.exp(-min(max(odds, -LIMIT), LIMIT)))
