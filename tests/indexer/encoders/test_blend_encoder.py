"""The shipped encoder: what it makes of texts, and what of damaged files."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from indexer.analysis.han import simplify
from indexer.encoders import bag, blend_encoder, ngrams, words_encoder
from indexer.encoders.blend_encoder import BlendEncoder, read_blend
from indexer.encoders.encoder import SHIPPED
from indexer.encoders.tokenizing import MARKS, WordTokenizer, read_tokenizer, token_ids, word_ids
from indexer.encoders.words_encoder import WordsEncoder
from indexer.errors import EncoderError


@cache
def load_shipped() -> BlendEncoder:
    """Loaded once: property tests cannot take a fixture for each example."""
    return BlendEncoder(SHIPPED)


@cache
def load_words() -> Tokenizer:
    return read_tokenizer(SHIPPED / "words.json")


@pytest.fixture
def shipped() -> BlendEncoder:
    return load_shipped()


def test_cutting_the_work_into_pieces_changes_nothing(
    shipped: BlendEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["Takes note of the report", "", "注意到秘书长的报告", "peace " * 50, "Совет"]
    whole = shipped.encode(texts)
    monkeypatch.setattr(blend_encoder, "TEXTS_AT_ONCE", 2)
    monkeypatch.setattr(bag, "TOKENS_AT_ONCE", 2)
    monkeypatch.setattr(ngrams, "TOKENS_A_STEP", 2)
    np.testing.assert_allclose(shipped.encode(texts), whole, atol=1e-5)


@pytest.fixture
def threads_that_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_that_take_turns_often")
def test_many_threads_at_once_are_given_the_vectors_that_one_is_given(
    shipped: BlendEncoder,
) -> None:
    by_chance = random.Random(1)
    letters = "abcdefghijklmnoprstuvéàабвгдежзиклмнопрсту和平报告秘书长注意السلمبنور    "
    texts = ["".join(by_chance.choices(letters, k=80)) for _ in range(300)]
    expected = shipped.encode_queries(texts)
    fresh = BlendEncoder(SHIPPED)  # that has everything to learn yet

    def furthest(seed: int) -> float:
        order = random.Random(seed).sample(range(len(texts)), len(texts))
        there = [fresh.encode_queries([texts[place]])[0] for place in order]
        return float(np.abs(np.stack(there) - expected[order]).max())

    with ThreadPoolExecutor(4) as threads:
        assert max(threads.map(furthest, range(4))) < 1e-5


@settings(deadline=None)
@given(st.text(max_size=40))
@example("l’Assemblée générale, «60/288»—د. 12 ½ ﬁ ａｂ ǅ　Σίσυφος e\u0301,\u0301 \u0640ـ ١٢")
def test_words_tokenized_one_by_one_give_the_tokens_of_the_text(text: str) -> None:
    tokenizer = load_words()
    assert WordTokenizer(tokenizer, MARKS).ids([text]) == token_ids(tokenizer, [simplify(text)])


@settings(deadline=None)
@given(st.lists(st.text(max_size=20), max_size=90))
@example(["é", "", "e\u0301", "\u0301", "\u0640", "ﬁ½", "大会决议", "٣٥", "№", "a" * 300, "ǅ"])
def test_words_tokenized_together_give_the_tokens_of_each(texts: list[str]) -> None:
    tokenizer = load_words()
    words = [word for text in texts for word in MARKS.split(text)]
    assert word_ids(tokenizer, words) == token_ids(tokenizer, words)


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
        np.testing.assert_allclose(row, encoder.encode([text])[0], atol=1e-5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Résolution de l'Assemblée générale", "RESOLUTION DE L'ASSEMBLEE GENERALE"),
        ("اجتمع المجلس في ٢٩ حزيران ٢٠١٢", "اجتمع المجلس في 29 حزيران 2012"),
        ("ещё раз подтверждает", "еще раз подтверждает"),
        ("注意到２０１２年的报告", "注意到2012年的报告"),
    ],
)
def test_spellings_of_the_same_words_are_nearer_than_other_words(
    shipped: BlendEncoder, one: str, other: str
) -> None:
    left, right, else_ = shipped.encode([one, other, "Price of a railway ticket to the coast"])
    assert left @ right > 0.5
    assert left @ right > left @ else_ + 0.3


def test_traditional_characters_change_nothing(shipped: BlendEncoder) -> None:
    traditional = ["難民", "大會審議了關於難民地位的報告"]
    simplified = ["难民", "大会审议了关于难民地位的报告"]
    for encode in (shipped.encode, shipped.encode_queries):
        np.testing.assert_allclose(encode(traditional), encode(simplified), atol=1e-6)
        assert encode(traditional).any(axis=1).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [("أَكَّدَ الاتِّفَاقَ", "أكد الاتفاق"), ("مـــحكمة العـــدل", "محكمة العدل")],
)
def test_vowel_signs_and_tatweel_change_nothing(
    shipped: BlendEncoder, one: str, other: str
) -> None:
    left, right = shipped.encode([one, other])
    np.testing.assert_allclose(left, right, atol=1e-6)
    assert left.any()


@pytest.mark.parametrize("text", ["", " \n\t", "!?… — «»", "\u0e01\u0e32", "\u200b"])
def test_what_it_knows_nothing_of_is_zero(shipped: BlendEncoder, text: str) -> None:
    assert not shipped.encode([text]).any()


def test_order_matters(shipped: BlendEncoder) -> None:
    left, right = shipped.encode(
        ["The Council informs the Assembly", "The Assembly informs the Council"]
    )
    assert 0.7 < left @ right < 0.9999


def test_in_a_short_query_the_words_alone_count_not_their_order(shipped: BlendEncoder) -> None:
    short = ["arms trade", "trade arms"]
    as_text = shipped.encode(short)
    as_query = shipped.encode_queries(short)
    assert as_text[0] @ as_text[1] < 0.99
    assert as_query[0] @ as_query[1] == pytest.approx(1, abs=1e-6)
    np.testing.assert_allclose(np.linalg.norm(as_query, axis=1), 1, atol=1e-5)
    long = ["The General Assembly takes note with appreciation of the report on the arms trade"]
    np.testing.assert_allclose(shipped.encode_queries(long), shipped.encode(long), atol=1e-5)
    assert not shipped.encode_queries([""]).any()


def test_queries_get_the_same_vectors_together_as_alone(shipped: BlendEncoder) -> None:
    queries = ["arms trade", "", "the report of the Secretary-General on the arms trade", "大会"]
    alone = np.concatenate([shipped.encode_queries([query]) for query in queries])
    np.testing.assert_allclose(shipped.encode_queries(queries), alone, atol=1e-6)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / "copy")


def test_a_fingerprint_tells_how_texts_are_read(
    shipped: BlendEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shipped.fingerprint, WordsEncoder(SHIPPED, read_blend(SHIPPED)).fingerprint
    monkeypatch.setattr(blend_encoder, "READING", b"in another way")
    monkeypatch.setattr(words_encoder, "READING", b"in another way")
    assert BlendEncoder(SHIPPED).fingerprint != before[0]
    assert WordsEncoder(SHIPPED, read_blend(SHIPPED)).fingerprint != before[1]


def test_fingerprint_follows_each_file(shipped: BlendEncoder, copy: Path) -> None:
    assert BlendEncoder(copy).fingerprint == shipped.fingerprint
    words = copy / "words.json"
    words.write_text(words.read_text("utf-8").replace('"peace"', '"peacx"') + " ", "utf-8")
    assert BlendEncoder(copy).fingerprint != shipped.fingerprint


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("model.safetensors", b"", "holds no weights (a header of 0 bytes); get the model anew"),
        (
            "model.safetensors",
            b"\x02\0\0\0\0\0\0\0{}",
            "holds no weights ('words.table' is missing",
        ),
        ("words.json", b"{}", "is no tokenizer"),
        ("pieces.model", b"none", "is no tokenizer"),
    ],
)
def test_a_damaged_file_is_one_line(copy: Path, name: str, content: bytes, told: str) -> None:
    (copy / name).write_bytes(content)
    with pytest.raises(EncoderError) as caught:
        BlendEncoder(copy)
    assert f"{copy / name}: {told}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["model.safetensors", "words.json", "pieces.model"])
def test_a_missing_file_is_one_line(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(EncoderError, match=f"{name}: .*get (it|the model) anew"):
        BlendEncoder(copy)
