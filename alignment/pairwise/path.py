"""The probability of every bead, given its score; and the alignment with the most right beads.

A sum over all alignments of the two versions, forward and backward, in logarithms. Runs of clauses
without a counterpart have an affine cost: dear to open, cheap to go on, so that a missing chapter
is one event. Left clauses of a run come before right ones, so that no alignment counts twice.
Then minimum-Bayes-risk decoding: not the likeliest alignment as a whole, but the one with the
greatest expected number of right beads.

Source: affine costs, Gotoh 1982; decoding, Kumar, Byrne, NAACL 2004. The recursion over a row is a
cumulative log-sum, so NumPy takes a row at a time.

From: pairwise.evidence (scores). To: pairwise.pairs. Not here: what a score is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import SHAPES, Band, Cells, Shapes

Floats = NDArray[np.float64]

NEVER = -1e30  # a logarithm of zero that can be subtracted from itself
TINY = 1e-300  # keeps the logarithm of nothing finite


class Costs(NamedTuple):
    """Log cost of the first and of each further clause of an unmatched run."""

    opening: float
    going_on: float


@dataclass(frozen=True)
class Frame:
    """A band, the shapes that beads may have, and which cells each bead joins."""

    band: Band
    shapes: Shapes = SHAPES

    @cached_property
    def before(self) -> Cells:
        """(shapes, size): the cell that a bead ending here begins in."""
        return np.stack([self.band.shifted(-m, -n) for m, n in self.shapes])

    @cached_property
    def after(self) -> Cells:
        """(shapes, size): the cell that a bead beginning here ends in."""
        return np.stack([self.band.shifted(m, n) for m, n in self.shapes])

    @cached_property
    def above(self) -> Cells:
        """(size,): the cell one clause on the left earlier."""
        return self.band.shifted(-1, 0)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Probabilities.

    beads: (shapes, size) that the bead of that shape ending in the cell is one of the alignment.
    left_alone, right_alone: (n,), (m,) that the clause has no counterpart.
    visited: (size,) that the alignment passes through the cell (but 0 for the first).
    evidence: log of the sum over all alignments of the exponentials of their scores.
    """

    beads: NDArray[np.float64]
    left_alone: Floats
    right_alone: Floats
    visited: Floats
    evidence: float


def posterior(frame: Frame, scores: Floats, costs: Costs) -> Posterior:
    """Forward-backward over the band.

    scores: (shapes, size) log odds of the bead of that shape that ends in the cell; what leads out
        of the band is ignored.
    """
    ahead, left_run, right_run = forward(frame, scores, costs)
    behind, left_rest, right_rest = _backward(frame, scores, costs)
    band = frame.band
    total = ahead[band.size - 1]
    with np.errstate(under="ignore"):
        beads = np.exp(ahead[frame.before] + scores + behind[:-1] - total)
        beads[frame.before == band.size] = 0.0
        left = np.exp(left_run[:-1] + left_rest[:-1] - total)
        right = np.exp(right_run[:-1] + right_rest[:-1] - total)
    lefts, rights = len(band.first) - 1, int(band.last[-1])
    return Posterior(
        beads=beads,
        left_alone=sums_by(band.rows, left, lefts + 1)[1:],
        right_alone=sums_by(band.columns, right, rights + 1)[1:],
        visited=beads.sum(axis=0) + left + right,
        evidence=float(total),
    )


def _log_sum(values: Floats) -> Floats:
    """Log of the sum of exponentials over the first axis."""
    greatest = np.maximum(values.max(axis=0), NEVER)
    total: Floats = np.log(np.exp(values - greatest).sum(axis=0) + TINY) + greatest
    return total


def forward(frame: Frame, scores: Floats, costs: Costs) -> tuple[Floats, Floats, Floats]:
    """Log-sums of all ways to each cell: whatever came last; ending in a left run; in a right."""
    band, (opening, go_on) = frame.band, costs
    every = np.full(band.size + 1, NEVER)
    left_run, right_run = every.copy(), every.copy()
    closed = every.copy()  # a bead came last
    before, above = frame.before, frame.above
    for row in range(len(band.first)):
        start, end = band.starts[row], band.starts[row + 1]
        cells = slice(start, end)
        closed[cells] = _log_sum(every[before[:, cells]] + scores[:, cells])
        if row == 0:
            closed[0] = 0.0
        left_run[cells] = np.logaddexp(
            closed[above[cells]] + opening, left_run[above[cells]] + go_on
        )
        bead_or_left = np.logaddexp(closed[cells], left_run[cells])
        steps = np.arange(end - start) * go_on
        opened = bead_or_left[:-1] + (opening - go_on) - steps[:-1]
        right_run[start + 1 : end] = np.logaddexp.accumulate(opened) + steps[1:]
        every[cells] = np.logaddexp(bead_or_left, right_run[cells])
    return every, left_run, right_run


def _backward(frame: Frame, scores: Floats, costs: Costs) -> tuple[Floats, Floats, Floats]:
    """Log-sums of all ways from each cell to the end, by what came last before it."""
    band, (opening, go_on) = frame.band, costs
    closed = np.full(band.size + 1, NEVER)
    left_run, right_run = closed.copy(), closed.copy()
    after, below = frame.after, band.shifted(1, 0)
    padded = np.concatenate([scores, np.full((len(after), 1), NEVER)], axis=1)
    leaving = np.take_along_axis(padded, after, axis=1)
    for row in range(len(band.first) - 1, -1, -1):
        start, end = band.starts[row], band.starts[row + 1]
        cells = slice(start, end)
        beads = _log_sum(closed[after[:, cells]] + leaving[:, cells])
        if end == band.size:
            beads[-1] = 0.0
        steps = np.arange(end - start) * go_on
        from_end = np.logaddexp.accumulate((beads + steps)[::-1])[::-1]
        right_run[cells] = from_end - steps
        into_right = np.append(right_run[start + 1 : end], NEVER) + opening
        into_left = left_run[below[cells]]
        stop_left = np.logaddexp(beads, into_right)
        left_run[cells] = np.logaddexp(stop_left, into_left + go_on)
        closed[cells] = np.logaddexp(stop_left, into_left + opening)
    # What follows a bead does not depend on what the alignment holds before it.
    return closed, left_run, right_run


def decode(frame: Frame, chances: Posterior, *, price: float = 0.0) -> list[tuple[int, ...]]:
    """The alignment with the greatest expected number of right beads, each less its price.

    price: what a bead has to be worth to be claimed. F1 is greatest at half of the F1 that is
        expected, since a wrong bead costs precision (Dinkelbach's method).
    Returns (i, m, j, n) a bead, in order: m clauses from i on the left, n from j on the right.
    """
    band = frame.band
    gain_left = np.concatenate([[0.0], chances.left_alone - price])
    gain_right = np.concatenate([[0.0], chances.right_alone - price])
    summed_right = np.cumsum(gain_right)
    best = np.full(band.size + 1, NEVER)
    before, above = frame.before, frame.above
    gains = chances.beads - price
    for row in range(len(band.first)):
        start, end = band.starts[row], band.starts[row + 1]
        cells = slice(start, end)
        reached = (best[before[:, cells]] + gains[:, cells]).max(axis=0)
        reached = np.maximum(reached, best[above[cells]] + gain_left[row])
        if row == 0:
            reached[0] = 0.0
        so_far = summed_right[band.first[row] : band.last[row] + 1]
        best[cells] = np.maximum.accumulate(reached - so_far) + so_far
    return _trace(frame, gains, best, (gain_left, gain_right))


def _trace(
    frame: Frame, beads: Floats, best: Floats, alone: tuple[Floats, Floats]
) -> list[tuple[int, ...]]:
    """Follow the best choices back from the end."""
    band = frame.band
    above, beside = frame.above, band.shifted(0, -1)
    i, j = len(band.first) - 1, int(band.last[-1])
    cell = band.size - 1
    steps: list[tuple[int, ...]] = []
    while i or j:
        came = frame.before[:, cell]
        values = best[came] + beads[:, cell]
        left = best[above[cell]] + alone[0][i]
        right = best[beside[cell]] + alone[1][j]
        shape = int(values.argmax())
        if values[shape] >= max(left, right):
            m, n = frame.shapes[shape]
        else:
            m, n = (1, 0) if left >= right else (0, 1)
        cell = int(came[shape] if m and n else above[cell] if m else beside[cell])
        i, j = i - m, j - n
        steps.append((i, m, j, n))
    return steps[::-1]
