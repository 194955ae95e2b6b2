"""Sums over arrays: by groups, and along a way through a table.

Numbers of a group that stand together are summed four times as fast as numbers that stand anywhere,
so those who know that they do say so (``Together``, ``Scattered``).

From: alignment.pairwise. To: the same. Not here: what is summed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)


KEPT = 24 << 20  # bytes of the greatest array whose memory is used again; glibc's limit is 32 MiB


def keep_freed_memory() -> None:
    """Have the C library use the memory of arrays again, and not give it back to the system.

    To fetch it anew, page by page, for every array of a megabyte took a fifth of the time. glibc
    learns what is large from what is freed: up to twice of that it keeps. Elsewhere: no effect.
    Source: mallopt(3), M_MMAP_THRESHOLD.
    """
    np.empty(KEPT, np.uint8)  # freed at once, and never touched


def ranges(begins: Numbers, sizes: Numbers) -> Numbers:
    """Of each range the numbers from its beginning on, one range behind the other.

    >>> ranges(np.array([5, 1]), np.array([2, 3])).tolist()
    [5, 6, 1, 2, 3]
    """
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(begins - ends + sizes, sizes)


def sums_by(
    places: NDArray[np.int64], values: NDArray[np.floating], size: int
) -> NDArray[np.float64]:
    """(size,): at each place the sum of the values that belong there.

    >>> sums_by(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
    [4.0, 0.0, 2.0]
    """
    return np.bincount(places, values, size).astype(np.float64)


class Groups(Protocol):
    """Which of several groups each of some numbers belongs to."""

    def sums(self, values: Floats) -> Floats:
        """(groups,): the sum of the values of each; 0 for one without any."""

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        """(numbers,): to each number what its group has."""


@dataclass(frozen=True)
class Together:
    """Groups that stand one behind the other. sizes: (groups,) how many numbers each has.

    >>> groups = Together(np.array([2, 0, 1]))
    >>> groups.sums(np.array([1.0, 2.0, 4.0])).tolist()
    [3.0, 0.0, 4.0]
    >>> groups.spread(np.array([7.0, 8.0, 9.0])).tolist()
    [7.0, 7.0, 9.0]
    """

    sizes: Numbers

    @cached_property
    def _filled(self) -> tuple[Numbers, Numbers]:
        """The groups that have numbers, and where each begins."""
        filled = np.flatnonzero(self.sizes)
        return filled, (np.cumsum(self.sizes) - self.sizes)[filled]

    def sums(self, values: Floats) -> Floats:
        filled, begins = self._filled
        found = np.zeros(len(self.sizes))
        if len(filled):
            found[filled] = np.add.reduceat(values, begins)
        return found

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        return np.repeat(values, self.sizes)


@dataclass(frozen=True, slots=True)
class Scattered:
    """Groups whose numbers stand anywhere. of: (numbers,) the group of each; size: groups.

    >>> groups = Scattered(np.array([0, 2, 0]), 3)
    >>> groups.sums(np.array([1.0, 2.0, 3.0])).tolist()
    [4.0, 0.0, 2.0]
    """

    of: Numbers
    size: int

    def sums(self, values: Floats) -> Floats:
        return sums_by(self.of, values, self.size)

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        return values.take(self.of)


def cumulated(
    values: NDArray[np.float32], step: NDArray[np.int64], count: int
) -> list[NDArray[np.float32]]:
    """Sums over a cell and those 1, 2, ... steps away: ``count`` arrays like ``values``.

    step: for each cell where a step leads.

    >>> [sums.tolist() for sums in cumulated(np.float32([1, 2, 0]), np.array([2, 0, 2]), 2)]
    [[1.0, 2.0, 0.0], [1.0, 3.0, 0.0]]
    """
    sums = [values]
    for _ in range(1, count):
        sums.append(values + sums[-1][step])
    return sums
