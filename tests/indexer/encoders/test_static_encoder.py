"""The encoder that needs NumPy alone, on small models of our own and on the shipped one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from indexer.encoders import static_encoder
from indexer.encoders.encoder import SHIPPED
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


@cache
def load_shipped() -> StaticEncoder:
    """Loaded once: property tests cannot take a fixture for each example."""
    return StaticEncoder(SHIPPED)


@pytest.fixture
def shipped() -> StaticEncoder:
    return load_shipped()


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


@pytest.mark.parametrize("limit", ["TEXTS_AT_ONCE", "TOKENS_AT_ONCE"])
def test_cutting_the_work_into_pieces_changes_nothing(
    shipped: StaticEncoder, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Takes note of the report", "", "注意到秘书长的报告", "peace " * 50, "Совет"]
    whole = shipped.encode(texts)
    monkeypatch.setattr(static_encoder, limit, 2)
    np.testing.assert_allclose(shipped.encode(texts), whole, atol=1e-6)


@given(st.text(max_size=40))
@example("l’Assemblée générale, «60/288»—د. 12 ½ ﬁ ａｂ ǅ　Σίσυφος e\u0301,\u0301 \u0640ـ ١٢")
def test_tokens_do_not_reach_over_what_stands_between_words(text: str) -> None:
    shipped = load_shipped()
    assert shipped._by_words([text]) == shipped._ids([text])


def test_a_text_is_not_shortened(shipped: StaticEncoder) -> None:
    start, end = "peace and security " * 5_000, "экономическое развитие " * 5_000
    vectors = shipped.encode([start, end, start + end])
    assert vectors[0] @ vectors[2] < 0.99
    assert vectors[1] @ vectors[2] > 0.3


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_rows_are_of_unit_length_or_zero_and_do_not_depend_on_their_neighbours(
    texts: list[str],
) -> None:
    encoder = load_shipped()
    together = encoder.encode(texts)
    assert together.shape == (len(texts), encoder.dimension)
    for row, text in zip(together, texts, strict=True):
        assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-5) or not row.any()
        np.testing.assert_allclose(row, encoder.encode([text])[0], atol=1e-6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Résolution de l'Assemblée", "RESOLUTION DE L ASSEMBLEE"),
        ("٢٩ حزيران ٢٠١٢", "29 حزيران 2012"),
        ("أُكِّدَ الاتّفاق", "اكد الاتفاق"),
        ("مـــحكمة", "محكمة"),
        ("２０１２年", "2012 年"),
        ("ещё раз", "еще раз"),
        ("A/RES/66/282.", "a res 66 282"),
    ],
)
def test_spellings_that_mean_the_same_have_the_same_vector(
    shipped: StaticEncoder, one: str, other: str
) -> None:
    left, right = shipped.encode([one, other])
    np.testing.assert_array_equal(left, right)
    assert left.any()


@pytest.mark.parametrize("text", ["", " \n\t", "!?… — «»", "\u0e01\u0e32", "\u200b"])
def test_what_it_knows_nothing_of_is_zero(shipped: StaticEncoder, text: str) -> None:
    assert not shipped.encode([text]).any()


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
    with pytest.raises(EncoderError, match=r"holds no float16 or float32 tensor .* \('I8'\)"):
        StaticEncoder(folder)


def test_a_tokenizer_that_is_none_is_one_line(folder: Path) -> None:
    (folder / "tokenizer.json").write_text(json.dumps({"model": "none"}), "utf-8")
    with pytest.raises(EncoderError, match=r"tokenizer\.json: is no tokenizer"):
        StaticEncoder(folder)


def test_tokenizer_and_weights_of_two_models_are_one_line(folder: Path) -> None:
    save_file({"embedding.weight": VECTORS[:3]}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match="knows 5 tokens, the weights have 3 rows"):
        StaticEncoder(folder)
