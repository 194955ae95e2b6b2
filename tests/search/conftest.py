"""A small corpus of our own sentences, made with the real catalogue and the real index files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.document import Clause, Kind, Metadata, Segment, Unit, Version
from indexer.store.catalogue import Catalogue
from indexer.store.column_part import ColumnPart
from indexer.store.generations import publish
from indexer.store.records import DocumentKey, EncoderRecord, SourceRecord
from indexer.store.vector_part import VectorPart
from search.snapshot import Snapshot
from search.tantivy_index import KeywordPart

Row = tuple[Kind, dict[str, str]]

# Units get the ids 1, 2, 3 ... in this order.
DOCUMENTS: dict[tuple[str, int], list[Row]] = {
    ("A/RES/71/901", 2016): [
        (
            "title",
            {
                "en": "Clean water in schools",
                "fr": "De l'eau propre à l'école",
                "es": "Agua limpia en las escuelas",
                "ru": "Чистая вода в школах",
                "ar": "المياه النظيفة في المدارس",
                "zh": "学校的清洁用水",
            },
        ),
        (
            "preambular",
            {
                "en": "The General Assembly, recalling its resolution 60/288 on terrorism,",
                "fr": "L'Assemblée générale, rappelant sa résolution 60/288 sur le terrorisme,",
                "es": "La Asamblea General, recordando su resolución 60/288 sobre el terrorismo,",
                "ru": "Генеральная Ассамблея, ссылаясь на свою резолюцию 60/288 о терроризме,",
                "ar": "إن الجمعية العامة للأمـم المتحـدة، إذ تشير إلى قرارها 60/288 بشأن الإرهاب،",
                "zh": "大会，回顾其关于恐怖主义的第60/288号决议，",
            },
        ),
        (
            "operative",
            {
                "en": "Encourages Member States to bring water to every school by 2025;",
                "fr": "Encourage les États Membres à amener l'eau dans chaque école d'ici 2025 ;",
                "zh": "鼓励会员国到2025年为每所学校供水；",
            },
        ),
    ],
    ("S/2015/77", 2015): [
        (
            "sentence",
            {
                "en": "The Council is responsible for peace and security in the region.",
                "ru": "Совет отвечает за мир и безопасность в регионе.",
            },
        ),
        (
            "sentence",
            {
                "en": "Peace needs schools, and security needs more than peace.",
                "ru": "Миру нужны школы, а безопасности нужен не только мир.",
            },
        ),
        ("sentence", {"zh": "反恐是安全理事会的一项任务。"}),
    ],
    ("A/HRC/30/5", 2014): [
        ("heading", {"fr": "Droits de la femme"}),
        ("sentence", {"fr": "Voir A/RES/60/288 et A/RES/71/901."}),
        ("sentence", {"en": "See document A/RES/60/288.", "fr": "Voir le document A/RES/60/288."}),
    ],
}

CONCEPTS = (
    "water eau agua вод مياه 水",
    "school école escuel школ مدارس 学校",
    "peace paix paz мир سلام 和平",
    "security sécurité seguridad безопас أمن 安全",
    "terror terror terror террор رهاب 恐",
    "women femme mujer женщин مرأة 妇女",
)


class ConceptEncoder:
    """An encoder whose vectors can be worked out by hand: one component a concept."""

    name = "concepts"
    fingerprint = "c0ffee"
    dimension = len(CONCEPTS)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        counts = [
            [any(word in text.lower() for word in concept.split()) for concept in CONCEPTS]
            for text in texts
        ]
        vectors = np.array(counts, np.float32).reshape(len(texts), self.dimension)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode(texts)


PARTS = (KeywordPart(), VectorPart(), ColumnPart())


def put(catalogue: Catalogue, symbol: str, year: int, rows: Sequence[Row]) -> None:
    """Store a document of parallel rows."""
    encoder = ConceptEncoder()
    with catalogue.writing() as writer:
        source = writer.begin_source(SourceRecord(f"{symbol}.tmx", "00", 1, 0, "{}"))
        units: list[dict[str, tuple[int, ...]]] = [{} for _ in rows]
        for lang in sorted({lang for _, texts in rows for lang in texts}):
            clauses: list[Clause] = []
            segments: list[Segment] = []
            at = 0
            for row, (kind, texts) in enumerate(rows):
                if lang in texts:
                    end = at + len(texts[lang])
                    units[row][lang] = (len(clauses),)
                    clauses.append(Clause(kind, None, at, end, texts[lang]))
                    segments.append(Segment(row, at, end))
                    at = end + 1
            version = Version(
                symbol,
                lang,
                "\n".join(clause.text for clause in clauses),
                Metadata(year=year),
                segments=tuple(segments),
            )
            vectors = encoder.encode([clause.text for clause in clauses])
            writer.put_version(source, version, clauses, vectors)
        writer.put_units(DocumentKey(symbol, ""), [Unit(unit, "imported") for unit in units])
        writer.finish_source(source)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a corpus with all ``DOCUMENTS``; not to be changed."""
    folder = tmp_path_factory.mktemp("corpus")
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(folder, record) as catalogue:
        for (symbol, year), rows in DOCUMENTS.items():
            put(catalogue, symbol, year, rows)
        publish(catalogue, PARTS)
    return folder


@pytest.fixture
def corpus(folder: Path) -> Iterator[Snapshot]:
    opened = Snapshot.open(folder, encoder=ConceptEncoder())
    yield opened
    opened.catalogue.close()
