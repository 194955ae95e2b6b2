"""One system on one collection, measured in a process of its own; prints one line of JSON.

    python -m benchmarks.speed_one CORPUS SYSTEM UNITS

CORPUS is a corpus that benchmarks.speed made of the first UNITS rows. SYSTEM is one of
``SYSTEMS``. Rivals are given the corpus's own vectors, so no clause is encoded here; queries are.

From: benchmarks.speed. To: benchmarks.systems. Not here: making the corpus, the table.
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import faiss

from benchmarks.query_speed import queries, rows
from benchmarks.record import percentiles
from benchmarks.retrieval_sets.query_set import Collection
from benchmarks.systems.all import opened_systems
from benchmarks.systems.ours import open_ours
from benchmarks.systems.system import AbsentError, Indexed, Search, Searches
from indexer.encoders.encoder import load_encoder
from search.snapshot import Snapshot

OURS, SCAN = "hexapla", "faiss"  # SCAN: the floor, one look at every vector
SYSTEMS = (OURS, SCAN, "tantivy", "bm25s", "lancedb", "txtai", "opensearch")
TOP = 10
WARM_UP = 30  # queries
SLOW = 60.0  # seconds for the queries of one search; then those left are not asked

# Called by the thread that asks; what it gives is used by that thread alone.
OpenSearches = Callable[[], AbstractContextManager[Searches]]


def collection(units: int) -> Collection:
    """The first ``units`` rows, numbered from 1."""
    there = ({lang: text for lang, text in row.items() if text.strip()} for row in rows())
    some = (row for row in islice(there, units) if row)
    return Collection("speed", "speed", dict(enumerate(some, 1)))


def indexed(folder: Path, units: int) -> Indexed:
    """The rows with the corpus's vectors and units; the corpus itself is open."""
    found = collection(units)
    encoder = load_encoder()
    snapshot = Snapshot.open(folder, encoder=encoder)
    ids = snapshot.catalogue.unit_ids()
    rows_of: dict[frozenset[tuple[str, str]], list[int]] = {}
    for row, texts in found.rows.items():
        rows_of.setdefault(frozenset(texts.items()), []).append(row)
    try:
        row_of = {
            unit: rows_of[frozenset(snapshot.texts(unit).items())].pop() for unit in ids.tolist()
        }
    except (KeyError, IndexError):
        sys.exit(f"{folder}: not made of the first {units} rows; make the corpus anew")
    vectors = snapshot.catalogue.unit_vectors(ids.tolist())
    return Indexed(found, snapshot, row_of, vectors, encoder)


@contextmanager
def open_corpus(folder: Path, of: Indexed) -> Iterator[Searches]:
    """Hexapla with a snapshot of its own, as it is used by one thread."""
    snapshot = Snapshot.open(folder, encoder=of.encoder)
    try:
        with open_ours(replace(of, snapshot=snapshot)) as ours:
            yield ours
    finally:
        snapshot.catalogue.close()


@contextmanager
def open_scan(of: Indexed) -> Iterator[Searches]:
    """FAISS and nothing else: the inner product with every vector."""
    index = faiss.IndexFlatIP(of.vectors.shape[1])
    index.add(of.vectors)

    def search(text: str, top: int) -> list[int]:
        _, found = index.search(of.query_vector(text)[None], top)
        return [of.numbers[place] for place in found[0].tolist()]

    yield {"faiss, one scan": search}


@contextmanager
def opened(system: str, folder: Path, of: Indexed) -> Iterator[OpenSearches]:
    """A system by its name; Hexapla is opened by each thread for itself."""
    if system == OURS:
        yield partial(open_corpus, folder, of)
    elif system == SCAN:
        with open_scan(of) as searches:
            yield lambda: nullcontext(searches)
    else:
        with opened_systems([system]) as systems, systems[system](of) as searches:
            yield lambda: nullcontext(searches)


def asked(search: Search, wanted: list[str]) -> list[float]:
    """Milliseconds of each query, one after the other, as many as there is time for."""
    for query in wanted[:WARM_UP]:
        search(query, TOP)
    gc.collect()
    taken: list[float] = []
    end = time.perf_counter() + SLOW
    for query in wanted:
        start = time.perf_counter()
        if start > end:
            break
        search(query, TOP)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def queries_a_second(open_searches: OpenSearches, name: str, wanted: list[str]) -> float:
    """Of two threads that ask half of the queries each."""

    def ask(part: list[str]) -> tuple[float, float]:
        with open_searches() as searches:
            for query in wanted[:WARM_UP]:
                searches[name](query, TOP)
            start = time.perf_counter()
            for query in part:
                searches[name](query, TOP)
            return start, time.perf_counter()

    with ThreadPoolExecutor(2) as threads:
        spans = list(threads.map(ask, [wanted[::2], wanted[1::2]]))
    return len(wanted) / (max(end for _, end in spans) - min(start for start, _ in spans))


def resident_mib() -> float:
    """What this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measured(system: str, folder: Path, of: Indexed, wanted: list[str]) -> Mapping[str, object]:
    """Seconds to open (for a rival: to index), memory more than before, and times of queries."""
    gc.collect()
    before, start = resident_mib(), time.perf_counter()
    with opened(system, folder, of) as open_searches:
        seconds = time.perf_counter() - start
        taken: dict[str, list[float]] = {}
        with open_searches() as searches:
            for name, search in searches.items():
                taken[name] = asked(search, wanted)
            memory = resident_mib() - before
        told = {
            name: {
                "milliseconds": percentiles(some),
                "asked": len(some),
                "two threads, queries a second": of_two(
                    system, open_searches, name, wanted[: len(some)]
                ),
            }
            for name, some in taken.items()
        }
    return {"seconds to open": round(seconds, 2), "MiB": round(memory), "queries": told}


def of_two(system: str, open_searches: OpenSearches, name: str, wanted: list[str]) -> float | str:
    """Queries a second; a rival may not bear two threads, then its reason is the figure."""
    try:
        return round(queries_a_second(open_searches, name, wanted), 1)
    except (sqlite3.Error, RuntimeError) as error:
        if system == OURS:
            raise
        return f"{type(error).__name__}: {str(error)[:80]}"


def main(folder: str, system: str, units: str) -> None:
    """Measure, print."""
    of = indexed(Path(folder), int(units))
    try:
        figures = measured(system, Path(folder), of, queries(int(units)))
    except AbsentError as absent:
        figures = {"absent": str(absent)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
