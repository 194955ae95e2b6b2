"""The words that a lexicon knows in one language, and their numbers.

From: lexicon.packed, lexicon.part. To: lexicon.lexicon. Not here: how text becomes terms
(indexer.analysis.tokens), what translates what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.store.arrays import damaged

UNKNOWN = -1

Numbers = NDArray[np.int64]


class Vocabulary:
    """Terms and their numbers, which are their places."""

    def __init__(self, terms: Sequence[str]) -> None:
        """terms: each once."""
        self.terms = tuple(terms)

    def __len__(self) -> int:
        return len(self.terms)

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return dict(zip(self.terms, range(len(self.terms)), strict=True))

    def number(self, term: str) -> int:
        """The number of a term, UNKNOWN if there is none."""
        return self._number_of.get(term, UNKNOWN)

    def numbers(self, terms: Iterable[str]) -> Numbers:
        """(k,) int64: the number of each term, UNKNOWN where there is none.

        >>> Vocabulary(["act", "peac"]).numbers(["peac", "war"]).tolist()
        [1, -1]
        """
        get = self._number_of.get
        return np.array([get(term, UNKNOWN) for term in terms], np.int64)

    def extended(self, terms: Sequence[str]) -> Vocabulary:
        """With further terms behind the known ones, in their order."""
        return Vocabulary((*self.terms, *terms)) if terms else self


def read_lines(file: Path) -> tuple[str, ...]:
    """The lines of a file of terms. Raises CorpusError if it cannot be read."""
    try:
        return tuple(file.read_text(encoding="utf-8").split("\n")[:-1])
    except (OSError, ValueError) as error:
        raise damaged(file) from error


def write_lines(file: Path, lines: Iterable[str]) -> None:
    """One line each."""
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
