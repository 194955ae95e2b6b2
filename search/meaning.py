"""Units by meaning: a query's vector against the units' vectors.

From: encoders.encoder, store.vectors. To: search.answer. Not here: words, filters, fusion.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.encoders.encoder import Encoder
from indexer.store.vectors import VectorIndex
from search.keyword import Ranking


class Meaning:
    """One generation's vectors and the encoder that made them."""

    def __init__(self, encoder: Encoder, vectors: VectorIndex) -> None:
        """encoder: the one the corpus was made with; Catalogue.require checks that."""
        self._encoder = encoder
        self._vectors = vectors

    def vector(self, text: str) -> NDArray[np.float32] | None:
        """(d,) float32, unit length; None for a text that the encoder knows nothing of."""
        vector = self._encoder.encode_queries([text])[0]
        return vector if vector.any() else None

    def search(
        self,
        vector: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.int64] | None = None,
    ) -> Ranking:
        """The ``k`` units nearest in meaning, with their cosine similarities in [-1, 1].

        allowed: rising ids of the units to choose from; None for all.
        """
        if k == 0:
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        ids, similarities = self._vectors.search(vector[None], k, allowed=allowed)
        return Ranking(ids[0], similarities[0])

    def scores(self, vector: NDArray[np.float32], ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n,) float32: the cosine similarity of each unit; NaN for one without a vector."""
        return self._vectors.similarities(vector, ids)

    def pool(self, allowed: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """(n,) int64, rising: the units there are to rank, those of ``allowed`` with a vector."""
        if allowed is None:
            return self._vectors.ids
        return np.intersect1d(allowed, self._vectors.ids, assume_unique=True)
