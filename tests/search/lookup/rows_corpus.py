"""Wordings of a few texts, made by the real part in a real corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indexer.store.catalogue import Catalogue
from indexer.store.column_part import ColumnPart
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from indexer.store.vector_part import VectorPart
from search.snapshot import Snapshot
from search.tantivy_index import KeywordPart
from tests.search.conftest import ConceptEncoder, Row, put

PARTS = (KeywordPart(), VectorPart(), ColumnPart())
Document = tuple[str, int, Sequence[Row]]


def make(folder: Path, documents: Sequence[Document]) -> Snapshot:
    """A corpus of these documents, opened; units have the ids 1, 2, 3 ... in this order."""
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(folder, record) as catalogue:
        for symbol, year, rows in documents:
            put(catalogue, symbol, year, rows)
        publish(catalogue, PARTS)
    return Snapshot.open(folder, encoder=encoder)


def of_texts(folder: Path, lang: str, texts: Sequence[str]) -> Snapshot:
    """A corpus of one document in one language."""
    return make(folder, [("A/1", 2000, [("sentence", {lang: text}) for text in texts])])
