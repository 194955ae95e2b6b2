"""Rankings longer than the candidates of a fusion, against one made by brute force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.coverage import coverage, in_place
from search.fusion import FUSIONS, Evidence, Fusion, convex, reciprocal, weights
from search.parser import parse
from search.planner import plan
from search.retrieval import DEPTH, MODES, Mode, Window, retrieve
from search.snapshot import Snapshot
from search.translation import source_language
from tests.search.conftest import PARTS, ConceptEncoder, Row, put

UNITS = 3 * DEPTH
FILLER = ("state", "council", "report", "session", "office", "budget", "plan")


def rows() -> list[Row]:
    """Two thirds hold "peace", one third "paix" only; lengths differ, and many rows are equal."""
    texts: list[Row] = []
    for number in range(UNITS):
        filler = " ".join(FILLER[: number % 7])
        concept = ("peace", "paix", "peace water")[number % 3]
        texts.append(("sentence", {"en": f"{concept} {filler}".strip()}))
    return texts


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder: Path = tmp_path_factory.mktemp("many")
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(folder, record) as catalogue:
        put(catalogue, "A/1", 2015, rows())
        publish(catalogue, PARTS)
    corpus = Snapshot.open(folder, encoder=encoder)
    yield corpus
    corpus.catalogue.close()


@pytest.mark.parametrize("fusion", FUSIONS)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", ["peace", "peace water report", "paix OR water"])
def test_pages_make_up_the_whole_ranking(
    many: Snapshot, query: str, mode: Mode, fusion: Fusion
) -> None:
    parsed = parse(query)
    whole = retrieve(parsed, many, Window(10_000), mode, fusion=fusion)
    assert len(whole.page) == whole.total == len(set(whole.page.ids.tolist()))
    assert np.all(np.diff(whole.page.scores) <= 0)
    pages = [
        retrieve(parsed, many, Window(50, at), mode, fusion=fusion).page
        for at in range(0, UNITS, 50)
    ]
    assert np.concatenate([page.ids for page in pages]).tolist() == whole.page.ids.tolist()
    assert np.concatenate([page.scores for page in pages]).tolist() == whole.page.scores.tolist()


def test_every_unit_that_holds_the_words_can_be_had(many: Snapshot) -> None:
    found = retrieve(parse("peace"), many, Window(10_000), "hybrid")
    holding = {place + 1 for place in range(UNITS) if place % 3 != 1}
    assert holding <= set(found.page.ids.tolist())
    assert set(found.beside.tolist()) == set(found.page.ids.tolist()) - holding


def test_candidates_are_scored_by_all_retrievers(many: Snapshot) -> None:
    """Also those that only one of them offered: the fusion is exact over all candidates."""
    query = parse("peace water report")
    found = retrieve(query, many, Window(DEPTH), "hybrid")
    vector = many.meaning.vector("peace water report")
    assert vector is not None
    keyword = many.keyword.scores(plan(query), found.ids)
    semantic = many.meaning.scores(vector, found.ids)
    best = int(found.ids[np.nanargmax(keyword)])
    assert coverage(query, many.texts(best), many.lexicon) == 1  # "peace water state ... report"
    placed = in_place(query, many.texts(best))
    told = weights(1.0, float(np.nanmax(semantic)), placed)
    # Nothing is said in another language here, so two retrievers share the whole weight.
    whole = told["keyword"] + told["semantic"]
    expected = convex(
        found.ids,
        [
            Evidence("keyword", told["keyword"] / whole, keyword),
            Evidence("semantic", told["semantic"] / whole, semantic),
        ],
    )
    assert found.page.ids.tolist() == expected.ids[:DEPTH].tolist()
    assert found.page.scores.tolist() == expected.scores[:DEPTH].tolist()
    assert [each.name for each in found.evidence] == ["keyword", "semantic"]
    assert sum(each.weight for each in found.evidence) == pytest.approx(1)


def test_words_as_they_stand_in_a_unit_weigh_more_than_the_same_in_another_order(
    many: Snapshot,
) -> None:
    said, turned = (
        retrieve(parse(text), many, Window(DEPTH), "hybrid").evidence[0].weight
        for text in ("peace water state", "state water peace")
    )
    assert said > turned


def test_ranks_are_fused_without_weights(many: Snapshot) -> None:
    found = retrieve(parse("peace water report"), many, Window(DEPTH), "hybrid", fusion="rrf")
    assert [each.weight for each in found.evidence] == [0.5, 0.5]
    expected = reciprocal(found.ids, found.evidence)
    assert found.page.ids.tolist() == expected.ids[:DEPTH].tolist()


def test_what_operators_found_has_equal_weights(many: Snapshot) -> None:
    found = retrieve(parse('"peace water"'), many, Window(DEPTH), "hybrid")
    assert [each.weight for each in found.evidence] == [0.5, 0.5]


def test_nothing_is_asked_for(many: Snapshot) -> None:
    for mode in MODES:
        for query in ("peace", "year:2015"):
            found = retrieve(parse(query), many, Window(0), mode)
            assert len(found.page) == 0
            assert found.total > 0


def test_an_offset_beyond_the_end(many: Snapshot) -> None:
    for mode in MODES:
        assert len(retrieve(parse("water"), many, Window(10, 5000), mode).page) == 0


@pytest.mark.parametrize(
    ("query", "unseen"),
    [
        ("eau terrorisme", [4, 5, 6]),  # the units without French
        ("water terrorism", [6, 7]),
        ("region paix", [4, 5, 6]),  # only one of the words stands in 4, in English
        ("60/288 water", [6, 7, 8]),
        ("60/288 2014 paix", [4, 5, 6]),
    ],
)
def test_units_that_lack_the_language_of_the_words(
    corpus: Snapshot, query: str, unseen: list[int]
) -> None:
    found = retrieve(parse(query), corpus, Window(10), "hybrid")
    assert found.ids[found.unseen].tolist() == unseen
    assert not retrieve(parse(query), corpus, Window(10), "hybrid", fusion="rrf").unseen.any()


def test_words_that_all_stand_in_another_language_are_of_that_one_too(tmp_path: Path) -> None:
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(tmp_path, record) as catalogue:
        put(catalogue, "A/1", 2015, [("sentence", {"en": "The Bureau met."})])
        put(catalogue, "A/2", 2015, [("sentence", {"en": "Water."}), ("sentence", {"fr": "Eau."})])
        publish(catalogue, PARTS)
    corpus = Snapshot.open(tmp_path, encoder=encoder)
    query = parse("bureau")  # "eau", water, is in it
    assert source_language(query, corpus.lexicon) == "fr"
    assert not retrieve(query, corpus, Window(10), "hybrid").unseen.any()
    found = retrieve(parse("bureau eau"), corpus, Window(10), "hybrid")
    assert found.ids[found.unseen].tolist() == [1, 2]
    corpus.catalogue.close()
