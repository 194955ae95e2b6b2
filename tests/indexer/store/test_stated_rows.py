"""What sources state of their rows, and what versions say of themselves, kept in the catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indexer.document import Call, Clause, Metadata, Unit
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey, Outline
from indexer.structure.segmenter import split
from tests.indexer.store.small_corpus import (
    create,
    put_document,
    rows_version,
    source,
    vectors_of,
)

KEY = DocumentKey("A/1", "")


def test_outlines_bear_what_the_source_states_of_a_row(tmp_path: Path) -> None:
    plain = rows_version("A/1", "en", ["Peace", "Water"])
    first, second = plain.segments or ()
    stated = replace(
        first,
        kind="operative",
        number="4",
        lead=(0, 2),
        calls=(Call("1", 5),),
        status="locked",
        probability=0.25,
    )
    version = replace(plain, segments=(stated, second))
    with create(tmp_path) as catalogue, catalogue.writing() as writer:
        clauses = split(version)
        vectors = vectors_of(clause.text for clause in clauses)
        writer.put_version(writer.begin_source(source("a.tmx")), version, clauses, vectors)
        assert clauses[0] == Clause(
            "operative", "4", 0, 5, "Peace", lead=(0, 2), calls=(Call("1", 5),)
        )
        assert writer.outlines(KEY) == {
            "en": [Outline("operative", "4", 0, "locked", 0.25), Outline("sentence", None, 1)]
        }
        assert catalogue.versions(KEY)[0].clauses == tuple(clauses)


def test_the_units_of_a_document_in_reading_order(tmp_path: Path) -> None:
    with create(tmp_path) as catalogue:
        with catalogue.writing() as writer:
            put_document(writer, "A/2", {"en": ["other"]})
            put_document(writer, "A/1", {"en": ["Peace", "Water", "Land"]})
            writer.put_units(KEY, [Unit({"en": (at,)}) for at in (2, 0, 1)])
        ids = catalogue.unit_ids(KEY)
        texts = [unit.texts["en"] for unit in catalogue.units(ids.tolist())]
        assert texts == ["Land", "Peace", "Water"]
        assert catalogue.unit_ids(DocumentKey("A/3", "")).tolist() == []


def test_versions_speak_for_themselves(tmp_path: Path) -> None:
    with create(tmp_path) as catalogue:
        with catalogue.writing() as writer:
            put_document(writer, "A/1", {"fr": ["Eau"], "ar": ["ماء"]}, session=66)
        assert catalogue.metadata(KEY) == {
            "ar": Metadata(session=66),
            "fr": Metadata(session=66),
        }
        assert list(catalogue.metadata(KEY)) == ["ar", "fr"]
        assert catalogue.metadata(DocumentKey("A/3", "")) == {}


def test_a_snapshot_does_not_see_what_is_written_meanwhile(tmp_path: Path) -> None:
    with create(tmp_path) as catalogue, Catalogue.open(tmp_path, read_only=True) as reader:
        with reader.snapshot():
            assert reader.documents() == []
            with catalogue.writing() as writer:
                put_document(writer, "A/1", {"en": ["Peace"]})
            assert reader.documents() == []
        assert reader.documents() == [KEY]
