"""An encoder that needs NumPy alone: the mean of a text's token vectors, scaled to unit length.

From: a folder in the format of sentence-transformers' StaticEmbedding (``tokenizer.json``,
``model.safetensors``). To: encoders.encoder. Not here: training (benchmarks.train_encoder).
Texts are never shortened, so sentence-transformers gives the same vectors from the same folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.encoders.bag import add_tokens
from indexer.encoders.similarity import to_unit_length
from indexer.encoders.tokenizing import read_tokenizer, token_ids
from indexer.encoders.weights import Floats, PlainTable, Weights, map_weights, reason
from indexer.errors import EncoderError

WEIGHT = "embedding.weight"
NAME = "name"  # what weights may say of themselves in their header
TEXTS_AT_ONCE = 4_096  # token ids of so many texts are held at a time


class StaticEncoder:
    """Mean of token vectors, read from a folder. See encoders.encoder.Encoder."""

    def __init__(self, folder: Path) -> None:
        """Map the weights, read the tokenizer; raises EncoderError if either is unfit."""
        self._tokenizer_file = folder / "tokenizer.json"
        self._tokenizer = read_tokenizer(self._tokenizer_file)
        weights = _read_weights(folder / "model.safetensors")
        self.name = weights.about.get(NAME, folder.name)
        self._table = PlainTable(weights.arrays[WEIGHT])
        rows, self.dimension = self._table.shape
        if self._tokenizer.get_vocab_size() > rows:
            raise EncoderError(
                f"{folder}: the tokenizer knows {self._tokenizer.get_vocab_size()} tokens, the "
                f"weights have {rows} rows; they are not of one model, get it anew"
            )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the tokenizer file and the weights, hexadecimal; takes 20 ms once."""
        total = hashlib.sha256(self._tokenizer_file.read_bytes())
        total.update(self._table.values.tobytes())
        return total.hexdigest()

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, dimension) unit rows; a row of zeros for a text without a known token.

        Memory beyond the result is bounded by TEXTS_AT_ONCE texts' token ids.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            batch = list(texts[start : start + TEXTS_AT_ONCE])
            ids = token_ids(self._tokenizer, batch)
            add_tokens(vectors[start : start + len(batch)], ids, self._table)
        to_unit_length(vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """The same as ``encode``."""
        return self.encode(texts)


def _read_weights(path: Path) -> Weights:
    """The token vectors in a safetensors file, mapped; raises EncoderError if it is unfit."""
    try:
        weights = map_weights(path)
        values = weights.arrays[WEIGHT]
        fit = values.ndim == len(("tokens", "dimension")) and values.dtype.kind == "f"
        found = f"{values.shape} {values.dtype}"
    except (OSError, ValueError, TypeError, KeyError) as error:
        fit, found = False, reason(error)
    if not fit:
        raise EncoderError(
            f"{path}: holds no float16 or float32 tensor {WEIGHT!r} ({found}); get the model anew"
        )
    return weights
