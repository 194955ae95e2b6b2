"""Words and n-grams as one encoder: weighted, side by side, projected, written to a folder.

The projection keeps the directions along which vectors of texts vary most: principal components of
the weighted vectors as they are, not centred.

From: encoder_recipe.words, encoder_recipe.ngrams. To: a folder that indexer.encoders.blend_encoder
reads. Not here: either view.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from benchmarks.encoder_recipe.ngrams import Cut, rounded
from indexer.encoders.blend_encoder import (
    FILES,
    NAME,
    OF_NGRAMS,
    PROJECTION,
    SHARE,
    BlendEncoder,
)
from indexer.encoders.weights import Floats
from indexer.encoders.words_encoder import TABLE

RESULT = "hexapla-blend-1"  # what the encoder is called; a corpus records it
MODULE = "indexer.encoders.torch_blend.BlendModule"


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be varied: columns of a vector, and the words' share in a cosine."""

    dimension: int = 384
    words: float = 0.36


@dataclass(frozen=True, slots=True)
class Words:
    """A tokenizer and (tokens, d) vectors."""

    tokenizer: Tokenizer
    vectors: Floats


def save(folder: Path, words: Words, ngrams: Cut, *, texts: list[str], shape: Shape) -> None:
    """Write the folder. texts: what the projection is learned from."""
    folder.mkdir(parents=True, exist_ok=True)
    words.tokenizer.save(str(folder / FILES[1]), pretty=False)
    (folder / FILES[2]).write_bytes(ngrams.model)
    _write(folder / FILES[0], _stored(words.vectors, ngrams), {})
    project(folder, texts, shape)
    modules = [{"idx": 0, "name": "0", "path": "", "type": MODULE}]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")


def project(folder: Path, texts: list[str], shape: Shape) -> None:
    """Give the views in a folder their weights and a projection, whatever they had before.

    texts: what the projection is learned from.
    """
    arrays = load_file(folder / FILES[0])
    split = arrays[TABLE].shape[1]
    size = split + arrays[f"{OF_NGRAMS}out"].shape[1]
    about = {NAME: RESULT, SHARE: str(shape.words)}
    whole = {PROJECTION: np.eye(size, dtype=np.float16)}
    _write(folder / FILES[0], arrays | whole, about)
    weights = np.full(size, np.sqrt(1 - shape.words), np.float32)
    weights[:split] = np.sqrt(shape.words)
    vectors = BlendEncoder(folder).features(texts) * weights
    found = weights[:, None] * _components(vectors)[:, : shape.dimension]
    _write(folder / FILES[0], arrays | {PROJECTION: found.astype(np.float16)}, about)


def _stored(words: Floats, ngrams: Cut) -> dict[str, NDArray[np.generic]]:
    scale = np.abs(words).max(axis=1) / 127
    whole = np.rint(words / np.maximum(scale, 1e-12)[:, None])
    own: dict[str, NDArray[np.generic]] = {
        f"ngrams.{name}": values for name, values in rounded(ngrams.own).items()
    }
    return own | {
        "words.table": whole.astype(np.int8),
        "words.scale": scale.astype(np.float16),
        "pieces.table": ngrams.packed,
        "pieces.scale": ngrams.scale,
    }


def _components(vectors: Floats) -> Floats:
    """(d, d) the directions along which (n, d) vectors vary, the most first."""
    _, directions = np.linalg.eigh((vectors.T @ vectors).astype(np.float64))
    found: Floats = directions[:, ::-1].astype(np.float32)
    found *= np.where(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])] < 0, -1, 1)
    return found


def _write(path: Path, arrays: dict[str, NDArray[np.generic]], about: dict[str, str]) -> None:
    contiguous = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    save_file(contiguous, path, about)
    path.chmod(0o644)
    if about:
        _order(path)


def _order(path: Path) -> None:
    """Put what a file says of itself in one order; the package has another one each time."""
    with path.open("r+b") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
        file.seek(8)
        file.write(json.dumps(header, separators=(",", ":")).encode().ljust(size))
