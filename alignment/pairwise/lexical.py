"""What the words of two stretches say for or against their being translations.

Log-likelihood ratio: how probable the words of one stretch are given the other (IBM Model 1), over
how probable they are in the text at large. A word explained well counts for; one that the table
knows but that finds no partner counts against; an unknown one counts nothing (coverage).

The sum over words is a sum over the clauses they stand in, so that the ratio of a bead of n clauses
is that of its clauses added up, given the same stretch on the other side.

From: pairwise.translation_table. To: pairwise.evidence. Not here: learning the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import cumulated, sums_by
from alignment.pairwise.band import Band, Cells, Shapes
from alignment.pairwise.translation_table import Table
from alignment.pairwise.words import Words

Floats32 = NDArray[np.float32]

MOST = 4.0  # nats that one word can count for
KNOWN_AT_BEST = 0.9  # how far coverage is believed
ROWS_AT_ONCE = 8
AT_ONCE = 100_000  # times the longest window: numbers that are worked on at a time


def lexical(
    words: tuple[Words, Words], tables: tuple[Table, Table], band: Band, shapes: Shapes
) -> Floats32:
    """(shapes, size): mean of both directions' log-likelihood ratios of the words of a bead."""
    left, right = words
    longest_left, longest_right = np.max(shapes, axis=0).tolist()
    forth = ratios(left, right, tables[0], band=band, longest=longest_left)
    back = ratios(right, left, tables[1], band=band.turned, longest=longest_right)
    back = back[:, np.append(band.in_turned, band.turned.size)]
    across = [cumulated(row, band.beside, _most(shapes, m, 0)) for m, row in enumerate(forth, 1)]
    down = [cumulated(row, band.above, _most(shapes, n, 1)) for n, row in enumerate(back, 1)]
    total = np.empty((len(shapes), band.size), np.float32)
    for number, (m, n) in enumerate(shapes):
        np.add(across[m - 1][n - 1][:-1], down[n - 1][m - 1][:-1], out=total[number])
    total /= 2
    return total


def _most(shapes: Shapes, clauses: int, side: int) -> int:
    """The most clauses on the other side of a bead that has so many on this one."""
    return max(shape[1 - side] for shape in shapes if shape[side] == clauses)


def ratios(source: Words, target: Words, table: Table, *, band: Band, longest: int) -> Floats32:
    """(longest, band.size + 1): log ratio of a target clause given some source clauses.

    source, target: words of the band's rows and columns.
    At [m - 1, cell (i, j)] that of clause j - 1 given clauses i - m .. i - 1, or as many of them as
    the block has; in the last place, which is outside the band, 0.
    """
    found = np.zeros((longest, band.size + 1), np.float32)
    belief = (KNOWN_AT_BEST * table.coverage).astype(np.float32)
    rarity = (belief / np.maximum(table.frequency, 1e-12)).astype(np.float32)
    for some in _batches(_stretches(band, longest), target.starts):
        words = _words(target, some)
        if not words.numbers.size:
            continue
        explained = _explained(source, table, some, words)
        explained *= rarity[words.numbers][:, None]
        gain = _windows(explained, source.starts, some, longest)
        least = 1 - belief[words.numbers][:, None, None]
        gain += least
        np.maximum(gain, least, out=gain)  # what cancels out may leave less than nothing
        np.log(gain, out=gain)
        np.minimum(gain, MOST, out=gain)
        count, _, new, width = gain.shape
        values = gain.reshape(count, longest * new, width) @ words.counts
        values = values.reshape(count, longest, new, -1).swapaxes(0, 1)
        cells, which = _spread(band.starts[some.top + 1], band.starts[some.bottom + 1])
        rows = band.rows[cells] - some.top[which] - 1
        columns = np.maximum(band.columns[cells] - 1 - some.low[which], 0)
        at = (which * new + rows) * values.shape[3] + columns
        found[:, cells] = values.reshape(longest, -1).take(at, axis=1)
    return found


class _Stretches(NamedTuple):
    """Rows of one block each that are looked at together: (stretches,) each.

    top, bottom: source clauses ``top`` .. ``bottom - 1``, and ``first`` .. before them, which a
        window may begin with. low, high: the target clauses that the band has there.
    """

    first: Cells
    top: Cells
    bottom: Cells
    low: Cells
    high: Cells

    def some(self, which: slice) -> _Stretches:
        return _Stretches(*(column[which] for column in self))


def _stretches(band: Band, longest: int) -> _Stretches:
    corners = band.blocks.corners[:, 0].tolist()
    rows = [
        (max(top - longest + 1, corner), top, min(top + ROWS_AT_ONCE, end - 1))
        for corner, end in pairwise(corners)
        for top in range(corner, end - 1, ROWS_AT_ONCE)
    ]
    first, top, bottom = np.array(rows, np.int64).reshape(-1, 3).T
    return _Stretches(first, top, bottom, np.maximum(band.first[top + 1] - 1, 0), band.last[bottom])


def _batches(stretches: _Stretches, starts: Cells) -> Iterator[_Stretches]:
    """So many at once that NumPy has enough to do and memory is not the worse for it."""
    rows = stretches.bottom - stretches.first
    sizes = rows * (starts[stretches.high] - starts[stretches.low])
    begin = 0
    for end in range(1, len(rows) + 1):
        if end == len(rows) or (end + 1 - begin) * sizes[begin : end + 1].max() > AT_ONCE:
            yield stretches.some(slice(begin, end))
            begin = end


class _Known(NamedTuple):
    """The words of the target clauses of each stretch, each once.

    numbers: (stretches, width), 0 where there are no more. counts: (stretches, width, clauses) how
        often each stands in each clause. place: (stretches * all words,) where in a row of
        ``numbers`` a word stands, -1 if nowhere.
    """

    numbers: Cells
    counts: Floats32
    place: Cells


def _words(target: Words, some: _Stretches) -> _Known:
    stretches, size = len(some.top), len(target.group)
    tokens, which = _spread(target.starts[some.low], target.starts[some.high])
    token_keys = which * size + target.numbers[tokens]
    there = np.zeros(stretches * size, bool)
    there[token_keys] = True
    keys = np.flatnonzero(there)
    ends = np.searchsorted(keys, np.arange(stretches + 1) * size)
    width, clauses = int(np.diff(ends).max()), int((some.high - some.low).max())
    stretch, number = np.divmod(keys, size)
    column = np.arange(len(keys)) - ends[stretch]
    numbers = np.zeros((stretches, width), np.int64)
    numbers[stretch, column] = number
    place = np.full(stretches * size, -1)
    place[keys] = column
    of_clause, owner = _spread(some.low, some.high)
    sizes = np.diff(target.starts)[of_clause]
    clause = np.repeat(of_clause - some.low[owner], sizes)
    cells = (which * width + place[token_keys]) * clauses + clause
    counts = np.bincount(cells, minlength=stretches * width * clauses)
    return _Known(numbers, counts.reshape(stretches, width, clauses).astype(np.float32), place)


def _explained(source: Words, table: Table, some: _Stretches, words: _Known) -> Floats32:
    """(stretches, rows, width): sum of t(target word | source word) over each source clause."""
    stretches, width = words.numbers.shape
    rows = int((some.bottom - some.first).max())
    of_clause, owner = _spread(some.first, some.bottom)
    sizes = np.diff(source.starts)[of_clause]
    row = np.repeat(owner * rows + of_clause - some.first[owner], sizes)
    tokens, which = _spread(source.starts[some.first], source.starts[some.bottom])
    number = source.numbers[tokens]
    entry, token = _spread(table.starts[number], table.starts[number + 1])
    column = words.place[which[token] * len(table.coverage) + table.targets[entry]]
    kept = np.flatnonzero(column >= 0)
    cells = row[token[kept]] * width + column[kept]
    total = sums_by(cells, table.values[entry[kept]], stretches * rows * width)
    return total.reshape(stretches, rows, width).astype(np.float32)


def _windows(explained: Floats32, starts: Cells, some: _Stretches, longest: int) -> Floats32:
    """(stretches, longest, new rows, width): the mean over windows that end with each new clause.

    explained: (stretches, rows, width) sums over the words of each clause. starts: words before
    each clause of the source. At the beginning of a block a window holds as many as there are.
    """
    stretches, rows, width = explained.shape
    summed = np.zeros((stretches, rows + 1, width), np.float32)
    np.cumsum(explained, axis=1, out=summed[:, 1:])
    new = int((some.bottom - some.top).max())
    lead, end = (some.top - some.first)[:, None], (some.bottom - some.first)[:, None]
    ends = np.minimum(lead + 1 + np.arange(new), end)
    begins = np.maximum(ends[:, None] - np.arange(1, longest + 1)[:, None], 0)
    before = starts[some.first[:, None, None] + begins]
    lengths = np.maximum(starts[some.first[:, None] + ends][:, None] - before, 1)
    flat = summed.reshape(-1, width)
    of_stretch = (rows + 1) * np.arange(stretches)[:, None]
    found: Floats32 = flat.take(of_stretch[:, None] + begins, axis=0)
    np.subtract(flat.take(of_stretch + ends, axis=0)[:, None], found, out=found)
    found *= (1 / lengths[..., None]).astype(np.float32)
    return found


def _spread(begins: Cells, ends: Cells) -> tuple[Cells, Cells]:
    """The numbers of several ranges, one behind the other, and which range each is of.

    >>> [part.tolist() for part in _spread(np.array([5, 1]), np.array([7, 4]))]
    [[5, 6, 1, 2, 3], [0, 0, 1, 1, 1]]
    """
    sizes = ends - begins
    which = np.repeat(np.arange(len(sizes)), sizes)
    before = np.cumsum(sizes) - sizes
    return np.arange(len(which)) + (begins - before)[which], which
