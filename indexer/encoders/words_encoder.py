"""The words of the shipped encoder by themselves: nine times as fast, less wise.

Sums of word vectors (encoders.bag), which level accents, case and harakat. For corpora of millions
of clauses, where the convolution would take hours.

From: the folder of a blend, of which nothing else is read. To: encoders.encoder, and
encoders.blend_encoder, whose first view it is. Not here: order of words (encoders.ngrams).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from indexer.encoders.bag import add_tokens
from indexer.encoders.similarity import to_unit_length
from indexer.encoders.tokenizing import MARKS, READING, WordTokenizer, read_tokenizer
from indexer.encoders.weights import ByteTable, Floats, Weights

FILE = "words.json"
TABLE, SCALE = "words.table", "words.scale"
TEXTS_AT_ONCE = 4_096  # token ids of so many texts are held at a time


class WordsEncoder:
    """Mean of word vectors. See encoders.encoder.Encoder."""

    name = "hexapla-words-1"

    def __init__(self, folder: Path, weights: Weights) -> None:
        """weights: those of the folder's blend; raises EncoderError if the tokenizer is unfit."""
        self._file = folder / FILE
        self._tokenizer = WordTokenizer(read_tokenizer(self._file), MARKS)
        self._table = ByteTable(weights.arrays[TABLE], weights.arrays[SCALE])
        self.dimension: int = self._table.shape[1]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over how texts are read, tokenizer, vectors and scales, hexadecimal."""
        total = hashlib.sha256(READING)
        total.update(self._file.read_bytes())
        total.update(self._table.values.tobytes())
        total.update(self._table.scale.tobytes())
        return total.hexdigest()

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, dimension) unit rows; a row of zeros for a text of which no word is known."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            some = slice(start, start + TEXTS_AT_ONCE)
            vectors[some] = self.vectors(self.ids(texts[some]))
        return vectors

    def vectors(self, ids: list[list[int]]) -> Floats:
        """The same of texts whose token ids are known."""
        vectors = np.zeros((len(ids), self.dimension), np.float32)
        add_tokens(vectors, ids, self._table)
        to_unit_length(vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """The same as ``encode``."""
        return self.encode(texts)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text."""
        return self._tokenizer.ids(texts)
