"""What each piece of evidence counts: the weights of a conditional random field over beads.

Fitted to the gold alignments of the development sets by ``python -m benchmarks.fit_aligner``, which
maximises the probability of the gold given the texts; that is what makes the probabilities of the
aligner mean what they say. ``going_on``, ``meaning_of_edges`` and the costs of the first look were
then set by hand on the same sets: the fit makes long gaps so cheap that free translations come
apart. A fit to the vectors of hexapla-blend-1 did worse than these, which were fitted to those of
the encoder before it; only the weight of the edges was halved for them.

From: benchmarks.fit_aligner, by hand. To: pairwise.pairs. Not here: the evidence itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Shapes

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

PRIORS = ("single", "merged", "clause", "longer", "many")


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of log-likelihood ratios, and log costs.

    First pairwise.evidence.FEATURES, by name.
    single, merged, clause, longer, many: log prior of a 1-1 bead; of any other; of each clause that
        it has beyond two; of the logarithm of one more than these; and of having several clauses
        on both sides.
    opening, going_on: log cost of the first and of each further clause of an unmatched run.
    """

    length: float = 0.587
    words: float = 0.378
    meaning: float = 0.154
    meaning_per_clause: float = -0.142
    meaning_as_usual: float = 0.407
    meaning_of_edges: float = 0.25
    size: float = -0.166
    stop: float = 0.495
    stop_of_many: float = -0.158
    numbering: float = 3.0
    single: float = -6.094
    merged: float = -5.513
    clause: float = -3.934
    longer: float = -1.667
    many: float = -0.567
    opening: float = -7.916
    going_on: float = -4.0

    def scores(self, features: Iterable[tuple[str, Floats32]], shapes: Shapes) -> Floats:
        """(shapes, size): log odds of every bead, from its evidence by name."""
        priors = np.array([getattr(self, name) for name in PRIORS]) @ prior_features(shapes)
        total = np.zeros(1)
        for name, values in features:
            weight = getattr(self, name)
            if weight:
                total = total + np.float32(weight) * values
        scores: Floats = total + priors[:, None]
        return scores


def prior_features(shapes: Shapes) -> Floats:
    """(PRIORS, shapes): what the shape of a bead alone tells."""
    clauses = np.sum(shapes, axis=1).astype(np.float64)
    merged = clauses > 2
    return np.stack(
        [
            ~merged,
            merged,
            merged * (clauses - 2),
            merged * np.log(clauses - 1),
            np.min(shapes, axis=1) > 1,
        ]
    )


WEIGHTS = Weights()

# For the first look, when nothing has been learned from the document yet.
FIRST = Weights(
    meaning_as_usual=0.0,
    length=0.71,
    words=0.27,
    meaning=0.31,
    meaning_per_clause=0.27,
    meaning_of_edges=0.0,
    size=0.0,
    stop=0.57,
    stop_of_many=-0.14,
    single=-2.93,
    merged=-2.55,
    clause=-2.79,
    longer=-1.09,
    many=-0.36,
    opening=-8.0,
    going_on=-5.0,
)
