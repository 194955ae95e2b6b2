"""Small corpora for the tests of the store: real ones, with vectors made from the texts."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.document import Clause, Metadata, Segment, Unit, Version
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey, EncoderRecord, SourceRecord
from indexer.store.writer import Writer

DIMENSION = 16
ENCODER = EncoderRecord("letters", "ab12cd34ef56", DIMENSION)

Texts = Mapping[str, Sequence[str]]  # {lang: texts}, as many in each language


def create(folder: Path) -> Catalogue:
    return Catalogue.create(folder, ENCODER)


def vectors_of(texts: Iterable[str]) -> NDArray[np.float32]:
    """(n, 16) float32: unit rows, equal for equal texts; a zero row for an empty one."""
    rows = []
    for text in texts:
        row = np.random.default_rng(zlib.crc32(text.encode())).standard_normal(DIMENSION)
        rows.append(row / np.linalg.norm(row) if text != "-" else np.zeros(DIMENSION))
    return np.array(rows, np.float32).reshape(len(rows), DIMENSION)


def source(path: str, *, sha256: str = "00") -> SourceRecord:
    return SourceRecord(path, sha256, 1, 1, "{}")


def rows_version(symbol: str, lang: str, texts: Sequence[str], **facts: int | str) -> Version:
    """A version whose rows are these texts."""
    starts = [sum(len(text) + 1 for text in texts[:at]) for at in range(len(texts))]
    return Version(
        symbol,
        lang,
        "\n".join(texts),
        Metadata(**facts),  # type: ignore[arg-type]
        segments=tuple(
            Segment(row, start, start + len(text))
            for row, (start, text) in enumerate(zip(starts, texts, strict=True))
        ),
    )


def clauses_of(version: Version) -> list[Clause]:
    return [
        Clause("sentence", None, s.start, s.end, version.text[s.start : s.end])
        for s in version.segments or ()
    ]


def put(writer: Writer, path: str, version: Version) -> None:
    """A file of one version, put from beginning to end."""
    id_ = writer.begin_source(source(path))
    clauses = clauses_of(version)
    writer.put_version(id_, version, clauses, vectors_of(clause.text for clause in clauses))
    writer.finish_source(id_)


def put_document(writer: Writer, symbol: str, texts: Texts, **facts: int | str) -> None:
    """A document whose rows are its units; one file a language."""
    for lang, lines in texts.items():
        put(writer, f"{symbol}.{lang}", rows_version(symbol, lang, lines, **facts))
    rows = range(len(next(iter(texts.values()))))
    units = [Unit(dict.fromkeys(texts, (row,)), "imported", 1.0) for row in rows]
    writer.put_units(DocumentKey(symbol, ""), units)
