"""The same vocabulary whatever order chance gave its pieces; directions that vectors vary along."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from benchmarks.encoder_recipe.blend import _components, _write
from indexer.encoders.weights import map_weights

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


@pytest.mark.models
def test_tokens_begin_as_near_each_other_as_another_encoder_has_them() -> None:
    from benchmarks.encoder_recipe.words import LENGTH, beginnings  # noqa: PLC0415

    words = ["water", "eau", "peace", "paix", "law"]
    tokenizer = Tokenizer(models.Unigram([(f"\u2581{word}", -1.0) for word in words], 0))
    said = np.array([[1, 0, 0], [1, 0.1, 0], [0, 1, 0], [0.1, 1, 0], [0, 0, 1]], np.float32)
    asked: list[str] = []

    def say(texts: list[str]) -> np.typing.NDArray[np.float32]:
        asked.extend(texts)
        return said

    found = beginnings(tokenizer, say, 2)
    assert asked == words
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), LENGTH, rtol=1e-5)
    nearest = np.argsort(-(found @ found.T), axis=1)[:4, 1]
    assert nearest.tolist() == [1, 0, 3, 2]


@pytest.mark.models
def test_a_translation_has_to_be_nearer_than_all_others_by_a_margin() -> None:
    import torch  # noqa: PLC0415

    from benchmarks.encoder_recipe.words import MARGIN, SCALE, loss_and_gradient  # noqa: PLC0415

    rows = torch.eye(3)  # three rows, each of one token that is the same in both languages
    places, offsets = torch.tensor([0, 1, 2, 0, 1, 2]), torch.arange(6)
    loss, gradient = loss_and_gradient(rows, places, offsets)
    assert loss == pytest.approx(np.log1p(2 * np.exp(-SCALE * (1 - MARGIN))), rel=1e-3)
    assert gradient.shape == (3, 3)


def test_components_are_the_directions_along_which_vectors_vary_most() -> None:
    vectors = np.random.default_rng(0).normal(size=(500, 3)).astype(np.float32)
    vectors *= np.array([1, 4, 2], np.float32)
    found = _components(vectors)
    np.testing.assert_allclose(found.T @ found, np.eye(3), atol=1e-6)
    assert np.abs(found).argmax(axis=0).tolist() == [1, 2, 0]
    assert (found.max(axis=0) == np.abs(found).max(axis=0)).all()  # whichever way they point


def test_the_same_arrays_are_the_same_bytes(tmp_path: Path) -> None:
    arrays: dict[str, np.typing.NDArray[np.generic]] = {
        "a": np.arange(6, dtype=np.float16).reshape(2, 3),
        "b": np.zeros(2, np.int8),
    }
    about = {"name": "blend", "words": "0.33", "of": "tests"}
    written = set()
    for attempt in range(8):  # the package's order is another one each time
        _write(tmp_path / f"{attempt}.safetensors", arrays, about)
        written.add((tmp_path / f"{attempt}.safetensors").read_bytes())
    assert len(written) == 1
    found = map_weights(tmp_path / "0.safetensors")
    assert found.about == about
    np.testing.assert_array_equal(found.arrays["a"], arrays["a"])
