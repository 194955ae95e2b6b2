"""Several pairs of versions laid out as one, so that each step of the work is done once for all.

NumPy takes as long over twelve numbers as over a hundred, and six versions of a resolution are
fifteen pairs of a dozen clauses. So the pairs are put one behind the other (pairwise.band.Blocks),
with an empty clause after each. Documents that teach each other words are of one *group*; words of
different groups have nothing to do with each other.

From: pairwise.text. To: pairwise.pairs, evidence. Not here: what is made of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.mutual import mutual, numbered
from alignment.pairwise.arrays import keep_freed_memory
from alignment.pairwise.band import Blocks
from alignment.pairwise.text import Text
from alignment.pairwise.translation_table import Seeds, seeds_of
from alignment.pairwise.words import Vocabulary, Words, merged

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Numbers = NDArray[np.int64]

KNOWN = 2.0  # what a pair of the lexicon at its strongest weighs, where one written alike weighs 1

Number = TypeVar("Number", bound=np.generic)
Pair = tuple[Text, Text]
Group = Sequence[Pair]  # documents in the same two languages that teach each other


@dataclass(frozen=True, slots=True)
class Half:
    """One side of all pairs: as pairwise.text.Text, with an empty clause between two pairs.

    letters: in a measure common to both sides of a pair. labels: numbers, 0 for none.
    """

    words: Words
    letters: Floats
    stops: Numbers
    labels: Numbers
    vectors: Floats32
    weighted: Floats32


@dataclass(frozen=True, slots=True)
class Stack:
    """Pairs of versions, one behind the other; blocks: where each stands.

    group: (blocks,) rising, which of the groups each is of.
    seeds: words that are known to translate each other; alike: those of them written alike.
    """

    pairs: tuple[Pair, ...]
    group: Numbers
    left: Half
    right: Half
    blocks: Blocks
    seeds: Seeds
    alike: Seeds


def stacked(groups: Sequence[Group]) -> Stack:
    """All pairs of all groups, in this order; no version is empty."""
    keep_freed_memory()
    pairs = tuple(pair for group in groups for pair in group)
    vocabularies = [[merged([pair[at].vocabulary for pair in g]) for g in groups] for at in (0, 1)]
    # Both sides in letters of the geometric mean of the two, so that turning changes nothing.
    ratios = np.array([float(np.sqrt(b.letters.sum() / a.letters.sum())) for a, b in pairs])
    sizes = np.array([[len(left), len(right)] for left, right in pairs])
    spelt = sorted({label for pair in pairs for text in pair for label in text.labels} - {""})
    number_of = {"": 0} | {label: number for number, label in enumerate(spelt, 1)}
    halves = [
        _half([pair[at] for pair in pairs], vocabularies[at], scale, number_of)
        for at, scale in ((0, ratios), (1, 1 / ratios))
    ]
    langs = [(group[0][0].side.lang, group[0][1].side.lang) for group in groups]
    alike, known = _seeds(vocabularies[0], vocabularies[1], langs)
    group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return Stack(
        pairs, group, halves[0], halves[1], Blocks(sizes), _together([alike, known]), alike
    )


Merged = tuple[Vocabulary, list[Numbers]]


def _half(
    texts: Sequence[Text], vocabularies: Sequence[Merged], scale: Floats, number_of: dict[str, int]
) -> Half:
    labels = [np.array([number_of[label] for label in text.labels], np.int64) for text in texts]
    return Half(
        words=_words(texts, vocabularies),
        letters=_laid([t.letters * s for t, s in zip(texts, scale.tolist(), strict=True)]),
        stops=_laid([text.stops for text in texts]),
        labels=_laid(labels),
        vectors=_laid([text.vectors for text in texts]),
        weighted=_laid([text.weighted for text in texts]),
    )


def _laid(parts: Sequence[NDArray[Number]]) -> NDArray[Number]:
    """One behind the other, a row of zeros between two."""
    if len(parts) == 1:
        return parts[0]
    gap = np.zeros_like(parts[0], shape=(1, *parts[0].shape[1:]))
    return np.concatenate([part for one in parts for part in (gap, one)][1:])


def _words(texts: Sequence[Text], vocabularies: Sequence[Merged]) -> Words:
    """The words of all texts, those of each vocabulary numbered after those of the one before."""
    sizes = [len(vocabulary.words) for vocabulary, _ in vocabularies]
    before = np.concatenate([[0], np.cumsum(sizes)])
    new = [
        known + first for (_, of), first in zip(vocabularies, before, strict=False) for known in of
    ]
    counts = [np.diff(text.words.starts) for text in texts]
    return Words(
        np.concatenate([one[t.words.numbers] for one, t in zip(new, texts, strict=True)]),
        np.concatenate([[0], np.cumsum(_laid(counts))]).astype(np.int64),
        np.repeat(np.arange(len(sizes)), sizes),
    )


def _seeds(
    left: Sequence[Merged], right: Sequence[Merged], langs: Sequence[tuple[str, str]]
) -> tuple[Seeds, Seeds]:
    """Each group's words that are written alike, and those that the lexicon knows."""
    numbers: dict[tuple[int, str], Numbers] = {}  # a version of six is in five groups
    parts: tuple[list[Seeds], list[Seeds]] = ([], [])
    before = [np.cumsum([0, *(len(v.words) for v, _ in half)]) for half in (left, right)]
    for group, of_group in enumerate(langs):
        halves = left[group][0], right[group][0]
        alike = seeds_of(*halves)
        keys = [(id(half), lang) for half, lang in zip(halves, of_group, strict=True)]
        for half, key in zip(halves, keys, strict=True):
            if key not in numbers:
                numbers[key] = numbered(half.words, key[1])
        known = mutual(numbers[keys[0]], numbers[keys[1]], of_group)
        first, second = before[0][group], before[1][group]
        parts[0].append(Seeds(alike.left + first, alike.right + second, alike.weights))
        parts[1].append(Seeds(known.left + first, known.right + second, KNOWN * known.strength))
    return _together(parts[0]), _together(parts[1])


def _together(parts: Sequence[Seeds]) -> Seeds:
    return Seeds(
        np.concatenate([seeds.left for seeds in parts]),
        np.concatenate([seeds.right for seeds in parts]),
        np.concatenate([seeds.weights for seeds in parts]),
    )
