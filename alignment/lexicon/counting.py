"""What units teach: how often their words stand for each other, as the base table sees it.

One step of EM from the base table: words that it knows find their partners by it, words that it
does not know share what is left of the other side, words written alike attract each other. What a
unit teaches depends on that unit and the base table alone, and is counted in whole 256ths: so the
sum over a corpus is the same in whatever order its units came, and a unit that goes takes with it
exactly what it brought.

From: lexicon.part. To: the same. Not here: reading units, keeping what they taught.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Floats, Joint
from alignment.lexicon.learning import diagonal, posterior
from alignment.lexicon.streams import Batch, Numbers, Streams, batches
from alignment.pairwise.arrays import sums_by

Floats32 = NDArray[np.float32]

ONE = 256  # a pair of words that is sure of each other, once, in a unit that is sure
LEAST = 0.2  # a surer pair of words than that is counted
NEW = 0.02  # likelihood of a pair of words of which nothing is known
ALIKE = 0.5  # of one written alike


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of the words of one language, beside another.

    unknown: (terms,) float32, 1 less their coverage. frequency: (terms,) float32 in the language.
    """

    unknown: Floats32
    frequency: Floats32


@dataclass(frozen=True, slots=True)
class Prior:
    """What the base table says of a pair of languages, in the corpus's numbering.

    keys: (entries,) rising, ``left * len(right.unknown) + right``. forth, back: (entries + 1,)
    float32, t(right | left) and t(left | right), 0 at the end. alike: (left terms,) the right term
    that is written alike, -2 for none.
    """

    keys: Numbers
    forth: Floats32
    back: Floats32
    left: Side
    right: Side
    alike: NDArray[np.int32]


def prior(base: Joint, left: Side, right: Side, alike: NDArray[np.int32]) -> Prior:
    """From the base table's counts; further terms of the corpus have higher numbers."""
    columns = sums_by(base.targets, base.counts, base.columns)
    forth = base.counts / base.totals[base.sources] * (1 - left.unknown[base.sources])
    back = base.counts / columns[base.targets] * (1 - right.unknown[base.targets])
    keys = base.sources * len(right.unknown) + base.targets
    return Prior(keys, _padded(forth), _padded(back), left, right, alike)


def taught(left: Streams, right: Streams, weights: Floats, known: Prior) -> tuple[Numbers, Numbers]:
    """Keys of pairs of words and how often they stand for each other, in 256ths, as they come.

    left, right: the same units in two languages; those that lack one teach nothing.
    weights: (units,) in [0, 1], how far each is believed.
    """
    which = np.flatnonzero((left.sizes > 0) & (right.sizes > 0) & (weights > 0))
    keys, counts = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for batch in batches(left, right, which):
        cells, both = _posteriors(batch, known)
        both[both < LEAST] = 0
        both *= weights[batch.rows].astype(np.float32)[:, None, None]
        count = np.rint(both * ONE).astype(np.int64)
        kept = count > 0
        keys.append(cells[kept])
        counts.append(count[kept])
    return np.concatenate(keys), np.concatenate(counts)


def _posteriors(batch: Batch, known: Prior) -> tuple[Numbers, Floats32]:
    """(r, n, m) keys of the cells, and the geometric mean of both directions' posteriors."""
    columns = len(known.right.unknown)
    left, right = batch.left[:, :, None].astype(np.int64), batch.right[:, None, :]
    there = (left >= 0) & (right >= 0)
    cells = np.where(there, left * columns + right, -1)
    place = np.searchsorted(known.keys, cells)
    place[place == len(known.keys)] = 0
    if len(known.keys):
        place[known.keys[place] != cells] = len(known.keys)
    unknown = known.left.unknown[batch.left][:, :, None] * known.right.unknown[batch.right][:, None]
    unknown *= np.where(known.alike[batch.left][:, :, None] == right, ALIKE, NEW)
    unknown *= there
    beside = diagonal(batch)
    both = posterior((known.forth[place] + unknown) * beside, _at(known.right, batch.right), axis=1)
    both *= posterior((known.back[place] + unknown) * beside, _at(known.left, batch.left), axis=2)
    return cells, np.sqrt(both)


def _at(side: Side, numbers: NDArray[np.int32]) -> Floats32:
    return side.frequency[numbers]


def _padded(values: Floats) -> Floats32:
    return np.append(values, 0).astype(np.float32)
