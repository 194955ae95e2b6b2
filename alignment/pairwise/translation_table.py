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

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import Groups, Scattered, Together, ranges, sums_by
from alignment.pairwise.words import Numbers, Vocabulary, Words, only

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
LONGEST_NUMBER = 63  # bits of an int64 without its sign
SPARSE = 10  # times as many pairs as there are meetings are sorted rather than looked up
LEAST_COMMON = 10  # occurrences up to which no word is common
COMMON = 0.006  # share of a version's words from which on a word teaches nothing
MOST_ALIKE = 6  # words that begin alike; more of them say nothing


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
    """Pairs of words known beforehand, and what each weighs: written alike 1 at most."""

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

    def only(self, which: NDArray[np.bool_]) -> Pairs:
        """(k,) says which of them."""
        return Pairs(self.spans[which], self.weights[which])

    def __add__(self, more: Pairs) -> Pairs:
        return Pairs(
            np.concatenate([self.spans, more.spans]), np.concatenate([self.weights, more.weights])
        )


NO_PAIRS = Pairs(np.zeros((0, 4), np.int64), np.zeros(0))


def seeds_of(left: Vocabulary, right: Vocabulary) -> Seeds:
    """Words written alike, and words that begin alike if not too many do."""
    found: list[tuple[int, int, float]] = []
    same: set[int] = set()
    for word in left.number_of.keys() & right.number_of.keys():
        if len(word) > 1 or word.isdigit():
            number = left.number_of[word]
            same.add(number)
            weight = 1.0 if word[0].isdigit() or len(word) > 3 else 0.5
            found.append((number, right.number_of[word], weight))
    for prefix in left.beginning.keys() & right.beginning.keys():
        alike = right.beginning[prefix]
        if len(alike) <= MOST_ALIKE:
            weight = 0.4 / len(alike) + 0.1
            found += [
                (n, o, weight) for n in left.beginning[prefix] if n not in same for o in alike
            ]
    columns = np.array(sorted(found), dtype=np.float64).reshape(-1, 3)
    return Seeds(columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2])


def learn(left: Words, right: Words, seeds: Seeds, pairs: Pairs) -> tuple[Table, Table]:
    """Tables from left to right and from right to left."""
    of_left, of_right = _Side(left.counts, left), _Side(right.counts, right)
    left, right = _uncommon(left), _uncommon(right)
    rights, lefts = _meetings(left, right, pairs)
    product = _Product(left.group, right.group)
    keys = product.keys(lefts.words, rights.words)
    seed_keys = product.keys(seeds.left, seeds.right)
    known, place = _numbered(np.concatenate([keys, seed_keys]), product.size)
    prior = sums_by(place[len(keys) :], seeds.weights * SEED_WEIGHT, len(known))
    place = place[: len(keys)]
    one, other = product.words(known)
    # The pairs are in the order of their left words.
    by_left = Together(np.bincount(one, minlength=len(left.group)))
    by_right = Scattered(other, len(right.group))
    forth = _Direction(by_left, one, other, of_left, of_right, prior)
    back = _Direction(by_right, other, one, of_right, of_left, prior)
    of_pair = Scattered(place, len(known))
    return _table(forth, of_pair, rights), _table(back, of_pair, lefts)


def _uncommon(words: Words) -> Words:
    """Without the words that stand nearly everywhere: they answer to anything."""
    most = np.maximum(COMMON * words.totals, LEAST_COMMON)
    return only(words, words.counts <= most[words.group])


class _Product:
    """A number for each pair of words of the same group, without holes."""

    def __init__(self, left: Numbers, right: Numbers) -> None:
        """left, right: (words,) the group of each word, rising."""
        groups = int(max(left.max(initial=0), right.max(initial=0))) + 1
        self._first = [np.searchsorted(words, np.arange(groups + 1)) for words in (left, right)]
        lefts, self._width = (np.diff(first) for first in self._first)
        self._before = np.concatenate([[0], np.cumsum(lefts * self._width)])
        self._group = left
        # The key of a pair is this of the left word, plus the number of the right one.
        self._base = (
            self._before[left]
            + (np.arange(len(left)) - self._first[0][left]) * self._width[left]
            - self._first[1][left]
        )

    @property
    def size(self) -> int:
        """Number of pairs there may be."""
        return int(self._before[-1])

    def keys(self, left: Numbers, right: Numbers) -> Numbers:
        """(k,): the number of each pair of words."""
        found: Numbers = self._base[left] + right
        return found

    def words(self, keys: Numbers) -> tuple[Numbers, Numbers]:
        """(k,) twice: the words of each pair."""
        group = np.searchsorted(self._before, keys, side="right") - 1
        row, column = np.divmod(keys - self._before[group], np.maximum(self._width[group], 1))
        return row + self._first[0][group], column + self._first[1][group]


def _numbered(keys: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The different keys, all below ``size``, in rising order, and where among them each one is."""
    if size > min(FITS_IN_MEMORY, SPARSE * len(keys)):
        return _sorted_out(keys, size)
    there = np.zeros(size, bool)
    there[keys] = True
    known = np.flatnonzero(there)
    place_of = np.empty(size, np.int32)
    place_of[known] = np.arange(len(known))
    return known, place_of[keys].astype(np.int64)


def _sorted_out(keys: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """As np.unique with its inverse, faster: a key and its place are sorted as one number."""
    bits = len(keys).bit_length()
    if size.bit_length() + bits > LONGEST_NUMBER:
        return np.unique(keys, return_inverse=True)
    both = keys << bits
    both |= np.arange(len(keys))
    both.sort()
    ordered = both >> bits
    both &= (1 << bits) - 1
    is_new = np.ones(len(keys), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    number = np.cumsum(is_new)
    number -= 1
    place = np.empty_like(keys)
    place[both] = number
    return ordered[is_new], place


@dataclass(frozen=True, slots=True)
class _Targets:
    """The occurrences of target words, once for each bead; some word of its source made each.

    meetings: which of them each meeting is about. occurrence: (targets,) position in
        the words of the side. share: (targets,) chance of each source word of the bead to have
        made it. weight: (targets,) of the bead. word: (occurrences,) its number.
    """

    meetings: Groups
    occurrence: Numbers
    share: Floats
    weight: Floats
    word: Numbers

    @property
    def words(self) -> Numbers:
        """(meetings,): the number of the target word."""
        return self.meetings.spread(self.word[self.occurrence])


def _meetings(left: Words, right: Words, pairs: Pairs) -> tuple[_Targets, _Targets]:
    """Each word occurrence of a bead's left side with each of its right side.

    As meetings that explain the right words by the left ones, and the left by the right.
    """
    a, b, c, d = pairs.spans.T
    begins = left.starts[a], right.starts[c]
    lefts, rights = left.starts[b] - begins[0], right.starts[d] - begins[1]
    few = (lefts * rights <= MOST_PAIRS) & (lefts > 0) & (rights > 0)
    lefts, rights, weights = lefts[few], rights[few], pairs.weights[few]
    # Each left occurrence in turn, with all right ones of its bead.
    across = np.repeat(rights, lefts)
    first_right = np.repeat(np.cumsum(rights) - rights, lefts)
    of_right, of_left = Scattered(ranges(first_right, across), int(rights.sum())), Together(across)
    return (
        _targets(right, of_right, begins=begins[1][few], sizes=(rights, lefts), weights=weights),
        _targets(left, of_left, begins=begins[0][few], sizes=(lefts, rights), weights=weights),
    )


def _targets(
    words: Words,
    meetings: Groups,
    *,
    begins: Numbers,
    sizes: tuple[Numbers, Numbers],
    weights: Floats,
) -> _Targets:
    """For each bead where its words begin, how many it has here and beyond, and its weight."""
    here, beyond = sizes
    share = np.repeat((1 - EMPTY_WORD) / beyond, here)
    occurrence = ranges(begins, here)
    return _Targets(meetings, occurrence, share, np.repeat(weights, here), words.numbers)


class _Side(NamedTuple):
    """How often each word stands in a version, and its words, common ones too."""

    counts: Numbers
    words: Words


@dataclass(frozen=True, slots=True)
class _Direction:
    """The word pairs that ever meet, seen from one side.

    by_source: which pairs are of the same source word. prior: counts known beforehand.
    """

    by_source: Groups
    source: Numbers
    target: Numbers
    source_side: _Side
    target_side: _Side
    prior: Floats


def _table(words: _Direction, of_pair: Groups, targets: _Targets) -> Table:
    of_target, in_all = words.target_side
    frequency = of_target / np.maximum(in_all.totals, 1)[in_all.group]
    counts = _expected_counts(words, of_pair, targets, frequency)
    values = counts / words.by_source.spread(words.by_source.sums(counts) + ADDED)
    explained = np.bincount(words.target, counts, len(of_target))
    coverage = explained / (np.maximum(of_target, explained) + ADDED)
    kept = np.flatnonzero(values > LEAST)
    kept = kept[np.argsort(words.source[kept], kind="stable")]
    per_source = np.bincount(words.source[kept], minlength=len(words.source_side.counts))
    return Table(
        starts=np.concatenate([[0], np.cumsum(per_source)]).astype(np.int64),
        targets=words.target[kept],
        values=values[kept],
        coverage=np.minimum(coverage, MOST_COVERED),
        frequency=frequency,
    )


def _expected_counts(
    words: _Direction, of_pair: Groups, targets: _Targets, frequency: Floats
) -> Floats:
    """How often each pair translates each other, after some rounds of EM.

    of_pair: which meetings are of the same pair of words.
    """
    if not len(targets.occurrence):
        return words.prior
    by_source, meetings, at = words.by_source, targets.meetings, targets.occurrence
    t = words.prior + 0.02
    t /= by_source.spread(by_source.sums(t))
    from_nowhere = EMPTY_WORD * frequency[targets.word]
    for _ in range(ROUNDS):
        parts = of_pair.spread(t)
        from_bead = meetings.sums(parts) * targets.share
        whole = np.bincount(at, from_bead, len(targets.word)) + from_nowhere
        parts *= meetings.spread(targets.share * targets.weight / whole[at])
        counts = of_pair.sums(parts) + words.prior
        t = counts / by_source.spread(by_source.sums(counts) + 0.3)
    counts = np.maximum(counts - DISCOUNT, 0)
    return np.where(words.prior > 0, np.maximum(counts, words.prior), counts)
