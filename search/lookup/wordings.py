"""All wordings of one language: each unit's text as numbers of pieces, and where each piece stands.

Entries lie by rising length, so that those of lengths that can match at all are one slice, in the
entries as in the postings of a piece. All is mapped into memory: a query reads what it needs.

From: lookup.wordings_part, which writes the files. To: lookup.candidates, matching, history.
Not here: comparing, texts.
"""

from __future__ import annotations

import mmap
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.languages import LANGUAGES
from indexer.store.arrays import damaged, load_array
from search.lookup.pieces import PLACEABLES

FOLDER = "wordings"  # in the corpus's folder, and in each of its generations
# One array a file, as store.arrays has them.
ARRAYS = ("units", "starts", "pieces", "name_starts", "post_starts", "posts")

Entries = NDArray[np.int64]


def array_file(generation: Path, lang: str, name: str) -> Path:
    """Where an array of a language lies."""
    return generation / FOLDER / f"{lang}_{name}.npy"


def names_file(generation: Path, lang: str) -> Path:
    """Where the pieces' names lie: UTF-8, one after the other, sorted."""
    return generation / FOLDER / f"{lang}_names.txt"


class Wordings:
    """The entries of a language, one a unit.

    units: (n,) int64 unit of each entry; entries are numbered by rising length, then by unit.
    lengths: (n,) int64, pieces of each entry.
    """

    def __init__(self, generation: Path, lang: str) -> None:
        """Open the files. Raises CorpusError if they are missing or damaged."""
        self.lang = lang
        # As plain arrays: slicing a memmap costs several times as much.
        arrays = {
            name: np.asarray(load_array(array_file(generation, lang, name))) for name in ARRAYS
        }
        self.units: Entries = arrays["units"]
        self.starts: Entries = arrays["starts"]
        self.pieces: NDArray[np.uint32] = arrays["pieces"]
        self._posts: NDArray[np.uint32] = arrays["posts"]
        self._post_starts: Entries = arrays["post_starts"]
        self._name_starts: Entries = arrays["name_starts"]
        self._names = _mapped(names_file(generation, lang))
        self.lengths: Entries = np.diff(self.starts)
        self._numbered = lru_cache(2**16)(self._search)
        self.sorts = self._sort_ranges()

    def __len__(self) -> int:
        return len(self.units)

    @property
    def vocabulary(self) -> int:
        """How many different pieces there are."""
        return len(self._name_starts) - 1

    def number(self, name: str) -> int | None:
        """The number of a piece; None for one that does not occur."""
        return self._numbered(name)

    def name(self, number: int) -> str:
        """The piece of a number."""
        return self._name(number).decode()

    def postings(self, number: int) -> NDArray[np.uint32]:
        """Rising entries in which the piece stands, each once."""
        return self._posts[self._post_starts[number] : self._post_starts[number + 1]]

    def entry(self, at: int) -> NDArray[np.uint32]:
        """The pieces of an entry, in order."""
        return self.pieces[self.starts[at] : self.starts[at + 1]]

    def gathered(self, entries: Entries) -> tuple[NDArray[np.uint32], Entries]:
        """The pieces of several entries one after the other, and where each begins, with the end.

        The second has one element more than ``entries``.
        """
        lengths = self.lengths[entries]
        begins = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(begins[-1]) + np.repeat(self.starts[entries] - begins[:-1], lengths)
        return self.pieces[places], begins

    def of_length(self, least: int, most: int) -> tuple[int, int]:
        """The slice of entries that have at least and at most so many pieces."""
        first = int(np.searchsorted(self.lengths, least, side="left"))
        return first, int(np.searchsorted(self.lengths, most, side="right"))

    def _sort_ranges(self) -> dict[str, tuple[int, int]]:
        """For each sort of placeable the slice of numbers that its pieces have."""
        return {
            sort: (self._place(sort.encode()), self._place(chr(ord(sort) + 1).encode()))
            for sort in PLACEABLES
        }

    def _search(self, name: str) -> int | None:
        wanted = name.encode()
        at = self._place(wanted)
        return at if at < self.vocabulary and self._name(at) == wanted else None

    def _place(self, wanted: bytes) -> int:
        """How many names come before this one."""
        low, high = 0, self.vocabulary
        while low < high:
            middle = (low + high) // 2
            if self._name(middle) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _name(self, number: int) -> bytes:
        name: bytes = self._names[self._name_starts[number] : self._name_starts[number + 1]]
        return name


class Library:
    """The wordings of a generation, each language opened when it is first asked for.

    generation: its folder.
    """

    def __init__(self, generation: Path) -> None:
        """Opens nothing yet."""
        self.generation = generation
        self._opened: dict[str, Wordings] = {}

    def of(self, lang: str) -> Wordings:
        """The wordings of a language; empty ones for a language that the corpus lacks."""
        if lang not in self._opened:
            self._opened[lang] = Wordings(self.generation, lang)
        return self._opened[lang]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is anything, in their usual order."""
        return tuple(lang for lang in LANGUAGES if len(self.of(lang)))


def _mapped(file: Path) -> Any:
    """The bytes of a file, mapped; an empty one cannot be."""
    try:
        with file.open("rb") as opened:
            if not file.stat().st_size:
                return b""
            return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise damaged(file) from error
