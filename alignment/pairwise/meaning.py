"""What the similarity of two vectors says for or against a bead.

Log-likelihood ratio of the cosine under two normal distributions of equal variance: cosines of
clauses that answer to each other, and of clauses that stand near but do not. Both are learned from
the document itself, so a topic that makes everything similar, or a language that the encoder does
not know, takes the evidence its weight by itself.

From: pairwise.evidence (cosines), beads. To: pairwise.pairs. Not here: vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.languages import LANGUAGES

Floats = NDArray[np.float64]

TRUST = 10.0  # beads that the values known beforehand are worth
LEAST_SPREAD = 0.08


@dataclass(frozen=True, slots=True)
class Likeness:
    """Mean cosine of answering clauses, of others, and the standard deviation of both."""

    answering: float
    others: float
    spread: float

    @property
    def slope(self) -> float:
        """Nats that the ratio grows by with each 1 of cosine."""
        return (self.answering - self.others) / self.spread**2

    def ratio(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-likelihood ratio of each cosine, the same shape."""
        return self.slope * (cosines - (self.answering + self.others) / 2)


def expected(left: str, right: str) -> Likeness:
    """What is usual for two languages, as measured on the development sets."""
    if {left, right} <= set(LANGUAGES):
        return Likeness(answering=0.42, others=0.12, spread=0.15)
    return Likeness(answering=0.25, others=0.12, spread=0.17)


def usual(left: str, right: str) -> Likeness | None:
    """What holds for any two texts in two languages, None for languages not known to the encoder.

    Unlike what is learned from the two texts it can say that they are not translations at all.
    """
    return expected(left, right) if {left, right} <= set(LANGUAGES) else None


def learn(cosines: Floats, chances: Floats, before: Likeness) -> Likeness:
    """What is usual in a document.

    cosines, chances: (k,) of pairs of clauses, and how probable it is that they are a bead.
    before: what was believed; it counts as much as TRUST beads.
    """
    other = chances < 0.01
    total, rest = float(chances.sum()), float(other.sum())
    answering = (float(chances @ cosines) + TRUST * before.answering) / (total + TRUST)
    others = (float(cosines[other].sum()) + TRUST * before.others) / (rest + TRUST)
    within = float(chances @ (cosines - answering) ** 2)
    beside = float(((cosines[other] - others) ** 2).mean()) * total if rest else 0.0
    spread = (within + beside + 2 * TRUST * before.spread**2) / (2 * total + 2 * TRUST)
    return Likeness(answering, others, max(float(np.sqrt(spread)), LEAST_SPREAD))
