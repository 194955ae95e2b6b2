"""What the order of a text's tokens says: convolutions over two, three and five tokens.

The network is Google's Universal Sentence Encoder, multilingual, version 3, which learned from
translations and from questions and answers. A token's vector is projected and levelled; twice, each
window of tokens adds to its middle one what the window says; all that is known of the tokens is
levelled and summed over the text; dense layers do the rest. Of the windows of five only those
channels are kept that weigh the tokens against each other; the others could be told from the rest.

What depends on one token alone is computed once for each kind of token in a batch, the first
convolution included, as the windows' projections add up. Texts lie one after another with a gap of
nothing between them, so that no window sees two.

From: token ids. To: encoders.blend_encoder, which gives the weights. Not here: tokenizing.
Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL 2020.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.encoders.weights import Floats, Table

TOKENS_AT_ONCE = 16_384  # whose kinds are looked up together
TOKENS_A_STEP = 1_024  # through the convolutions at once: what a cache holds
ORDERS = (2, 3, 5)
WIDTH = 256  # channels of an order
EPSILON = 1e-6  # added to a variance
_REACH = max(ORDERS) // 2  # tokens that a window reaches over on each side of its middle
_EDGE = 2 * _REACH  # gaps before the first text of a step and after its last: of two layers

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Convolution:
    """One order: two layers that see the same windows.

    first, second: ``order`` matrices, (WIDTH, WIDTH or kept), one a place in the window, and bias.
    kept: channels that the second layer has.
    """

    order: int
    kept: NDArray[np.uint8]
    first: list[Floats]
    first_bias: Floats
    second: list[Floats]
    second_bias: Floats


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What is known of each kind of token in a batch; the last row is the gap between texts, zeros.

    vectors: (kinds + 1, d); levelled: by order, (kinds + 1, WIDTH); windows: by order, for each
    place in the window (kinds + 1, WIDTH), what a token there adds to the middle one.
    sums, squares: (kinds + 1,) of ``vectors`` over d.
    """

    vectors: Floats
    levelled: list[Floats]
    windows: list[list[Floats]]
    sums: Floats
    squares: Floats


class Ngrams:
    """The network."""

    def __init__(self, pieces: Table, own: dict[str, Floats]) -> None:
        """pieces: a vector a token; own: the arrays of the network by name."""
        self._pieces = pieces
        self._own = own
        self._convolutions = [_convolution(own, order) for order in ORDERS]
        self.dimension = own["out"].shape[1]

    def vectors(self, ids: list[list[int]]) -> Floats:
        """(n, dimension) float32, not of unit length; of a text without tokens a row of zeros."""
        return self._dense(self.pooled(ids))

    def pooled(self, ids: list[list[int]]) -> Floats:
        """(n, dimension) what the dense layers get: sums, mapped, over the root of the length."""
        counts = np.array([len(one) for one in ids], np.float32)[:, None]
        pooled: Floats = self.sums(ids) @ self._own["pool"] + counts * self._own["pool_bias"]
        pooled /= np.sqrt(np.maximum(counts, 1))
        return pooled

    def sums(self, ids: list[list[int]]) -> Floats:
        """(n, d + channels kept): vectors and windows of a text's tokens, levelled and summed."""
        size = self._own["pool"].shape[0]
        sums = np.zeros((len(ids), size), np.float32)
        for some in _groups([len(one) for one in ids], TOKENS_AT_ONCE):
            counts = np.array([len(one) for one in ids[some]])
            flat = np.fromiter(chain.from_iterable(ids[some]), np.int64, count=counts.sum())
            tokens, flat = np.unique(flat, return_inverse=True)
            kinds = self._look_up(tokens)
            ends = np.cumsum(counts)
            for few in _groups(counts.tolist(), TOKENS_A_STEP):
                span = slice(ends[few.start] - counts[few.start], ends[few.stop - 1])
                sums[some][few] = self._step(flat[span], counts[few], kinds)
        return sums

    def _look_up(self, tokens: Numbers) -> _Kinds:
        vectors = self._pieces.rows(tokens)
        levelled: Floats = vectors @ self._own["project"]
        levelled += self._own["project_bias"]
        _level(levelled)
        levelled *= self._own["level_gain"]
        levelled += self._own["level_shift"]
        by_order = [levelled[:, WIDTH * n : WIDTH * (n + 1)] for n in range(len(ORDERS))]
        windows = []
        for one, own in zip(self._convolutions, by_order, strict=True):
            parts = [own @ matrix for matrix in one.first]
            parts[(one.order - 1) // 2] += one.first_bias
            windows.append([_with_gap(part) for part in parts])
        return _Kinds(
            _with_gap(vectors),
            [_with_gap(own) for own in by_order],
            windows,
            np.append(vectors.sum(axis=1), np.float32(0)),
            np.append(np.einsum("ij,ij->i", vectors, vectors), np.float32(0)),
        )

    def _step(self, flat: Numbers, counts: Numbers, kinds: _Kinds) -> Floats:
        """Texts of about TOKENS_A_STEP tokens, levelled and summed."""
        tokens, text_of = _laid_out(flat, counts, gap=len(kinds.sums) - 1)
        inner = slice(_EDGE, len(tokens) - _EDGE)
        found = [
            _convolved(one, tokens, kinds.windows[n], kinds.levelled[n], gap=len(kinds.sums) - 1)
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

    def _dense(self, pooled: Floats) -> Floats:
        own = self._own
        hidden = np.maximum(pooled @ own["first"], 0) @ own["first_out"]
        hidden += pooled @ own["first_past"]
        np.maximum(hidden, 0, out=hidden)
        found: Floats = np.maximum(hidden @ own["second"], 0) @ own["out"]
        found += hidden @ own["second_past"]
        np.tanh(found, out=found)
        return found


def _convolution(own: dict[str, Floats], order: int) -> Convolution:
    def parts(name: str) -> list[Floats]:
        return list(own[f"order{order}.{name}"].reshape(order, WIDTH, -1))

    bias = own[f"order{order}.first_bias"], own[f"order{order}.second_bias"]
    kept = own[f"order{order}.kept"].astype(np.uint8)
    return Convolution(order, kept, parts("first"), bias[0], parts("second"), bias[1])


def _convolved(
    one: Convolution, tokens: Numbers, windows: list[Floats], levelled: Floats, *, gap: int
) -> Floats:
    """(inner tokens, WIDTH) after both layers; of a gap whatever comes out."""
    left = _REACH - (one.order - 1) // 2
    n = len(tokens) - 2 * _REACH
    hidden = windows[0][tokens[left : left + n]]
    for place in range(1, one.order):
        hidden += windows[place][tokens[left + place : left + place + n]]
    np.maximum(hidden, 0, out=hidden)
    middle = tokens[_REACH:-_REACH]
    hidden += levelled[middle]
    hidden[middle == gap] = 0
    m = n - 2 * _REACH
    found = hidden[left : left + m] @ one.second[0]
    for place in range(1, one.order):
        found += hidden[left + place : left + place + m] @ one.second[place]
    found += one.second_bias
    np.maximum(found, 0, out=found)
    own = hidden[_REACH:-_REACH]
    found += own if len(one.kept) == WIDTH else own[:, one.kept]
    return found


def _laid_out(flat: Numbers, counts: Numbers, *, gap: int) -> tuple[Numbers, Numbers]:
    """Tokens with _REACH gaps between texts, _EDGE at both ends; of each within, its text or -1."""
    starts = _EDGE + np.cumsum(counts + _REACH) - counts - _REACH
    text_of = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
    places += np.repeat(starts, counts)
    tokens = np.full(int(counts.sum()) + _REACH * (len(counts) - 1) + 2 * _EDGE, gap)
    tokens[places] = flat
    owners = np.full(len(tokens) - 2 * _EDGE, -1)
    owners[places - _EDGE] = text_of
    return tokens, owners


def _level(values: Floats) -> None:
    """Of each row, in place, take its mean and divide by its standard deviation."""
    values -= values.mean(axis=1, keepdims=True)
    square = np.einsum("ij,ij->i", values, values) / values.shape[1]
    values /= np.sqrt(square + EPSILON)[:, None]


def _with_gap(rows: Floats) -> Floats:
    return np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])


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
