"""The sum over all alignments of two versions, from both ends: the recursion.

Step by step through a lattice (pairwise.lattice) numbers are added and multiplied that are kept
near 1 by taking out powers of ten as they grow; what was taken out is put back when the logarithms
are drawn in the end. Where numbers cannot hold what stands side by side in one row (a gap of
hundreds of clauses), the sum is worked out once more in logarithms, at three times the cost.

From: pairwise.path (scores by places of the lattice). To: the same. Not here: probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import LONGEST, Cells
from alignment.pairwise.lattice import Lattice

Floats = NDArray[np.float64]

NEVER = -1e30  # a logarithm of zero that can be subtracted from itself
LEAST = 1e-280  # smaller numbers have lost digits, or soon will
LARGE, SMALL = 1e80, 1e-80  # what is looked at for its size is brought back between these
LOOKS = 8  # steps from one look at the size to the next
NARROW = 64  # cells of a row up to which one product of matrices is quickest


class Costs(NamedTuple):
    """Log cost of the first and of each further clause of an unmatched run."""

    opening: float
    going_on: float


class Sums(NamedTuple):
    """(lattice.size + 1,) log-sums of all ways to each place, by what came last: a bead, or
    nothing yet; a clause alone in the way the table is read; one across it; any of these.
    """

    closed: Floats
    along: Floats
    across: Floats
    every: Floats


@dataclass(frozen=True, slots=True)
class Ways:
    """How the places of a lattice are reached.

    before: (lattice.size, shapes) where the bead of each shape that ends here begins.
    above: (lattice.size,) where a clause alone, along the rows, begins. Outside is ``size``.
    """

    lattice: Lattice
    before: Cells
    above: Cells


def log_sums(ways: Ways, scores: Floats, costs: Costs) -> Sums:
    """The recursion, both ways at once.

    scores: (lattice.size, shapes) log odds of the bead that ends in the place.
    """
    sums = _in_numbers(ways, scores, costs)
    return _in_logarithms(ways, scores, costs) if sums is None else sums


def _in_numbers(ways: Ways, scores: Floats, costs: Costs) -> Sums | None:
    """The sums; None if numbers cannot hold them."""
    lattice, before, above = ways.lattice, ways.before, ways.above
    opening, go_on = np.exp(costs.opening), np.exp(costs.going_on)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        odds = np.exp(scores)
        odds[before == lattice.size] = 0.0  # what is outside may seem better than numbers can say
        held = _Held(lattice)
        closed, along, every, leaving = held.numbers
        onward = _onward(opening, go_on)
        for step, (places, height, width) in enumerate(held.rectangles):
            ended, alone = closed[places], along[places]
            if step == 0:
                ended[::width] = 1.0
            else:
                np.vecdot(every.take(before[places]), odds[places], out=ended)
                leaving.take(above[places], out=alone, mode="clip")
            both = (ended + alone).reshape(height, width)
            of_all = every[places].reshape(height, width)
            if width <= NARROW:
                np.matmul(both, onward[:width, :width], out=of_all)
            else:
                np.add(both, _beside(both, opening, go_on), out=of_all)
            alone_next = leaving[places]
            np.multiply(ended, opening, out=alone_next)
            alone_next += go_on * alone
            if step % LOOKS == LOOKS - 1:
                held.look(step)
        return held.logarithms(opening, go_on)


def _onward(opening: float, go_on: float) -> Floats:
    """(NARROW, NARROW): what a cell of a row is worth to itself, and across the row to others."""
    away = np.arange(NARROW) - np.arange(NARROW)[:, None] - 1
    return np.where(away >= 0, opening * go_on ** np.maximum(away, 0), 0.0) + np.eye(NARROW)


def _beside(both: Floats, opening: float, go_on: float) -> Floats:
    """(height, width): the sum of what comes across a row from all cells before each one."""
    width = both.shape[1]
    found = np.zeros_like(both)
    np.multiply(both[:, :-1], opening, out=found[:, 1:])
    reach = 1
    while reach < width and go_on**reach:
        found[:, reach:] += go_on**reach * found[:, :-reach]
        reach *= 2
    return found


class _Held:
    """The numbers of a lattice.

    numbers: (4, lattice.size + 1) what came last a bead, along, anything, and what it all is worth
        to a clause alone further along.
    taken: (greatest height,) the logarithms of what has been taken out of the rows by now.
    out: (rows,) the same of each row of each step.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.rectangles = list(lattice.rectangles())
        self.numbers = np.zeros((4, lattice.size + 1))
        starts, heights, widths = lattice.shape
        self._starts = starts.tolist()
        self._rows = [0, *np.cumsum(heights).tolist()]
        self._widths = np.repeat(widths, heights)
        # Of each row, and of each place, which row of its step it is.
        self._rank = np.arange(self._rows[-1]) - np.repeat(self._rows[:-1], heights)
        self._rank_of_place = np.repeat(self._rank, self._widths)
        self.taken = np.zeros(int(heights.max()))
        self.out = np.zeros(self._rows[-1])
        self._known = 0  # rows of ``out`` that have been written

    def look(self, step: int) -> None:
        """Take out of the latest steps, which the next ones look back at, what is too much."""
        places, height, width = self.rectangles[step]
        most = self.numbers[2, places].reshape(height, width).max(axis=1)
        self._note(step)
        if most.min() > SMALL and most.max() < LARGE:
            return
        first = max(step - LONGEST, 0)
        by = np.ones(len(self.taken))
        by[:height] = most
        some = slice(self._starts[first], self._starts[step + 1])
        self.numbers[:, some] /= by[self._rank_of_place[some]]
        logs, rows = np.log(by), slice(self._rows[first], self._rows[step + 1])
        self.out[rows] += logs[self._rank[rows]]
        self.taken += logs

    def _note(self, step: int) -> None:
        """Write down what has been taken out of the rows of all steps up to this."""
        rows = slice(self._known, self._rows[step + 1])
        self.out[rows] = self.taken[self._rank[rows]]
        self._known = self._rows[step + 1]

    def logarithms(self, opening: float, go_on: float) -> Sums | None:
        """The sums; None if a number of the band is too small or too large to be one."""
        lattice = self.lattice
        closed, along, every, _ = self.numbers
        inside = np.concatenate([every[lattice.forth[:-1]], every[lattice.back[:-1]]])
        if not (inside.min() > LEAST and np.isfinite(inside).all()):
            return None
        # What comes across a row comes from the cell before.
        both = closed + along
        across = np.zeros_like(every)
        across[1:] = (opening * both + go_on * (every - both))[:-1]
        across[np.cumsum(self._widths)] = 0.0  # but not to the first one
        self._note(len(self.rectangles) - 1)
        out = np.append(self.out.repeat(self._widths), 0.0)
        with np.errstate(divide="ignore"):
            found = np.log(np.stack([closed, along, across, every]))
        found += out
        return Sums(*np.maximum(found, NEVER))


def _in_logarithms(ways: Ways, scores: Floats, costs: Costs) -> Sums:
    lattice, before, above = ways.lattice, ways.before, ways.above
    opening, go_on = costs
    closed, along, across, every = (np.full(lattice.size + 1, NEVER) for _ in range(4))
    steps = np.arange(int(lattice.shape[2].max())) * go_on
    for number, (places, height, width) in enumerate(lattice.rectangles()):
        if number == 0:
            closed[places].reshape(height, width)[:, 0] = 0.0
        else:
            closed[places] = _log_sum(every[before[places]] + scores[places])
            up = above[places]
            along[places] = np.logaddexp(closed[up] + opening, along[up] + go_on)
        before_across = np.logaddexp(closed[places], along[places])
        opened = before_across.reshape(height, width)[:, :-1] + (
            (opening - go_on) - steps[: width - 1]
        )
        of_run = across[places].reshape(height, width)[:, 1:]
        np.add(np.logaddexp.accumulate(opened, axis=1), steps[1:width], out=of_run)
        every[places] = np.logaddexp(before_across, across[places])
    return Sums(closed, along, across, every)


def _log_sum(values: Floats) -> Floats:
    """Log of the sum of exponentials over the last axis; the values are used up."""
    greatest = values.max(axis=1)
    values -= greatest[:, None]
    np.exp(values, out=values)
    total: Floats = np.log(values.sum(axis=1))
    total += greatest
    return total
