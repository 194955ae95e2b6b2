"""Texts as rows of term numbers, and batches of them that are padded to one length.

From: term numbers of many texts. To: lexicon.learning, lexicon.counting. Not here: terms, counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEP = 8  # lengths are rounded up to a multiple of it, so that few shapes occur
MOST_CELLS = 2_000_000  # in a batch: 8 MB a float32 array, which stays near the processor
NOTHING = -1  # where a text is shorter than its batch

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Streams:
    """The terms of n texts one after the other.

    numbers: (k,) int32 terms, text after text. starts: (n + 1,) int64 where each text begins.
    """

    numbers: NDArray[np.int32]
    starts: Numbers

    @classmethod
    def of(cls, texts: Iterable[Sequence[int]]) -> Streams:
        """Streams of lists of numbers.

        >>> Streams.of([[3, 1], [], [2]]).starts.tolist()
        [0, 2, 2, 3]
        """
        rows = list(texts)
        starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
        return cls(np.array([number for row in rows for number in row], np.int32), starts)

    @classmethod
    def joined(cls, parts: Sequence[Streams]) -> Streams:
        """The texts of several streams one after the other."""
        sizes = np.concatenate([part.sizes for part in parts])
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        return cls(np.concatenate([part.numbers for part in parts]), starts)

    @property
    def sizes(self) -> Numbers:
        """(n,): how many terms each text has."""
        return np.diff(self.starts)

    def rows(self, which: Numbers) -> Streams:
        """Only these texts, in this order."""
        sizes = self.sizes[which]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        inside = np.arange(starts[-1]) - np.repeat(starts[:-1], sizes)
        return Streams(self.numbers[np.repeat(self.starts[which], sizes) + inside], starts)

    def padded(self, which: Numbers, width: int) -> NDArray[np.int32]:
        """(len(which), width): these texts, NOTHING behind their ends.

        >>> Streams.of([[3, 1], [2]]).padded(np.array([1, 0]), 3).tolist()
        [[2, -1, -1], [3, 1, -1]]
        """
        table = np.full((len(which), width), NOTHING, np.int32)
        sizes = self.sizes[which]
        there = np.arange(width) < sizes[:, None]
        table[there] = self.rows(which).numbers
        return table


@dataclass(frozen=True, slots=True)
class Batch:
    """Texts and their translations, all padded to the same two lengths.

    rows: (r,) which texts. left: (r, n), right: (r, m) int32 terms, NOTHING where there is none.
    left_sizes, right_sizes: (r,) their true lengths.
    """

    rows: Numbers
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    left_sizes: Numbers
    right_sizes: Numbers


def batches(left: Streams, right: Streams, which: Numbers) -> Iterator[Batch]:
    """The texts of ``which``, short ones first, in batches; none of them may be empty."""
    sizes, others = left.sizes[which], right.sizes[which]
    n, m = _rounded(sizes), _rounded(others)
    shapes = n * (int(m.max(initial=0)) + 1) + m
    order = np.argsort(shapes, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(shapes[order])) + 1):
        if not len(group):
            continue
        wide, high = int(n[group[0]]), int(m[group[0]])
        at_once = max(1, MOST_CELLS // (wide * high))
        for at in range(0, len(group), at_once):
            part = group[at : at + at_once]
            rows = which[part]
            yield Batch(
                rows,
                left.padded(rows, wide),
                right.padded(rows, high),
                sizes[part],
                others[part],
            )


def _rounded(sizes: Numbers) -> Numbers:
    return -(-sizes // STEP) * STEP
