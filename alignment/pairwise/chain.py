"""A quick look at two versions, to find out where the alignment can run at all.

Each clause is compared with each of the other version by vectors, and by words that are written
alike (numbers, symbols, names), brought into the same space by random projection. The best chain
of one-to-one pairs is a longest common subsequence with weights; every cell through which a chain
passes that is nearly as good belongs to the band. So the band is narrow where the versions run
clearly in parallel, and wide where something is missing or nothing is known.

Source: margin, Artetxe, Schwenk, ACL 2019.

From: vectors, pairwise.words. To: pairwise.pairs. Not here: beads other than 1-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, around, whole
from alignment.pairwise.products import products
from alignment.pairwise.translation_table import Seeds
from alignment.pairwise.words import Words

Floats32 = NDArray[np.float32]

PROJECTED = 128  # dimensions for words written alike: a chance similarity of about 0.09
NEAREST = 4  # neighbours whose mean similarity is what a pair has to beat
ADVANTAGE = 0.1  # that a pair of mutual neighbours has over no pair
LOSS = 0.8  # how much worse a chain may be than the best one and still widen the band
MARGIN = 3  # cells left free on each side
AT_ONCE = 600  # clauses on a side up to which every pair is compared
POOLED = 4  # clauses that make a stretch in the coarser look at longer documents


def band_of(left: Floats32, right: Floats32) -> Band:
    """The band of the likely alignments.

    left, right: (n, d), (m, d), n and m at least 1; unit rows, or zero where nothing is known.
    Long documents are first compared in stretches, then ever more closely within the band that
    the coarser look has left.
    """
    if max(len(left), len(right)) <= AT_ONCE:
        return _narrowed(whole(len(left), len(right)), left, right)
    coarse = band_of(_pooled(left), _pooled(right))
    rows = np.minimum(np.arange(len(left) + 1) // POOLED, len(coarse.first) - 1)
    after = np.minimum(rows + 1, len(coarse.first) - 1)
    fine = around(coarse.first[rows] * POOLED, (coarse.last[after] + 1) * POOLED, len(right))
    return _narrowed(fine, left, right)


def _pooled(rows: Floats32) -> Floats32:
    """Stretches of POOLED rows as one."""
    ends = np.arange(0, len(rows), POOLED)
    return _unit(np.add.reduceat(rows, ends, axis=0))


def _unit(rows: Floats32) -> Floats32:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(norms > 0, norms, 1)).astype(np.float32)


def _narrowed(band: Band, left: Floats32, right: Floats32) -> Band:
    """The cells of a band through which a nearly best chain goes, and some beside them."""
    gain = _margins(band, products(left, right, band))
    known = np.append(left.any(axis=1), False)[band.rows - 1]
    known &= np.append(right.any(axis=1), False)[band.columns - 1]
    gain = np.where(known, gain + ADVANTAGE, 0).astype(np.float32)
    total = _through(band, gain)
    good = np.flatnonzero(total >= total[0] - LOSS)
    first = np.full(len(band.first), len(right))
    last = np.zeros(len(band.first), np.int64)
    np.minimum.at(first, band.rows[good], band.columns[good] - MARGIN)
    np.maximum.at(last, band.rows[good], band.columns[good] + MARGIN)
    return around(first, last, len(right))


def alike(left: Words, right: Words, seeds: Seeds) -> tuple[Floats32, Floats32]:
    """Rows whose products tell how much two clauses have in common that is written alike.

    (n, PROJECTED), (m, PROJECTED) unit rows; zero for a clause with no such word. Rare words
    count more. The projection is the same every time.
    """
    signs = np.random.default_rng(0).choice(
        np.array([-1, 1], np.float32), (len(seeds.weights), PROJECTED)
    )
    rarity_left = 1 / np.maximum(left.counts[seeds.left], 1)
    rarity_right = 1 / np.maximum(right.counts[seeds.right], 1)
    weights = (seeds.weights * np.sqrt(rarity_left * rarity_right)).astype(np.float32)[:, None]
    return (
        _summed(left, seeds.left, signs * np.sqrt(weights)),
        _summed(right, seeds.right, signs * np.sqrt(weights)),
    )


def _summed(words: Words, known: NDArray[np.int64], rows: Floats32) -> Floats32:
    table = np.zeros((len(words.vocabulary), PROJECTED), np.float32)
    np.add.at(table, known, rows)
    rows = np.concatenate([table[words.numbers], np.zeros((1, PROJECTED), np.float32)])
    total = np.add.reduceat(rows, words.starts[:-1], axis=0)
    total[np.diff(words.starts) == 0] = 0
    return _unit(total)


def _margins(band: Band, similarity: Floats32) -> Floats32:
    """(size,): similarity less what the nearest neighbours of both rows have on average.

    similarity: (size + 1,), as pairwise.products gives it.
    """
    turned = band.turned
    other = np.empty(turned.size, np.float32)
    other[band.in_turned] = similarity[:-1]
    near_left, near_right = _near(band, similarity), _near(turned, other)
    mean = (near_left[band.rows] + near_right[band.columns]) / 2
    return (similarity[:-1] - mean).astype(np.float32)


def _near(band: Band, similarity: Floats32) -> Floats32:
    """(n + 1,): mean of the greatest similarities in each row; 0 for row 0."""
    found = np.zeros(len(band.first), np.float32)
    for row in range(1, len(found)):
        start = band.starts[row] + (band.first[row] == 0)
        values = similarity[start : band.starts[row + 1]]
        if len(values) > NEAREST:
            values = np.partition(values, -NEAREST)[-NEAREST:]
        found[row] = values.mean() if len(values) else 0
    return found


def _through(band: Band, gain: Floats32) -> Floats32:
    """(size,): the gain of the best chain through each cell, the sum of that before and after."""
    ahead = np.full(band.size + 1, -np.inf, np.float32)
    behind = ahead.copy()
    above, diagonal = band.shifted(-1, 0), band.shifted(-1, -1)
    below, onward = band.shifted(1, 0), band.shifted(1, 1)
    for row in range(len(band.first)):
        cells = slice(band.starts[row], band.starts[row + 1])
        reached = np.maximum(ahead[above[cells]], ahead[diagonal[cells]] + gain[cells])
        if row == 0:
            reached[0] = 0
        np.maximum.accumulate(reached, out=ahead[cells])
    gain = np.append(gain, np.float32(0))
    for row in range(len(band.first) - 1, -1, -1):
        cells = slice(band.starts[row], band.starts[row + 1])
        to = onward[cells]
        reached = np.maximum(behind[below[cells]], behind[to] + gain[to])
        if row == len(band.first) - 1:
            reached[-1] = 0
        behind[cells] = np.maximum.accumulate(reached[::-1])[::-1]
    return ahead[:-1] + behind[:-1]
