"""The same vocabulary whatever order chance gave its pieces; directions made shorter."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from benchmarks.encoder_recipe.blend import _power, _scatter

Pieces = list[tuple[str, float]]


def vocabulary(pieces: Pieces) -> Pieces:
    # Here, as it takes torch seconds to be imported.
    from benchmarks.encoder_recipe.words import in_steady_order  # noqa: PLC0415

    tokenizer = Tokenizer(models.Unigram([("<unk>", 0.0), *pieces], 0))
    said = json.loads(in_steady_order(tokenizer).to_str())
    return [(piece, score) for piece, score in said["model"]["vocab"]]


@pytest.mark.models
def test_last_digits_and_the_order_of_equal_pieces_do_not_count() -> None:
    first = [("water", -2.0), ("peace", -3.00000000000001), ("law", -3.0)]
    other = [("water", -2.00000000000001), ("law", -3.0), ("peace", -3.0)]
    wanted = [("<unk>", 0.0), ("water", -2.0), ("law", -3.0), ("peace", -3.0)]
    assert vocabulary(first) == vocabulary(other) == wanted


@pytest.mark.models
def test_characters_that_were_put_last_by_chance_get_the_score_of_the_first() -> None:
    one = [("water", -2.0), *((sign, -9 - n / 10_000) for n, sign in enumerate("abcde"))]
    other = [("water", -2.0), *((sign, -9 - n / 10_000) for n, sign in enumerate("ebdca"))]
    wanted = [("<unk>", 0.0), ("water", -2.0), *((sign, -9.0) for sign in "abcde")]
    assert vocabulary(one) == vocabulary(other) == wanted


def test_directions_are_divided_by_a_power_of_their_variance() -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 3)).astype(np.float32) * [1, 2, 4]
    scatter = _scatter(vectors.astype(np.float32))
    half = _power(scatter, 0.0, -0.5)
    np.testing.assert_allclose(half @ scatter @ half, np.eye(3), atol=1e-9)
    np.testing.assert_allclose(_power(scatter, 0.1, 0.0), np.eye(3), atol=1e-9)
