"""The catalogue of a corpus: every source, version, clause, vector and unit, in one SQLite file.

A corpus is a folder; its catalogue is the one source of truth, and all else in the folder is
derived from it. Anyone may read at any time and sees whole transactions only; one process writes.

>>> import tempfile
>>> from indexer.document import Clause, Unit, Version
>>> folder = Path(tempfile.mkdtemp())
>>> encoder = EncoderRecord("two numbers", "c0ffee", 2)
>>> with Catalogue.create(folder, encoder) as catalogue:
...     with catalogue.writing() as writer:
...         source = writer.begin_source(SourceRecord("a.txt", "00", 7, 0, "{}"))
...         version = Version(symbol="A/1", lang="en", text="Decides")
...         clauses = [Clause("sentence", None, 0, 7, "Decides")]
...         writer.put_version(source, version, clauses, np.array([[0.6, 0.8]], np.float32))
...         writer.put_units(DocumentKey("A/1", ""), [Unit({"en": (0,)})])
...         writer.finish_source(source)
...     [(unit.id, unit.texts) for unit in catalogue.units([1])]
[(1, {'en': 'Decides'})]

From: the indexing story, which writes. To: search, alignment, store.generations.
Not here: writing (store.writer), what is derived (store.generations).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from indexer.document import Metadata
from indexer.errors import CorpusError
from indexer.languages import LANGUAGES
from indexer.store.changes import Changes
from indexer.store.database import Database
from indexer.store.lock import WriteLock
from indexer.store.records import (
    DocumentKey,
    DocumentRecord,
    EncoderRecord,
    SourceRecord,
    StoredVersion,
    UnitRecord,
    UnitSummary,
    UnitText,
)
from indexer.store.stored import (
    find_problems,
    read_documents,
    read_metadata,
    read_summaries,
    read_texts,
    read_unit_vectors,
    read_units,
    read_versions,
)
from indexer.store.writer import Writer

FILE = "catalogue.sqlite"
_DERIVED = ("generations", "lexicon", "wordings")  # folders, see store.generations

_APPLICATION_ID = 0x48585031  # "HXP1": whose SQLite file it is
_FORMAT = 2


class Catalogue:
    """A corpus's catalogue, open for reading and, unless ``read_only``, for writing.

    folder: of the corpus. encoder: whose vectors it holds. Reading methods see the last transaction
    that ended, or, inside ``writing``, the one that is open. Every method raises CorpusError, one
    line, when the disk is full or the file is damaged.
    """

    def __init__(self, folder: Path, database: Database) -> None:
        """Not for callers: use ``create`` or ``open``."""
        self.folder = folder
        self._database = database
        self._lock = WriteLock(folder)
        facts: dict[str, Any] = dict(database.rows("SELECT key, value FROM meta"))
        self.encoder = EncoderRecord(
            facts["encoder_name"], facts["encoder_fingerprint"], facts["encoder_dimension"]
        )

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether ``folder`` holds a corpus, of whatever format; a half-made one does not count."""
        file = folder / FILE
        if not file.is_file() or file.stat().st_size == 0:
            return False
        database = Database(file, read_only=True)
        try:
            return bool(database.value("PRAGMA application_id") == _APPLICATION_ID)
        finally:
            database.close()

    @classmethod
    def create(cls, folder: Path, encoder: EncoderRecord) -> Self:
        """An empty corpus in ``folder``, which is made if it is not there.

        Raises CorpusError if there is a corpus already or the folder cannot be made.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorpusError(f"cannot make corpus '{folder}': {error.strerror}") from None
        with WriteLock(folder).held():
            if cls.exists(folder):
                raise CorpusError(f"'{folder}' holds a corpus already; open it instead")
            # What was derived from a catalogue that is gone would be taken for this one's.
            for derived in _DERIVED:
                shutil.rmtree(folder / derived, ignore_errors=True)
            database = Database(folder / FILE, create=True)
            with database.transaction():
                _lay_out(database, encoder)
        return cls(folder, database)

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Self:
        """The corpus in ``folder``.

        Raises CorpusError if there is none, it is of another format, or it is damaged.
        """
        if not cls.exists(folder):
            raise CorpusError(
                f"no corpus in '{folder}'; make one with: hexapla index --corpus {folder} FILES"
            )
        database = Database(folder / FILE, read_only=read_only)
        made_with = database.value("PRAGMA user_version")
        if made_with > _FORMAT:
            database.close()
            raise CorpusError(
                f"corpus '{folder}' has format {made_with}, this hexapla knows {_FORMAT}; "
                "upgrade hexapla"
            )
        if made_with < _FORMAT:
            database.close()
            raise CorpusError(
                f"corpus '{folder}' has format {made_with}, this hexapla knows {_FORMAT}; "
                "remove the folder and index anew"
            )
        return cls(folder, database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the catalogue cannot be used any more."""
        self._database.close()

    def require(self, encoder: EncoderRecord) -> None:
        """Raise CorpusError unless the corpus holds just this encoder's vectors."""
        ours = self.encoder
        advice = f"use --encoder {ours.name} or index into a new folder"
        if ours.dimension != encoder.dimension:
            made = f"{ours.dimension}-d {ours.name} vectors, this encoder makes {encoder.dimension}"
        elif ours.fingerprint != encoder.fingerprint:
            if ours.name == encoder.name:  # it has been made anew since
                advice = "index into a new folder, or install the release that made it"
            made = (
                f"vectors of {ours.name} ({ours.fingerprint[:8]}), "
                f"this encoder is {encoder.name} ({encoder.fingerprint[:8]})"
            )
        else:
            return
        raise CorpusError(f"corpus '{self.folder}' holds {made}; {advice}")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other writers out for several transactions and what is derived from them."""
        with self._lock.held():
            yield

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """One transaction: when the ``with`` ends all of it is stored, after an exception nothing.

        Raises CorpusBusyError when another process writes.
        """
        with self.locked(), self._database.transaction():
            before = self._database.changes
            writer = Writer(self._database, self.revision + 1, self.encoder.dimension)
            yield writer
            if self._database.changes != before:
                self._database.run(
                    "UPDATE meta SET value = ? WHERE key = 'revision'", writer.revision
                )

    @property
    def revision(self) -> int:
        """Number of write transactions that changed something."""
        return int(self._database.value("SELECT value FROM meta WHERE key = 'revision'"))

    def sources(self) -> dict[str, SourceRecord]:
        """``{path: source}`` of all that was read to its end, by path."""
        rows = self._database.rows(
            "SELECT path, sha256, size, mtime_ns, options FROM source WHERE finished ORDER BY path"
        )
        return {row[0]: SourceRecord(*row) for row in rows}

    def unfinished_sources(self) -> list[str]:
        """Paths whose reading was cut short; read them again, or drop them if they are gone."""
        rows = self._database.rows("SELECT path FROM source WHERE NOT finished ORDER BY path")
        return [path for (path,) in rows]

    def documents(self) -> list[DocumentKey]:
        """All documents, by symbol."""
        rows = self._database.rows(
            "SELECT symbol, collection FROM document ORDER BY symbol, collection"
        )
        return [DocumentKey(*row) for row in rows]

    def pending_documents(self) -> list[DocumentKey]:
        """Documents whose versions changed since their units were put; put them again."""
        rows = self._database.rows(
            "SELECT symbol, collection FROM document WHERE pending ORDER BY id"
        )
        return [DocumentKey(*row) for row in rows]

    def unit_count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM unit"))

    def clause_count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM clause"))

    def languages(self) -> dict[str, int]:
        """``{lang: number of clauses}``, languages in their usual order."""
        counts: dict[str, int] = dict(
            self._database.rows(
                "SELECT lang, count(*) FROM clause JOIN version ON version.id = clause.version "
                "GROUP BY lang"
            )
        )
        return {lang: counts[lang] for lang in LANGUAGES if lang in counts}

    def document(self, symbol: str) -> list[DocumentRecord]:
        """The documents of that symbol, one a collection; [] if there is none.

        A symbol that is there in just this case is preferred to others.
        """
        with self._database.snapshot():
            return read_documents(self._database, symbol)

    def versions(self, key: DocumentKey) -> list[StoredVersion]:
        """All versions of a document, whole, in the usual order of languages."""
        with self._database.snapshot():
            return read_versions(self._database, key, self.encoder.dimension)

    def unit_ids(self, key: DocumentKey | None = None) -> NDArray[np.int64]:
        """(n,) int64: ids of all units, rising; of one document, in reading order."""
        if key is None:
            rows = self._database.rows("SELECT id FROM unit ORDER BY id")
        else:
            rows = self._database.rows(
                "SELECT u.id FROM unit u JOIN document d ON d.id = u.document "
                "WHERE d.symbol = ? AND d.collection = ? ORDER BY u.position",
                *key,
            )
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def unit_revisions(self, since: int = 0) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Ids (n,), rising, of the units that changed after ``since``, and when each last did."""
        rows = self._database.rows(
            "SELECT id, revision FROM unit WHERE revision > ? ORDER BY id", since
        )
        pairs = np.array(rows, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def metadata(self, key: DocumentKey) -> dict[str, Metadata]:
        """``{lang: what the version says of itself}`` for each version of a document."""
        with self._database.snapshot():
            return read_metadata(self._database, key)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another process writes meanwhile."""
        with self._database.snapshot():
            yield

    def units(self, ids: Sequence[int]) -> list[UnitRecord]:
        """The units of these ids, in this order; one that is gone is left out."""
        with self._database.snapshot():
            found = read_units(self._database, [int(id_) for id_ in ids])
        return [found[id_] for id_ in ids if id_ in found]

    def summaries(self, ids: Sequence[int]) -> list[UnitSummary]:
        """As :meth:`units`, without clauses: in less than half of the time."""
        with self._database.snapshot():
            found = read_summaries(self._database, [int(id_) for id_ in ids])
        return [found[id_] for id_ in ids if id_ in found]

    def texts(self, ids: Sequence[int]) -> list[UnitText]:
        """The texts of units, by rising id; a third of the time of :meth:`units`."""
        return read_texts(self._database, [int(id_) for id_ in ids])

    def unit_vectors(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """(n, d) float32: for each id the normalised mean of its clauses' vectors.

        A zero row for a unit that is gone or whose clauses have zero vectors.
        """
        return read_unit_vectors(self._database, [int(id_) for id_ in ids], self.encoder.dimension)

    def changes(self, since: int = 0) -> Changes:
        """The units that changed after revision ``since``, and those that went; 0: all units."""
        return Changes(self._database, self.encoder.dimension, since)

    def problems(self) -> list[str]:
        """What is wrong with the catalogue itself, one line each; [] if nothing is."""
        with self._database.snapshot():
            return find_problems(self._database)


def _lay_out(database: Database, encoder: EncoderRecord) -> None:
    database.run_script(files("indexer.store").joinpath("schema.sql").read_text(encoding="utf-8"))
    facts = {
        "revision": 0,
        "encoder_name": encoder.name,
        "encoder_fingerprint": encoder.fingerprint,
        "encoder_dimension": encoder.dimension,
    }
    database.run_many("INSERT INTO meta VALUES (?, ?)", facts.items())
    database.run(f"PRAGMA application_id = {_APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {_FORMAT}")
