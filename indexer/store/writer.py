"""Putting sources, versions, clauses and units into the catalogue, inside one transaction.

A source is begun, its versions are put, it is finished; a document's units are put once its
versions stand. A document whose versions changed after its units were put is pending, also when the
process died in between: the next run finds it so.

From: the indexing story. To: SQLite. Not here: reading (store.catalogue).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.document import Clause, Segment, Unit, Version
from indexer.errors import CorpusError
from indexer.store.codec import (
    clause_columns,
    metadata_from_json,
    metadata_to_json,
    raw_to_blob,
    vectors_to_blobs,
)
from indexer.store.database import Database
from indexer.store.membership import read_members, replace_units
from indexer.store.records import (
    DocumentKey,
    Outline,
    SourceRecord,
    StoredVersion,
    body,
    first_known,
)
from indexer.store.stored import read_versions

_CLAUSE_MARKS = ", ".join("?" * 16)
_OF_VERSION = "(SELECT id FROM clause WHERE version = ?)"
_OF_DOCUMENT = "(SELECT id FROM unit WHERE document = ?)"


class Writer:
    """What may be done inside ``with catalogue.writing() as writer``.

    revision: the one this transaction makes.
    """

    def __init__(self, database: Database, revision: int, dimension: int) -> None:
        """Not for callers: ``Catalogue.writing`` gives one."""
        self._database = database
        self.revision = revision
        self._dimension = dimension
        self._next_clause = 1 + (database.value("SELECT max(id) FROM clause") or 0)

    def begin_source(self, source: SourceRecord) -> int:
        """Start on a source; what an earlier content of its path left is dropped. Gives its id."""
        id_ = self._drop_content(source.path)
        facts = (source.sha256, source.size, source.mtime_ns, source.options)
        if id_ is None:
            return self._database.run(
                "INSERT INTO source (path, sha256, size, mtime_ns, options) VALUES (?, ?, ?, ?, ?)",
                source.path,
                *facts,
            )
        self._database.run(
            "UPDATE source SET sha256 = ?, size = ?, mtime_ns = ?, options = ?, finished = 0 "
            "WHERE id = ?",
            *facts,
            id_,
        )
        return id_

    def finish_source(self, source: int) -> None:
        """All that the source holds has been put: ``Catalogue.sources`` lists it from now on."""
        self._database.run("UPDATE source SET finished = 1 WHERE id = ?", source)

    def drop_source(self, path: str) -> None:
        """Forget a source and all that came from it; a path that was never read is fine."""
        id_ = self._drop_content(path)
        if id_ is not None:
            self._database.run("DELETE FROM source WHERE id = ?", id_)

    def put_version(
        self,
        source: int,
        version: Version,
        clauses: Sequence[Clause],
        vectors: NDArray[np.float32],
    ) -> None:
        """Add a version; its document is pending until its units are put.

        source: as ``begin_source`` gave it. vectors: (n, d), finite, one row a clause; kept as
        float16.
        Raises CorpusError if the document is there in this language from another source, ValueError
        if the vectors do not fit the clauses or the corpus.
        """
        self._check_vectors(version, clauses, vectors)
        self._check_absent(version, source)
        document = self._pending_document(version)
        raw, is_deflated = raw_to_blob(version.text)
        id_ = self._database.run(
            "INSERT INTO version (document, source, lang, encoding, metadata, raw, raw_is_deflated)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            document,
            source,
            version.lang,
            version.encoding,
            metadata_to_json(version.metadata),
            raw,
            is_deflated,
        )
        self._insert_clauses(id_, version.segments, clauses)
        first = self._next_clause - len(clauses)
        blobs = vectors_to_blobs(vectors)
        self._database.run_many("INSERT INTO vector VALUES (?, ?)", enumerate(blobs, first))

    def put_units(self, key: DocumentKey, units: Sequence[Unit]) -> None:
        """Replace all units of a document, in reading order.

        A unit of the same clauses, status and probability as before keeps its id.
        Raises ValueError naming the clause that stands in no unit or in two, or what is not there.
        """
        document = self._database.value(
            "SELECT id FROM document WHERE symbol = ? AND collection = ?", *key
        )
        if document is None:
            raise ValueError(f"no document {key.symbol!r} in collection {key.collection!r}")
        facts_changed = self._refresh_facts(document)
        replace_units(self._database, document, units, revision=self.revision)
        if facts_changed:
            self._database.run(
                "UPDATE unit SET revision = ? WHERE document = ?", self.revision, document
            )
        self._database.run("UPDATE document SET pending = 0 WHERE id = ?", document)

    def versions(self, key: DocumentKey) -> list[StoredVersion]:
        """As ``Catalogue.versions``: what the aligner needs."""
        return read_versions(self._database, key, self._dimension)

    def outlines(self, key: DocumentKey) -> dict[str, list[Outline]]:
        """For each language of a document the outlines of its clauses, in the order of the text."""
        found = self._database.rows(
            "SELECT v.lang, c.kind, c.number, c.row, ifnull(c.row_status, 'imported'), "
            "c.row_probability FROM document d "
            "JOIN version v ON v.document = d.id JOIN clause c ON c.version = v.id "
            "WHERE d.symbol = ? AND d.collection = ? ORDER BY v.id, c.position",
            *key,
        )
        outlines: dict[str, list[Outline]] = {}
        for lang, *columns in found:
            outlines.setdefault(lang, []).append(Outline(*columns))
        return outlines

    def units(self, key: DocumentKey) -> list[Unit]:
        """The units of a document as they are now, in reading order; [] if there are none."""
        return read_members(self._database, key)

    def documents_of(self, path: str) -> list[DocumentKey]:
        """The documents that a source has versions of."""
        rows = self._database.rows(
            "SELECT DISTINCT d.symbol, d.collection FROM source s "
            "JOIN version v ON v.source = s.id JOIN document d ON d.id = v.document "
            "WHERE s.path = ? ORDER BY d.id",
            path,
        )
        return [DocumentKey(*row) for row in rows]

    def texts(self, key: DocumentKey) -> dict[str, list[str]]:
        """For each language of a document the texts of its clauses, in the order of the text."""
        found: dict[str, list[str]] = {}
        for lang, text in self._database.rows(
            "SELECT v.lang, c.text FROM document d JOIN version v ON v.document = d.id "
            "JOIN clause c ON c.version = v.id "
            "WHERE d.symbol = ? AND d.collection = ? ORDER BY v.id, c.position",
            *key,
        ):
            found.setdefault(lang, []).append(text)
        return found

    def source_of(self, key: DocumentKey, lang: str) -> str | None:
        """Path of the source that a version came from; None if there is no such version."""
        path = self._database.value(
            "SELECT s.path FROM document d JOIN version v ON v.document = d.id "
            "JOIN source s ON s.id = v.source WHERE d.symbol = ? AND d.collection = ? "
            "AND v.lang = ?",
            *key,
            lang,
        )
        return None if path is None else str(path)

    def _check_vectors(
        self, version: Version, clauses: Sequence[Clause], vectors: NDArray[np.float32]
    ) -> None:
        expected = (len(clauses), self._dimension)
        if vectors.shape != expected:
            raise ValueError(f"{version.symbol}: vectors of shape {vectors.shape}, not {expected}")
        if not np.isfinite(vectors).all():
            raise ValueError(f"{version.symbol}: a vector holds NaN or infinity")

    def _pending_document(self, version: Version) -> int:
        key = (version.symbol, version.collection)
        id_ = self._database.value(
            "SELECT id FROM document WHERE symbol = ? AND collection = ?", *key
        )
        if id_ is None:
            return self._database.run(
                "INSERT INTO document (symbol, collection, body, pending) VALUES (?, ?, ?, 1)",
                *key,
                body(version.symbol),
            )
        self._database.run("UPDATE document SET pending = 1 WHERE id = ? AND NOT pending", id_)
        return int(id_)

    def _check_absent(self, version: Version, source: int) -> None:
        path = self.source_of(DocumentKey(version.symbol, version.collection), version.lang)
        if path is not None:
            ours = self._database.value("SELECT path FROM source WHERE id = ?", source)
            raise CorpusError(
                f"{ours}: {version.symbol} in {version.lang!r} is in the corpus already, "
                f"from {path}; remove one of them or give another --symbol"
            )

    def _insert_clauses(
        self, version: int, segments: tuple[Segment, ...] | None, clauses: Sequence[Clause]
    ) -> None:
        first = self._next_clause
        starts = [segment.start for segment in segments or ()]

        def row(clause: Clause) -> tuple[int | None, str | None, float | None]:
            if not segments:
                return None, None, None
            segment = segments[bisect_right(starts, clause.start) - 1]
            stated = None if segment.status == "imported" else segment.status
            return segment.row, stated, segment.probability

        self._database.run_many(
            f"INSERT INTO clause VALUES ({_CLAUSE_MARKS})",
            (
                (first + at, version, at, *clause_columns(clause), *row(clause))
                for at, clause in enumerate(clauses)
            ),
        )
        self._next_clause += len(clauses)

    def _refresh_facts(self, document: int) -> bool:
        """Take title, dates and so on from the versions; whether that changed anything."""
        rows = self._database.rows(
            "SELECT lang, metadata FROM version WHERE document = ?", document
        )
        known = first_known({lang: metadata_from_json(text) for lang, text in rows})
        facts = (
            known.title,
            known.session,
            known.agenda_item,
            known.date.isoformat() if known.date else None,
            known.meeting,
            known.year if known.year is not None or not known.date else known.date.year,
        )
        columns = "title, session, agenda_item, date, meeting, year"
        before = self._database.row(f"SELECT {columns} FROM document WHERE id = ?", document)
        if facts == before:
            return False
        self._database.run(
            f"UPDATE document SET ({columns}) = (?, ?, ?, ?, ?, ?) WHERE id = ?", *facts, document
        )
        return True

    def _drop_content(self, path: str) -> int | None:
        """Remove the versions that came from a path; the source's id, None if it is not known."""
        source = self._database.value("SELECT id FROM source WHERE path = ?", path)
        if source is None:
            return None
        rows = self._database.rows("SELECT id, document FROM version WHERE source = ?", source)
        for version, document in rows:
            self._drop_version(version, document)
        return int(source)

    def _drop_version(self, version: int, document: int) -> None:
        run = self._database.run
        self._drop_members(version, document)
        run(f"DELETE FROM vector WHERE clause IN {_OF_VERSION}", version)
        run("DELETE FROM clause WHERE version = ?", version)
        run("DELETE FROM version WHERE id = ?", version)
        if self._database.value("SELECT count(*) FROM version WHERE document = ?", document):
            run("UPDATE document SET pending = 1 WHERE id = ?", document)
        else:
            run("DELETE FROM document WHERE id = ?", document)

    def _drop_members(self, version: int, document: int) -> None:
        """Units lose the version's clauses; units that had no others go."""
        run = self._database.run
        which = f"unit IN {_OF_DOCUMENT} AND clause IN {_OF_VERSION}"
        run(
            f"UPDATE unit SET revision = ? WHERE id IN (SELECT unit FROM member WHERE {which})",
            self.revision,
            document,
            version,
        )
        run(f"DELETE FROM member WHERE {which}", document, version)
        empty = "document = ? AND NOT EXISTS (SELECT 1 FROM member WHERE unit = unit.id)"
        run(
            f"INSERT INTO deleted_unit SELECT id, ? FROM unit WHERE {empty}",
            self.revision,
            document,
        )
        run(f"DELETE FROM unit WHERE {empty}", document)
