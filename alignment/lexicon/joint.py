"""How often the words of one language stand for those of another: a sparse table of counts.

Read by rows it gives t(target | source), and turned round t(source | target); so one table serves
both directions of a pair of languages.

From: lexicon.learning, lexicon.packed, lexicon.counting. To: lexicon.lexicon. Not here: words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Joint:
    """Counts of pairs of words, sparse by rows.

    starts: (rows + 1,) int64; those of row i stand at ``starts[i]:starts[i + 1]``.
    targets: (entries,) rising inside a row. counts: (entries,) float64, above 0.
    columns: how many target words there are.
    """

    starts: Numbers
    targets: Numbers
    counts: Floats
    columns: int

    @classmethod
    def of(cls, keys: Numbers, counts: Floats, shape: tuple[int, int]) -> Joint:
        """From keys ``row * columns + target``, rising, each once."""
        rows, columns = shape
        starts = np.searchsorted(keys, np.arange(rows + 1, dtype=np.int64) * columns)
        return cls(starts.astype(np.int64), keys % max(columns, 1), counts, columns)

    @property
    def sources(self) -> Numbers:
        """(entries,): the row of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    @property
    def keys(self) -> Numbers:
        """(entries,): ``row * columns + target``, rising."""
        return self.sources * self.columns + self.targets

    @property
    def totals(self) -> Floats:
        """(rows,): sum of the counts of each row."""
        return sums_by(self.sources, self.counts, len(self.starts) - 1)

    def turned(self) -> Joint:
        """The same counts by target.

        >>> joint = Joint.of(np.array([1, 2]), np.array([5.0, 7.0]), (2, 2))
        >>> joint.turned().starts.tolist(), joint.turned().counts.tolist()
        ([0, 1, 2], [7.0, 5.0])
        """
        rows = len(self.starts) - 1
        # In the smallest type, which NumPy sorts by its digits: ten times as fast.
        small = self.targets.astype(np.min_scalar_type(max(self.columns, 1)))
        order = np.argsort(small, kind="stable")
        keys = self.targets[order] * rows + self.sources[order]
        return Joint.of(keys, self.counts[order], (self.columns, rows))

    def row(self, number: int) -> tuple[Numbers, Floats]:
        """Targets, rising, and counts of one row; of one past the last, none."""
        ends = self.starts[number : number + 2].tolist()
        here = slice(*ends) if len(ends) > 1 else slice(0)
        return self.targets[here], self.counts[here]

    def entries(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """Places of the entries of some rows, and to which of ``rows`` each belongs."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        ends = np.cumsum(sizes)
        which = np.repeat(np.arange(len(rows)), sizes)
        return np.arange(len(which)) + np.repeat(self.starts[rows] - ends + sizes, sizes), which


def summed(keys: Numbers, counts: Floats) -> tuple[Numbers, Floats]:
    """The different keys, rising, and what the counts of each add up to.

    >>> [part.tolist() for part in summed(np.array([7, 3, 7]), np.array([1.0, 2.0, 4.0]))]
    [[3, 7], [2.0, 5.0]]
    """
    known, place = np.unique(keys, return_inverse=True)
    return known, sums_by(place, counts, len(known))
