"""The cells of the alignment table that are worth looking at, and the shapes of beads.

Cell (i, j) means: the first i clauses on the left and the first j on the right are done with. Only
a band of cells around the likely path is kept, row after row in one flat array, so that the work
grows with the length of the documents and not with its square.

From: pairwise.chain (which cells). To: evidence, path. Not here: scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Cells = NDArray[np.int64]

Shapes = tuple[tuple[int, int], ...]

LONGEST = 9  # clauses on one side of a bead; longer ones are rare even in translated statutes
SHAPES: Shapes = (
    (1, 1),
    *((1, n) for n in range(2, LONGEST + 1)),
    *((m, 1) for m in range(2, LONGEST + 1)),
    *((2, 2), (2, 3), (3, 2), (3, 3), (2, 4), (4, 2)),
)
COMMON: Shapes = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))  # nineteen beads in twenty


@dataclass(frozen=True)
class Band:
    """For each row i = 0..n the columns first[i]..last[i], both inclusive, neither ever falling.

    first, last: (n + 1,) int64; first[0] = 0, last[n] = the number of clauses on the right.
    """

    first: Cells
    last: Cells

    @cached_property
    def starts(self) -> Cells:
        """(n + 2,): where each row begins in the flat array, and its end."""
        return np.concatenate([[0], np.cumsum(self.last - self.first + 1)])

    @property
    def size(self) -> int:
        """Number of cells."""
        return int(self.starts[-1])

    @cached_property
    def rows(self) -> Cells:
        """(size,): i of every cell."""
        return np.repeat(np.arange(len(self.first)), self.last - self.first + 1)

    @cached_property
    def columns(self) -> Cells:
        """(size,): j of every cell."""
        return np.arange(self.size) - (self.starts[:-1] - self.first)[self.rows]

    @cached_property
    def turned(self) -> Band:
        """The same cells seen from the other version."""
        columns = np.arange(self.last[-1] + 1)
        return Band(
            np.searchsorted(self.last, columns, side="left"),
            np.searchsorted(self.first, columns, side="right") - 1,
        )

    @cached_property
    def in_turned(self) -> Cells:
        """(size,): for each cell its place in the turned band."""
        return self.turned.starts[self.columns] + self.rows - self.turned.first[self.columns]

    def shifted(self, down: int, right: int) -> Cells:
        """(size,): for each cell (i, j) that of (i + down, j + right); ``size`` if outside."""
        rows, columns = self.rows + down, self.columns + right
        inside = (rows >= 0) & (rows < len(self.first))
        rows = np.where(inside, rows, 0)
        inside &= (columns >= self.first[rows]) & (columns <= self.last[rows])
        return np.where(inside, self.starts[rows] + columns - self.first[rows], self.size)


def whole(lefts: int, rights: int) -> Band:
    """All cells.

    >>> whole(2, 3).size
    12
    """
    return Band(np.zeros(lefts + 1, np.int64), np.full(lefts + 1, rights, np.int64))


def around(first: Cells, last: Cells, rights: int) -> Band:
    """The narrowest band that holds the cells given and in which every cell can be reached.

    first, last: (n + 1,): columns wanted in each row, none if first > last.
    """
    low = np.minimum.accumulate(np.clip(first, 0, rights)[::-1])[::-1].copy()
    high = np.maximum.accumulate(np.clip(last, 0, rights))
    low[0], high[-1] = 0, rights
    low[1:] = np.minimum(low[1:], high[:-1])
    return Band(low, high)
