"""What each piece of evidence counts: the weights of a conditional random field over beads.

Fitted to the gold alignments of the development sets by ``python -m benchmarks.fit_aligner``, which
maximises the probability of the gold given the texts; that is what makes the probabilities of the
aligner mean what they say.

From: benchmarks.fit_aligner, by hand. To: alignment.pairs. Not here: the evidence itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.band import SHAPES
from alignment.evidence import FEATURES


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of log-likelihood ratios, and log costs.

    length, words, meaning, meaning_per_clause, stop, stop_of_many: of alignment.evidence's
        features of these names.
    single, merged, clause, many: log prior of a 1-1 bead; of any other; of each clause that it has
        beyond two; and of having several on both sides.
    opening, going_on: log cost of the first and of each further clause of an unmatched run.
    """

    length: float = 0.78
    words: float = 0.28
    meaning: float = 0.38
    meaning_per_clause: float = 0.24
    stop: float = 0.63
    stop_of_many: float = -0.22
    single: float = -1.07
    merged: float = -0.58
    clause: float = -2.78
    many: float = 0.15
    opening: float = -5.68
    going_on: float = -1.73

    def prior(self) -> NDArray[np.float64]:
        """(shapes,): log prior of each shape, up to a constant."""
        clauses = np.sum(SHAPES, axis=1)
        merged = (
            self.merged + self.clause * (clauses - 2) + self.many * (np.min(SHAPES, axis=1) > 1)
        )
        return np.where(clauses == 2, self.single, merged)

    def total(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """(shapes, size): log odds of every bead, from (FEATURES, shapes, size)."""
        factors = np.array([getattr(self, name) for name in FEATURES])
        score: NDArray[np.float64] = np.tensordot(factors, features, 1) + self.prior()[:, None]
        return score


WEIGHTS = Weights()
