"""Words and n-grams as one encoder: weighted, side by side, projected, written to a folder.

The projection keeps the columns along which vectors of texts vary most (principal components of the
weighted vectors as they are, not centred), after directions in which translations differ from each
other have been shortened: linear discriminant analysis, taken a quarter of the way.

From: encoder_recipe.words, encoder_recipe.ngrams. To: a folder that indexer.encoders.blend_encoder
reads. Not here: either view.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
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
    """What can be varied.

    dimension: columns of a vector. words: the words' share in a cosine. shortened: the exponent of
    how much translations vary along a direction, by whose root it is divided; 0 leaves all as they
    are, 1 is the whole way. ridge: added to that variance, as a share of its mean.
    """

    dimension: int = 384
    words: float = 0.235
    shortened: float = 0.25
    ridge: float = 0.1


@dataclass(frozen=True, slots=True)
class Learned:
    """What the projection is learned from: texts, and rows of texts that translate each other."""

    texts: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """A tokenizer and (tokens, d) vectors."""

    tokenizer: Tokenizer
    vectors: Floats


def save(folder: Path, words: Words, ngrams: Cut, *, learned: Learned, shape: Shape) -> None:
    """Write the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    words.tokenizer.save(str(folder / FILES[1]), pretty=False)
    (folder / FILES[2]).write_bytes(ngrams.model)
    _write(folder / FILES[0], _stored(words.vectors, ngrams), {})
    project(folder, learned, shape)
    modules = [{"idx": 0, "name": "0", "path": "", "type": MODULE}]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")


def project(folder: Path, learned: Learned, shape: Shape) -> None:
    """Give the views in a folder their weights and a projection, whatever they had before."""
    arrays = load_file(folder / FILES[0])
    split = arrays[TABLE].shape[1]
    size = split + arrays[f"{OF_NGRAMS}out"].shape[1]
    about = {NAME: RESULT, SHARE: str(shape.words)}
    whole = {PROJECTION: np.eye(size, dtype=np.float16)}
    _write(folder / FILES[0], arrays | whole, about)
    weights = np.full(size, np.sqrt(1 - shape.words), np.float32)
    weights[:split] = np.sqrt(shape.words)
    found = weights[:, None] * _directions(BlendEncoder(folder), weights, learned, shape)
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


def _directions(encoder: BlendEncoder, weights: Floats, learned: Learned, shape: Shape) -> Floats:
    """(words + n-grams, dimension) what weighted vectors are multiplied by.

    Source: Fisher, The Use of Multiple Measurements in Taxonomic Problems, 1936.
    """
    counts = np.array([len(row) for row in learned.rows])
    of_rows = encoder.features(list(chain.from_iterable(learned.rows))) * weights
    of_texts = encoder.features(learned.texts) * weights
    means = np.add.reduceat(of_rows, np.cumsum(counts) - counts) / counts[:, None]
    shortening = _power(
        _scatter(of_rows - np.repeat(means, counts, axis=0)), shape.ridge, -shape.shortened / 2
    )
    whole = shortening @ (_scatter(of_rows) + _scatter(of_texts)) @ shortening
    _, found = np.linalg.eigh(whole)
    kept: Floats = (shortening @ found[:, ::-1][:, : shape.dimension]).astype(np.float32)
    kept *= np.where(kept[np.abs(kept).argmax(axis=0), np.arange(kept.shape[1])] < 0, -1, 1)
    return kept


def _scatter(vectors: Floats) -> NDArray[np.float64]:
    """(d, d) sums of products of the columns of (n, d)."""
    found: NDArray[np.float64] = (vectors.T @ vectors).astype(np.float64)
    return found


def _power(scatter: NDArray[np.float64], ridge: float, exponent: float) -> NDArray[np.float64]:
    """A power of a symmetric matrix to whose diagonal a share of its mean is added."""
    values, directions = np.linalg.eigh(scatter)
    raised = directions * (values + ridge * values.mean()) ** exponent
    found: NDArray[np.float64] = raised @ directions.T
    return found


def _write(path: Path, arrays: dict[str, NDArray[np.generic]], about: dict[str, str]) -> None:
    contiguous = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    save_file(contiguous, path, about)
    path.chmod(0o644)
