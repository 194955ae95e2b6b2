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
        closed, along, across, every, leaving = held.numbers
        spread = _powers(opening, go_on)
        for number, (places, height, width) in enumerate(held.rectangles):
            held.out.append(held.taken[:height].copy())
            if number == 0:
                ended = np.zeros(height * width)
                ended[::width] = 1.0
                alone = np.zeros(height * width)
            else:
                ended = np.vecdot(every.take(before[places]), odds[places])
                alone = leaving.take(above[places])
            both = ended + alone
            beside = _beside(both.reshape(height, width), spread, (opening, go_on)).ravel()
            closed[places], along[places], across[places] = ended, alone, beside
            np.add(both, beside, out=every[places])
            leaving[places] = opening * ended + go_on * alone
            if number % LOOKS == LOOKS - 1:
                held.look(number)
        return held.logarithms()


def _powers(opening: float, go_on: float) -> Floats:
    """(NARROW, NARROW): what a cell of a row is worth to each one behind it, across the row."""
    away = np.arange(NARROW) - np.arange(NARROW)[:, None] - 1
    return np.where(away >= 0, opening * go_on ** np.maximum(away, 0), 0.0)


def _beside(both: Floats, spread: Floats, costs: tuple[float, float]) -> Floats:
    """(height, width): the sum of what comes across a row from all cells before each one."""
    width = both.shape[1]
    if width <= NARROW:
        return both @ spread[:width, :width]
    opening, go_on = costs
    found = np.zeros_like(both)
    np.multiply(both[:, :-1], opening, out=found[:, 1:])
    reach = 1
    while reach < width and go_on**reach:
        found[:, reach:] += go_on**reach * found[:, :-reach]
        reach *= 2
    return found


class _Held:
    """The numbers of a lattice.

    out: for each step until now the logarithms of what was taken out of its rows. taken: those of
        the next step.
    """

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.rectangles = list(lattice.rectangles())
        # By what came last, all together, and what they are worth to a clause alone further on.
        self.numbers = np.zeros((5, lattice.size + 1))
        self.taken = np.zeros(self.rectangles[0][1])
        self.out: list[Floats] = []

    def look(self, step: int) -> None:
        """Take out of the latest steps, which the next ones look back at, what is too much."""
        places, height, width = self.rectangles[step]
        most = self.numbers[3, places].reshape(height, width).max(axis=1)
        if most.min() > SMALL and most.max() < LARGE:
            return
        logs = np.log(most)
        self.taken[:height] += logs
        for at in range(max(step - LONGEST, 0), step + 1):
            some, _, wide = self.rectangles[at]
            rows = self.numbers[:, some].reshape(5, -1, wide)
            rows[:, :height] /= most[:, None]
            self.numbers[:, some] = rows.reshape(5, -1)
            self.out[at][:height] += logs

    def logarithms(self) -> Sums | None:
        """The sums; None if a number of the band is too small or too large to be one."""
        lattice = self.lattice
        every = self.numbers[3]
        inside = np.concatenate([every[lattice.forth[:-1]], every[lattice.back[:-1]]])
        if not (inside.min() > LEAST and np.isfinite(inside).all()):
            return None
        out = np.concatenate(
            [one.repeat(wide) for one, (_, _, wide) in zip(self.out, self.rectangles, strict=True)]
            + [np.zeros(1)]
        )
        with np.errstate(divide="ignore"):
            found = np.log(self.numbers[:4])
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
