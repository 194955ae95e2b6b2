"""The columns of all units, written as a part of a generation.

From: store.catalogue, through its changes. To: store.columns. Not here: filters, counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.store.arrays import damaged, load_array, save_array
from indexer.store.changes import Changes
from indexer.store.columns import (
    LANGUAGE_BIT,
    NO_YEAR,
    TEXT_FACTS,
    TEXTS_FILE,
    Ids,
    column_file,
    read_texts,
)
from indexer.store.records import Facts

_Columns = dict[str, NDArray[Any]]  # {name: (N,)}, rows by rising id; texts as texts

_DTYPES: dict[str, Any] = {"ids": np.int64, "year": np.int16, "langs": np.uint8}


class ColumnPart:
    """The columns as a part of a generation (see ``store.generations.Part``)."""

    name = "columns"
    version = "1"

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Merge what is kept of the previous columns with the changed units' facts."""
        added = _of_units(unit for batch in changes.facts() for unit in batch)
        _write(_merged(_read(previous), changes.stale, added) if previous else added, target)

    def ids(self, generation: Path) -> Ids:
        """(n,) int64, rising: the units it knows."""
        columns = _read(generation)
        if len({len(column) for column in columns.values()}) != 1:
            raise damaged(column_file(generation, "ids"))
        return columns["ids"]


def _of_units(units: Iterable[Facts]) -> _Columns:
    rows = [
        (
            unit.id,
            NO_YEAR if unit.year is None else unit.year,
            sum(LANGUAGE_BIT[lang] for lang in unit.langs),
            *(getattr(unit, fact) for fact in TEXT_FACTS),
        )
        for unit in units
    ]
    names = (*_DTYPES, *TEXT_FACTS)
    values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return {
        name: np.array(column, _DTYPES.get(name, np.dtypes.StringDType()))
        for name, column in zip(names, values, strict=True)
    }


def _read(generation: Path) -> _Columns:
    texts = read_texts(generation)
    columns = {name: np.array(load_array(column_file(generation, name))) for name in _DTYPES}
    for fact in TEXT_FACTS:
        known = np.array(texts[fact], np.dtypes.StringDType())
        columns[fact] = known[load_array(column_file(generation, fact))]
    return columns


def _merged(old: _Columns, stale: Ids, added: _Columns) -> _Columns:
    stays = ~np.isin(old["ids"], stale)
    order = np.argsort(np.concatenate([old["ids"][stays], added["ids"]]), kind="stable")
    return {name: np.concatenate([old[name][stays], added[name]])[order] for name in old}


def _write(columns: _Columns, target: Path) -> None:
    texts: dict[str, list[str]] = {}
    for name, column in columns.items():
        if name in TEXT_FACTS:
            known, codes = np.unique(column, return_inverse=True)
            texts[name] = known.tolist()
            save_array(column_file(target, name), codes.astype(np.int32))
        else:
            save_array(column_file(target, name), column)
    (target / TEXTS_FILE).write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
