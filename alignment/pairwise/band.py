"""The cells of the alignment table that are worth looking at, and the shapes of beads.

Cell (i, j) means: the first i clauses on the left and the first j on the right are done with. Only
a band of cells around the likely path is kept, row after row in one flat array, so that the work
grows with the length of the documents and not with its square.

Several pairs of versions are looked at as one, because NumPy takes as long over a small table as
over a larger one: each is a *block* of rows and columns, one behind the other, and no cell belongs
to the rows of one block and the columns of another. After the clauses of a block comes an empty
one, so that row i is still the row that clause i - 1 leads to.

From: pairwise.chain (which cells). To: evidence, path. Not here: scores.
"""

from __future__ import annotations

from collections.abc import Sequence
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
class Blocks:
    """Pairs of versions one behind the other. sizes: (blocks, 2) clauses on the left and right."""

    sizes: Cells

    @cached_property
    def corners(self) -> Cells:
        """(blocks + 1, 2): row and column that each block begins in, and where the next would."""
        return np.concatenate([[[0, 0]], np.cumsum(self.sizes + 1, axis=0)])

    @cached_property
    def of_row(self) -> Cells:
        """(rows,): the block of each row."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes[:, 0] + 1)

    @cached_property
    def turned(self) -> Blocks:
        """The same with left and right exchanged."""
        return Blocks(self.sizes[:, ::-1])


def one_block(lefts: int, rights: int) -> Blocks:
    """A single pair of versions."""
    return Blocks(np.array([[lefts, rights]]))


@dataclass(frozen=True)
class Band:
    """For each row the columns first[row]..last[row], both inclusive, neither ever falling.

    first, last: (rows,) int64; the first row of a block begins in its first column, its last row
        ends in its last one.
    """

    first: Cells
    last: Cells
    blocks: Blocks

    @cached_property
    def starts(self) -> Cells:
        """(rows + 1,): where each row begins in the flat array, and its end."""
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
    def block(self) -> Cells:
        """(size,): the block of every cell."""
        return self.blocks.of_row[self.rows]

    @cached_property
    def ends(self) -> Cells:
        """(blocks,): the last cell of each block."""
        return self.starts[self.blocks.corners[1:, 0]] - 1

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """(size,): whether clauses of both sides are done with: not in a block's first row or
        column.
        """
        corners = self.blocks.corners
        found: NDArray[np.bool_] = self.columns > corners[self.block, 1]
        found &= self.rows > corners[self.block, 0]
        return found

    @cached_property
    def turned(self) -> Band:
        """The same cells seen from the other version."""
        columns = np.arange(self.last[-1] + 1)
        return Band(
            np.searchsorted(self.last, columns, side="left"),
            np.searchsorted(self.first, columns, side="right") - 1,
            self.blocks.turned,
        )

    @cached_property
    def in_turned(self) -> Cells:
        """(size,): for each cell its place in the turned band."""
        ahead: Cells = self.turned.starts[:-1] - self.turned.first
        places: Cells = ahead[self.columns] + self.rows
        return places

    @cached_property
    def above(self) -> Cells:
        """(size + 1,): the cell one row up, ``size`` if outside; outside stays outside."""
        return np.append(self.shifted(-1, 0), self.size)

    @cached_property
    def beside(self) -> Cells:
        """(size + 1,): the cell one column back, ``size`` if outside; outside stays outside."""
        return np.append(self.shifted(0, -1), self.size)

    def shifted(self, down: int, right: int) -> Cells:
        """(size,): for each cell (i, j) that of (i + down, j + right); ``size`` if outside."""
        cells: Cells = self.shifts([(down, right)])[0]
        return cells

    def shifts(self, steps: Sequence[tuple[int, int]]) -> Cells:
        """(steps, size): ``shifted`` by each of several steps."""
        found = np.empty((len(steps), self.size), np.int64)
        widths, rows = self.last - self.first + 1, len(self.first)
        ahead = self.starts[:-1] - self.first  # what a cell's place is ahead of its column
        for down in {down for down, _ in steps}:
            other = np.arange(rows) + down
            there = (other >= 0) & (other < rows)
            other[~there] = 0
            there &= self.blocks.of_row[other] == self.blocks.of_row
            low = np.repeat(np.where(there, self.starts[other], self.size), widths)
            high = np.repeat(np.where(there, self.starts[other + 1], 0), widths)
            place = np.arange(self.size) + np.repeat(ahead[other] - ahead, widths)
            for number, (of_step, right) in enumerate(steps):
                if of_step == down:
                    moved = place + right
                    moved[(moved < low) | (moved >= high)] = self.size
                    found[number] = moved
        return found


def whole(blocks: Blocks) -> Band:
    """All cells of every block.

    >>> whole(one_block(2, 3)).size
    12
    """
    corners = blocks.corners
    return Band(corners[blocks.of_row, 1], corners[blocks.of_row + 1, 1] - 1, blocks)


def around(first: Cells, last: Cells, blocks: Blocks) -> Band:
    """The narrowest band that holds the cells given and in which every cell can be reached.

    first, last: (rows,): columns wanted in each row, none if first > last.
    """
    every = whole(blocks)
    low = np.clip(first, every.first, every.last)
    high = np.clip(last, every.first, every.last)
    low = np.minimum.accumulate(low[::-1])[::-1].copy()
    high = np.maximum.accumulate(high)
    tops, bottoms = blocks.corners[:-1, 0], blocks.corners[1:, 0] - 1
    high[bottoms] = every.last[bottoms]
    low[1:] = np.minimum(low[1:], high[:-1])
    low[tops] = every.first[tops]
    return Band(low, high, blocks)


def joined(bands: Sequence[Band], blocks: Blocks) -> Band:
    """The band of several blocks, of which each has one."""
    columns = np.repeat(blocks.corners[:-1, 1], blocks.sizes[:, 0] + 1)
    first = np.concatenate([band.first for band in bands])
    last = np.concatenate([band.last for band in bands])
    return Band(first + columns, last + columns, blocks)


def apart(band: Band) -> list[Band]:
    """The band of each block by itself: what ``joined`` joins."""
    columns = np.repeat(band.blocks.corners[:-1, 1], band.blocks.sizes[:, 0] + 1)
    rows = band.blocks.corners[1:-1, 0]
    firsts, lasts = np.split(band.first - columns, rows), np.split(band.last - columns, rows)
    sizes = band.blocks.sizes.tolist()
    return [
        Band(first, last, one_block(*size))
        for first, last, size in zip(firsts, lasts, sizes, strict=True)
    ]


def part_of(band: Band, start: tuple[int, int], end: tuple[int, int]) -> Band:
    """What a band of one block leaves of the table between two of its cells, the cells with it."""
    (top, left), (bottom, right) = start, end
    rows = slice(top, bottom + 1)
    blocks = one_block(bottom - top, right - left)
    return around(band.first[rows] - left, band.last[rows] - left, blocks)


def surrounding(band: Band, cells: Cells, margin: int) -> Band:
    """The part of a band that holds some of its cells, and so many beside them in each row."""
    first = np.full(len(band.first), band.last[-1])
    last = np.zeros(len(band.first), np.int64)
    np.minimum.at(first, band.rows[cells], band.columns[cells] - margin)
    np.maximum.at(last, band.rows[cells], band.columns[cells] + margin)
    return around(np.maximum(first, band.first), np.minimum(last, band.last), band.blocks)
