"""The band of likely alignments, on vectors made for it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from alignment.pairwise.band import Blocks, one_block
from alignment.pairwise.chain import AT_ONCE, alike, band_of
from alignment.pairwise.related import related
from alignment.pairwise.translation_table import seeds_of
from alignment.pairwise.words import words_of

Floats32 = NDArray[np.float32]


def versions(size: int, *, missing: slice) -> tuple[Floats32, Floats32, list[int]]:
    """Two noisy copies of the same rows, of which the second lacks some; and what is left."""
    draw = np.random.default_rng(size)
    rows = draw.normal(size=(size, 64))
    kept = np.delete(np.arange(size), np.arange(size)[missing])
    left, right = (some + draw.normal(size=some.shape) * 0.8 for some in (rows, rows[kept]))
    unit = [some / np.linalg.norm(some, axis=1, keepdims=True) for some in (left, right)]
    return unit[0].astype(np.float32), unit[1].astype(np.float32), kept.tolist()


@pytest.mark.parametrize("size", [1, 5, 200, AT_ONCE + 1, 3 * AT_ONCE])
def test_the_right_pairs_lie_in_a_narrow_band(size: int) -> None:
    left, right, kept = versions(size, missing=slice(size // 3, size // 3 + size // 10))
    band = band_of(left, right, one_block(len(left), len(right)))
    for j, i in enumerate(kept):
        assert band.first[i] <= j <= band.last[i]
        assert band.first[i + 1] <= j + 1 <= band.last[i + 1]
    assert band.size <= (size + 1) * (20 + size // 50)


def test_nothing_known_leaves_everything_open() -> None:
    nothing = np.zeros((7, 0), np.float32)
    assert band_of(nothing, np.zeros((9, 0), np.float32), one_block(7, 9)).size == 8 * 10


def test_words_written_alike_bring_clauses_together() -> None:
    texts = ["Oslo 1987", "Bergen 1990", "nichts"]
    (left, there), (right, here) = words_of(texts, "de"), words_of(texts[::-1], "nl")
    one, other = alike(left, right, seeds_of(there, here))
    similarity = one @ other.T
    assert similarity.argmax(axis=1).tolist() == [2, 1, 0]
    assert similarity[0, 2] == pytest.approx(1, abs=1e-5)
    assert abs(similarity[0, 1]) < 0.4


def test_strangers_are_told_from_free_translations() -> None:
    like = np.repeat([[0.15, 0.42, 0.3]], [20, 20, 1], axis=1).astype(np.float32)
    strangers, free, nothing = related(like, np.ones((1, 41)), np.repeat([0, 1, 2], [20, 20, 1]))
    assert strangers < 0.01
    assert free > 0.99
    assert nothing > 0.5


def test_blocks_are_looked_at_one_by_one() -> None:
    """A short document beside one too long to be compared all at once."""
    many = versions(AT_ONCE + 9, missing=slice(3, 4))
    few = versions(5, missing=slice(1, 2))
    gap = np.zeros((1, 64), np.float32)
    left, right = (np.concatenate([many[at], gap, few[at]]) for at in (0, 1))
    sizes = [[len(some[0]), len(some[1])] for some in (many, few)]
    band = band_of(left, right, Blocks(np.array(sizes)))
    before = np.array(sizes[0]) + 1
    for some, rows, column in (
        (many, slice(0, before[0]), 0),
        (few, slice(before[0], None), before[1]),
    ):
        alone = band_of(some[0], some[1], one_block(len(some[0]), len(some[1])))
        assert (band.first[rows] - column).tolist() == alone.first.tolist()
        assert (band.last[rows] - column).tolist() == alone.last.tolist()
