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

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import Band, Cells
from alignment.pairwise.translation_table import Table
from alignment.pairwise.words import Words

Floats32 = NDArray[np.float32]

MOST = 4.0  # nats that one word can count for
KNOWN_AT_BEST = 0.9  # how far coverage is believed
ROWS_AT_ONCE = 32


def ratios(source: Words, target: Words, table: Table, *, band: Band, longest: int) -> Floats32:
    """(longest, band.size + 1): log ratio of a target clause given some source clauses.

    source, target: words of the band's rows and columns.
    At [m - 1, cell (i, j)] that of clause j - 1 given clauses i - m .. i - 1; 0 where that leads
    out of the source, in row 0, in column 0, and in the last place, which is outside the band.
    """
    found = np.zeros((longest, band.size + 1), np.float32)
    belief = (KNOWN_AT_BEST * table.coverage).astype(np.float32)
    rarity = (belief / np.maximum(table.frequency, 1e-12)).astype(np.float32)
    local = np.full(len(belief), -1, np.int64)
    n = len(band.first) - 1
    for top in range(0, n, ROWS_AT_ONCE):
        bottom = min(top + ROWS_AT_ONCE, n)
        first = max(top - longest + 1, 0)
        low, high = max(int(band.first[top + 1]) - 1, 0), int(band.last[bottom])
        some, counts = _counts(target, low, high)
        if not len(some):
            continue
        local[some] = np.arange(len(some))
        explained = _explained(source, table, (first, bottom), local=local, width=len(some))
        local[some] = -1
        windows = _windows(explained, source.starts[first : bottom + 1], longest, top - first)
        for m, mean in enumerate(windows):
            gain = np.log(1 - belief[some] + rarity[some] * mean)
            _put(found[m], band, np.minimum(gain, MOST) @ counts, last=bottom, low=low)
    return found


def _counts(words: Words, low: int, high: int) -> tuple[Cells, Floats32]:
    """The words of clauses low .. high - 1, each once; (words, clauses) how often in each."""
    start, end = words.starts[low], words.starts[high]
    some, where = np.unique(words.numbers[start:end], return_inverse=True)
    clause = np.repeat(np.arange(high - low), np.diff(words.starts[low : high + 1]))
    places = where * (high - low) + clause
    counts = np.bincount(places, minlength=len(some) * (high - low))
    return some, counts.reshape(len(some), high - low).astype(np.float32)


def _put(row: Floats32, band: Band, values: Floats32, *, last: int, low: int) -> None:
    """Write to the band the values of source windows, of which the last ends before clause last.

    values: (windows, targets from clause ``low`` on).
    """
    first = last - len(values)
    cells = slice(band.starts[first + 1], band.starts[last + 1])
    rows, columns = band.rows[cells] - first - 1, band.columns[cells] - 1 - low
    inside = columns >= 0
    row[cells][inside] = values[rows[inside], columns[inside]]


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


def _windows(explained: Floats32, starts: Cells, longest: int, new: int) -> Iterator[Floats32]:
    """For windows of 1, 2, ... source clauses that end with clause ``new`` or later, the mean."""
    summed = explained
    for m in range(1, min(longest, len(explained)) + 1):
        if m > 1:
            summed = summed[:-1] + explained[m - 1 :]
        fresh = max(new - m + 1, 0)
        lengths = np.maximum(starts[m:] - starts[:-m], 1)[fresh:, None]
        yield summed[fresh:] / lengths.astype(np.float32)
