"""The two forms of the recursion give the same sums; the one takes over where the other must."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from alignment.pairwise import recursion
from alignment.pairwise.band import SHAPES, Band, Blocks, whole
from alignment.pairwise.path import Frame, posterior
from alignment.pairwise.recursion import Costs

Floats = NDArray[np.float64]


def scored(band: Band, *, seed: int, scale: float = 3.0) -> Floats:
    return np.random.default_rng(seed).normal(0, scale, (len(SHAPES), band.size))


@pytest.mark.parametrize("sizes", [[[40, 50]], [[3, 5], [60, 9], [1, 1]], [[2, 90]]])
def test_numbers_and_logarithms_agree(sizes: list[list[int]]) -> None:
    frame = Frame(whole(Blocks(np.array(sizes))))
    scores = frame.both_ways(scored(frame.band, seed=1))
    costs = Costs(-7.9, -2.0)
    one = recursion._in_numbers(frame.ways, scores, costs)
    other = recursion._in_logarithms(frame.ways, scores, costs)
    assert one is not None
    lattice = frame.lattice
    inside = np.concatenate([lattice.forth[:-1], lattice.back[:-1]])
    for numbers, logarithms in zip(one, other, strict=True):
        there = logarithms[inside] > recursion.NEVER / 2
        assert ((numbers[inside] > recursion.NEVER / 2) == there).all()
        np.testing.assert_allclose(numbers[inside][there], logarithms[inside][there], atol=1e-9)


def test_a_gap_too_long_for_numbers_is_summed_in_logarithms() -> None:
    frame = Frame(whole(Blocks(np.array([[5, 300]]))))
    scores = scored(frame.band, seed=2)
    costs = Costs(-8.0, -4.0)
    assert recursion._in_numbers(frame.ways, frame.both_ways(scores), costs) is None
    chances = posterior(frame, scores, costs)
    assert np.isfinite(chances.evidence).all()
    of_each = chances.beads.sum() + chances.left_alone[1:].sum()
    assert of_each >= 1.0


def test_a_bead_from_outside_the_band_is_worth_nothing_however_good_it_seems() -> None:
    band = Band(np.array([0, 1, 2, 3]), np.array([1, 2, 3, 3]), Blocks(np.array([[3, 3]])))
    frame = Frame(band)
    scores = scored(band, seed=3)
    outside = frame.before == band.size
    huge = np.where(outside, 5_000.0, scores)
    costs = Costs(-2.0, -1.0)
    expected = posterior(frame, scores, costs)
    np.testing.assert_allclose(
        posterior(frame, huge, costs).beads[~outside], expected.beads[~outside], atol=1e-12
    )
