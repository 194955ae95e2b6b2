"""A bead: clauses of one version that answer to clauses of another.

From: pairwise.pairs. To: multiway.six, scoring, exchange formats. Not here: how it is found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Bead:
    """Positions in the left and in the right version; one of the two may be empty, not both.

    left, right: rising and without holes.
    probability: in [0, 1], that exactly these clauses answer to each other, or, if one side is
        empty, that the other version has nothing that answers to them.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    probability: float

    def turned(self) -> Bead:
        """The same bead seen from the other version."""
        return Bead(self.right, self.left, self.probability)

    def moved(self, left: int, right: int) -> Bead:
        """The same bead where so many clauses more stand before it."""
        lefts = tuple(at + left for at in self.left)
        return Bead(lefts, tuple(at + right for at in self.right), self.probability)


@dataclass(frozen=True, slots=True)
class Links:
    """A sparse matrix: the probability that two clauses stand in one bead.

    left, right: (k,) int64 positions, in rising order of (left, right), no pair twice.
    probability: (k,) float32 in (0, 1]; pairs that are not named have none worth naming.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    probability: NDArray[np.float32]

    def moved(self, left: int, right: int) -> Links:
        """The same links where so many clauses more stand before them."""
        return Links(self.left + left, self.right + right, self.probability)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two versions side by side.

    beads: in the order of both texts; every clause of either version stands in exactly one.
    links: of all beads that were thought possible, not only of those chosen.
    """

    beads: list[Bead]
    links: Links


def turned_links(links: Links) -> Links:
    """The same matrix with left and right exchanged."""
    order = np.lexsort((links.left, links.right))
    return Links(links.right[order], links.left[order], links.probability[order])
