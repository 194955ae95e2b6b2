"""The keyword index as a part of a generation: built anew, brought up to date, linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.generations import Generation, publish, verify
from indexer.store.records import EncoderRecord
from search.parser import parse
from search.planner import plan
from search.tantivy_engine import TantivyEngine
from search.tantivy_index import FOLDER, KeywordPart
from tests.search.conftest import DOCUMENTS, ConceptEncoder, put

QUERIES = ["water", "peace security", "大会", "60/288", "terroris*", "lang:fr", "NOT peace"]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(tmp_path, record) as catalogue:
        yield catalogue


def put_all(catalogue: Catalogue) -> None:
    for (symbol, year), rows in DOCUMENTS.items():
        put(catalogue, symbol, year, rows)


def answers(generation: Generation) -> list[list[int]]:
    engine = TantivyEngine(generation.folder / FOLDER)
    return [engine.matching(plan(parse(query))).tolist() for query in QUERIES]


def test_an_update_finds_what_a_rebuild_finds(catalogue: Catalogue) -> None:
    parts = (KeywordPart(),)
    put_all(catalogue)
    first = publish(catalogue, parts)
    with catalogue.writing() as writer:
        writer.drop_source("S/2015/77.tmx")
    put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace and water", "zh": "大会堂"})])
    updated = publish(catalogue, parts)
    assert verify(catalogue, parts) == []
    found = answers(updated)
    rebuilt = publish(catalogue, parts, rebuild=True)
    assert rebuilt.number > updated.number > first.number
    assert found == answers(rebuilt)
    new = int(catalogue.unit_ids()[-1])
    assert found[:3] == [[1, 3, new], [new], [2, new]]


def test_an_update_leaves_the_previous_generation_as_it_is(catalogue: Catalogue) -> None:
    put_all(catalogue)
    first = publish(catalogue, (KeywordPart(),))
    before = answers(first)
    with catalogue.writing() as writer:
        writer.drop_source("A/RES/71/901.tmx")
    second = publish(catalogue, (KeywordPart(),))
    assert answers(first) == before
    assert answers(second)[0] == []


def test_an_update_links_the_files_that_stay(catalogue: Catalogue) -> None:
    put_all(catalogue)
    first = publish(catalogue, (KeywordPart(),)).folder / FOLDER
    put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace"})])
    second = publish(catalogue, (KeywordPart(),)).folder / FOLDER
    terms = {file.name for file in first.glob("*.term")}
    assert terms
    assert all((second / name).samefile(first / name) for name in terms)
    assert not (second / "meta.json").samefile(first / "meta.json")


def test_an_empty_corpus(catalogue: Catalogue) -> None:
    generation = publish(catalogue, (KeywordPart(),))
    assert answers(generation) == [[]] * len(QUERIES)
    assert verify(catalogue, (KeywordPart(),)) == []
    put_all(catalogue)
    assert answers(publish(catalogue, (KeywordPart(),)))[0] == [1, 3]


def test_a_damaged_index_is_found_out(catalogue: Catalogue) -> None:
    put_all(catalogue)
    generation = publish(catalogue, (KeywordPart(),))
    (generation.folder / FOLDER / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(CorpusError, match="repair it with: hexapla check --repair"):
        KeywordPart().ids(generation.folder)
