"""The cells of a band in the order in which a sum or a maximum over all paths is worked out.

A recursion over the rows of a table is a loop in Python, each turn of which takes NumPy as long for
a few cells as for a hundred. So the first rows of all blocks stand together, then their second
ones, and so on; and since the way from the end back is a way through the table turned round, each
block stands there twice, forth and back, and one loop does both.

The rows of a step form a rectangle as wide as the widest of them; cells that are in no band are in
nobody's way, because no path leads out of them.

From: pairwise.band. To: pairwise.path, pairwise.chain. Not here: the recursions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, Cells

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lattice:
    """The cells of a band, twice, by steps."""

    band: Band

    @cached_property
    def _rows(self) -> _Rows:
        """The rows of all blocks, and behind them those of all blocks seen from their ends."""
        band, turned = self.band, self.band.turned
        corners = np.concatenate([band.blocks.corners[:-1, 0], band.blocks.corners[1:, 1] - 1])
        sizes = band.blocks.sizes
        blocks = np.concatenate([band.blocks.of_row, turned.blocks.of_row + len(sizes)])
        rows = np.concatenate([np.arange(len(band.first)), np.arange(len(turned.first))])
        steps = np.abs(rows - corners[blocks])
        widths = np.concatenate([band.last - band.first, turned.last - turned.first]) + 1
        # Those with more rows first, so that those a step belongs to come first.
        longest_first = np.argsort(-np.concatenate([sizes[:, 0], sizes[:, 1]]), kind="stable")
        rank = np.empty_like(longest_first)
        rank[longest_first] = np.arange(len(rank))
        return _Rows(steps, rank[blocks], widths)

    @cached_property
    def shape(self) -> tuple[Cells, Cells, Cells]:
        """(steps + 1,), (steps,), (steps,): start, height and width of each step's rectangle."""
        rows = self._rows
        heights = np.bincount(rows.steps)
        widths = np.zeros(len(heights), np.int64)
        np.maximum.at(widths, rows.steps, rows.widths)
        return np.concatenate([[0], np.cumsum(heights * widths)]), heights, widths

    @property
    def size(self) -> int:
        """Number of cells, those of no band among them."""
        return int(self.shape[0][-1])

    @cached_property
    def _begins(self) -> Cells:
        """Where each of ``_rows`` begins."""
        starts, _, widths = self.shape
        steps = self._rows.steps
        return starts[steps] + self._rows.ranks * widths[steps]

    @cached_property
    def forth(self) -> Cells:
        """(band.size + 1,): the place of each cell; outside is ``size``."""
        band = self.band
        places = self._begins[band.rows] + band.columns - band.first[band.rows]
        return np.append(places, self.size)

    @cached_property
    def back(self) -> Cells:
        """(band.size + 1,): the place of each cell on the way back; outside is ``size``."""
        band, turned = self.band, self.band.turned
        begins = self._begins[len(band.first) :][band.columns]
        return np.append(begins + turned.last[band.columns] - band.rows, self.size)

    def both(self, forth: Cells, back: Cells) -> Cells:
        """(steps, size): for each place the one from which a step leads there.

        forth, back: (steps, band.size) the cells from which the steps lead on either way.
        """
        found = np.full((len(forth), self.size), self.size)
        found[:, self.forth[:-1]] = self.forth[forth]
        found[:, self.back[:-1]] = self.back[back]
        return found

    def rectangles(self) -> Iterator[tuple[slice, int, int]]:
        """Step by step: which places, and their height and width."""
        starts, heights, widths = (part.tolist() for part in self.shape)
        for step, (height, width) in enumerate(zip(heights, widths, strict=True)):
            yield slice(starts[step], starts[step + 1]), height, width


@dataclass(frozen=True, slots=True)
class _Rows:
    """Of each row the step it belongs to, which of the rectangle's rows it is, and its cells."""

    steps: Cells
    ranks: Cells
    widths: Cells
