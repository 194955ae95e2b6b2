"""What the words of two stretches say for or against their being translations.

Log-likelihood ratio: how probable the words of one stretch are given the other (IBM Model 1), over
how probable they are in the text at large. A word explained well counts for; one that the table
knows but that finds no partner counts against; an unknown one counts nothing (coverage).

The sum over words is a sum over the clauses they stand in, so that the ratio of a bead of n clauses
is that of its clauses added up, given the same stretch on the other side.

From: pairwise.translation_table. To: pairwise.evidence. Not here: learning the table.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import cumulated, sums_by
from alignment.pairwise.band import Band, Cells, Shapes
from alignment.pairwise.translation_table import Table
from alignment.pairwise.words import Words

Floats32 = NDArray[np.float32]

MOST = 4.0  # nats that one word can count for
KNOWN_AT_BEST = 0.9  # how far coverage is believed
ROWS_AT_ONCE = 32


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
    local = np.full(len(belief), -1, np.int64)
    tops = band.blocks.corners[:, 0].tolist()
    for corner, end in pairwise(tops):
        for top in range(corner, end - 1, ROWS_AT_ONCE):
            bottom = min(top + ROWS_AT_ONCE, end - 1)
            low, high = max(int(band.first[top + 1]) - 1, 0), int(band.last[bottom])
            some, counts = _counts(target, low, high)
            if not len(some):
                continue
            first = max(top - longest + 1, corner)
            local[some] = np.arange(len(some))
            explained = _explained(source, table, (first, bottom), local=local, width=len(some))
            local[some] = -1
            gain = _windows(explained, source.starts[first : bottom + 1], longest, top - first)
            gain *= rarity[some]
            gain += 1 - belief[some]
            np.log(gain, out=gain)
            values = np.minimum(gain, MOST, out=gain) @ counts
            cells = slice(band.starts[top + 1], band.starts[bottom + 1])
            columns = np.maximum(band.columns[cells] - 1 - low, 0)
            found[:, cells] = values[:, band.rows[cells] - top - 1, columns]
    return found


def _counts(words: Words, low: int, high: int) -> tuple[Cells, Floats32]:
    """The words of clauses low .. high - 1, each once; (words, clauses) how often in each."""
    start, end = words.starts[low], words.starts[high]
    some, where = np.unique(words.numbers[start:end], return_inverse=True)
    clause = np.repeat(np.arange(high - low), np.diff(words.starts[low : high + 1]))
    places = where * (high - low) + clause
    counts = np.bincount(places, minlength=len(some) * (high - low))
    return some, counts.reshape(len(some), high - low).astype(np.float32)


def _explained(
    source: Words, table: Table, rows: tuple[int, int], *, local: Cells, width: int
) -> Floats32:
    """(rows, width): sum of t(target word | source word) over the words of each source clause."""
    first, end = rows
    span = slice(source.starts[first], source.starts[end])
    words = source.numbers[span]
    clause = np.repeat(np.arange(end - first), np.diff(source.starts[first : end + 1]))
    begins, counts = table.starts[words], table.starts[words + 1] - table.starts[words]
    entry = np.arange(counts.sum()) + np.repeat(begins - np.cumsum(counts) + counts, counts)
    column = local[table.targets[entry]]
    kept = column >= 0
    cells = np.repeat(clause, counts)[kept] * width + column[kept]
    total = sums_by(cells, table.values[entry[kept]], (end - first) * width)
    return total.reshape(end - first, width).astype(np.float32)


def _windows(explained: Floats32, starts: Cells, longest: int, new: int) -> Floats32:
    """(longest, clauses - new, width): the mean over 1, 2, ... clauses that end with each new one.

    explained: (clauses, width) sums over the words of each. starts: (clauses + 1,) words before.
    new: clauses to begin with; at the beginning a window holds as many as there are.
    """
    summed = np.zeros((len(explained) + 1, explained.shape[1]), np.float32)
    np.cumsum(explained, axis=0, out=summed[1:])
    ends = np.arange(new + 1, len(summed))
    begins = np.maximum(ends - np.arange(1, longest + 1)[:, None], 0)
    lengths = np.maximum(starts[ends] - starts[begins], 1)
    found: Floats32 = summed[ends] - summed[begins]
    found /= lengths[:, :, None].astype(np.float32)
    found[found < 0] = 0  # what cancels out may leave less than nothing
    return found
