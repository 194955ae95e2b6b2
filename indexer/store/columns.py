"""Facts of units as columns: which units pass a filter, and how units spread over facts.

What SQLite would have to read page by page stands here as one array a fact, mapped into memory, so
that a filter over a million units costs milliseconds and the vector side can be told which units it
may look at. Facts that are text are numbers into a sorted list of the texts that occur.

From: store.column_part, which writes them. To: search (filters of the vector side, facets).
Not here: texts, vectors, the query language.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.languages import LANGUAGES
from indexer.store.arrays import damaged, load_array

TEXT_FACTS = ("symbol", "collection", "body", "kind", "status")

TEXTS_FILE = "column_texts.json"
NO_YEAR = int(np.iinfo(np.int16).min)
LANGUAGE_BIT = {lang: 1 << at for at, lang in enumerate(LANGUAGES)}

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a unit must be; every field that is not empty must hold.

    langs: it has a clause in one of them. years: inclusive (first, last), either may be None; a
    unit without a year passes no bound. symbols, bodies: compared without case; a symbol may end in
    "*". kinds, collections, statuses: one of them, as they are.
    """

    langs: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    symbols: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


class Columns:
    """The columns of a generation. ids: (N,) int64, rising."""

    def __init__(self, generation: Path) -> None:
        """Open the files. Raises CorpusError if they are damaged."""
        self._folder = generation
        # Copied: searchsorted copies an array that may not be written to, at every call.
        self.ids: Ids = np.array(load_array(column_file(generation, "ids")))
        self._texts = read_texts(generation)

    def select(self, filters: Filters) -> Ids:
        """(n,) int64, rising: the units that pass."""
        passes = np.ones(len(self.ids), bool)
        for condition in self._conditions(filters):
            passes &= condition
        return self.ids[passes]

    def years(self, ids: Ids) -> NDArray[np.int16]:
        """(n,) int16: the year of each of these units, ``NO_YEAR`` where it has none.

        Unknown ones have none.
        """
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        years = self._years[rows]
        return np.where(self.ids[rows] == ids, years, np.int16(NO_YEAR))

    def holds(self, ids: Ids, lang: str) -> NDArray[np.bool_]:
        """(n,): whether each of these units has a clause in a language; unknown ones have none."""
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        found: NDArray[np.bool_] = (self._langs[rows] & np.uint8(LANGUAGE_BIT[lang])) != 0
        found &= self.ids[rows] == ids
        return found

    def counts(self, ids: Ids) -> dict[str, dict[str, int]]:
        """How many of these units there are for each lang, year, body and kind.

        ids: in any order, no repeats; unknown ones are passed over.
        Returns ``{fact: {value: count}}``, most frequent first, ties by value; years as text, a
        unit without a year or body is in none; a unit counts once for each of its languages.
        """
        rows = self._rows(ids)
        langs = np.asarray(self._column("langs"))[rows]
        by_lang = {lang: int(np.count_nonzero(langs & bit)) for lang, bit in LANGUAGE_BIT.items()}
        years, times = np.unique(np.asarray(self._column("year"))[rows], return_counts=True)
        by_year = {
            str(year): int(n) for year, n in zip(years, times, strict=True) if year != NO_YEAR
        }
        return {
            "lang": _by_frequency(by_lang),
            "year": _by_frequency(by_year),
            "body": _by_frequency(self._text_counts("body", rows)),
            "kind": _by_frequency(self._text_counts("kind", rows)),
        }

    @cached_property
    def _langs(self) -> NDArray[np.uint8]:
        return np.asarray(self._column("langs"))

    @cached_property
    def _years(self) -> NDArray[np.int16]:
        return np.asarray(self._column("year"))

    def _conditions(self, filters: Filters) -> list[NDArray[np.bool_]]:
        found = []
        if filters.langs:
            wanted = sum({LANGUAGE_BIT[lang] for lang in filters.langs})
            found.append((self._column("langs") & np.uint8(wanted)) != 0)
        if filters.years:
            first, last = filters.years
            years = self._column("year")
            found.append(years >= max(NO_YEAR + 1, first if first is not None else -9999))
            if last is not None:
                found.append(years <= last)
        if filters.symbols:
            found.append(self._is_in("symbol", self._matching(filters.symbols)))
        if filters.bodies:
            bodies = {body.upper() for body in filters.bodies}
            found.append(self._is_in("body", bodies))
        exact = {
            "kind": filters.kinds,
            "collection": filters.collections,
            "status": filters.statuses,
        }
        found += [self._is_in(fact, set(values)) for fact, values in exact.items() if values]
        return found

    def _matching(self, patterns: Sequence[str]) -> set[str]:
        """The symbols that occur and are one of these, or start as one that ends in "*" does."""
        exact = {pattern.upper() for pattern in patterns if not pattern.endswith("*")}
        starts = tuple(pattern[:-1].upper() for pattern in patterns if pattern.endswith("*"))
        return {
            symbol
            for symbol in self._texts["symbol"]
            if symbol.upper() in exact or symbol.upper().startswith(starts)
        }

    def _is_in(self, fact: str, values: set[str]) -> NDArray[np.bool_]:
        wanted = np.array([text in values for text in self._texts[fact]], bool)
        chosen: NDArray[np.bool_] = wanted[np.asarray(self._column(fact))]
        return chosen

    def _text_counts(self, fact: str, rows: NDArray[np.intp]) -> dict[str, int]:
        codes = np.asarray(self._column(fact))[rows]
        counts = np.bincount(codes, minlength=len(self._texts[fact])).tolist()
        return {text: n for text, n in zip(self._texts[fact], counts, strict=True) if text}

    def _rows(self, ids: Ids) -> NDArray[np.intp]:
        if not len(self.ids):
            return np.empty(0, np.intp)
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        known: NDArray[np.intp] = rows[self.ids[rows] == ids]
        return known

    def _column(self, fact: str) -> NDArray[Any]:
        return load_array(column_file(self._folder, fact))


def column_file(generation: Path, fact: str) -> Path:
    """Where the column of a fact lies; "ids" is one of them."""
    return generation / f"column_{fact}.npy"


def read_texts(generation: Path) -> dict[str, list[str]]:
    """``{fact: sorted texts}`` that the numbers in the columns stand for."""
    file = generation / TEXTS_FILE
    try:
        texts: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
        return {fact: texts[fact] for fact in TEXT_FACTS}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(file) from error


def _by_frequency(counts: dict[str, int]) -> dict[str, int]:
    found = [(value, n) for value, n in counts.items() if n]
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))
