"""Whether two texts have to do with each other at all.

Every bead is scored as if the texts were translations of each other, since nearly always they are;
a whole document of weak beads is another matter. The cosines of all probable beads together are
weighed under two normal distributions: those of translations, even free ones, and those of what
aligning strangers comes to.

From: cosines and probabilities of beads. To: pairwise.pairs. Not here: single beads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.meaning import Likeness

FREELY = Likeness(answering=0.45, others=0.18, spread=0.15)
USUALLY = 3.0  # log odds, before looking, that texts given to be aligned are translations
LIMIT = 30.0  # log odds either way that are sure enough


def related(
    cosines: NDArray[np.float32], chances: NDArray[np.float64], blocks: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(blocks,): probability in (0, 1) that two texts are translations.

    cosines, chances: (shapes, size) of the beads, and how probable each is if they are.
    blocks: (size,) rising, which two texts a bead is of.

    >>> like = np.repeat([[0.2, 0.42]], 9, axis=1).astype(np.float32)  # strangers, free translation
    >>> related(like, np.ones((1, 18)), np.arange(2).repeat(9)).round(3).tolist()
    [0.0, 1.0]
    """
    said = (chances * FREELY.ratio(cosines)).sum(axis=0)
    odds = USUALLY + np.bincount(blocks, said)
    share: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(odds, -LIMIT, LIMIT)))
    return share
