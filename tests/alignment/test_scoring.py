"""Precision, recall and calibration, by values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.scoring import Pair, calibration_error, score

GOLD: list[Pair] = [((0,), (0,)), ((1, 2), (1,)), ((), (2,)), ((3,), (3,))]


def test_gold_against_itself_is_perfect() -> None:
    scores = score([(GOLD, GOLD)])
    assert scores.strict.f1 == scores.lax.f1 == 1.0


def test_precision_counts_empty_sides_and_recall_does_not() -> None:
    found: list[Pair] = [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2, 3))]
    strict, lax = score([(GOLD, found)])
    assert strict.precision == pytest.approx(1 / 4)
    assert strict.recall == pytest.approx(1 / 3)
    assert lax.precision == pytest.approx(3 / 4)
    assert lax.recall == pytest.approx(3 / 3)


def test_documents_are_counted_together() -> None:
    wrong: list[Pair] = [((0,), (1,))]
    right: list[Pair] = [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    strict, _ = score([([((0,), (0,))], wrong), (right, right)])
    assert strict.precision == pytest.approx(3 / 4)
    assert strict.recall == pytest.approx(3 / 4)


def test_nothing_found_is_worth_nothing() -> None:
    assert score([(GOLD, [])]).strict.f1 == 0.0


def test_calibration_is_the_gap_between_claim_and_truth() -> None:
    claims = np.array([0.95, 0.95, 0.95, 0.95, 0.55])
    held = np.array([True, True, True, False, True])
    assert calibration_error(claims, held) == pytest.approx(0.8 * 0.2 + 0.2 * 0.45)


def test_probability_one_belongs_to_the_last_bin() -> None:
    assert calibration_error(np.array([1.0]), np.array([True])) == 0.0
