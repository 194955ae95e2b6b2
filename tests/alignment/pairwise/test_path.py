"""Probabilities and best paths, against trying every alignment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from alignment.pairwise.band import SHAPES, Band, Blocks, around, one_block, whole
from alignment.pairwise.path import Frame, decode, posterior
from alignment.pairwise.recursion import Costs

Step = tuple[int, int, int, int]
OPENING, GOING_ON = -2.0, -0.7
COSTS = Costs(OPENING, GOING_ON)

Floats = NDArray[np.float64]


def every_alignment(i: int, j: int, lefts: int, rights: int) -> Iterator[list[Step]]:
    """All ways to go on from (i, j); of a run without counterparts the left ones come first."""
    if (i, j) == (lefts, rights):
        yield []
    for m, n in [(1, 0), (0, 1), *SHAPES]:
        if i + m > lefts or j + n > rights:
            continue
        for rest in every_alignment(i + m, j + n, lefts, rights):
            right_before_left = (m, n) == (0, 1) and rest and (rest[0][1], rest[0][3]) == (1, 0)
            if not right_before_left:
                yield [(i, m, j, n), *rest]


def score_of(steps: list[Step], band: Band, scores: Floats) -> float:
    total, before = 0.0, None
    for i, m, j, n in steps:
        if m and n:
            cell = band.starts[i + m] + j + n - band.first[i + m]
            total += scores[SHAPES.index((m, n)), cell]
        else:
            total += GOING_ON if before == (m, n) else OPENING
        before = (m, n)
    return total


def random_scores(band: Band, *, seed: int) -> Floats:
    return np.random.default_rng(seed).normal(0, 2, (len(SHAPES), band.size))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("lefts", "rights"), [(1, 1), (3, 3), (4, 2), (1, 5), (4, 5)])
def test_probabilities_are_those_of_all_alignments(lefts: int, rights: int, seed: int) -> None:
    band = whole(one_block(lefts, rights))
    scores = random_scores(band, seed=seed)
    ways = list(every_alignment(0, 0, lefts, rights))
    weights = np.exp([score_of(steps, band, scores) for steps in ways])
    chance: defaultdict[Step, float] = defaultdict(float)
    left_alone, right_alone = np.zeros(lefts), np.zeros(rights)
    for steps, weight in zip(ways, weights / weights.sum(), strict=True):
        for i, m, j, n in steps:
            chance[i, m, j, n] += weight if m and n else 0
            left_alone[i : i + m] += weight * (n == 0)
            right_alone[j : j + n] += weight * (m == 0)

    found = posterior(Frame(band), scores, COSTS)

    assert found.evidence.tolist() == pytest.approx([np.log(weights.sum())])
    np.testing.assert_allclose(found.left_alone[1:], left_alone, atol=1e-9)
    np.testing.assert_allclose(found.right_alone[1:], right_alone, atol=1e-9)
    for number, (m, n) in enumerate(SHAPES):
        for cell in range(band.size):
            step = (int(band.rows[cell]) - m, m, int(band.columns[cell]) - n, n)
            assert found.beads[number, cell] == pytest.approx(chance[step], abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("price", [0.0, 0.4])
def test_decoding_finds_the_most_right_beads(seed: int, price: float) -> None:
    band = whole(one_block(4, 4))
    chances = posterior(Frame(band), random_scores(band, seed=seed), COSTS)
    (found,) = decode(Frame(band), chances, price=price)
    steps = [(int(i), int(m), int(j), int(n)) for i, m, j, n in found]

    def expected(way: list[Step]) -> float:
        total = 0.0
        for i, m, j, n in way:
            if m and n:
                cell = band.starts[i + m] + j + n - band.first[i + m]
                total += chances.beads[SHAPES.index((m, n)), cell]
            else:
                total += chances.left_alone[i + 1] if m else chances.right_alone[j + 1]
        return total - price * len(way)

    best = max(expected(way) for way in every_alignment(0, 0, 4, 4))
    assert expected(steps) == pytest.approx(best)
    assert [i for i, m, _, _ in steps if m] == sorted({i for i, m, _, _ in steps if m})


def test_a_run_is_one_event() -> None:
    """One gap of two is likelier than two gaps of one, all else being equal."""
    band = whole(one_block(4, 2))
    scores = np.full((len(SHAPES), band.size), -50.0)
    scores[0] = 20.0
    chances = posterior(Frame(band), scores, Costs(-6.0, -1.0))
    one_gap = 3 * np.exp(-7.0)  # before, between, after the two beads
    two_gaps = 3 * np.exp(-12.0)
    assert chances.evidence[0] == pytest.approx(np.log((one_gap + two_gaps) * np.exp(40.0)))


def test_a_band_that_holds_everything_changes_nothing() -> None:
    wide, same = whole(one_block(4, 5)), around(np.zeros(5, int), np.full(5, 5), one_block(4, 5))
    scores = random_scores(wide, seed=1)
    np.testing.assert_array_equal(
        posterior(Frame(wide), scores, COSTS).beads, posterior(Frame(same), scores, COSTS).beads
    )


def test_what_lies_outside_the_band_is_never_used() -> None:
    band = around(np.arange(5) - 1, np.arange(5) + 1, one_block(4, 4))
    chances = posterior(Frame(band), random_scores(band, seed=2), COSTS)
    assert chances.beads[Frame(band).before == band.size].max() == 0.0
    total = chances.left_alone.sum() + (np.array(SHAPES)[:, :1] * chances.beads).sum()
    assert total == pytest.approx(4)
    assert chances.visited[-1] == pytest.approx(1)


def test_blocks_are_as_if_each_stood_alone() -> None:
    """Three pairs of different sizes at a time, and each by itself."""
    sizes = [(3, 4), (1, 1), (5, 2)]
    together = whole(Blocks(np.array(sizes)))
    scores = random_scores(together, seed=5)
    all_at_once = posterior(Frame(together), scores, COSTS)
    before = 0
    for number, size in enumerate(sizes):
        band = whole(one_block(*size))
        cells = slice(before, before + band.size)
        alone = posterior(Frame(band), scores[:, cells], COSTS)
        np.testing.assert_allclose(all_at_once.beads[:, cells], alone.beads, atol=1e-12)
        assert all_at_once.evidence[number] == pytest.approx(alone.evidence[0])
        top = together.blocks.corners[number, 0]
        ours = all_at_once.left_alone[top : top + size[0] + 1]
        np.testing.assert_allclose(ours, alone.left_alone, atol=1e-12)
        found = decode(Frame(together), all_at_once)[number]
        assert found == decode(Frame(band), alone)[0]
        before += band.size
