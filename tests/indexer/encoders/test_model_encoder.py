"""Encoders that sentence-transformers loads, and the shipped one as it loads it."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.encoders.encoder import SHIPPED, load_encoder
from indexer.encoders.model_encoder import ModelEncoder
from indexer.errors import EncoderError

TEXTS = [
    "Takes note of the report of the Secretary-General",
    "大会，回顾其第66/282号决议",
    "وإذ تشير إلى قرارها ٦٦/٢٨٢ المؤرخ ٢٩ حزيران/يونيه ٢٠١٢",
    "Генеральная Ассамблея постановляет продолжить рассмотрение этого вопроса",
    "Décide d'inscrire à l'ordre du jour",
    "Pide al Secretario General " * 500,
]


@pytest.fixture(scope="module")
def sentence_transformers() -> Any:
    """The package; the test is skipped where it is absent, but not in CI."""
    if importlib.util.find_spec("sentence_transformers") is None:
        message = "sentence-transformers is not installed; pip install 'hexapla[models]'"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return pytest.importorskip("sentence_transformers")


def test_without_the_package_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError) as caught:
        load_encoder("LaBSE")
    assert str(caught.value) == (
        "encoder 'LaBSE' needs sentence-transformers; pip install 'hexapla[models]'"
    )


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_sentence_transformers_gives_the_shipped_vectors_in_float32(
    sentence_transformers: Any,
) -> None:
    model = sentence_transformers.SentenceTransformer(str(SHIPPED), device="cpu").float()
    ours = load_encoder().encode([*TEXTS, "", "!?"])
    np.testing.assert_allclose(model.encode([*TEXTS, "", "!?"]), ours, atol=1e-5)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_sentence_transformers_gives_the_shipped_vectors_to_half_precision_as_it_is(
    sentence_transformers: Any,
) -> None:
    model = sentence_transformers.SentenceTransformer(str(SHIPPED), device="cpu")
    np.testing.assert_allclose(model.encode(TEXTS), load_encoder().encode(TEXTS), atol=2e-3)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_a_model_gives_unit_rows_and_zeros_for_blanks(sentence_transformers: Any) -> None:
    encoder = ModelEncoder(str(SHIPPED))
    vectors = encoder.encode(["peace", "", " \n", "和平"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1, 0, 0, 1], abs=1e-3)
    assert encoder.encode([]).shape == (0, encoder.dimension) == (0, 256)
    assert encoder.name == "encoder"


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_fingerprint_follows_the_weights(sentence_transformers: Any) -> None:
    encoder, same = ModelEncoder(str(SHIPPED)), ModelEncoder(str(SHIPPED))
    assert encoder.fingerprint == same.fingerprint
    assert len(encoder.fingerprint) == 64


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_a_folder_of_another_kind_is_one_line(sentence_transformers: Any, tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]'
    )
    with pytest.raises(EncoderError) as caught:
        load_encoder(str(tmp_path))
    assert str(caught.value).startswith(f"{tmp_path}: cannot be loaded (")
    assert "\n" not in str(caught.value)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_an_unknown_name_without_a_network_is_one_line_at_once(
    sentence_transformers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError, match="there is no network to fetch it; give a folder"):
        load_encoder("no-such-model-of-anyone")
