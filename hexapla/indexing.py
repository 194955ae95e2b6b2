"""Sources to stored units: read, split, encode, store, batch by batch.

A batch is one transaction: what it held is reported only after it is on disk. A source that is cut
short by a kill was never reported; the next run finds it unfinished and reads it again.

From: hexapla.corpus. To: the catalogue. Not here: what is derived from it (store.generations).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alignment.keeping import Before, firm, standing
from alignment.side import Side
from alignment.units import units_of
from hexapla.outcome import Outcome
from hexapla.sources import Source, fingerprint
from indexer.document import Clause, Unit, Version
from indexer.encoders.encoder import Encoder
from indexer.errors import ReadError
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey, SourceRecord
from indexer.store.writer import Writer
from indexer.structure.segmenter import split

# Clauses in one transaction: enough to encode and store at full speed, few enough that a kill costs
# seconds of work.
BATCH = 2048

OnStored = Callable[[int], None]  # called with the bytes of raw text that are done with


@dataclass(slots=True)
class _Reading:
    """A source on its way into the catalogue; id: there, once it is begun."""

    record: SourceRecord
    id: int | None = None
    symbols: dict[str, None] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)
    clauses: int = 0

    def outcome(self) -> Outcome:
        return Outcome(
            self.record.path,
            "indexed",
            tuple(self.symbols),
            tuple(self.languages),
            self.clauses,
        )


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some versions of a source, as many as fit into a batch."""

    reading: _Reading
    versions: list[tuple[Version, list[Clause]]]
    is_last: bool

    @property
    def clauses(self) -> int:
        return sum(len(clauses) for _, clauses in self.versions)

    @property
    def size(self) -> int:
        """Bytes of raw text."""
        return sum(len(version.text.encode()) for version, _ in self.versions)


_Work = _Piece | Outcome  # what is to be stored, or why nothing is


def index(
    catalogue: Catalogue,
    encoder: Encoder,
    sources: Iterable[Source],
    *,
    on_stored: OnStored = lambda _: None,
) -> Iterator[Outcome]:
    """Bring the catalogue up to what the sources hold; an unchanged one costs a hash.

    A source that cannot be read fails alone, and what the catalogue had from it stays.
    Gives each outcome once it is on disk.
    Raises CorpusBusyError when another process writes, CorpusError when the disk is full.
    """
    with catalogue.locked():
        batches = _batches(_work(sources, catalogue.sources()))
        for batch, vectors in _encoded(encoder, batches):
            yield from _store(catalogue, batch, vectors)
            on_stored(sum(work.size for work in batch if isinstance(work, _Piece)))


def remove(catalogue: Catalogue, paths: Iterable[str]) -> Iterator[Outcome]:
    """Drop sources and all that came from them; the other versions' columns stay as they are."""
    gone = list(paths)
    with catalogue.writing() as writer:
        before = {key: one for path in gone for key, one in _documents(writer, path).items()}
        for path in gone:
            writer.drop_source(path)
        form_units(catalogue, writer, before)
    yield from (Outcome(path, "removed") for path in gone)


def _work(sources: Iterable[Source], known: dict[str, SourceRecord]) -> Iterator[_Work]:
    """What is to be stored, or what needs no storing and why."""
    for source in sources:
        try:
            record = fingerprint(source)
            if _is_unchanged(record, known.get(source.path)):
                yield Outcome(source.path, "unchanged")
            else:
                # A reader that finds fault does so before its first version: half a file is
                # never stored.
                yield from _pieces(record, source.read())
        except ReadError as error:
            yield Outcome(source.path, "failed", message=str(error))


def _is_unchanged(record: SourceRecord, known: SourceRecord | None) -> bool:
    return known is not None and (record.sha256, record.options) == (known.sha256, known.options)


def _pieces(record: SourceRecord, versions: Iterable[Version]) -> Iterator[_Piece]:
    """The versions of a source, split, in pieces of about a batch."""
    reading = _Reading(record)
    piece: list[tuple[Version, list[Clause]]] = []
    count = 0
    for version in versions:
        clauses = split(version)
        piece.append((version, clauses))
        count += len(clauses)
        if count >= BATCH:
            yield _Piece(reading, piece, is_last=False)
            piece, count = [], 0
    yield _Piece(reading, piece, is_last=True)


def _batches(works: Iterable[_Work]) -> Iterator[list[_Work]]:
    """Work in lists of about BATCH clauses, or so many sources that need no storing."""
    batch: list[_Work] = []
    weight = 0
    for work in works:
        batch.append(work)
        weight += 1 + (work.clauses if isinstance(work, _Piece) else 0)
        if weight >= BATCH:
            yield batch
            batch, weight = [], 0
    yield batch


def _encoded(
    encoder: Encoder, batches: Iterable[list[_Work]]
) -> Iterator[tuple[list[_Work], NDArray[np.float32]]]:
    """Each batch with the vectors of its clauses; one is encoded while the one before is stored."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting: list[tuple[list[_Work], Future[NDArray[np.float32]]]] = []
        for batch in batches:
            waiting.append((batch, pool.submit(encoder.encode, _texts(batch))))
            if len(waiting) > 1:
                before, vectors = waiting.pop(0)
                yield before, vectors.result()
        for before, vectors in waiting:
            yield before, vectors.result()


def _texts(batch: list[_Work]) -> list[str]:
    pieces = (work for work in batch if isinstance(work, _Piece))
    return [clause.text for piece in pieces for _, clauses in piece.versions for clause in clauses]


def _store(catalogue: Catalogue, batch: list[_Work], vectors: NDArray[np.float32]) -> list[Outcome]:
    """Store a batch in one transaction; the outcomes of the sources that are now complete."""
    outcomes: list[Outcome | None] = []
    before: dict[DocumentKey, Before] = {}
    with catalogue.writing() as writer:
        at = 0
        for work in batch:
            if isinstance(work, Outcome):
                outcomes.append(work)
                continue
            before = _replaced(writer, work) | before  # as it was before all of the batch
            outcomes.append(_put(writer, work, vectors[at : at + work.clauses]))
            at += work.clauses
        form_units(catalogue, writer, before)
    return [outcome for outcome in outcomes if outcome]


def _put(writer: Writer, piece: _Piece, vectors: NDArray[np.float32]) -> Outcome | None:
    """Put a piece of a source; its outcome if it was the last, or if it clashes with another."""
    reading = piece.reading
    if reading.id is None:
        clash = _clash(writer, piece)
        if clash:
            return Outcome(reading.record.path, "failed", message=clash)
        reading.id = writer.begin_source(reading.record)
    at = 0
    for version, clauses in piece.versions:
        writer.put_version(reading.id, version, clauses, vectors[at : at + len(clauses)])
        at += len(clauses)
        reading.symbols[version.symbol] = None
        reading.languages[version.lang] = None
    reading.clauses += at
    if not piece.is_last:
        return None
    writer.finish_source(reading.id)
    return reading.outcome()


def _clash(writer: Writer, piece: _Piece) -> str | None:
    """Why the piece's versions cannot be put, in one line; None if they can."""
    path = piece.reading.record.path
    for version, _ in piece.versions:
        key = DocumentKey(version.symbol, version.collection)
        other = writer.source_of(key, version.lang)
        if other not in (None, path):
            return (
                f"{path}: {version.symbol} in {version.lang!r} is in the corpus already, "
                f"from {other}; remove one of them or give another --symbol"
            )
    return None


def _replaced(writer: Writer, piece: _Piece) -> dict[DocumentKey, Before]:
    """The documents that are about to lose a version, or to get one, as they are now."""
    found = {}
    if piece.reading.id is None:
        found = _documents(writer, piece.reading.record.path)
    keys = {DocumentKey(version.symbol, version.collection) for version, _ in piece.versions}
    return found | {key: one for key in keys - found.keys() if (one := _before(writer, key)).units}


def _documents(writer: Writer, path: str) -> dict[DocumentKey, Before]:
    """What a source has versions of."""
    return {key: _before(writer, key) for key in writer.documents_of(path)}


def _before(writer: Writer, key: DocumentKey) -> Before:
    units = writer.units(key)
    return Before(units, writer.texts(key) if units else {})


def form_units(catalogue: Catalogue, writer: Writer, before: Mapping[DocumentKey, Before]) -> None:
    """Units for every document whose versions changed, as far as they do not stand as they were.

    before: documents as they were; of those that are not there what is stored still holds.
    """
    for key in catalogue.pending_documents():
        kept = firm(writer.units(key))
        if key in before:
            kept = standing(before[key], writer.texts(key))
        align_document(writer, key, kept)


def align_document(writer: Writer, key: DocumentKey, kept: Sequence[Unit]) -> None:
    """Units for a document, some of which stay as they are."""
    writer.put_units(key, units_of(writer.outlines(key), _Sides(writer, key), kept=kept))


class _Sides:
    """The versions of a document for the aligner, read when the first is asked for."""

    def __init__(self, writer: Writer, key: DocumentKey) -> None:
        self._writer = writer
        self._key = key

    def __call__(self, lang: str) -> Side:
        return self._all[lang]

    @cached_property
    def _all(self) -> dict[str, Side]:
        versions = self._writer.versions(self._key)
        return {one.lang: Side(one.lang, one.clauses, one.vectors) for one in versions}
