"""The convolution, against one written token by token, on a small network of our own."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.encoders import ngrams
from indexer.encoders.ngrams import EPSILON, Ngrams
from indexer.encoders.weights import PlainTable

Floats = NDArray[np.float32]

TOKENS, SIZE, OUT = 30, 8, 5
WIDTHS = {2: 20, 3: 12, 5: 16}
KEPT = {2: np.arange(20), 3: np.arange(12), 5: np.array([3, 7, 11])}
ENDS = dict(zip(WIDTHS, np.cumsum(list(WIDTHS.values())).tolist(), strict=True))


@pytest.fixture(scope="module")
def pieces() -> Floats:
    return np.random.default_rng(1).standard_normal((TOKENS, SIZE), np.float32)


@pytest.fixture(scope="module")
def own() -> dict[str, Floats]:
    rng = np.random.default_rng(2)

    def drawn(*shape: int) -> Floats:
        return rng.standard_normal(shape, np.float32) / np.float32(np.sqrt(shape[0]))

    columns = sum(WIDTHS.values())
    own = {
        "project": drawn(SIZE, columns),
        "project_bias": drawn(columns),
        "level_gain": 1 + drawn(columns),
        "level_shift": drawn(columns),
        "pool": drawn(SIZE + sum(map(len, KEPT.values())), 6),
        "pool_bias": drawn(6),
        "first": drawn(6, 4),
        "first_out": drawn(4, 4),
        "first_past": drawn(6, 4),
        "second": drawn(4, 4),
        "out": drawn(4, OUT),
        "second_past": drawn(4, OUT),
    }
    for order, kept in KEPT.items():
        width = WIDTHS[order]
        own[f"order{order}.kept"] = kept.astype(np.float32)
        own[f"order{order}.first"] = drawn(order * width, width)
        own[f"order{order}.first_bias"] = drawn(width)
        own[f"order{order}.second"] = drawn(order * width, len(kept))
        own[f"order{order}.second_bias"] = drawn(len(kept))
    return own


def test_vectors_are_those_of_a_calculation_token_by_token(
    pieces: Floats, own: dict[str, Floats]
) -> None:
    ids = [[4, 9, 9, 2, 11, 0, 29], [5], [3, 1]]
    found = Ngrams(PlainTable(pieces), own).vectors(ids)
    expected = np.stack([one_by_one(text, pieces, own) for text in ids])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=2e-5)


def test_texts_do_not_see_each_other_and_groups_change_nothing(
    pieces: Floats, own: dict[str, Floats], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    ids = [rng.integers(0, TOKENS, size).tolist() for size in (1, 40, 3, 17, 2, 9)]
    network = Ngrams(PlainTable(pieces), own)
    alone = np.concatenate([network.vectors([one]) for one in ids])
    np.testing.assert_allclose(network.vectors(ids), alone, atol=1e-5)
    monkeypatch.setattr(ngrams, "TOKENS_AT_ONCE", 20)
    monkeypatch.setattr(ngrams, "TOKENS_A_STEP", 4)
    monkeypatch.setattr(ngrams, "KINDS_A_STEP", 3)
    monkeypatch.setattr(ngrams, "BYTES_KEPT", 0)
    network = Ngrams(PlainTable(pieces), own)
    np.testing.assert_allclose(network.vectors(ids), alone, atol=1e-5)


def test_no_texts_give_no_rows(pieces: Floats, own: dict[str, Floats]) -> None:
    assert Ngrams(PlainTable(pieces), own).vectors([]).shape == (0, OUT)


def one_by_one(text: list[int], pieces: Floats, own: dict[str, Floats]) -> Floats:
    """What the network says of one text."""
    levelled = [level(pieces[token] @ own["project"] + own["project_bias"]) for token in text]
    levelled = [one * own["level_gain"] + own["level_shift"] for one in levelled]
    known = [pieces[token] for token in text]
    for order, kept in KEPT.items():
        mine = [one[ENDS[order] - WIDTHS[order] : ENDS[order]] for one in levelled]
        first = [
            said + one for said, one in zip(windows(mine, order, "first", own), mine, strict=True)
        ]
        second = windows(first, order, "second", own)
        known = [
            np.concatenate([whole, said + one[kept]])
            for whole, said, one in zip(known, second, first, strict=True)
        ]
    total = np.sum([level(one) for one in known], axis=0) @ own["pool"]
    pooled = (total + len(text) * own["pool_bias"]) / np.sqrt(len(text))
    hidden = relu(relu(pooled @ own["first"]) @ own["first_out"] + pooled @ own["first_past"])
    said = relu(hidden @ own["second"]) @ own["out"] + hidden @ own["second_past"]
    return np.tanh(said).astype(np.float32)


def windows(values: list[Floats], order: int, layer: str, own: dict[str, Floats]) -> list[Floats]:
    before = (order - 1) // 2
    nothing = [np.zeros(len(values[0]), np.float32)] * order
    padded = nothing[:before] + values + nothing
    matrix, bias = own[f"order{order}.{layer}"], own[f"order{order}.{layer}_bias"]
    return [
        relu(np.concatenate(padded[place : place + order]) @ matrix + bias)
        for place in range(len(values))
    ]


def relu(values: Floats) -> Floats:
    positive: Floats = np.maximum(values, 0)
    return positive


def level(values: Floats) -> Floats:
    levelled: Floats = (values - values.mean()) / np.sqrt(values.var() + EPSILON)
    return levelled
