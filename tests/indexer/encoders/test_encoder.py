"""Which encoder a name means, and what the shipped one is good for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.encoders.blend_encoder import BlendEncoder
from indexer.encoders.encoder import SHIPPED, Encoder, load_encoder, module_kinds
from indexer.errors import EncoderError

SIX = {
    "ar": "يعرب عن تقديره لاستمرار الجهود الرامية إلى تعزيز حقوق الإنسان",
    "zh": "赞赏为促进人权而继续作出的努力",
    "en": "Expresses its appreciation for the continued efforts to promote human rights",
    "fr": "Se félicite des efforts constants déployés pour promouvoir les droits de l'homme",
    "ru": "выражает признательность за постоянные усилия по поощрению прав человека",
    "es": "Expresa su reconocimiento por la promoción continua de los derechos humanos",
}
OTHERS = (
    "The vessel shall carry two anchors and a spare cable",
    "سيعقد الاجتماع المقبل للجنة الميزانية في تشرين الثاني",
    "会议于上午十时开始",
    "Le montant des contributions est fixé chaque année",
    "Самолёт приземлился без происшествий",
    "La población del distrito creció un dos por ciento",
)


@pytest.fixture(scope="module")
def shipped() -> Encoder:
    return load_encoder()


def test_the_shipped_encoder_is_small_and_says_who_it_is(shipped: Encoder) -> None:
    assert shipped.name == "hexapla-blend-1"
    assert shipped.dimension == 384
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) <= 45_000_000


def test_the_words_alone_are_a_second_encoder_and_the_first_view_of_the_shipped_one() -> None:
    words = load_encoder("hexapla-words-1")
    assert (words.name, words.dimension) == ("hexapla-words-1", 256)
    assert words.fingerprint != load_encoder().fingerprint
    own, others = words.encode(list(SIX.values())), words.encode(OTHERS)
    assert (own @ own.T).min() > (own @ others.T).max()
    features = BlendEncoder(SHIPPED).features(list(SIX.values()))
    np.testing.assert_array_equal(features[:, :256], own)
    np.testing.assert_array_equal(words.encode_queries(list(SIX.values())), own)
    assert not words.encode(["", "!?"]).any()


def test_a_long_text_has_the_same_vector_alone_as_beside_others() -> None:
    words = load_encoder("hexapla-words-1")
    long = " ".join([*SIX.values(), *OTHERS] * 5)
    np.testing.assert_array_equal(words.encode([long])[0], words.encode([long, "peace"])[0])


def test_translations_are_nearer_than_anything_else(shipped: Encoder) -> None:
    own = shipped.encode(list(SIX.values()))
    others = shipped.encode(OTHERS)
    assert (own @ own.T).min() > (own @ others.T).max()


def test_loading_it_imports_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import sys\n"
        "from indexer.encoders.encoder import load_encoder\n"
        "load_encoder().encode(['peace'])\n"
        "heavy = {'torch', 'sentence_transformers', 'safetensors', 'faiss'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_with_a_blend_is_read_without_any_other_package(
    shipped: Encoder, tmp_path: Path
) -> None:
    copy = shutil.copytree(SHIPPED, tmp_path / "copy")
    encoder = load_encoder(str(copy))
    assert isinstance(encoder, BlendEncoder)
    assert encoder.fingerprint == shipped.fingerprint
    np.testing.assert_allclose(encoder.encode(["peace"]), shipped.encode(["peace"]), atol=1e-6)


def test_modules_say_what_a_folder_holds(tmp_path: Path) -> None:
    modules = [{"idx": 0, "type": "a.b.StaticEmbedding"}, {"idx": 1, "type": "c.Normalize"}]
    (tmp_path / "modules.json").write_text(json.dumps(modules), "utf-8")
    assert module_kinds(tmp_path) == ["StaticEmbedding", "Normalize"]


def test_a_folder_without_a_model_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"holds no encoder, modules\.json is missing; give"):
        load_encoder(str(tmp_path))


@pytest.mark.parametrize("name", ["./nowhere", "/no/such/place"])
def test_a_path_that_leads_nowhere_is_one_line(name: str) -> None:
    with pytest.raises(EncoderError, match="no such folder; give that of a sentence-transformers"):
        load_encoder(name)


@pytest.mark.parametrize("content", ["", "{", "3", "[{}]", '["x"]'])
def test_a_damaged_list_of_modules_is_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "modules.json").write_text(content, "utf-8")
    with pytest.raises(EncoderError, match=r"modules\.json: is damaged \("):
        load_encoder(str(tmp_path))
