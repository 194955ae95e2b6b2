"""Words and n-grams as one encoder: weighted, side by side, projected, written to a folder.

The projection keeps the columns along which vectors of texts vary most (principal components of the
weighted vectors as they are, not centred).

From: encoder_recipe.words, encoder_recipe.ngrams. To: a folder that indexer.encoders.blend_encoder
reads. Not here: either view.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from benchmarks.encoder_recipe.ngrams import Cut, rounded
from indexer.encoders.blend_encoder import FILES, NAME, SHARE, BlendEncoder
from indexer.encoders.weights import Floats

RESULT = "hexapla-blend-1"  # what the encoder is called; a corpus records it
MODULE = "indexer.encoders.torch_blend.BlendModule"


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be varied: columns of a vector, and the share of the words in a cosine."""

    dimension: int = 384
    words: float = 0.22


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
    arrays = _stored(words.vectors, ngrams)
    split = words.vectors.shape[1]
    size = split + ngrams.own["out"].shape[1]
    about = {NAME: RESULT, SHARE: str(shape.words)}
    whole = {"projection": np.eye(size, dtype=np.float16)}
    _write(folder / FILES[0], arrays | whole, about)
    projection = _projection(BlendEncoder(folder), texts, split, shape)
    _write(folder / FILES[0], arrays | {"projection": projection.astype(np.float16)}, about)
    modules = [{"idx": 0, "name": "0", "path": "", "type": MODULE}]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")


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


def _projection(encoder: BlendEncoder, texts: list[str], split: int, shape: Shape) -> Floats:
    """(words + n-grams, dimension), the weights of both views worked in."""
    features = encoder.features(texts)
    weights = np.full(features.shape[1], np.sqrt(1 - shape.words), np.float32)
    weights[:split] = np.sqrt(shape.words)
    features *= weights
    _, directions = np.linalg.eigh((features.T @ features).astype(np.float64))
    kept = directions[:, ::-1][:, : shape.dimension].astype(np.float32)
    kept *= np.where(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])] < 0, -1, 1)
    projection: Floats = weights[:, None] * kept
    return projection


def _write(path: Path, arrays: dict[str, NDArray[np.generic]], about: dict[str, str]) -> None:
    contiguous = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    save_file(contiguous, path, about)
    path.chmod(0o644)
