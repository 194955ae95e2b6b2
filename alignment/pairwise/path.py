"""The probability of every bead, given its score; and the alignment with the most right beads.

A sum over all alignments of the two versions, forward and backward, in logarithms. Runs of clauses
without a counterpart have an affine cost: dear to open, cheap to go on, so that a missing chapter
is one event. Left clauses of a run come before right ones, so that no alignment counts twice; seen
from the end and with left and right exchanged that is the same rule, so that one recursion goes
both ways (pairwise.lattice).
Then minimum-Bayes-risk decoding: not the likeliest alignment as a whole, but the one with the
greatest expected number of right beads.

Source: affine costs, Gotoh 1982; decoding, Kumar, Byrne, NAACL 2004. The recursion over a row is a
cumulative log-sum, so NumPy takes a row at a time.

From: pairwise.evidence (scores). To: pairwise.pairs. Not here: what a score is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import SHAPES, Band, Cells, Shapes
from alignment.pairwise.lattice import Lattice
from alignment.pairwise.recursion import NEVER, Costs, Sums, Ways, log_sums

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """A band, the shapes that beads may have, and which cells each bead joins."""

    band: Band
    shapes: Shapes = SHAPES

    @cached_property
    def before(self) -> Cells:
        """(shapes, size): the cell that a bead ending here begins in."""
        return self.band.shifts([(-m, -n) for m, n in self.shapes])

    @cached_property
    def lattice(self) -> Lattice:
        """The cells in the order of the recursions."""
        return Lattice(self.band)

    @cached_property
    def _after(self) -> Cells:
        """(shapes, size): the cell that a bead beginning here ends in."""
        return self.band.shifts(self.shapes)

    @cached_property
    def ways(self) -> Ways:
        """Where the beads and the clauses alone that end in a place begin, both ways."""
        lattice, band = self.lattice, self.band
        alone = lattice.both(band.shifts([(-1, 0)]), band.shifts([(0, 1)]))
        before = np.ascontiguousarray(lattice.both(self.before, self._after).T)
        return Ways(lattice, before, alone[0])

    def both_ways(self, scores: Floats) -> Floats:
        """(lattice.size, shapes): the score of a bead where it ends, and back where it begins."""
        found = np.zeros((self.lattice.size, len(self.shapes)))
        found[self.lattice.forth[:-1]] = scores.T
        padded = np.concatenate([scores, np.zeros((len(scores), 1))], axis=1)
        found[self.lattice.back[:-1]] = np.take_along_axis(padded, self._after, axis=1).T
        return found

    def log_sums(self, scores: Floats, costs: Costs) -> Sums:
        """The recursion over the band, from both ends; scores: (shapes, size)."""
        return log_sums(self.ways, self.both_ways(scores), costs)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities.

    beads: (shapes, size) that the bead of that shape ending in the cell is one of the alignment.
    left_alone, right_alone: (rows,), (columns,) that the clause before has no counterpart; what
        stands in the first of a block means nothing.
    visited: (size,) that the alignment passes through the cell (but 0 for the first).
    evidence: (blocks,) log of the sum over all alignments of the exponentials of their scores.
    """

    beads: Floats
    left_alone: Floats
    right_alone: Floats
    visited: Floats
    evidence: Floats


def posterior(frame: Frame, scores: Floats, costs: Costs) -> Posterior:
    """Forward-backward over the band.

    scores: (shapes, size) log odds of the bead of that shape that ends in the cell; what leads out
        of the band is ignored.
    """
    sums, lattice, band = frame.log_sums(scores, costs), frame.lattice, frame.band
    forth, back = lattice.forth[:-1], lattice.back[:-1]
    evidence = sums.every[forth[band.ends]]
    total = evidence[band.block]
    ahead = sums.every[lattice.forth]  # NEVER outside
    behind = sums.every[back] - total
    # A run that goes on both before and after a cell has been opened only once.
    joined = costs.going_on - costs.opening
    closed, left, right = sums.closed[back], sums.across[back], sums.along[back]
    after_left = np.logaddexp(np.logaddexp(closed, right), left + joined) - total
    after_right = np.logaddexp(closed, right + joined) - total
    with np.errstate(under="ignore"):
        beads = ahead[frame.before]
        beads += scores
        beads += behind
        np.exp(beads, out=beads)
        alone = np.exp(sums.along[forth] + after_left), np.exp(sums.across[forth] + after_right)
    rows, columns = len(band.first), int(band.last[-1]) + 1
    return Posterior(
        beads=beads,
        left_alone=sums_by(band.rows, alone[0], rows),
        right_alone=sums_by(band.columns, alone[1], columns),
        visited=beads.sum(axis=0) + alone[0] + alone[1],
        evidence=evidence,
    )


def decode(frame: Frame, chances: Posterior, *, price: float = 0.0) -> list[list[tuple[int, ...]]]:
    """For each block the alignment with the greatest expected number of right beads.

    price: what a bead has to be worth to be claimed. F1 is greatest at half of the F1 that is
        expected, since a wrong bead costs precision (Dinkelbach's method).
    Returns (i, m, j, n) a bead, in order: m clauses from i on the left, n from j on the right,
    counted from the block's corner.
    """
    band = frame.band
    gains = chances.beads - price
    alone = chances.left_alone - price, chances.right_alone - price
    # Less what it is worth to leave alone all clauses on the right, so that leaving one alone costs
    # nothing and a row is a running maximum.
    so_far = np.append(np.cumsum(alone[1])[band.columns], 0.0)
    before = np.ascontiguousarray(np.concatenate([frame.before, band.above[None, :-1]]).T)
    worth = np.concatenate([gains, alone[0][None, band.rows]]).T
    worth = worth + so_far[before] - so_far[:-1, None]
    best = np.full(band.size + 1, NEVER)
    starts = band.starts.tolist()
    tops = set(band.blocks.corners[:-1, 0].tolist())
    for row, (begin, end) in enumerate(pairwise(starts)):
        reached = best.take(before[begin:end])
        reached += worth[begin:end]
        of_row = reached.max(axis=1)
        if row in tops:
            of_row[0] = -so_far[begin]
        np.maximum.accumulate(of_row, out=best[begin:end])
    best += so_far
    found = _Found(frame, gains, best, alone)
    return [_trace(found, block) for block in range(len(band.ends))]


class _Found(NamedTuple):
    """What each step is worth, and the best way to each cell."""

    frame: Frame
    beads: Floats
    best: Floats
    alone: tuple[Floats, Floats]


def _trace(found: _Found, block: int) -> list[tuple[int, ...]]:
    """Follow the best choices of a block back from its end."""
    frame, beads, best, alone = found
    band = frame.band
    top, start = band.blocks.corners[block].tolist()
    i, j = band.blocks.sizes[block].tolist()
    cell = int(band.ends[block])
    steps: list[tuple[int, ...]] = []
    while i or j:
        came = frame.before[:, cell]
        values = best[came] + beads[:, cell]
        left = best[band.above[cell]] + alone[0][top + i]
        right = best[band.beside[cell]] + alone[1][start + j]
        shape = int(values.argmax())
        if values[shape] >= max(left, right):
            m, n = frame.shapes[shape]
        else:
            m, n = (1, 0) if left >= right else (0, 1)
        cell = int(came[shape] if m and n else band.above[cell] if m else band.beside[cell])
        i, j = i - m, j - n
        steps.append((i, m, j, n))
    return steps[::-1]
