"""A set of queries with the rows that answer them, and the collections that are searched.

A collection is numbered rows, each a text in one to six languages. A hidden language is in no row
of it.

From: nothing. To: every set, benchmarks.systems, benchmarks.retrieval. Not here: any set.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.encoder_quality import read_rows
from indexer.languages import LANGUAGES

Row = dict[str, str]

UNSEEN = 1_000  # last rows of unv1_dev, which the shipped encoder and lexicon were trained without


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked.

    collection: name of the one that is searched. relevant: ``{row: grade}``, grades from 1.
    group: queries of one group (one matter in six languages) are not independent of each other.
    """

    id: str
    text: str
    lang: str
    collection: str
    relevant: dict[int, int]
    group: str


@dataclass(frozen=True, slots=True)
class QuerySet:
    """Queries whose mean is one figure. deep: whether average precision is reported too."""

    name: str
    queries: tuple[Query, ...]
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """Rows to be searched, ``{number: {lang: text}}``, numbers from 1 rising.

    base: the collection that has the same rows in all their languages; ``name`` if none is hidden.
    """

    name: str
    base: str
    rows: dict[int, Row]

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that occur, in the project's order."""
        return tuple(lang for lang in LANGUAGES if any(lang in row for row in self.rows.values()))

    def in_language(self, lang: str) -> dict[int, str]:
        """``{number: text}`` of the rows that have it."""
        return {number: row[lang] for number, row in self.rows.items() if lang in row}


def part_of(name: str, base: dict[int, Row]) -> Collection:
    """``un``: all of the base; ``un-fr``: without French; ``un+fr``: only French.

    >>> part_of("a-fr", {1: {"fr": "oui"}, 2: {"fr": "non", "en": "no"}}).rows
    {2: {'en': 'no'}}
    """
    found = re.fullmatch(r"(\w+)(?:([+-])(\w\w))?", name)
    if not found:
        raise ValueError(f"collection {name!r}; expected: un, un-fr, un+fr")
    part, sign, lang = found.groups()
    rows = {
        number: {
            code: text for code, text in row.items() if not sign or (code == lang) == (sign == "+")
        }
        for number, row in base.items()
    }
    return Collection(name, part, {number: row for number, row in rows.items() if row})


class UnRows:
    """The 4,000 rows of ``unv1_dev`` and the collections that are made of them."""

    def __init__(self, data: Path) -> None:
        self.texts = read_rows(data)
        self.count = len(self.texts["en"])

    @property
    def unseen(self) -> range:
        """Places (from 0) of the rows from which queries are made."""
        return range(self.count - UNSEEN, self.count)

    @cached_property
    def rows_of(self) -> dict[str, dict[str, set[int]]]:
        """``{lang: {text: numbers of its rows}}``; some texts occur more than once."""
        found: dict[str, dict[str, set[int]]] = {lang: {} for lang in LANGUAGES}
        for lang, texts in self.texts.items():
            for number, text in enumerate(texts, 1):
                found[lang].setdefault(text, set()).add(number)
        return found

    def collection(self, name: str) -> Collection:
        """``un``: all rows; ``late``: the unseen ones, of which the first has number 1."""
        places = self.unseen if name.startswith("late") else range(self.count)
        rows = {
            number: {lang: self.texts[lang][at] for lang in LANGUAGES}
            for number, at in enumerate(places, 1)
        }
        return part_of(name, rows)


def sample(places: Iterable[int], count: int, seed: int | str) -> list[int]:
    """``count`` of the places, or all, in rising order; the same for the same seed."""
    every: Sequence[int] = [*places]
    return sorted(random.Random(seed).sample(every, min(count, len(every))))
