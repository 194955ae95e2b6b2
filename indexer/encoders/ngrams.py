"""What the order of a text's tokens says: convolutions over two, three and five tokens.

The network is Google's Universal Sentence Encoder, multilingual, version 3, which learned from
translations and from questions and answers. A token's vector is projected and levelled; twice, each
window of tokens adds to its middle one what the window says; all that is known of the tokens is
levelled and summed over the text; dense layers do the rest. Of the windows of five only those
channels are kept that weigh the tokens against each other; the others could be told from the rest.

What depends on one token alone is computed once for each kind of token and kept, the first
convolution included, as the windows' projections add up. Texts lie one after another with a gap of
nothing between them, so that no window sees two.

From: token ids. To: encoders.blend_encoder, which gives the weights. Not here: tokenizing.
Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL 2020.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.encoders.weights import Floats, Table

CORES = os.cpu_count() or 1
TOKENS_AT_ONCE = 16_384  # whose kinds are looked up together
BYTES_KEPT = 80 << 20  # of what depends on a kind of token alone: some ten thousand kinds
FORGOTTEN = 0.5  # of how often a kind was used, with each lot of tokens looked up
GAP = 0  # the row of what stands between texts
KINDS_A_STEP = 512  # learned at once
TOKENS_A_STEP = 1_024  # through the convolutions at once: what a cache holds
ORDERS = (2, 3, 5)
EPSILON = 1e-6  # added to a variance
_REACH = max(ORDERS) // 2  # tokens that a window reaches over on each side of its middle
_EDGE = 2 * _REACH  # gaps before the first text of a step and after its last: of two layers

Numbers = NDArray[np.int64]
_Part = tuple[Numbers, Numbers]  # rows of the texts' tokens, and how many each text has


@dataclass(frozen=True, slots=True)
class Convolution:
    """One order: two layers that see the same windows.

    first, second: ``order`` matrices, (width, width or kept), one a place in the window, and bias.
    kept: channels of the first layer that the second has too.
    """

    order: int
    kept: NDArray[np.uint8]
    first: list[Floats]
    first_bias: Floats
    second: list[Floats]
    second_bias: Floats

    @property
    def width(self) -> int:
        """Channels of the first layer."""
        return len(self.first_bias)


class _Kinds:
    """What is known of some kinds of tokens; row 0 is the gap between texts, zeros.

    vectors: (rows, d); levelled: by order, (rows, width); windows: by order, for each place in the
    window (rows, width), what a token there adds to the middle one. sums, squares: (rows,) of
    ``vectors`` over d. A row that is needed is taken from the kind that was used least of late.
    """

    def __init__(self, tokens: int, size: int, rows: int, layers: list[Convolution]) -> None:
        """tokens: how many kinds there are; rows: how many can be known at a time."""

        def empty(columns: int) -> Floats:
            found = np.empty((rows + 1, columns), np.float32)
            found[GAP] = 0
            return found

        self.vectors = empty(size)
        self.levelled = [empty(one.width) for one in layers]
        self.windows = [[empty(one.width) for _ in one.first] for one in layers]
        self.sums, self.squares = empty(1)[:, 0], empty(1)[:, 0]
        self._row_of = np.full(tokens, -1, np.int64)
        self._token_of = np.full(rows + 1, -1, np.int64)
        self._used = np.zeros(rows + 1, np.float32)  # of late
        self._used[GAP] = np.inf  # is never given away
        self._filled = 1  # rows

    def rows_of(self, tokens: Numbers) -> Numbers:
        """(n,) where each token stands; all of them were taken in before."""
        return self._row_of[tokens]

    @property
    def room(self) -> int:
        """How many kinds can be known at a time."""
        return len(self.vectors) - 1

    def take_in(self, kinds: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
        """Give each of these kinds a row; those that are new, and their rows, which are to fill.

        kinds: each once, no more than there is room for. counts: how often each is used.
        """
        self._used *= FORGOTTEN
        rows = self._row_of[kinds]
        known = rows >= 0
        self._used[rows[known]] += counts[known]
        new = kinds[~known]
        taken = self._rows_for(len(new), spared=rows[known])
        self._row_of[new], self._token_of[taken] = taken, new
        self._used[taken] = counts[~known]
        return new, taken

    def _rows_for(self, n: int, *, spared: Numbers) -> Numbers:
        """Rows that are still empty, then those whose kinds were used least, which are given up."""
        empty = np.arange(self._filled, min(self._filled + n, len(self.vectors)))
        self._filled += len(empty)
        if len(empty) == n:
            return empty
        worth = self._used.copy()
        worth[spared] = worth[empty] = np.inf
        given_up = np.argpartition(worth, n - len(empty))[: n - len(empty)]
        self._row_of[self._token_of[given_up]] = -1
        return np.concatenate([empty, np.sort(given_up)])


class Ngrams:
    """The network. It works on all cores, and for one caller at a time."""

    def __init__(self, pieces: Table, own: dict[str, Floats]) -> None:
        """pieces: a vector a token; own: the arrays of the network by name."""
        self._pieces = pieces
        self._own = own
        self._convolutions = [_convolution(own, order) for order in ORDERS]
        numbers = pieces.shape[1] + sum(one.width * (one.order + 1) for one in self._convolutions)
        self._rows = BYTES_KEPT // (4 * numbers)
        self._kinds: _Kinds | None = None
        self.dimension = own["out"].shape[1]

    def vectors(self, ids: list[list[int]]) -> Floats:
        """(n, dimension) float32, not of unit length; of a text without tokens a row of zeros."""
        return self.dense(self.pooled(ids))

    def pooled(self, ids: list[list[int]]) -> Floats:
        """(n, dimension) what the dense layers get: sums, mapped, over the root of the length."""
        counts = np.array([len(one) for one in ids], np.float32)[:, None]
        pooled: Floats = self.sums(ids) @ self._own["pool"] + counts * self._own["pool_bias"]
        pooled /= np.sqrt(np.maximum(counts, 1))
        return pooled

    def sums(self, ids: list[list[int]]) -> Floats:
        """(n, d + channels kept): vectors and windows of a text's tokens, levelled and summed."""
        sums = np.zeros((len(ids), self._own["pool"].shape[0]), np.float32)
        with ThreadPoolExecutor(CORES) as threads:
            for some in _groups([len(one) for one in ids], TOKENS_AT_ONCE):
                counts = np.array([len(one) for one in ids[some]])
                flat = np.fromiter(chain.from_iterable(ids[some]), np.int64, count=counts.sum())
                kinds = self._known(flat, threads)
                steps = list(_groups(counts.tolist(), TOKENS_A_STEP))
                parts = _parts(kinds.rows_of(flat), counts, steps)
                each = threads.map if len(steps) > 1 else map
                found = each(partial(self._step, kinds), parts)
                for few, levelled in zip(steps, found, strict=True):
                    sums[some][few] = levelled
        return sums

    def _known(self, tokens: Numbers, threads: ThreadPoolExecutor) -> _Kinds:
        """What is known of these tokens, after computing what is not known yet."""
        kinds, counts = np.unique(tokens, return_counts=True)
        known = self._kinds
        if known is None or len(kinds) > known.room:
            room = max(self._rows, len(kinds))
            known = self._kinds = _Kinds(*self._pieces.shape, room, self._convolutions)
        new, rows = known.take_in(kinds, counts)
        some = [slice(n, n + KINDS_A_STEP) for n in range(0, len(new), KINDS_A_STEP)]
        each = threads.map if len(some) > 1 else map
        for _ in each(lambda one: self._learn(known, rows[one], new[one]), some):
            pass
        return known

    def _learn(self, known: _Kinds, rows: Numbers, tokens: Numbers) -> None:
        """Fill these rows with what depends on these tokens alone."""
        vectors = self._pieces.rows(tokens)
        levelled = vectors @ self._own["project"]
        levelled += self._own["project_bias"]
        _level(levelled)
        levelled *= self._own["level_gain"]
        levelled += self._own["level_shift"]
        known.vectors[rows] = vectors
        known.sums[rows] = vectors.sum(axis=1)
        known.squares[rows] = np.einsum("ij,ij->i", vectors, vectors)
        ends = np.cumsum([one.width for one in self._convolutions])
        for n, one in enumerate(self._convolutions):
            own = levelled[:, ends[n] - one.width : ends[n]]
            known.levelled[n][rows] = own
            middle = (one.order - 1) // 2
            for place, matrix in enumerate(one.first):
                said = own @ matrix
                if place == middle:
                    said += one.first_bias
                known.windows[n][place][rows] = said

    def _step(self, kinds: _Kinds, part: _Part) -> Floats:
        """Texts of about TOKENS_A_STEP tokens, levelled and summed."""
        places, counts = part
        tokens, text_of = _laid_out(places, counts)
        inner = slice(_EDGE, len(tokens) - _EDGE)
        found = [
            _convolved(one, tokens, kinds.windows[n], kinds.levelled[n])
            for n, one in enumerate(self._convolutions)
        ]
        own = tokens[inner]
        size = self._own["pool"].shape[0]
        mean = (kinds.sums[own] + sum(one.sum(axis=1) for one in found)) / size
        square = (kinds.squares[own] + sum(np.einsum("ij,ij->i", one, one) for one in found)) / size
        weight = 1 / np.sqrt(square - mean * mean + EPSILON)
        chosen = np.zeros((len(counts), len(own)), np.float32)
        real = np.flatnonzero(text_of >= 0)
        chosen[text_of[real], real] = weight[real]
        sums = [chosen @ kinds.vectors[own], *(chosen @ one for one in found)]
        levelled: Floats = np.concatenate(sums, axis=1)
        levelled -= (chosen @ mean)[:, None]
        return levelled

    def dense(self, pooled: Floats) -> Floats:
        """(n, dimension) what the dense layers make of what is pooled."""
        own = self._own
        hidden = np.maximum(pooled @ own["first"], 0) @ own["first_out"]
        hidden += pooled @ own["first_past"]
        np.maximum(hidden, 0, out=hidden)
        found: Floats = np.maximum(hidden @ own["second"], 0) @ own["out"]
        found += hidden @ own["second_past"]
        np.tanh(found, out=found)
        return found


def _convolution(own: dict[str, Floats], order: int) -> Convolution:
    bias = own[f"order{order}.first_bias"], own[f"order{order}.second_bias"]
    width = len(bias[0])
    first, second = (
        list(own[f"order{order}.{layer}"].reshape(order, width, -1))
        for layer in ("first", "second")
    )
    kept = own[f"order{order}.kept"].astype(np.uint8)
    return Convolution(order, kept, first, bias[0], second, bias[1])


def _convolved(
    one: Convolution, tokens: Numbers, windows: list[Floats], levelled: Floats
) -> Floats:
    """(inner tokens, kept) after both layers; of a gap whatever comes out."""
    left = _REACH - (one.order - 1) // 2
    n = len(tokens) - 2 * _REACH
    hidden = windows[0][tokens[left : left + n]]
    for place in range(1, one.order):
        hidden += windows[place][tokens[left + place : left + place + n]]
    np.maximum(hidden, 0, out=hidden)
    middle = tokens[_REACH:-_REACH]
    hidden += levelled[middle]
    hidden[middle == GAP] = 0
    m = n - 2 * _REACH
    found = hidden[left : left + m] @ one.second[0]
    for place in range(1, one.order):
        found += hidden[left + place : left + place + m] @ one.second[place]
    found += one.second_bias
    np.maximum(found, 0, out=found)
    own = hidden[_REACH:-_REACH]
    found += own if len(one.kept) == one.width else own[:, one.kept]
    return found


def _laid_out(flat: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Tokens with _REACH gaps between texts, _EDGE at both ends; of each within, its text or -1."""
    starts = _EDGE + np.cumsum(counts + _REACH) - counts - _REACH
    text_of = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
    places += np.repeat(starts, counts)
    tokens = np.full(int(counts.sum()) + _REACH * (len(counts) - 1) + 2 * _EDGE, GAP)
    tokens[places] = flat
    owners = np.full(len(tokens) - 2 * _EDGE, -1)
    owners[places - _EDGE] = text_of
    return tokens, owners


def _level(values: Floats) -> None:
    """Of each row, in place, take its mean and divide by its standard deviation."""
    values -= values.mean(axis=1, keepdims=True)
    square = np.einsum("ij,ij->i", values, values) / values.shape[1]
    values /= np.sqrt(square + EPSILON)[:, None]


def _parts(places: Numbers, counts: Numbers, steps: list[slice]) -> Iterator[_Part]:
    ends = np.cumsum(counts)
    for few in steps:
        start = ends[few.start] - counts[few.start]
        yield places[start : ends[few.stop - 1]], counts[few]


def _groups(counts: list[int], most: int) -> Iterator[slice]:
    """Runs of texts of at most so many tokens together, a longer text by itself."""
    start = total = 0
    for place, count in enumerate(counts):
        if total and total + count > most:
            yield slice(start, place)
            start, total = place, 0
        total += count
    if counts:
        yield slice(start, len(counts))
