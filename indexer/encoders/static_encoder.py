"""An encoder that needs NumPy alone: the mean of a text's token vectors, scaled to unit length.

From: a folder in the format of sentence-transformers' StaticEmbedding (``tokenizer.json``,
``model.safetensors``), the shipped one or another. To: encoders.encoder. Not here: training
(benchmarks.train_encoder). All normalisation of text stands in ``tokenizer.json``, texts are
never shortened, so sentence-transformers gives the same vectors from the same folder.

The weights stay on disk, mapped into memory, and only the rows of tokens that occur are read: a
query touches a few kilobytes of them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from indexer.errors import EncoderError

WEIGHT = "embedding.weight"
NAME = "name"  # what our own weights say of themselves in their header
WORDS_KEPT = 200_000  # with their token ids: about 50 MB at most
TEXTS_AT_ONCE = 4_096  # token ids of so many texts are held at a time
TOKENS_AT_ONCE = 1_024  # and the float32 vectors of so many tokens: 1 MiB, which a cache holds

_DTYPES: dict[str, np.dtype[np.float16] | np.dtype[np.float32]] = {
    "F16": np.dtype(np.float16),
    "F32": np.dtype(np.float32),
}
_BETWEEN_WORDS = re.compile(r"[\s!-/:-@\[-`{-~«»“”‘’–—…،؛؟、。《》（），：；]+")
_LENGTH_BYTES = 8  # a safetensors file opens with the length of its header, little-endian
_LONGEST_HEADER = 1 << 20


@dataclass(frozen=True, slots=True)
class Weights:
    """Token vectors and what their file says of itself.

    table: (tokens, dimension) float16 or float32, mapped from the file, read-only.
    """

    table: NDArray[np.float16] | NDArray[np.float32]
    about: dict[str, str]


class StaticEncoder:
    """Mean of token vectors, read from a folder. See encoders.encoder.Encoder."""

    def __init__(self, folder: Path) -> None:
        """Map the weights, read the tokenizer; raises EncoderError if either is unfit."""
        self._tokenizer_file = folder / "tokenizer.json"
        self._tokenizer = read_tokenizer(self._tokenizer_file)
        self._weights = read_weights(folder / "model.safetensors")
        self.name = self._weights.about.get(NAME, folder.name)
        self._is_ours = NAME in self._weights.about
        self._known: dict[str, list[int]] = {}
        rows, self.dimension = self._weights.table.shape
        if self._tokenizer.get_vocab_size() > rows:
            raise EncoderError(
                f"{folder}: the tokenizer knows {self._tokenizer.get_vocab_size()} tokens, the "
                f"weights have {rows} rows; they are not of one model, get it anew"
            )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the tokenizer file and the weights, hexadecimal; takes 20 ms once."""
        total = hashlib.sha256(self._tokenizer_file.read_bytes())
        total.update(self._weights.table.tobytes())
        return total.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) unit rows; a row of zeros for a text without a known token.

        Memory beyond the result is bounded by TEXTS_AT_ONCE texts' token ids.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            batch = list(texts[start : start + TEXTS_AT_ONCE])
            ids = self._by_words(batch) if self._is_ours else self._ids(batch)
            add_tokens(vectors[start : start + len(batch)], ids, self._weights.table)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    def _ids(self, texts: list[str]) -> list[list[int]]:
        encoded = self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)
        return [one.ids for one in encoded]

    def _by_words(self, texts: list[str]) -> list[list[int]]:
        """As ``_ids``, but a word is tokenized once, not every time: most have been seen before.

        It is right for our own tokenizers only: what they take for a token never reaches over a
        mark that is neither letter nor number.
        """
        words = [_BETWEEN_WORDS.split(text) for text in texts]
        if len(self._known) > WORDS_KEPT:
            self._known.clear()
        new = list(set(chain.from_iterable(words)) - self._known.keys())
        self._known.update(zip(new, self._ids(new), strict=True))
        known = self._known
        return [list(chain.from_iterable(known[word] for word in one)) for one in words]


def add_tokens(
    sums: NDArray[np.float32],
    ids: list[list[int]],
    table: NDArray[np.float16] | NDArray[np.float32],
) -> None:
    """Add to each row of ``sums``, (n, d), in place, the table's rows of its text's tokens.

    The sum serves as the mean would: the length of a vector is levelled afterwards.
    """
    counts = np.array([len(one) for one in ids], dtype=np.int64)
    tokens = np.fromiter(chain.from_iterable(ids), np.int64, count=counts.sum())
    text_of = np.repeat(np.arange(len(ids)), counts)
    # Each token that occurs is widened once: that took as long as all the sums.
    kinds, tokens = np.unique(tokens, return_inverse=True)
    wide = table[kinds].astype(np.float32)
    for start in range(0, len(tokens), TOKENS_AT_ONCE):
        some = slice(start, start + TOKENS_AT_ONCE)
        first = np.flatnonzero(np.diff(text_of[some], prepend=-1))
        sums[text_of[some][first]] += np.add.reduceat(wide[tokens[some]], first, axis=0)


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in a ``tokenizer.json``; raises EncoderError if there is none or it is bad."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EncoderError(f"{path}: cannot be read ({reason(error)}); get it anew") from None
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # the package raises nothing narrower
        if type(error) is not Exception:
            raise
        raise EncoderError(f"{path}: is no tokenizer ({reason(error)}); get it anew") from None


def read_weights(path: Path) -> Weights:
    """The token vectors in a safetensors file, mapped; raises EncoderError if it is unfit."""
    try:
        return map_weights(path)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EncoderError(
            f"{path}: holds no float16 or float32 tensor {WEIGHT!r} ({reason(error)}); get the "
            "model anew"
        ) from None


def map_weights(path: Path) -> Weights:
    """What ``read_weights`` does, with the errors as they arise.

    The header is read here and not by the safetensors package, which would copy the tensor.
    Source: the format's description in the README of huggingface/safetensors.
    """
    header, begin = read_header(path)
    tensor = header[WEIGHT]
    dtype, (rows, columns) = _DTYPES[tensor["dtype"]], tensor["shape"]
    first, end = tensor["data_offsets"]
    if end - first != rows * columns * dtype.itemsize:
        raise ValueError(f"{rows} x {columns} weights in {end - first} bytes")
    mapped = np.memmap(path, dtype, "r", offset=begin + first, shape=(rows, columns))
    return Weights(np.asarray(mapped), header.get("__metadata__", {}))


def read_header(path: Path) -> tuple[dict[str, Any], int]:
    """The header of a safetensors file, and the offset at which the data begin."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        if not 0 < length <= _LONGEST_HEADER:
            raise ValueError(f"a header of {length} bytes")
        header: dict[str, Any] = json.loads(file.read(length))
    return header, _LENGTH_BYTES + length


def reason(error: Exception) -> str:
    """The first line of an error, or its class where it has none."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text.strip().partition("\n")[0] or type(error).__name__
