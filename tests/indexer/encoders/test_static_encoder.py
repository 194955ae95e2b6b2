"""A static embedding read with NumPy alone, on small models of our own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from indexer.encoders import bag, static_encoder
from indexer.encoders.static_encoder import StaticEncoder
from indexer.errors import EncoderError

WORDS = {"<unk>": 0, "peace": 1, "and": 2, "security": 3, "mandate": 4}
VECTORS = np.array([[0, 0], [3, 4], [0, 1], [-3, 0], [1, 0]], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model of five words in two dimensions."""
    tokenizer = Tokenizer(models.WordLevel(WORDS, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    save_file({"embedding.weight": VECTORS}, tmp_path / "model.safetensors")
    return tmp_path


def test_a_vector_is_the_direction_of_the_sum_of_its_token_vectors(folder: Path) -> None:
    vectors = StaticEncoder(folder).encode(["peace", "peace and security", "mandate mandate"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, [[0.6, 0.8], [0.0, 1.0], [1.0, 0.0]], atol=1e-7)


def test_nothing_known_gives_a_row_of_zeros_and_no_texts_give_no_rows(folder: Path) -> None:
    encoder = StaticEncoder(folder)
    assert encoder.encode(["", "  ", "unheard", "peace"]).tolist()[:3] == [[0.0, 0.0]] * 3
    assert encoder.encode([]).shape == (0, 2)
    assert encoder.encode([]).dtype == np.float32


def test_name_and_dimension_come_from_the_folder(folder: Path) -> None:
    encoder = StaticEncoder(folder)
    assert (encoder.name, encoder.dimension) == (folder.name, 2)
    save_file({"embedding.weight": VECTORS}, folder / "model.safetensors", {"name": "tiny-1"})
    assert StaticEncoder(folder).name == "tiny-1"


def test_float16_weights_give_the_vectors_of_their_rounded_values(folder: Path) -> None:
    before = StaticEncoder(folder).encode(["peace and"])
    save_file({"embedding.weight": VECTORS.astype(np.float16)}, folder / "model.safetensors")
    np.testing.assert_array_equal(StaticEncoder(folder).encode(["peace and"]), before)


def test_fingerprint_follows_weights_and_tokenizer(folder: Path) -> None:
    first = StaticEncoder(folder).fingerprint
    assert StaticEncoder(folder).fingerprint == first
    assert len(first) == 64
    save_file({"embedding.weight": VECTORS + 1}, folder / "model.safetensors")
    second = StaticEncoder(folder).fingerprint
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text("utf-8").replace("mandate", "mandates"), "utf-8")
    assert len({first, second, StaticEncoder(folder).fingerprint}) == 3


def test_cutting_the_work_into_pieces_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["peace and security", "", "mandate", "and " * 50, "security"]
    whole = StaticEncoder(folder).encode(texts)
    monkeypatch.setattr(static_encoder, "TEXTS_AT_ONCE", 2)
    monkeypatch.setattr(bag, "TOKENS_AT_ONCE", 2)
    np.testing.assert_allclose(StaticEncoder(folder).encode(texts), whole, atol=1e-6)


def test_a_missing_file_is_one_line(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    with pytest.raises(EncoderError, match=r"tokenizer\.json: cannot be read \(No such file"):
        StaticEncoder(folder)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a header of 0 bytes"),
        (b"\xff" * 100, "a header of 18446744073709551615 bytes"),
        (b"\x04\0\0\0\0\0\0\0nope", "Expecting value"),
        (b"\x02\0\0\0\0\0\0\0{}", "'embedding.weight'"),
    ],
)
def test_damaged_weights_are_one_line(folder: Path, content: bytes, told: str) -> None:
    (folder / "model.safetensors").write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        StaticEncoder(folder)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_weights_cut_short_are_one_line(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(EncoderError, match=r"model\.safetensors: holds no float16 or float32"):
        StaticEncoder(folder)


def test_weights_of_another_type_are_one_line(folder: Path) -> None:
    save_file({"embedding.weight": VECTORS.astype(np.int8)}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match=r"holds no float16 .* \(\(5, 2\) int8\)"):
        StaticEncoder(folder)


def test_a_tokenizer_that_is_none_is_one_line(folder: Path) -> None:
    (folder / "tokenizer.json").write_text(json.dumps({"model": "none"}), "utf-8")
    with pytest.raises(EncoderError, match=r"tokenizer\.json: is no tokenizer"):
        StaticEncoder(folder)


def test_tokenizer_and_weights_of_two_models_are_one_line(folder: Path) -> None:
    save_file({"embedding.weight": VECTORS[:3]}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match="knows 5 tokens, the weights have 3 rows"):
        StaticEncoder(folder)
