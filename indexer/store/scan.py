"""Candidates by similarity: FAISS over vectors rounded to bytes, whole or in inverted lists.

Vectors are scaled and rounded to signed bytes, queries too, so that FAISS multiplies whole numbers:
twice as fast as any other kind that keeps every component (benchmarks/vectors.py). What comes out
are candidates, with a bound on the similarity of all others that were looked at; store.vectors
scores them again from the vectors themselves and asks for more while the bound is not passed.

From: store.vectors. To: FAISS, whose only user this is. Not here: exact scores, other files.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from indexer.errors import CorpusError

Kind = Literal["flat", "inverted"]
_Found = tuple[NDArray[np.float32], NDArray[np.int64]]  # scores, falling, and labels, both (m,)

CORES = os.cpu_count() or 1
# Of a flat index; fewer rows are looked at in a millisecond or two, and a core is left to others.
ROWS_A_THREAD = 50_000

_BLOCK = 16_384  # rows at a time, so that memory stays small beside the index
_BYTE = 127
# How far a similarity may be off: rounding errors of d components are as good as independent, so
# their sum stays within a few 1/sqrt(d) of the distance they add up to.
_DEVIATIONS = 8.0
_ROWS_PER_LIST = 512
_TRAINING_ROWS_PER_LIST = 64  # FAISS asks for 39 at least
_TRAINING_ROUNDS = 8
# Vectors of a static encoder hardly cluster: it takes this share of the lists to find 19 of the 20
# best of a million (benchmarks/vectors.py).
_PROBED_SHARE = 0.25
_PROBED_AT_LEAST = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What has to be known beside the FAISS file.

    scale: a component times it, rounded, is its byte. error: the largest distance of a vector from
    what its bytes stand for. trained_for: rows when the inverted lists were laid out, 0 if none.
    """

    kind: Kind
    scale: float
    error: float
    trained_for: int = 0


class Scan:
    """A FAISS index of unit vectors and how to ask it; the functions below make one."""

    def __init__(self, index: Any, settings: Settings, ids: NDArray[np.int64]) -> None:
        """ids: (N,) int64, rising: the units in the index; a flat one holds them in this order."""
        self._index = index
        self._ids = ids
        self.settings = settings

    def candidates(
        self,
        query: NDArray[np.float32],
        k: int,
        *,
        allowed: NDArray[np.intp] | None = None,
        everywhere: bool = False,
    ) -> tuple[NDArray[np.int64], float]:
        """About the k ids most similar to ``query`` (d,), a unit vector, and a bound.

        allowed: places (n,) in ``ids`` to choose from; None: all. everywhere: look into all lists.
        Returns ids (m,) in no promised order, m < k only if no more were looked at, and the
        similarity that none of the others that were looked at exceeds (-inf if there are none).
        """
        scale = _BYTE / float(np.abs(query).max())
        rounded = np.rint(query * np.float32(scale))
        if self.settings.kind == "flat" and allowed is None:
            scores, found = self._all(rounded, k)
        else:
            parameters = self._parameters(allowed, everywhere=everywhere)
            scores, found = self._searched(rounded, k, parameters)
        ids = self._ids[found] if self.settings.kind == "flat" else found
        if len(found) < k:
            return ids, -math.inf
        query_error = float(np.linalg.norm(query - rounded / np.float32(scale)))
        margin = _DEVIATIONS * math.hypot(self.settings.error, query_error) / math.sqrt(len(query))
        return ids, float(scores[-1]) / (scale * self.settings.scale) + margin

    def to_bytes(self) -> NDArray[np.uint8]:
        """(b,) uint8: the index as FAISS writes it to a file."""
        serialized: NDArray[np.uint8] = _faiss().serialize_index(self._index)
        return serialized

    def _all(self, query: NDArray[np.float32], k: int) -> _Found:
        """The best k of all rows of a flat index: each thread looks at a run of them."""
        own, *others = self._runs
        waiting = [self._threads.submit(self._searched, query, k, other) for other in others]
        found = [self._searched(query, k, own), *(one.result() for one in waiting)]
        scores = np.concatenate([scores for scores, _ in found])
        labels = np.concatenate([labels for _, labels in found])
        best = np.argsort(-scores)[:k]
        return scores[best], labels[best]

    @cached_property
    def _runs(self) -> list[Any]:
        """All rows of a flat index in runs, as FAISS has them chosen; None for all at once."""
        total: int = self._index.ntotal
        count = min(CORES, total // ROWS_A_THREAD)
        if count < 2:
            return [None]
        ends = [total * run // count for run in range(count + 1)]
        chosen = [_faiss().IDSelectorRange(*run) for run in pairwise(ends)]
        return [_faiss().SearchParameters(sel=one) for one in chosen]

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(CORES, thread_name_prefix="hexapla-scan")

    def _searched(self, query: NDArray[np.float32], k: int, parameters: Any) -> _Found:
        """The best k of the rows that ``parameters`` choose."""
        with _one_thread():
            scores, labels = self._index.search(query[None], k, params=parameters)
        is_there = labels[0] >= 0
        return scores[0][is_there], labels[0][is_there]

    def _parameters(self, allowed: NDArray[np.intp] | None, *, everywhere: bool) -> Any:
        selector = None if allowed is None else _faiss().IDSelectorBitmap(self._bitmap(allowed))
        if self.settings.kind == "flat":
            return _faiss().SearchParameters(sel=selector) if selector else None
        # Where a filter leaves few rows of each list, more lists are needed for as many rows.
        share = 1.0 if allowed is None else len(allowed) / len(self._ids)
        probed = 1.0 if everywhere else min(1.0, _PROBED_SHARE / share)
        lists = max(_PROBED_AT_LEAST, math.ceil(probed * self._index.nlist))
        return _faiss().SearchParametersIVF(sel=selector, nprobe=min(lists, self._index.nlist))

    def _bitmap(self, allowed: NDArray[np.intp]) -> NDArray[np.uint8]:
        """One bit a row (flat) or an id (inverted)."""
        is_flat = self.settings.kind == "flat"
        bits = np.zeros(len(self._ids) if is_flat else int(self._ids[-1]) + 1, bool)
        bits[allowed if is_flat else self._ids[allowed]] = True
        return np.packbits(bits, bitorder="little")


def load_scan(file: Path, settings: Settings, ids: NDArray[np.int64]) -> Scan:
    """The index in ``file``, mapped into memory. Raises CorpusError if it is damaged."""
    try:
        index = _faiss().read_index(str(file), _faiss().IO_FLAG_MMAP_IFC)
    except RuntimeError as error:
        raise CorpusError(f"{file} is damaged; run: hexapla check --repair") from error
    if index.ntotal != len(ids):
        raise CorpusError(
            f"{file} holds {index.ntotal} vectors, not {len(ids)}; run: hexapla check --repair"
        )
    return Scan(index, settings, ids)


def build_scan(kind: Kind, ids: NDArray[np.int64], vectors: NDArray[np.float16]) -> Scan:
    """An index of vectors (N, d), which may be mapped from a file, one row an id."""
    largest = max((float(np.abs(block).max()) for block in _blocks(vectors)), default=1.0)
    scale = _BYTE / largest
    if kind == "flat":
        index = _flat(vectors.shape[1])
        error = _add(index, vectors, scale)
        return Scan(index, Settings(kind, scale, error), ids)
    index = _inverted(vectors, scale)
    error = _add(index, vectors, scale, ids=ids)
    return Scan(index, Settings(kind, scale, error, trained_for=len(ids)), ids)


def extend_scan(
    file: Path,
    settings: Settings,
    *,
    stale: NDArray[np.int64],
    added: tuple[NDArray[np.int64], NDArray[np.float16]],
    ids: NDArray[np.int64],
) -> Scan:
    """The inverted lists of ``file`` without the ids ``stale`` and with others; ``ids``: the sum.

    Raises CorpusError if the file is damaged.
    """
    try:
        index = _faiss().read_index(str(file))
    except RuntimeError as error:
        raise CorpusError(f"{file} is damaged; run: hexapla check --repair") from error
    index.remove_ids(_faiss().IDSelectorBatch(stale))
    worst = max(settings.error, _add(index, added[1], settings.scale, ids=added[0]))
    return Scan(index, replace(settings, error=worst), ids)


def _faiss() -> Any:
    """FAISS, imported when it is needed: a small corpus does without those 130 ms."""
    import faiss  # noqa: PLC0415

    return faiss


@contextmanager
def _one_thread() -> Iterator[None]:
    """FAISS's own threads have nothing to share in one query, and wait for each other actively."""
    faiss = _faiss()
    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)


def _flat(dimension: int) -> Any:

    faiss = _faiss()
    signed_bytes = faiss.ScalarQuantizer.QT_8bit_direct_signed
    return faiss.IndexScalarQuantizer(dimension, signed_bytes, faiss.METRIC_INNER_PRODUCT)


def _inverted(vectors: NDArray[np.float16], scale: float) -> Any:

    count, dimension = vectors.shape
    lists = max(1, count // _ROWS_PER_LIST)
    faiss = _faiss()
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        lists,
        faiss.ScalarQuantizer.QT_8bit_direct_signed,
        faiss.METRIC_INNER_PRODUCT,
        False,  # the bytes are the vector's own, not its distance from the list's centre
    )
    index.cp.spherical = True
    index.cp.niter = _TRAINING_ROUNDS
    wanted = lists * _TRAINING_ROWS_PER_LIST
    index.train(_rounded(vectors[:: max(1, count // wanted)], scale))
    return index


def _add(
    index: Any,
    vectors: NDArray[np.float16],
    scale: float,
    *,
    ids: NDArray[np.int64] | None = None,
) -> float:
    """Add rows; the largest distance of one from what its bytes stand for."""
    worst = 0.0
    at = 0
    for block in _blocks(vectors):
        rounded = _rounded(block, scale)
        distances = np.linalg.norm(block - rounded / np.float32(scale), axis=1)
        worst = max(worst, float(distances.max()))
        if ids is None:
            index.add(rounded)
        else:
            index.add_with_ids(rounded, ids[at : at + len(block)])
        at += len(block)
    return worst


def _rounded(vectors: NDArray[np.float16], scale: float) -> NDArray[np.float32]:
    rounded: NDArray[np.float32] = np.rint(vectors.astype(np.float32) * np.float32(scale))
    return rounded.clip(-_BYTE, _BYTE)


def _blocks(vectors: NDArray[np.float16]) -> Iterator[NDArray[np.float16]]:
    for at in range(0, len(vectors), _BLOCK):
        yield vectors[at : at + _BLOCK]
