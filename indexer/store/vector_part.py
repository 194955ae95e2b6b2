"""The vectors of all units, written as a part of a generation.

Rows stand by rising id, so that an update is a merge; FAISS's file is made from them anew while it
is small, and brought up to date where inverted lists would have to be learned again.

From: store.catalogue, through its changes. To: store.vectors. Not here: searching.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.store.arrays import load_array, save_array, save_blocks
from indexer.store.changes import Changes
from indexer.store.scan import Scan, build_scan, extend_scan
from indexer.store.vectors import (
    IDS_FILE,
    INDEX_FILE,
    SETTINGS_FILE,
    VECTORS_FILE,
    WITHOUT_FILE,
    Ids,
    VectorIndex,
    read_settings,
)

DIRECT_UP_TO = 4_096  # units: all similarities take 1 ms, and FAISS need not be imported (130 ms)
FLAT_UP_TO = 400_000  # units: scanning them all takes 5 ms
_TRAIN_AGAIN_AT = 2  # times the units that the inverted lists were laid out for
_BLOCK = 8_192  # rows

Vectors = NDArray[np.float16]


class VectorPart:
    """The vectors as a part of a generation (see ``store.generations.Part``)."""

    name = "vectors"
    version = "1"

    def __init__(self, *, direct_up_to: int = DIRECT_UP_TO, flat_up_to: int = FLAT_UP_TO) -> None:
        """Up to so many units no index is made, or a flat one; inverted lists for more."""
        self._direct_up_to = direct_up_to
        self._flat_up_to = flat_up_to

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Merge what is kept of the previous vectors with the changed ones."""
        added, without = _changed(changes)
        ids = _merge(previous, target, changes.stale, added)
        if previous:
            before = load_array(previous / WITHOUT_FILE)
            without = np.union1d(np.setdiff1d(before, changes.stale), without)
        save_array(target / IDS_FILE, ids)
        save_array(target / WITHOUT_FILE, without)
        self._write_index(previous, target, changes.stale, added)

    def ids(self, generation: Path) -> Ids:
        """(n,) int64, rising: the units it knows, with a vector or without."""
        index = VectorIndex(generation)
        index.check()
        return np.union1d(index.ids, load_array(generation / WITHOUT_FILE))

    def _write_index(
        self, previous: Path | None, target: Path, stale: Ids, added: tuple[Ids, Vectors]
    ) -> None:
        ids = np.asarray(load_array(target / IDS_FILE))
        vectors = load_array(target / VECTORS_FILE)
        settings = read_settings(previous) if previous else None
        made = None
        if self._direct_up_to < len(ids) <= self._flat_up_to:
            made = build_scan("flat", ids, vectors)
        elif len(ids) > self._flat_up_to:
            if previous and settings and len(ids) < _TRAIN_AGAIN_AT * settings.trained_for:
                file = previous / INDEX_FILE
                made = extend_scan(file, settings, stale=stale, added=added, ids=ids)
            else:
                made = build_scan("inverted", ids, vectors)
        write_index(target, made)


def write_index(target: Path, made: Scan | None) -> None:
    """Write FAISS's file and how it is to be read; None: there is none, all are computed."""
    if made:
        (target / INDEX_FILE).write_bytes(made.to_bytes().data)
    settings = asdict(made.settings) if made else None
    (target / SETTINGS_FILE).write_text(json.dumps(settings), encoding="utf-8")


def _changed(changes: Changes) -> tuple[tuple[Ids, Vectors], Ids]:
    """Ids and vectors of the changed units that have a vector, and ids of those without."""
    ids, vectors, without = [], [], []
    for batch, rows in changes.vectors():
        has_vector = rows.any(axis=1)
        ids.append(batch[has_vector])
        vectors.append(rows[has_vector].astype(np.float16))
        without.append(batch[~has_vector])
    if not ids:
        none = np.empty(0, np.int64)
        return (none, np.empty((0, changes.dimension), np.float16)), none
    return (np.concatenate(ids), np.concatenate(vectors)), np.concatenate(without)


def _merge(previous: Path | None, target: Path, stale: Ids, added: tuple[Ids, Vectors]) -> Ids:
    """Write the vectors that stay and those that are added, by rising id; their ids."""
    if previous is None:
        save_array(target / VECTORS_FILE, added[1])
        return added[0]
    old = VectorIndex(previous)
    kept = np.flatnonzero(~np.isin(old.ids, stale))
    ids = np.concatenate([old.ids[kept], added[0]])
    order = np.argsort(ids, kind="stable")

    def blocks() -> Iterator[Vectors]:
        for at in range(0, len(order), _BLOCK):
            which = order[at : at + _BLOCK]
            block = np.empty((len(which), added[1].shape[1]), np.float16)
            is_old = which < len(kept)
            block[is_old] = old.rows(kept[which[is_old]])
            block[~is_old] = added[1][which[~is_old] - len(kept)]
            yield block

    shape = (len(ids), added[1].shape[1])
    save_blocks(target / VECTORS_FILE, blocks(), shape=shape, dtype=np.float16)
    return ids[order]
