"""Which word translates which, learned from the document that is being aligned.

IBM Model 1 with an empty word, in both directions, from beads weighted by their probability. Words
that both versions write alike (numbers, symbols, names) are known to translate each other from the
start; words that begin alike probably do. A count that a single bead could have made is taken off
again, so that a bead does not vouch for itself.

*Coverage* says how much of a word's occurrences the table explains: a word that the table knows
well and that is missing on the other side speaks against a bead, a word it does not know is silent.

Source: Brown et al., Computational Linguistics 19(2), 1993.

From: pairwise.words, beads. To: pairwise.lexical. Not here: tables that were learned before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from alignment.pairwise.words import Numbers, Words, only

Floats = NDArray[np.float64]

ROUNDS = 4
EMPTY_WORD = 0.2  # prior probability that a word comes from no word of the other side
DISCOUNT = 0.5  # of a count: about what chance makes of a pair seen once
SEED_WEIGHT = 2.0  # counts that a pair written alike is worth
ADDED = 0.5  # to the denominator of t
LEAST = 1e-3  # smaller probabilities are left out
MOST_COVERED = 0.95
MOST_PAIRS = 6_000  # of words in a bead; a longer one would cost much and teach little
FITS_IN_MEMORY = 1 << 25  # pairs of words that are looked up in a table, 160 MiB at most
LEAST_COMMON = 10  # occurrences up to which no word is common
COMMON = 0.01  # share of a version's words from which on a word teaches nothing
PREFIX = 5  # letters that probable cognates share


@dataclass(frozen=True, slots=True)
class Table:
    """t(w' | w) of one direction, sparse by rows.

    starts: (source words + 1,); targets, values: (entries,), those of word w stand at
        ``starts[w]:starts[w + 1]``.
    coverage: (target words,) share of the occurrences that are explained.
    frequency: (target words,) relative frequency in the text, which a translation has to beat.
    """

    starts: Numbers
    targets: Numbers
    values: Floats
    coverage: Floats
    frequency: Floats


@dataclass(frozen=True, slots=True)
class Seeds:
    """Pairs of words known beforehand, with a weight up to 1."""

    left: Numbers
    right: Numbers
    weights: Floats


@dataclass(frozen=True, slots=True)
class Pairs:
    """Stretches of clauses that answer to each other: left[a:b] to right[c:d], how surely.

    spans: (k, 4) int64 a, b, c, d. weights: (k,).
    """

    spans: Numbers
    weights: Floats


NO_PAIRS = Pairs(np.zeros((0, 4), np.int64), np.zeros(0))


def seeds_of(left: Words, right: Words) -> Seeds:
    """Words written alike, and words that begin alike if not too many do."""
    number_of = {word: number for number, word in enumerate(right.vocabulary)}
    beginning: defaultdict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(right.vocabulary):
        if len(word) >= PREFIX:
            beginning[word[:PREFIX]].append(number)
    found: list[tuple[int, int, float]] = []
    for number, word in enumerate(left.vocabulary):
        same = number_of.get(word)
        if same is not None and (len(word) > 1 or word.isdigit()):
            found.append((number, same, 1.0 if word[0].isdigit() or len(word) > 3 else 0.5))
            continue
        alike = beginning.get(word[:PREFIX], []) if len(word) >= PREFIX else []
        if 0 < len(alike) <= 6:
            found += [(number, other, 0.4 / len(alike) + 0.1) for other in alike]
    columns = np.array(found, dtype=np.float64).reshape(-1, 3)
    return Seeds(columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2])


def learn(left: Words, right: Words, seeds: Seeds, pairs: Pairs) -> tuple[Table, Table]:
    """Tables from left to right and from right to left."""
    of_left, of_right = left.counts, right.counts
    left, right = _uncommon(left), _uncommon(right)
    meetings = _meetings(left, right, pairs)
    width = len(right.vocabulary)
    keys = left.numbers[meetings.left] * width + right.numbers[meetings.right]
    seed_keys = seeds.left * width + seeds.right
    known, place = _numbered(np.concatenate([keys, seed_keys]), len(left.vocabulary) * width)
    prior = sums_by(place[len(keys) :], seeds.weights * SEED_WEIGHT, len(known))
    lefts, rights = known // max(width, 1), known % max(width, 1)
    place = place[: len(keys)]
    there = _Direction(lefts, rights, of_left, of_right, prior)
    back = _Direction(rights, lefts, of_right, of_left, prior)
    forth = meetings.seen_from(meetings.right, right.numbers)
    return _table(there, place, forth), _table(
        back, place, meetings.seen_from(meetings.left, left.numbers)
    )


def _uncommon(words: Words) -> Words:
    """Without the words that stand nearly everywhere: they answer to anything."""
    return only(words, words.counts <= max(COMMON * len(words.numbers), LEAST_COMMON))


def _numbered(keys: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The different keys, all below ``size``, in rising order, and where among them each one is."""
    if size > FITS_IN_MEMORY:
        known, place = np.unique(keys, return_inverse=True)
        return known, place
    there = np.zeros(size, bool)
    there[keys] = True
    known = np.flatnonzero(there)
    place_of = np.empty(size, np.int32)
    place_of[known] = np.arange(len(known))
    return known.astype(np.int64), place_of[keys].astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Targets:
    """Every meeting belongs to an occurrence of a target word, which one source word made."""

    occurrence: Numbers  # (meetings,)
    length: Floats  # (meetings,): source words in the bead
    weight: Floats  # (meetings,): of the bead
    word: Numbers  # (occurrences,)


@dataclass(frozen=True, slots=True)
class _Meetings:
    """Each word occurrence of a bead's left side with each of its right side."""

    left: Numbers  # positions in left.numbers
    right: Numbers
    bead: Numbers
    sizes: NDArray[np.int64]  # (beads, 2)
    weights: Floats

    def seen_from(self, positions: Numbers, numbers: Numbers) -> _Targets:
        side = 0 if positions is self.right else 1
        return _Targets(
            positions, self.sizes[self.bead, side].astype(float), self.weights[self.bead], numbers
        )


def _meetings(left: Words, right: Words, pairs: Pairs) -> _Meetings:
    a, b, c, d = pairs.spans.T
    begin_left, begin_right = left.starts[a], right.starts[c]
    sizes = np.stack([left.starts[b] - begin_left, right.starts[d] - begin_right], axis=1)
    products = sizes[:, 0] * sizes[:, 1]
    products[products > MOST_PAIRS] = 0
    bead = np.repeat(np.arange(len(products)), products)
    inside = np.arange(len(bead)) - np.repeat(np.cumsum(products) - products, products)
    across = np.maximum(sizes[bead, 1], 1)
    return _Meetings(
        begin_left[bead] + inside // across,
        begin_right[bead] + inside % across,
        bead,
        sizes,
        pairs.weights,
    )


@dataclass(frozen=True, slots=True)
class _Direction:
    """The word pairs that ever meet, seen from one side. prior: counts known beforehand."""

    source: Numbers
    target: Numbers
    source_counts: Numbers
    target_counts: Numbers
    prior: Floats


def _table(words: _Direction, place: Numbers, targets: _Targets) -> Table:
    frequency = words.target_counts / max(words.target_counts.sum(), 1)
    counts = _expected_counts(words, place, targets, frequency)
    totals = np.bincount(words.source, counts, len(words.source_counts)) + ADDED
    values = counts / totals[words.source]
    explained = np.bincount(words.target, counts, len(words.target_counts))
    coverage = explained / (np.maximum(words.target_counts, explained) + ADDED)
    kept = np.flatnonzero(values > LEAST)
    kept = kept[np.argsort(words.source[kept], kind="stable")]
    per_source = np.bincount(words.source[kept], minlength=len(totals))
    return Table(
        starts=np.concatenate([[0], np.cumsum(per_source)]).astype(np.int64),
        targets=words.target[kept],
        values=values[kept],
        coverage=np.minimum(coverage, MOST_COVERED),
        frequency=frequency,
    )


def _expected_counts(
    words: _Direction, place: Numbers, targets: _Targets, frequency: Floats
) -> Floats:
    """How often each pair translates each other, after some rounds of EM."""
    sources = len(words.source_counts)
    if not len(place):
        return words.prior
    t = words.prior + 0.02
    t /= np.bincount(words.source, t, sources)[words.source]
    from_nowhere = EMPTY_WORD * frequency[targets.word]
    share = (1 - EMPTY_WORD) / targets.length
    counts = words.prior
    for _ in range(ROUNDS):
        parts = t[place] * share
        whole = np.bincount(targets.occurrence, parts, len(targets.word)) + from_nowhere
        parts *= targets.weight / whole[targets.occurrence]
        counts = np.bincount(place, parts, len(words.source)) + words.prior
        t = counts / (np.bincount(words.source, counts, sources) + 0.3)[words.source]
    counts = np.maximum(counts - DISCOUNT, 0)
    return np.where(words.prior > 0, np.maximum(counts, words.prior), counts)


def join(documents: Sequence[Pairs], places: NDArray[np.int64]) -> Pairs:
    """The pairs of several documents as those of one.

    places: (documents, 2) clauses that stand before each document, left and right.
    """
    moved = [pairs.spans + place.repeat(2) for pairs, place in zip(documents, places, strict=True)]
    return Pairs(np.concatenate(moved), np.concatenate([pairs.weights for pairs in documents]))
