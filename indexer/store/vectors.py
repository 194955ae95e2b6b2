"""The vectors of all units, searched by similarity.

In a generation's folder lie the ids, the vectors themselves in float16, and an index of FAISS that
names candidates. Every similarity that leaves this module is computed from the vectors, in float32
and in the same order of sums, so that equal vectors have equal similarities and a tie is a tie.

From: store.vector_part, which writes them. To: search. Not here: FAISS (store.scan).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.store.arrays import damaged, load_array
from indexer.store.scan import Scan, Settings, load_scan

IDS_FILE = "vector_ids.npy"
WITHOUT_FILE = "vectorless_ids.npy"  # units that are there but have no vector
VECTORS_FILE = "vectors.npy"
INDEX_FILE = "vectors.faiss"
SETTINGS_FILE = "vectors.json"

_BLOCK = 8_192  # rows
_SPARE = 50  # candidates may be one in so many rows; more cost as much as a look at each row

Ids = NDArray[np.int64]
Rows = NDArray[np.intp]  # places in VectorIndex.ids, so that the smaller id is the smaller row
_Found = tuple[Rows, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Rows that may be chosen: rising, and as one truth a row."""

    rows: Rows
    is_in: NDArray[np.bool_]

    @property
    def share(self) -> float:
        return len(self.rows) / max(1, len(self.is_in))


class VectorIndex:
    """The vectors of a generation, open for searching.

    ids: (N,) int64, rising: the units that have a vector. kind: how they are searched:
    "direct" (all of them computed), "flat" (FAISS looks at all), "inverted" (FAISS looks at those
    in the most similar lists). Until the last kind, what is found is exactly the best.
    """

    def __init__(self, generation: Path) -> None:
        """Open the files. Raises CorpusError if they are damaged."""
        self._folder = generation
        self._settings = read_settings(generation)
        self.ids: Ids = np.array(load_array(generation / IDS_FILE))
        # As a plain array: a mapped one is wrapped anew at every look, which takes longer than it.
        self._vectors: NDArray[np.float16] = np.asarray(load_array(generation / VECTORS_FILE))
        if len(self.ids) != len(self._vectors):
            raise damaged(generation / VECTORS_FILE)
        self.kind = self._settings.kind if self._settings else "direct"

    @property
    def dimension(self) -> int:
        return int(self._vectors.shape[1])

    def search(
        self, queries: NDArray[np.float32], k: int, *, allowed: Ids | None = None
    ) -> tuple[Ids, NDArray[np.float32]]:
        """The k units most similar to each query.

        queries: (n, d) float32, unit rows. allowed: rising ids of the units to choose from; None:
        all; those without a vector are passed over.
        Returns ids (n, m) int64 and cosine similarities (n, m) float32 in [-1, 1], best first, ties
        by the smaller id; m is k, or all there are to choose from.
        Raises ValueError for a zero query: nothing is similar to it.
        """
        if queries.ndim != 2 or queries.shape[1] != self.dimension:
            raise ValueError(f"queries of shape {queries.shape}, not (n, {self.dimension})")
        if not queries.any(axis=1).all():
            raise ValueError("a query is the zero vector: nothing is similar to it")
        pool = None if allowed is None else self._pool(allowed)
        found = [self._best(query, k, pool) for query in queries.astype(np.float32)]
        m = min(k, len(self.ids) if pool is None else len(pool.rows))
        rows = np.array([rows for rows, _ in found], np.intp).reshape(len(queries), m)
        similar = np.array([similar for _, similar in found], np.float32)
        return self.ids[rows], similar.reshape(len(queries), m)

    def similarities(self, query: NDArray[np.float32], ids: Ids) -> NDArray[np.float32]:
        """(n,) float32: cosine of ``query`` (d,), a unit vector, with units; NaN without one."""
        rows = self._rows(ids)
        result = np.full(len(ids), np.nan, np.float32)
        result[rows >= 0] = self._similar(query, rows[rows >= 0])
        return result

    def rows(self, which: Rows) -> NDArray[np.float16]:
        """(n, d) float16: the vectors at these places of ``ids``."""
        return self._vectors[which]

    def check(self) -> None:
        """Open what is otherwise opened late. Raises CorpusError if it is damaged."""
        if self._scan is None and self.kind != "direct":
            raise damaged(self._folder / INDEX_FILE)

    def _floats(self, rows: Rows) -> NDArray[np.float32]:
        return self._whole[rows] if self.kind == "direct" else widened(self.rows(rows))

    @cached_property
    def _whole(self) -> NDArray[np.float32]:
        """(N, d) float32: all vectors, in memory; only where they are few."""
        return self._vectors.astype(np.float32)

    def _best(self, query: NDArray[np.float32], k: int, pool: _Pool | None) -> _Found:
        k = min(k, len(self.ids) if pool is None else len(pool.rows))
        for rows, bound in self._candidates(query, 2 * k + 64, pool):
            best, similar = self._ranked(query, rows, k)
            if len(best) == k and similar[-1] > bound:
                return best, similar
        return self._ranked(query, np.arange(len(self.ids)) if pool is None else pool.rows, k)

    def _candidates(
        self, query: NDArray[np.float32], wanted: int, pool: _Pool | None
    ) -> Iterator[tuple[Rows, float]]:
        """More and more rows, and what the similarity of the others does not exceed.

        They end when scoring the whole choice costs no more.
        """
        if self._scan is None:
            return
        # Having FAISS ask of each row whether it may be chosen costs more than dropping some.
        if pool and _SPARE * wanted < pool.share * len(self.ids):
            ids, bound = self._scan.candidates(query, math.ceil(wanted / pool.share))
            rows = self._rows(ids)
            yield rows[pool.is_in[rows]], bound
        # Equal vectors can be more than any fixed number: recurring formulas are the rule here.
        size = len(pool.rows) if pool else len(self.ids)
        allowed = pool.rows if pool else None
        everywhere = False
        while size > 4 * wanted:
            ids, bound = self._scan.candidates(
                query, wanted, allowed=allowed, everywhere=everywhere
            )
            yield self._rows(ids), bound
            everywhere = everywhere or len(ids) < wanted
            wanted *= 4

    def _ranked(self, query: NDArray[np.float32], rows: Rows, k: int) -> _Found:
        similar = self._similar(query, rows)
        order = np.lexsort((rows, -similar))[:k]
        return rows[order], similar[order]

    def _similar(self, query: NDArray[np.float32], rows: Rows) -> NDArray[np.float32]:
        result = np.empty(len(rows), np.float32)
        for at in range(0, len(rows), _BLOCK):
            vectors = self._floats(rows[at : at + _BLOCK])
            # Not a matrix product: BLAS sums in an order that depends on the row's neighbours.
            lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))  # float16 is not quite 1
            result[at : at + _BLOCK] = np.einsum("nd,d->n", vectors, query) / lengths
        return np.clip(result, -1, 1)

    def _pool(self, allowed: Ids) -> _Pool:
        rows = self._rows(allowed)
        is_in = np.zeros(len(self.ids), bool)
        is_in[rows[rows >= 0]] = True
        return _Pool(np.flatnonzero(is_in), is_in)

    def _rows(self, ids: Ids) -> Rows:
        """(n,): the row of each id, -1 for one without a vector."""
        beyond = len(self._row_of) - 1
        return self._row_of[np.where((ids >= 0) & (ids < beyond), ids, beyond)]

    @cached_property
    def _row_of(self) -> Rows:
        """The row of each id up to one more than the largest: quicker than searching for it."""
        rows = np.full(int(self.ids[-1]) + 2 if len(self.ids) else 1, -1, np.intp)
        rows[self.ids] = np.arange(len(self.ids))
        return rows

    @cached_property
    def _scan(self) -> Scan | None:
        if self._settings is None:
            return None
        return load_scan(self._folder / INDEX_FILE, self._settings, np.asarray(self.ids))


def widened(halves: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same numbers in float32, finite ones: five times as fast as NumPy's own conversion.

    Sign, exponent and fraction are moved to where float32 has them. What they say there is smaller
    by the difference of the two exponents' biases, so a product puts it right, exactly.

    >>> widened(np.array([0.5, -3.0, 2.0**-24], np.float16)).tolist() == [0.5, -3.0, 2.0**-24]
    True
    """
    bits = halves.view(np.int16).astype(np.int32)
    bits <<= 23 - 10  # the bits of the fractions
    bits &= ~0x7000_0000  # into which the sign was spread
    numbers = bits.view(np.float32)
    numbers *= np.float32(2.0 ** (127 - 15))
    return numbers


def read_settings(generation: Path) -> Settings | None:
    """How the FAISS file of a generation is to be read; None where there is none."""
    file = generation / SETTINGS_FILE
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
        return Settings(**settings) if settings else None
    except (OSError, ValueError, TypeError) as error:
        raise damaged(file) from error
