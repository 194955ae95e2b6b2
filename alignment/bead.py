"""A bead: clauses of one version that answer to clauses of another.

From: pairwise.pairs. To: multiway.six, scoring, exchange formats. Not here: how it is found.
"""

from __future__ import annotations

from collections.abc import Sequence
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

    def among(self, left: Sequence[int], right: Sequence[int]) -> Links:
        """Those between some of the clauses, numbered anew; both rising."""
        known = [np.asarray(some, np.int64) for some in (left, right)]
        places = [
            np.searchsorted(some, at)
            for some, at in zip(known, (self.left, self.right), strict=True)
        ]
        kept = np.isin(self.left, known[0]) & np.isin(self.right, known[1])
        return Links(places[0][kept], places[1][kept], self.probability[kept])

    def turned(self) -> Links:
        """The same matrix with left and right exchanged."""
        order = np.lexsort((self.left, self.right))
        return Links(self.right[order], self.left[order], self.probability[order])


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two versions side by side.

    beads: in the order of both texts; every clause of either version stands in exactly one.
    links: of all beads that were thought possible, not only of those chosen.
    """

    beads: list[Bead]
    links: Links

    def turned(self) -> Alignment:
        """The same alignment seen from the other version."""
        return Alignment([bead.turned() for bead in self.beads], self.links.turned())


def joined_links(parts: Sequence[Links]) -> Links:
    """Links of stretches that stand one behind the other."""
    none = np.zeros(0, np.int64)
    return Links(
        np.concatenate([none, *(links.left for links in parts)]),
        np.concatenate([none, *(links.right for links in parts)]),
        np.concatenate([np.zeros(0, np.float32), *(links.probability for links in parts)]),
    )


def sure_links(left: Sequence[int], right: Sequence[int]) -> Links:
    """Of clauses that all stand in one bead."""
    pairs = np.array([(i, j) for i in left for j in right], np.int64).reshape(-1, 2)
    return Links(pairs[:, 0], pairs[:, 1], np.ones(len(pairs), np.float32))
