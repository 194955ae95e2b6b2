"""The randomisation test against all signs tried out, and what it must not do."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from benchmarks.significance import Differences, randomisation


def exact(values: list[float]) -> float:
    """The probability with every choice of signs."""
    seen = abs(sum(values))
    sums = [
        abs(sum(sign * value for sign, value in zip(signs, values, strict=True)))
        for signs in product((-1, 1), repeat=len(values))
    ]
    return sum(one >= seen - 1e-9 for one in sums) / len(sums)


@pytest.mark.parametrize("seed", range(5))
def test_equals_the_share_of_all_signs(seed: int) -> None:
    values = np.random.default_rng(seed).normal(0.3, 1, 10)
    found = randomisation([Differences(values, [str(n) for n in range(10)])], draws=20_000)
    assert found == pytest.approx(exact(values.tolist()), abs=0.015)


def test_queries_of_one_group_keep_one_sign() -> None:
    alone = Differences(np.full(12, 0.1), [str(n) for n in range(12)])
    together = Differences(np.full(12, 0.1), ["a"] * 6 + ["b"] * 6)
    assert randomisation([alone]) < 0.01
    assert randomisation([together]) == pytest.approx(0.5, abs=0.02)


def test_every_set_counts_the_same() -> None:
    small = Differences(np.array([1.0, 1.0]), ["a", "b"])
    large = Differences(np.full(1000, -0.001), [str(n) for n in range(1000)])
    assert randomisation([small, large]) == pytest.approx(0.5, abs=0.02)


def test_no_difference_is_no_evidence() -> None:
    assert randomisation([Differences(np.zeros(5), [*"abcde"])]) == 1.0
