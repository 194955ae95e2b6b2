"""What the similarity of two vectors says for or against a bead.

Log-likelihood ratio of the cosine under two normal distributions of equal variance: cosines of
clauses that answer to each other, and of clauses that stand near but do not. Both are learned from
the document itself, so a topic that makes everything similar, or a language that the encoder does
not know, takes the evidence its weight by itself.

From: pairwise.evidence (cosines), beads. To: pairwise.pairs. Not here: vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import Cells
from indexer.languages import LANGUAGES

Floats = NDArray[np.float64]

TRUST = 10.0  # beads that the values known beforehand are worth
LEAST_SPREAD = 0.08


@dataclass(frozen=True, slots=True)
class Likeness:
    """Mean cosine of answering clauses, of others, and the standard deviation of both.

    Each one number, or an array of them, say one a document.
    """

    answering: float | Floats
    others: float | Floats
    spread: float | Floats

    @property
    def slope(self) -> float | Floats:
        """Nats that the ratio grows by with each 1 of cosine."""
        return (self.answering - self.others) / self.spread**2

    @property
    def middle(self) -> float | Floats:
        """The cosine that says nothing."""
        return (self.answering + self.others) / 2

    def ratio(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Log-likelihood ratio of each cosine, the same shape."""
        slope, middle = np.asarray(self.slope, np.float32), np.asarray(self.middle, np.float32)
        return slope * (cosines - middle)

    def at(self, places: NDArray[np.int64]) -> Likeness:
        """Of some of the documents, in that order."""
        answering, others, spread = map(np.asarray, (self.answering, self.others, self.spread))
        return Likeness(answering[places], others[places], spread[places])


def together(likenesses: Sequence[Likeness]) -> Likeness:
    """Those of several documents in one."""
    columns = zip(*((one.answering, one.others, one.spread) for one in likenesses), strict=True)
    return Likeness(*(np.array(column) for column in columns))


def chosen(which: NDArray[np.bool_], one: Likeness, other: Likeness) -> Likeness:
    """(documents,): of each document the one if ``which`` says so, else the other."""
    return Likeness(
        np.where(which, one.answering, other.answering),
        np.where(which, one.others, other.others),
        np.where(which, one.spread, other.spread),
    )


def expected(left: str, right: str) -> Likeness:
    """What is usual for two languages, as measured on the development sets."""
    if is_known(left, right):
        return Likeness(answering=0.60, others=0.16, spread=0.14)
    return Likeness(answering=0.40, others=0.13, spread=0.18)


def is_known(left: str, right: str) -> bool:
    """Whether the encoder knows both languages.

    Only then does what is usual hold for any two texts and can, unlike what is learned from them,
    say that they are not translations at all.
    """
    return {left, right} <= set(LANGUAGES)


def learn(cosines: Floats, chances: Floats, before: Likeness, blocks: Cells) -> Likeness:
    """What is usual in each document.

    cosines, chances: (k,) of pairs of clauses, and how probable it is that they are a bead.
    before: what was believed; it counts as much as TRUST beads. blocks: (k,) document of each.
    """
    count = np.size(before.answering)

    def sums(values: Floats) -> Floats:
        return sums_by(blocks, values, count)

    other = (chances < 0.01).astype(np.float64)
    total, rest = sums(chances), sums(other)
    answering = (sums(chances * cosines) + TRUST * before.answering) / (total + TRUST)
    others = (sums(other * cosines) + TRUST * before.others) / (rest + TRUST)
    within = sums(chances * (cosines - answering[blocks]) ** 2)
    beside = sums(other * (cosines - others[blocks]) ** 2) / np.maximum(rest, 1) * total
    spread = (within + beside + 2 * TRUST * before.spread**2) / (2 * total + 2 * TRUST)
    return Likeness(answering, others, np.maximum(np.sqrt(spread), LEAST_SPREAD))
