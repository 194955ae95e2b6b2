"""What became of the units since a revision: the diet of everything that is derived.

From: store.catalogue. To: the parts of a generation (store.vectors, store.columns, search).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from indexer.store.database import Database
from indexer.store.records import Facts, UnitRecord, UnitText
from indexer.store.stored import read_facts, read_texts, read_unit_vectors, read_units

_BATCH = 4096  # units: with six languages about 10 MB of records


class Changes:
    """Units put or changed after revision ``since``, and units that went; 0 gives all there are.

    since, revision: what leads from a state as of ``since`` to one as of ``revision``.
    upserted: (n,) int64, rising ids of units that are new or differ.
    deleted: (m,) int64, rising ids of units that are gone; some may never have been seen.
    dimension: of the vectors.

    Read it inside ``Catalogue.locked``, so that no other process changes what it describes.
    """

    def __init__(self, database: Database, dimension: int, since: int) -> None:
        self._database = database
        self.dimension = dimension
        self.since = since
        self.revision = int(database.value("SELECT value FROM meta WHERE key = 'revision'"))
        self.upserted = self._ids("SELECT id FROM unit WHERE revision > ? ORDER BY id")
        self.deleted = (
            self._ids("SELECT id FROM deleted_unit WHERE revision > ? ORDER BY id")
            if since
            else np.empty(0, np.int64)
        )

    def _ids(self, sql: str) -> NDArray[np.int64]:
        rows = self._database.rows(sql, self.since)
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def __bool__(self) -> bool:
        """Whether there is anything to bring up to date."""
        return bool(len(self.upserted) or len(self.deleted))

    @property
    def stale(self) -> NDArray[np.int64]:
        """(n,) int64, rising: ids that what was derived before must forget."""
        return np.union1d(self.upserted, self.deleted)

    def units(self) -> Iterator[list[UnitRecord]]:
        """The upserted units in batches, by rising id."""
        for ids in self._batches():
            found = read_units(self._database, ids)
            yield [found[id_] for id_ in ids]

    def facts(self) -> Iterator[list[Facts]]:
        """The upserted units' facts in batches, by rising id; several times as fast as units."""
        for ids in self._batches():
            yield read_facts(self._database, ids)

    def texts(self) -> Iterator[list[UnitText]]:
        """The upserted units' texts in batches, by rising id; several times as fast as units."""
        for ids in self._batches():
            yield read_texts(self._database, ids)

    def vectors(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """The upserted units' ids (n,) and unit vectors (n, d) float32, in batches, by rising id.

        A unit whose clauses all have zero vectors has a zero row.
        """
        for ids in self._batches():
            vectors = read_unit_vectors(self._database, ids, self.dimension)
            yield np.asarray(ids, np.int64), vectors

    def _batches(self) -> Iterator[list[int]]:
        for at in range(0, len(self.upserted), _BATCH):
            yield self.upserted[at : at + _BATCH].tolist()
