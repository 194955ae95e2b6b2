"""The words that a lexicon knows in one language: terms, how each is mostly written, numbers.

From: lexicon.packed, lexicon.part. To: lexicon.lexicon. Not here: how text becomes terms
(indexer.analysis.tokens), what translates what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNKNOWN = -1

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms and their numbers, which are their places.

    terms: each once. surfaces: how each is mostly written in running text.
    """

    terms: tuple[str, ...]
    surfaces: tuple[str, ...]
    _number_of: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_number_of", {term: at for at, term in enumerate(self.terms)})

    def __len__(self) -> int:
        return len(self.terms)

    def number(self, term: str) -> int:
        """The number of a term, UNKNOWN if there is none."""
        return self._number_of.get(term, UNKNOWN)

    def numbers(self, terms: Iterable[str]) -> Numbers:
        """(k,) int64: the number of each term, UNKNOWN where there is none.

        >>> Vocabulary(("act", "peac"), ("act", "peace")).numbers(["peac", "war"]).tolist()
        [1, -1]
        """
        get = self._number_of.get
        return np.array([get(term, UNKNOWN) for term in terms], np.int64)

    def extended(self, surfaces: Mapping[str, str]) -> Vocabulary:
        """With further terms behind the known ones, in their order: ``{term: surface}``."""
        if not surfaces:
            return self
        return Vocabulary((*self.terms, *surfaces), (*self.surfaces, *surfaces.values()))


def read_vocabulary(file: Path) -> Vocabulary:
    """What :func:`write_vocabulary` wrote. Raises OSError or ValueError if it cannot be read."""
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("\t") for line in lines]
    return Vocabulary(
        tuple(term for term, _, _ in pairs), tuple(surface or term for term, _, surface in pairs)
    )


def write_vocabulary(file: Path, terms: Sequence[str], surfaces: Sequence[str]) -> None:
    """One term a line; behind a tab the surface, if it differs."""
    lines = (
        term if term == surface else f"{term}\t{surface}"
        for term, surface in zip(terms, surfaces, strict=True)
    )
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
