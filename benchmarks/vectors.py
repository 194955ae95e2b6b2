"""How fast vectors are searched, and how many of the true best are found, by kind of index.

    python -m benchmarks.vectors [SIZE ...]

Vectors: clauses of the training rows in six languages, by the shipped encoder. Queries: sentences
of the UN development set and UNBIS terms, half each. Recall: share of what is found that is as
similar as the k-th of all, computed in float32, so that of equal vectors any will do.
"direct", "flat" and "inverted" are ours as search asks them, exact scores included; the others are
FAISS alone: float16, bytes, and "PQ128x4fs", which looks at all vectors cut to 64 bytes and hands
on 2,000 candidates, of which is counted whether the true best are among them.
Times are what processors spent, all threads together, so that a busy machine does not count.
"""

from __future__ import annotations

import json
import lzma
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.record import data_folder, keep
from indexer.encoders.encoder import load_encoder
from indexer.languages import LANGUAGES
from indexer.store.arrays import save_array
from indexer.store.scan import Kind, build_scan
from indexer.store.vector_part import write_index
from indexer.store.vectors import IDS_FILE, INDEX_FILE, VECTORS_FILE, VectorIndex

SIZES = (10_000, 100_000, 1_000_000)
QUERIES = 200
TOP = 100
OURS: tuple[Kind | Literal["direct"], ...] = ("direct", "flat", "inverted")
DIRECT_UP_TO = 10_000
# Kinds of FAISS, and how many candidates they hand on; 0: as many as are asked for.
THEIRS = {"SQfp16": 0, "SQ8": 0, "PQ128x4fs": 2_000}

_BLOCK = 8_192
_TRAINED_ON = 10_000
_ROUNDING = 2e-6  # of a similarity in float32

Figures = dict[str, float]
Vectors = NDArray[np.float32]
Search = Callable[[Vectors, int], NDArray[np.int64]]  # (1, d) and k to (m,) positions


def main(*sizes: int) -> None:
    """Measure every kind at every size and keep the figures."""
    wanted = sizes or SIZES
    vectors = corpus_vectors(max(wanted))
    faiss.omp_set_num_threads(1)
    queries = query_vectors()
    keep(
        "vectors",
        {str(size): dict(measured(vectors[:size], queries)) for size in wanted},
    )


def corpus_vectors(size: int) -> NDArray[np.float16]:
    """(size, d) float16: vectors of clauses, shuffled with a seed."""
    texts = [text for file in _training_files() for text in _texts(file)]
    random.Random(3).shuffle(texts)
    encoder = load_encoder()
    blocks = (texts[at : at + _BLOCK] for at in range(0, min(size, len(texts)), _BLOCK))
    encoded = np.concatenate([encoder.encode(block).astype(np.float16) for block in blocks])
    return encoded[encoded.any(axis=1)][:size]


def query_vectors() -> Vectors:
    """(QUERIES, d) float32, half sentences, half terms, every language in its turn."""
    sentences = data_folder() / "unv1_dev" / "UNv1.0.devset"
    terms = (data_folder() / "retrieval_dev" / "unbis_terms.jsonl").read_text(encoding="utf-8")
    texts = []
    for at, term in enumerate(terms.splitlines()[: QUERIES // 2]):
        lang = LANGUAGES[at % len(LANGUAGES)]
        texts.append(json.loads(term)[lang])
        lines = Path(f"{sentences}.{lang}").read_text(encoding="utf-8").split("\n")
        texts.append(lines[at * 37 % 4_000])
    vectors = load_encoder().encode(texts)
    return vectors[vectors.any(axis=1)]


def measured(vectors: NDArray[np.float16], queries: Vectors) -> Iterator[tuple[str, Figures]]:
    """``(kind, figures)`` one after the other."""
    truth = Truth(vectors, queries)
    for kind in OURS:
        if kind != "direct" or len(vectors) <= DIRECT_UP_TO:
            with tempfile.TemporaryDirectory() as folder:
                start = time.perf_counter()
                size = write(Path(folder), vectors, kind)
                seconds = time.perf_counter() - start
                index = VectorIndex(Path(folder))
                yield (
                    kind,
                    _figures(partial(_ask_ours, index), queries, truth)
                    | {
                        "build_seconds": round(seconds, 2),
                        "bytes_per_vector": round(size / len(vectors)),
                    },
                )
    for name, k in THEIRS.items():
        start = time.perf_counter()
        theirs = build(name, vectors)
        seconds = time.perf_counter() - start
        yield (
            name,
            _figures(partial(_ask_theirs, theirs, k), queries, truth)
            | {
                "build_seconds": round(seconds, 2),
                "bytes_per_vector": round(len(faiss.serialize_index(theirs)) / len(vectors)),
            },
        )


def write(folder: Path, vectors: NDArray[np.float16], kind: Kind | Literal["direct"]) -> int:
    """The files of a generation, with ids that are positions; size of FAISS's file in bytes."""
    ids = np.arange(len(vectors))
    save_array(folder / IDS_FILE, ids)
    save_array(folder / VECTORS_FILE, vectors)
    write_index(folder, None if kind == "direct" else build_scan(kind, ids, vectors))
    file = folder / INDEX_FILE
    return file.stat().st_size if file.exists() else 0


def build(kind: str, vectors: NDArray[np.float16]) -> Any:
    """An index of FAISS's own, by the name its factory knows."""
    index = faiss.index_factory(vectors.shape[1], kind, faiss.METRIC_INNER_PRODUCT)
    index.train(vectors[:_TRAINED_ON].astype(np.float32))
    for at in range(0, len(vectors), _BLOCK):
        index.add(vectors[at : at + _BLOCK].astype(np.float32))
    return index


class Truth:
    """What should be found: similarities of the TOP best of each query, and of any others."""

    def __init__(self, vectors: NDArray[np.float16], queries: Vectors) -> None:
        self._vectors = vectors
        self._queries = queries
        best = np.empty((len(queries), 0), np.float32)
        for at in range(0, len(vectors), _BLOCK):
            similar = queries @ _unit(vectors[at : at + _BLOCK]).T
            best = -np.sort(-np.concatenate([best, similar], axis=1), axis=1)[:, :TOP]
        self._best = best

    def recall(self, query: int, found: NDArray[np.int64], k: int) -> float:
        """found: positions, k of them or more."""
        similar = _unit(self._vectors[found]) @ self._queries[query]
        is_good = similar >= self._best[query, k - 1] - _ROUNDING
        return min(1.0, int(np.count_nonzero(is_good)) / k)


def _unit(vectors: NDArray[np.float16]) -> Vectors:
    rows = vectors.astype(np.float32)
    unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _figures(ask: Search, queries: Vectors, truth: Truth) -> Figures:
    figures: Figures = {}
    for k in (10, TOP):
        seconds, recall = [], []
        for row, query in enumerate(queries):
            start = time.process_time()
            found = ask(query[None], k)
            seconds.append(time.process_time() - start)
            recall.append(truth.recall(row, found, k))
        figures |= {
            f"ms_{k}": round(1e3 * float(np.median(seconds)), 3),
            f"ms_p99_{k}": round(1e3 * float(np.quantile(seconds, 0.99)), 3),
            f"recall_{k}": round(float(np.mean(recall)), 4),
        }
    return figures


def _ask_ours(index: VectorIndex, query: Vectors, k: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = index.search(query, k)[0][0]
    return found


def _ask_theirs(index: Any, candidates: int, query: Vectors, k: int) -> NDArray[np.int64]:
    found: NDArray[np.int64] = index.search(query, max(candidates, k))[1][0]
    return found


def _training_files() -> list[Path]:
    return sorted((data_folder() / "train").glob("*.jsonl.xz"))


def _texts(file: Path) -> Iterator[str]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield from (row[lang] for lang in LANGUAGES if row.get(lang))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
