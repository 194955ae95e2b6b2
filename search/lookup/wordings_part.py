"""The wordings of all units, written as a part of a generation of their own.

From: store.catalogue, through its changes. To: lookup.stored, lookup.wordings.
Not here: looking anything up.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.languages import LANGUAGES
from indexer.store.arrays import damaged, load_array, save_array
from indexer.store.changes import Changes
from search.lookup.pieces import names
from search.lookup.wordings import ARRAYS, FOLDER, Entries, array_file, names_file

FORM = "2"  # to be raised when the files or the pieces change: they are then written anew

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Texts:
    """The entries of a language in any order.

    vocabulary: names, sorted. units: (n,) int64. lengths: (n,) int64. pieces: (sum of lengths,)
    numbers of names, entry after entry.
    """

    vocabulary: list[str]
    units: Entries
    lengths: Entries
    pieces: Numbers


class WordingsPart:
    """The wordings as a part of a generation (see store.generations.Part)."""

    name = FOLDER
    version = FORM

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Write the files of all languages, what did not change taken from the previous ones."""
        (target / FOLDER).mkdir()
        added = _of_units(changes)
        for lang in LANGUAGES:
            texts = added[lang].read()
            if previous:
                texts = _merged(_kept(_read(previous, lang), changes.stale), texts)
            _write(texts, target, lang)

    def ids(self, generation: Path) -> Entries:
        """(n,) int64, rising: the units it knows."""
        for lang in LANGUAGES:
            starts = load_array(array_file(generation, lang, "starts"))
            if len(load_array(array_file(generation, lang, "units"))) + 1 != len(starts):
                raise damaged(array_file(generation, lang, "starts"))
        units = [load_array(array_file(generation, lang, "units")) for lang in LANGUAGES]
        return np.unique(np.concatenate(units))


class _Reader:
    """Texts of one language, one after the other, as numbers of names in order of appearance."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.numbers: dict[str, int] = {}
        self.units = array("q")
        self.lengths = array("q")
        self.pieces = array("I")

    def add(self, unit: int, text: str) -> None:
        found = names(text, self.lang)
        numbers = self.numbers
        self.pieces.extend([numbers.setdefault(name, len(numbers)) for name in found])
        self.units.append(unit)
        self.lengths.append(len(found))

    def read(self) -> _Texts:
        vocabulary = sorted(self.numbers)
        rank = np.empty(len(vocabulary), np.uint32)
        old = np.fromiter((self.numbers[name] for name in vocabulary), np.int64, len(vocabulary))
        rank[old] = np.arange(len(vocabulary))
        return _Texts(
            vocabulary,
            np.array(self.units, np.int64),
            np.array(self.lengths, np.int64),
            rank[np.array(self.pieces, np.uint32)],
        )


def _of_units(changes: Changes) -> dict[str, _Reader]:
    readers = {lang: _Reader(lang) for lang in LANGUAGES}
    for batch in changes.texts():
        for unit, lang, text in batch:
            readers[lang].add(unit, text)
    return readers


def _read(generation: Path, lang: str) -> _Texts:
    arrays = {name: np.array(load_array(array_file(generation, lang, name))) for name in ARRAYS}
    joined = names_file(generation, lang).read_bytes()
    starts = arrays["name_starts"].tolist()
    return _Texts(
        [joined[a:b].decode() for a, b in pairwise(starts)],
        arrays["units"],
        np.diff(arrays["starts"]),
        arrays["pieces"],
    )


def _kept(texts: _Texts, stale: Entries) -> _Texts:
    """Without the stale units; a name that is left without any stays in the vocabulary."""
    stays = ~np.isin(texts.units, stale)
    pieces = texts.pieces[np.repeat(stays, texts.lengths)]
    return _Texts(texts.vocabulary, texts.units[stays], texts.lengths[stays], pieces)


def _merged(old: _Texts, added: _Texts) -> _Texts:
    """Both as one; names that occur no more are dropped."""
    used = np.zeros(len(old.vocabulary), bool)
    used[old.pieces] = True
    kept = {name for name, is_used in zip(old.vocabulary, used.tolist(), strict=True) if is_used}
    vocabulary = sorted(kept.union(added.vocabulary))
    rank = {name: number for number, name in enumerate(vocabulary)}
    renumbered = [
        np.array([rank.get(name, 0) for name in texts.vocabulary], np.uint32)[texts.pieces]
        for texts in (old, added)
    ]
    return _Texts(
        vocabulary,
        np.concatenate([old.units, added.units]),
        np.concatenate([old.lengths, added.lengths]),
        np.concatenate(renumbered),
    )


def _write(texts: _Texts, target: Path, lang: str) -> None:
    order = np.lexsort((texts.units, texts.lengths))
    lengths = texts.lengths[order]
    begins = np.concatenate([[0], np.cumsum(texts.lengths)])[:-1][order]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    pieces = texts.pieces[np.arange(starts[-1]) + np.repeat(begins - starts[:-1], lengths)]
    posts, post_starts = _postings(pieces, lengths, len(texts.vocabulary))
    joined = [name.encode() for name in texts.vocabulary]
    arrays = {
        "units": texts.units[order],
        "starts": starts,
        "pieces": pieces,
        "name_starts": _ends(map(len, joined), len(joined)),
        "posts": posts,
        "post_starts": post_starts,
    }
    for name in ARRAYS:
        save_array(array_file(target, lang, name), arrays[name])
    names_file(target, lang).write_bytes(b"".join(joined))


def _postings(pieces: Numbers, lengths: Entries, vocabulary: int) -> tuple[Numbers, Entries]:
    """For every piece the entries in which it stands, rising, and where those of each begin."""
    entries = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    order = np.argsort(pieces, kind="stable")
    sorted_pieces, entries = pieces[order], entries[order]
    is_new = np.ones(len(pieces), bool)
    is_new[1:] = (sorted_pieces[1:] != sorted_pieces[:-1]) | (entries[1:] != entries[:-1])
    counts = np.bincount(sorted_pieces[is_new], minlength=vocabulary)
    return entries[is_new], np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _ends(sizes: Iterable[int], count: int) -> Entries:
    """(count + 1,) where each begins, and the end."""
    return np.concatenate([[0], np.cumsum(np.fromiter(sizes, np.int64, count))]).astype(np.int64)
