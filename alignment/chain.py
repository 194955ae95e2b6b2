"""A quick look at two versions, to find out where the alignment can run at all.

Each clause is compared with each of the other version by vectors, and by words that are written
alike (numbers, symbols, names), brought into the same space by random projection. The best chain
of one-to-one pairs is a longest common subsequence with weights; every cell through which a chain
passes that is nearly as good belongs to the band. So the band is narrow where the versions run
clearly in parallel, and wide where something is missing or nothing is known.

Source: margin, Artetxe, Schwenk, ACL 2019.

From: vectors, alignment.words. To: alignment.pairs. Not here: beads other than 1-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alignment.band import Band, around
from alignment.translation_table import Seeds
from alignment.words import Words

Floats32 = NDArray[np.float32]

PROJECTED = 128  # dimensions for words written alike: a chance similarity of about 0.09
NEAREST = 4  # neighbours whose mean similarity is what a pair has to beat
ADVANTAGE = 0.1  # that a pair of mutual neighbours has over no pair
LOSS = 0.8  # how much worse a chain may be than the best one and still widen the band
MARGIN = 3  # cells left free on each side


def band_of(left: Floats32, right: Floats32, *, loss: float = LOSS, margin: int = MARGIN) -> Band:
    """The band of the likely alignments.

    left, right: (n, d), (m, d) unit rows, or zero where nothing is known.
    """
    gain = _margins(left @ right.T) + np.float32(ADVANTAGE)
    gain[~left.any(axis=1)] = 0
    gain[:, ~right.any(axis=1)] = 0
    ahead = _best_chains(gain)
    behind = _best_chains(gain[::-1, ::-1])[::-1, ::-1]
    total = ahead + behind
    good = total >= total[0, 0] - loss
    first = good.argmax(axis=1)
    last = good.shape[1] - 1 - good[:, ::-1].argmax(axis=1)
    return around(first - margin, last + margin, len(right))


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
    total = np.zeros((len(words.starts) - 1, PROJECTED), np.float32)
    clause = np.repeat(np.arange(len(total)), np.diff(words.starts))
    np.add.at(total, clause, table[words.numbers])
    norms = np.linalg.norm(total, axis=1, keepdims=True)
    np.divide(total, norms, out=total, where=norms > 0)
    return total


def _margins(similarity: Floats32) -> Floats32:
    """Similarity less what the nearest neighbours of both rows have on average."""
    near = min(NEAREST, *similarity.shape)
    of_left = np.partition(similarity, -near, axis=1)[:, -near:].mean(axis=1)
    of_right = np.partition(similarity, -near, axis=0)[-near:].mean(axis=0)
    margin: Floats32 = similarity - (of_left[:, None] + of_right[None, :]) / 2
    return margin


def _best_chains(gain: Floats32) -> Floats32:
    """(n + 1, m + 1): the gain of the best chain within the first i rows and j columns."""
    best = np.zeros((gain.shape[0] + 1, gain.shape[1] + 1), np.float32)
    for i, row in enumerate(gain):
        reached = np.maximum(best[i, 1:], best[i, :-1] + row)
        np.maximum.accumulate(reached, out=best[i + 1, 1:])
    return best
