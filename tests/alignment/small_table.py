"""Tables and links made by hand, for tests of what comes between pairs and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from alignment.bead import Links
from alignment.multiway.table import Table, Web, ordered, table, web
from alignment.side import Side
from indexer.document import Clause

Entry = tuple[int, int, float]
LETTERS = "abcdefghijkl"
ENGLISH_LENGTH = 100  # code points of one letter's clause, were it English
EXTENT = {"ar": 0.85, "zh": 0.27, "en": 1.0, "fr": 1.12, "ru": 1.09, "es": 1.13}


def versions(**clauses: Sequence[str]) -> Table:
    """Each clause a string of letters, each letter a meaning of its own and of equal length."""
    return table(ordered([_side(lang, names) for lang, names in clauses.items()]))


def _side(lang: str, names: Sequence[str]) -> Side:
    made = [
        Clause("sentence", None, 1000 * at, 1000 * at + 1, "x" * _length(lang, name))
        for at, name in enumerate(names)
    ]
    vectors = np.zeros((len(names), len(LETTERS)), np.float32)
    for at, name in enumerate(names):
        for letter in name:
            vectors[at, LETTERS.index(letter)] = len(name) ** -0.5
    return Side(lang, tuple(made), vectors)


def _length(lang: str, name: str) -> int:
    return round(ENGLISH_LENGTH * EXTENT[lang] * len(name))


def linked(known: Table, pairs: Mapping[tuple[str, str], Sequence[Entry]]) -> Web:
    """Links as (left, right, probability), pair by pair."""
    return web(known, {pair: links(*entries) for pair, entries in pairs.items()})


def links(*entries: Entry) -> Links:
    """A sparse matrix from (left, right, probability)."""
    return Links(
        np.array([i for i, _, _ in entries], np.int64),
        np.array([j for _, j, _ in entries], np.int64),
        np.array([p for _, _, p in entries], np.float32),
    )
