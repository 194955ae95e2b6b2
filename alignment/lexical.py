"""What the words of two stretches say for or against their being translations.

Log-likelihood ratio: how probable the words of one stretch are given the other (IBM Model 1), over
how probable they are in the text at large. A word explained well counts for; one that the table
knows but that finds no partner counts against; an unknown one counts nothing (coverage).

The sum over words is a sum over the clauses they stand in, so that the ratio of a bead of n clauses
is that of its clauses added up, given the same stretch on the other side.

From: alignment.translation_table. To: alignment.evidence. Not here: learning the table.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from alignment.arrays import sums_by
from alignment.band import Band, Cells
from alignment.translation_table import Table
from alignment.words import Words

Floats = NDArray[np.float64]

MOST = 6.0  # nats that one word can count for
KNOWN_AT_BEST = 0.9  # how far coverage is believed
ROWS_AT_ONCE = 16


def ratios(source: Words, target: Words, table: Table, *, band: Band, longest: int) -> Floats:
    """(longest, band.size + 1): log ratio of a target clause given some source clauses.

    At [m - 1, cell (i, j)] that of clause j - 1 given clauses i - m .. i - 1; 0 where that leads out of the source, in row 0 and column 0, and in
    the last place, which stands for all cells outside the band.
    """
    found = np.zeros((longest, band.size + 1))
    belief = KNOWN_AT_BEST * table.coverage
    rarity = belief / np.maximum(table.frequency, 1e-12)
    local = np.full(len(table.frequency), -1, np.int64)
    n = len(band.first) - 1
    for top in range(0, n, ROWS_AT_ONCE):
        bottom = min(top + ROWS_AT_ONCE, n)
        first = max(top - longest + 1, 0)
        low, high = max(int(band.first[top + 1]) - 1, 0), int(band.last[bottom])
        words = target.numbers[target.starts[low] : target.starts[high]]
        if not len(words):
            continue
        some, where = np.unique(words, return_inverse=True)
        local[some] = np.arange(len(some))
        explained = _explained(source, table, (first, bottom), local)
        local[some] = -1
        gains = _gains(explained, source.starts[first : bottom + 1], belief[some], rarity[some])
        bounds = target.starts[low : high + 1] - target.starts[low]
        for m, gain in enumerate(gains, start=1):
            if m > longest:
                break
            summed = np.zeros((len(gain), len(words) + 1))
            np.cumsum(gain[:, where], axis=1, out=summed[:, 1:])
            per_clause = np.diff(summed[:, bounds], axis=1)
            new = max(top - (first + m - 1), 0)  # windows that end earlier have been done
            _put(found[m - 1], band, per_clause[new:], first=first + m - 1 + new, low=low)
    return found


def _put(row: Floats, band: Band, values: Floats, *, first: int, low: int) -> None:
    """Write to the band the values of source windows that end with clause first, first + 1, ...

    values: (windows, targets from clause ``low`` on).
    """
    cells = slice(band.starts[first + 1], band.starts[first + 1 + len(values)])
    rows, columns = band.rows[cells] - first - 1, band.columns[cells] - 1 - low
    inside = columns >= 0
    row[cells][inside] = values[rows[inside], columns[inside]]


def _explained(source: Words, table: Table, rows: tuple[int, int], local: Cells) -> Floats:
    """(rows, local words): sum of t(target word | source word) over each source clause."""
    first, end = rows
    width = int(local.max()) + 1
    span = slice(source.starts[first], source.starts[end])
    words = source.numbers[span]
    clause = np.repeat(np.arange(end - first), np.diff(source.starts[first : end + 1]))
    begins, counts = table.starts[words], table.starts[words + 1] - table.starts[words]
    entry = np.arange(counts.sum()) + np.repeat(begins - np.cumsum(counts) + counts, counts)
    column = local[table.targets[entry]]
    kept = column >= 0
    cells = np.repeat(clause, counts)[kept] * width + column[kept]
    total = sums_by(cells, table.values[entry[kept]], (end - first) * width)
    return total.reshape(end - first, width)


def _gains(explained: Floats, starts: Cells, belief: Floats, rarity: Floats) -> Iterator[Floats]:
    """For windows of 1, 2, ... source clauses the gain of every target word."""
    summed = explained
    for m in range(1, len(explained) + 1):
        if m > 1:
            summed = summed[1:] + explained[: len(summed) - 1]
        lengths = np.maximum(starts[m:] - starts[:-m], 1)[:, None]
        yield np.minimum(np.log(1 - belief + rarity * (summed / lengths)), MOST)
