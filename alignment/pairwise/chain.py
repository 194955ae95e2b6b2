"""A quick look at two versions, to find out where the alignment can run at all.

Each clause is compared with each of the other version by vectors, and by words that are written
alike (numbers, symbols, names), brought into the same space by random projection. The best chain
of one-to-one pairs is a longest common subsequence with weights; every cell through which a chain
passes that is nearly as good belongs to the band. So the band is narrow where the versions run
clearly in parallel, and wide where something is missing or nothing is known.

Source: margin, Artetxe, Schwenk, ACL 2019.

From: pairwise.stack. To: pairwise.pairs, pairwise.pieces. Not here: beads other than 1-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, Blocks, around, joined, one_block, surrounding, whole
from alignment.pairwise.lattice import Lattice
from alignment.pairwise.products import ROWS_AT_ONCE, products
from alignment.pairwise.stack import Stack
from alignment.pairwise.translation_table import Seeds
from alignment.pairwise.words import Words, only

Floats32 = NDArray[np.float32]

ALIKE = 0.7  # what words written alike count, where vectors count 1
PROJECTED = 128  # dimensions for words written alike: a chance similarity of about 0.09
NEAREST = 4  # neighbours whose mean similarity is what a pair has to beat
ADVANTAGE = 0.1  # that a pair of mutual neighbours has over no pair
LOSS = 0.8  # how much worse a chain may be than the best one and still widen the band
MARGIN = 3  # cells left free on each side
AT_ONCE = 250  # clauses on a side up to which every pair is compared
POOLED = 4  # clauses that make a stretch in the coarser look at longer documents


def quick_look(stack: Stack) -> Band:
    """The band of the likely alignments of all pairs of a stack."""
    left, right = stack.left, stack.right
    by_words = alike(left.words, right.words, stack.alike)
    return band_of(
        np.concatenate([left.vectors, ALIKE * by_words[0]], axis=1),
        np.concatenate([right.vectors, ALIKE * by_words[1]], axis=1),
        stack.blocks,
    )


def band_of(left: Floats32, right: Floats32, blocks: Blocks) -> Band:
    """The band of the likely alignments.

    left, right: (n, d), (m, d), of the blocks one behind the other, with a row between two; unit
        rows, or zero where nothing is known.
    Long documents are first compared in stretches, then ever more closely within the band that
    the coarser look has left.
    """
    if blocks.sizes.max() <= AT_ONCE:
        return _narrowed(whole(blocks), left, right)
    if len(blocks.sizes) == 1:
        return _narrowed(_zoomed(left, right, blocks), left, right)
    bands = []
    for size, corner in zip(blocks.sizes, blocks.corners, strict=False):
        rows, columns = (slice(at, at + n) for at, n in zip(corner, size, strict=True))
        bands.append(band_of(left[rows], right[columns], one_block(*size)))
    return joined(bands, blocks)


def _zoomed(left: Floats32, right: Floats32, blocks: Blocks) -> Band:
    """The part of a single block that a look at its stretches leaves."""
    stretches = _pooled(left), _pooled(right)
    coarse = band_of(*stretches, one_block(*map(len, stretches)))
    rows = np.minimum(np.arange(len(left) + 1) // POOLED, len(coarse.first) - 1)
    after = np.minimum(rows + 1, len(coarse.first) - 1)
    return around(coarse.first[rows] * POOLED, (coarse.last[after] + 1) * POOLED, blocks)


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
    gain = np.where(known & band.inside, gain + ADVANTAGE, 0).astype(np.float32)
    total = _through(band, gain)
    best = total[band.starts[band.blocks.corners[:-1, 0]]]
    return surrounding(band, np.flatnonzero(total >= best[band.block] - LOSS), MARGIN)


def alike(left: Words, right: Words, seeds: Seeds) -> tuple[Floats32, Floats32]:
    """Rows whose products tell how much two clauses have in common that is written alike.

    (n, PROJECTED), (m, PROJECTED) unit rows; zero for a clause with no such word. Rare words
    count more. The projection is the same every time.
    """
    signs = _signs(left.group[seeds.left])
    rarity_left = 1 / np.maximum(left.counts[seeds.left], 1)
    rarity_right = 1 / np.maximum(right.counts[seeds.right], 1)
    weights = (seeds.weights * np.sqrt(rarity_left * rarity_right)).astype(np.float32)[:, None]
    return (
        _summed(left, seeds.left, signs * np.sqrt(weights)),
        _summed(right, seeds.right, signs * np.sqrt(weights)),
    )


def _signs(groups: NDArray[np.int64]) -> Floats32:
    """(seeds, PROJECTED): 1 or -1 as if by chance, in each group the same from its first seed on.

    The bits of a counter's hash: to import NumPy's random numbers takes as long as all else here.
    Source: Steele, Lea, Flood, OOPSLA 2014, the finalizer of SplitMix64.
    """
    place = np.arange(len(groups)) - np.searchsorted(groups, groups)
    words = PROJECTED // 64
    bits = (place[:, None] * words + np.arange(1, words + 1)).astype(np.uint64)
    bits *= np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits ^= bits >> np.uint64(shift)
        bits *= np.uint64(factor)
    bits ^= bits >> np.uint64(31)
    signs: Floats32 = np.unpackbits(bits.view(np.uint8), axis=1).astype(np.float32)
    return 2 * signs - 1


def _summed(words: Words, known: NDArray[np.int64], rows: Floats32) -> Floats32:
    table = np.zeros((len(words.group), PROJECTED), np.float32)
    np.add.at(table, known, rows)
    shared = np.zeros(len(table), bool)
    shared[known] = True
    words = only(words, shared)
    total = np.zeros((len(words.starts) - 1, PROJECTED), np.float32)
    filled = np.flatnonzero(np.diff(words.starts))
    for some in np.array_split(filled, len(filled) // AT_ONCE + 1):
        if len(some):
            first, end = words.starts[some[0]], words.starts[some[-1] + 1]
            total[some] = np.add.reduceat(
                table[words.numbers[first:end]], words.starts[some] - first
            )
    return _unit(total)


def _margins(band: Band, similarity: Floats32) -> Floats32:
    """(size,): similarity less what the nearest neighbours of both rows have on average.

    similarity: (size + 1,), as pairwise.products gives it.
    """
    turned = band.turned
    other = np.empty(turned.size, np.float32)
    other[band.in_turned] = similarity[:-1]
    near_left, near_right = _near(band, similarity[:-1]), _near(turned, other)
    mean = (near_left[band.rows] + near_right[band.columns]) / 2
    return (similarity[:-1] - mean).astype(np.float32)


def _near(band: Band, similarity: Floats32) -> Floats32:
    """(rows,): mean of the greatest similarities in each row; 0 where there are none."""
    similarity = np.where(band.inside, similarity, -np.inf).astype(np.float32)
    widths = band.last - band.first + 1
    found = np.zeros(len(widths), np.float32)
    for top in range(0, len(widths), ROWS_AT_ONCE):
        some = slice(top, top + ROWS_AT_ONCE)
        table = np.full(
            (len(widths[some]), max(int(widths[some].max()), NEAREST)), -np.inf, np.float32
        )
        cells = slice(band.starts[top], band.starts[min(top + ROWS_AT_ONCE, len(widths))])
        rows = band.rows[cells]
        table[rows - top, band.columns[cells] - band.first[rows]] = similarity[cells]
        nearest = np.partition(table, -NEAREST, axis=1)[:, -NEAREST:]
        there = np.isfinite(nearest)
        found[some] = np.where(there, nearest, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return found


def _through(band: Band, gain: Floats32) -> Floats32:
    """(size,): the gain of the best chain through each cell, the sum of that before and after."""
    lattice = Lattice(band)
    before = lattice.both(band.shifts([(-1, 0), (-1, -1)]), band.shifts([(0, 1), (1, 1)]))
    gains = np.zeros(lattice.size, np.float32)
    gains[lattice.forth[:-1]] = gain
    gains[lattice.back[:-1]] = np.append(gain, np.float32(0))[band.shifted(1, 1)]
    best = np.full(lattice.size + 1, -np.inf, np.float32)
    for number, (places, height, width) in enumerate(lattice.rectangles()):
        reached = np.maximum(best[before[0, places]], best[before[1, places]] + gains[places])
        reached = reached.reshape(height, width)
        if number == 0:
            reached[:, 0] = 0
        np.maximum.accumulate(reached, axis=1, out=best[places].reshape(height, width))
    return best[lattice.forth[:-1]] + best[lattice.back[:-1]]
