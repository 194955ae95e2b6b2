"""Learn which words translate each other from texts and their translations, by EM.

IBM Model 1 in both directions at once: in every round a pair of words gets the product of its two
posteriors, so that only what both directions believe is counted (alignment by agreement). Where a
word stands in its text counts a little, as in fast_align. Training begins with how much more often
than by chance two words meet, not with equal shares.

Source: Liang, Taskar, Klein, HLT-NAACL 2006; Dyer, Chahuneau, Smith, NAACL 2013.

From: lexicon.streams. To: the command that makes the base table. Not here: reading, packing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Joint, summed
from alignment.lexicon.streams import Batch, Numbers, Streams, batches
from alignment.pairwise.arrays import sums_by

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

ROUNDS = 5
EMPTY_WORD = 0.1  # weight of "comes from no word" against one word of the other text
DIAGONAL = 2.0  # how fast a pair loses by standing at different places of its texts
ADDED = 0.3  # to the count of a word when it is divided by: what is seen once is not sure
LEAST_DICE = 0.003  # pairs that meet less than that are no candidates
LEAST_COUNT = 1e-3  # pairs that end below it are left out
TINY = 1e-9
_MOST_KEYS = 30_000_000  # waiting to be added up: 0.5 GB


@dataclass(frozen=True, slots=True)
class Learned:
    """joint: expected counts. seen_left, seen_right: how often each word stood in the texts."""

    joint: Joint
    seen_left: Floats
    seen_right: Floats


@dataclass(frozen=True, slots=True)
class _Cells:
    """A batch and the pairs of words in it.

    keys: rising, each once, -1 for cells where a text has ended. place: (r, n, m) int32 among them.
    """

    batch: Batch
    keys: Numbers
    place: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """A batch, the candidate of each of its cells, and the weight of its rows.

    candidates: (r, n, m) int32; the number of candidates where a cell is none.
    """

    batch: Batch
    candidates: NDArray[np.int32]
    weights: Floats32


def learn(
    left: Streams, right: Streams, weights: Floats, *, sizes: tuple[int, int], rounds: int = ROUNDS
) -> Learned:
    """Expected counts of pairs of words over rows of translations.

    left, right: row i of one is the translation of row i of the other; a row that is empty on one
        side teaches nothing. weights: (rows,) how often each row counts.
    sizes: how many words each language has.
    """
    which = np.flatnonzero((left.sizes > 0) & (right.sizes > 0))
    found = [_cells(batch, sizes[1]) for batch in batches(left, right, which)]
    seen_left = _seen(left, which, weights, sizes[0])
    seen_right = _seen(right, which, weights, sizes[1])
    keys, counts = _candidates(found, weights, seen_left, seen_right)
    meetings = [_meeting(cells, keys, weights) for cells in found]
    joint = Joint.of(keys, counts, sizes)
    frequencies = (_shares(seen_left), _shares(seen_right))
    for number in range(rounds):
        counts = _round(joint, meetings, frequencies, added=ADDED if number else TINY)
        joint = Joint(joint.starts, joint.targets, counts, joint.columns)
    kept = joint.counts >= LEAST_COUNT
    return Learned(Joint.of(joint.keys[kept], joint.counts[kept], sizes), seen_left, seen_right)


def _seen(streams: Streams, which: Numbers, weights: Floats, size: int) -> Floats:
    used = streams.rows(which)
    return sums_by(used.numbers.astype(np.int64), np.repeat(weights[which], used.sizes), size)


def _shares(seen: Floats) -> Floats32:
    shares: Floats32 = (seen / max(float(seen.sum()), 1.0)).astype(np.float32)
    return shares


def _cells(batch: Batch, columns: int) -> _Cells:
    left, right = batch.left[:, :, None].astype(np.int64), batch.right[:, None, :]
    cells = np.where((left >= 0) & (right >= 0), left * columns + right, -1)
    keys, place = np.unique(cells, return_inverse=True)
    return _Cells(batch, keys, place.reshape(cells.shape).astype(np.int32))


def _candidates(
    found: Iterable[_Cells], weights: Floats, seen_left: Floats, seen_right: Floats
) -> tuple[Numbers, Floats]:
    """Keys of pairs that meet often enough, and what training begins with."""
    columns = len(seen_right)
    waiting: list[tuple[Numbers, Floats]] = []
    for cells in found:
        of_rows = np.broadcast_to(weights[cells.batch.rows][:, None, None], cells.place.shape)
        counts = sums_by(cells.place.ravel().astype(np.int64), of_rows.ravel(), len(cells.keys))
        waiting.append((cells.keys, counts))
        if sum(len(keys) for keys, _ in waiting) > _MOST_KEYS:
            waiting = [_added(waiting)]
    keys, counts = _added(waiting)
    is_pair = keys >= 0
    keys, counts = keys[is_pair], counts[is_pair]
    dice = 2 * counts / (seen_left[keys // columns] + seen_right[keys % columns])
    kept = dice > LEAST_DICE
    return keys[kept], (counts * dice)[kept]


def _added(parts: list[tuple[Numbers, Floats]]) -> tuple[Numbers, Floats]:
    if not parts:
        return np.empty(0, np.int64), np.empty(0)
    return summed(np.concatenate([one for one, _ in parts]), np.concatenate([c for _, c in parts]))


def _meeting(cells: _Cells, keys: Numbers, weights: Floats) -> _Meeting:
    place = np.searchsorted(keys, cells.keys)
    place[place == len(keys)] = 0
    is_candidate = keys[place] == cells.keys if len(keys) else np.zeros(len(cells.keys), bool)
    numbers = np.where(is_candidate, place, len(keys)).astype(np.int32)
    of_rows = weights[cells.batch.rows].astype(np.float32)
    return _Meeting(cells.batch, numbers[cells.place], of_rows)


def _round(
    joint: Joint,
    meetings: Iterable[_Meeting],
    frequencies: tuple[Floats32, Floats32],
    *,
    added: float,
) -> Floats:
    """(candidates,): expected counts, given those of the round before."""
    sources, size = joint.sources, len(joint.counts)
    columns = sums_by(joint.targets, joint.counts, joint.columns)
    there = _padded(joint.counts / (joint.totals[sources] + added))
    back = _padded(joint.counts / (columns[joint.targets] + added))
    counts = np.zeros(size + 1)
    for meeting in meetings:
        batch, cells = meeting.batch, meeting.candidates
        beside = diagonal(batch)
        both = posterior(there[cells] * beside, frequencies[1][batch.right], axis=1)
        both *= posterior(back[cells] * beside, frequencies[0][batch.left], axis=2)
        both *= meeting.weights[:, None, None]
        counts += np.bincount(cells.ravel(), both.ravel(), size + 1)
    return counts[:size]


def _padded(values: Floats) -> Floats32:
    """With a 0 behind the last, for cells that are no candidates."""
    return np.append(values, 0).astype(np.float32)


def posterior(likelihood: Floats32, frequency: Floats32, *, axis: int) -> Floats32:
    """How probably each word of one text comes from each word of the other.

    likelihood: (r, n, m), changed in place; 1: the words of the right text (m) each come from one
    of the left (axis 1) or from none. frequency: (r, m) or, for axis 2, (r, n) of these words in
    the language at large, which is how probable they are if they come from none.
    """
    from_none = EMPTY_WORD * likelihood.shape[axis] * np.expand_dims(frequency, axis) + TINY
    likelihood /= likelihood.sum(axis=axis, keepdims=True) + from_none
    return likelihood


def diagonal(batch: Batch, *, slope: float = DIAGONAL) -> Floats32:
    """(r, n, m): in (0, 1], falling as words stand at less alike places of their texts."""
    n, m = batch.left.shape[1], batch.right.shape[1]
    left = (np.arange(n, dtype=np.float32) + 0.5) / batch.left_sizes[:, None].astype(np.float32)
    right = (np.arange(m, dtype=np.float32) + 0.5) / batch.right_sizes[:, None].astype(np.float32)
    apart: Floats32 = np.abs(left[:, :, None] - right[:, None, :])
    near: Floats32 = np.exp(-np.float32(slope) * apart)
    return near
