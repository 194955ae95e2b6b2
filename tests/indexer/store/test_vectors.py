"""Every kind of index against NumPy, ids and similarities; what is updated against what is new."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.errors import CorpusError
from indexer.store import scan
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.vector_part import VectorPart
from indexer.store.vectors import INDEX_FILE, VECTORS_FILE, VectorIndex, widened
from tests.indexer.store.small_corpus import create, put_document, vectors_of

KINDS = {
    "direct": VectorPart(direct_up_to=10_000),
    "flat": VectorPart(direct_up_to=10),
    "inverted": VectorPart(direct_up_to=10, flat_up_to=20),
}
# More of one wording than any first guess of candidates holds, as formulas recur in resolutions.
TEXTS = [f"clause {at}" for at in range(5600)] + ["-"] + ["Takes note"] * 400
QUERIES = vectors_of(["clause 7", "Takes note", "something else", "and another"])


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with create(tmp_path_factory.mktemp("vectors")) as made:
        with made.writing() as writer:
            put_document(writer, "A/1", {"en": TEXTS})
        yield made


@pytest.fixture(scope="module", params=KINDS)
def index(catalogue: Catalogue, request: pytest.FixtureRequest) -> VectorIndex:
    generation = publish(catalogue, [KINDS[request.param]], rebuild=True)
    opened = VectorIndex(generation.folder)
    opened.check()
    assert opened.kind == request.param
    return opened


@cache
def kept() -> NDArray[np.float32]:
    """Unit vectors as float16 keeps them: first in the catalogue, then, of length 1, in the index.

    Row i is of unit i + 1; NaN where there is no vector.
    """
    clauses = vectors_of(TEXTS).astype(np.float16).astype(np.float32)
    clauses[~clauses.any(axis=1)] = np.nan
    units = clauses / np.linalg.norm(clauses, axis=1, keepdims=True)
    halves = units.astype(np.float16).astype(np.float32)
    unit: NDArray[np.float32] = halves / np.linalg.norm(halves, axis=1, keepdims=True)
    return unit


def best(
    query: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None = None
) -> tuple[list[int], NDArray[np.float32]]:
    """By brute force, in the order of similarities that differ by more than rounding."""
    ids = np.arange(1, len(TEXTS) + 1)
    is_allowed = np.ones(len(ids), bool) if allowed is None else np.isin(ids, allowed)
    ids = ids[is_allowed & ~np.isnan(kept()).any(axis=1)]
    similar = np.round(kept()[ids - 1] @ query, 6)
    order = np.lexsort((ids, -similar))[:k]
    return ids[order].tolist(), similar[order]


@pytest.mark.parametrize("k", [1, 10, 300])
def test_the_best_come_first_and_ties_by_id(index: VectorIndex, k: int) -> None:
    ids, similarities = index.search(QUERIES, k)
    assert ids.dtype == np.int64
    assert similarities.dtype == np.float32
    for row, query in enumerate(QUERIES):
        expected_ids, expected = best(query, k)
        assert ids[row].tolist() == expected_ids
        assert similarities[row] == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("k", [1, 10, 300])
def test_several_threads_find_what_one_finds(
    catalogue: Catalogue, k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = publish(catalogue, [KINDS["flat"]], rebuild=True).folder
    alone = VectorIndex(folder).search(QUERIES, k)
    monkeypatch.setattr(scan, "CORES", 3)
    monkeypatch.setattr(scan, "ROWS_A_THREAD", 1_000)
    together = VectorIndex(folder).search(QUERIES, k)
    threads = {thread.name for thread in threading.enumerate()}
    assert any(name.startswith("hexapla-scan") for name in threads)
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("k", [1, 20])
@pytest.mark.parametrize("step", [1, 3, 40])
def test_only_units_that_are_allowed(index: VectorIndex, k: int, step: int) -> None:
    allowed = np.arange(9, 5900, step)
    for query in QUERIES:
        ids, similarities = index.search(query[None], k, allowed=allowed)
        expected_ids, expected = best(query, k, allowed)
        assert ids[0].tolist() == expected_ids
        assert similarities[0] == pytest.approx(expected, abs=2e-6)


def test_a_unit_without_a_vector_is_never_found(index: VectorIndex) -> None:
    vectorless = TEXTS.index("-") + 1
    ids, _ = index.search(QUERIES[:1], 10, allowed=np.array([5, vectorless, 9999]))
    assert ids.tolist() == [[5]]
    assert vectorless not in index.search(QUERIES[:1], 7000)[0]


def test_there_are_no_more_than_there_are(index: VectorIndex) -> None:
    ids, similarities = index.search(QUERIES, 7000)
    assert ids.shape == similarities.shape == (len(QUERIES), len(TEXTS) - 1)
    assert sorted(ids[0].tolist()) == index.ids.tolist()
    assert index.search(QUERIES, 3, allowed=np.empty(0, np.int64))[0].shape == (4, 0)
    assert index.search(QUERIES[:0], 3)[0].shape == (0, 3)


def test_similarities_are_those_of_the_search(index: VectorIndex) -> None:
    ids, similarities = index.search(QUERIES[:1], 200)
    shuffled = np.random.default_rng(1).permutation(200)
    again = index.similarities(QUERIES[0], ids[0][shuffled])
    assert again.tolist() == similarities[0][shuffled].tolist()


def test_every_number_of_sixteen_bits_is_widened_exactly() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    expected = finite.astype(np.float32).view(np.uint32)  # as bits, for the sake of -0.0
    np.testing.assert_array_equal(widened(finite).view(np.uint32), expected)


def test_a_missing_vector_has_no_similarity(index: VectorIndex) -> None:
    found = index.similarities(QUERIES[0], np.array([TEXTS.index("-") + 1, 8, 99999]))
    assert np.isnan(found).tolist() == [True, False, True]
    assert found[1] == pytest.approx(1, abs=1e-3)


def test_nothing_is_similar_to_nothing(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match="zero vector"):
        index.search(np.zeros((1, 16), np.float32), 3)
    with pytest.raises(ValueError, match=r"queries of shape \(2, 3\), not \(n, 16\)"):
        index.search(np.ones((2, 3), np.float32), 3)


@pytest.mark.parametrize("kind", KINDS)
def test_an_update_finds_what_a_new_index_finds(tmp_path: Path, kind: str) -> None:
    part = KINDS[kind]
    with create(tmp_path) as catalogue:
        for at in range(3):
            with catalogue.writing() as writer:
                put_document(writer, f"A/{at}", {"en": TEXTS[at * 450 : at * 450 + 450]})
            publish(catalogue, [part])
        with catalogue.writing() as writer:
            writer.drop_source("A/1.en")
            put_document(writer, "A/9", {"en": ["Takes note", "-"]})
        updated = VectorIndex(publish(catalogue, [part]).folder)
        anew = VectorIndex(publish(catalogue, [part], rebuild=True).folder)
        expected = [id_ for id_ in catalogue.unit_ids().tolist() if id_ != 1352]
        known = part.ids(updated._folder).tolist()
        assert known == catalogue.unit_ids().tolist()
    assert updated.ids.tolist() == anew.ids.tolist() == expected
    ids, similarities = updated.search(QUERIES, 5)
    ids_anew, similarities_anew = anew.search(QUERIES, 5)
    assert ids.tolist() == ids_anew.tolist()
    assert similarities.tolist() == similarities_anew.tolist()


def test_an_empty_corpus_has_no_neighbours(tmp_path: Path) -> None:
    with create(tmp_path) as catalogue:
        index = VectorIndex(publish(catalogue, [VectorPart()]).folder)
    assert index.search(QUERIES, 5)[0].shape == (4, 0)
    assert np.isnan(index.similarities(QUERIES[0], np.array([1]))).all()


@pytest.mark.parametrize("name", [INDEX_FILE, VECTORS_FILE])
def test_a_damaged_file_is_told(catalogue: Catalogue, tmp_path: Path, name: str) -> None:
    generation = publish(catalogue, [KINDS["flat"]], rebuild=True)
    file = generation.folder / name
    file.write_bytes(file.read_bytes()[:100])
    with pytest.raises(CorpusError, match=f"{name} is damaged; run: hexapla check --repair"):
        KINDS["flat"].ids(generation.folder)
