"""A wording that is looked for, as small numbers that only count within one comparison.

What matters to an edit distance is which pieces are equal, so each different piece of the query
gets a code, and every piece of the corpus that the query does not have gets 0.

From: lookup.pieces, lookup.wordings. To: lookup.candidates, lookup.matching. Not here: comparing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.errors import QueryError
from search.lookup.pieces import PLACEABLES, is_placeable, masked
from search.lookup.wordings import Entries, Wordings

MAX_PIECES = 1_000  # a page has about 400 words

Codes = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The pieces of a query against the wordings of its language.

    raw, masked: (m,) uint16 codes from 1; equal where the pieces are, or look alike when masked.
    words: (k, 2) int64: each different word that the corpus has, as its number there, and how often
        the query has it. placeables: how many pieces are numbers, dates, symbols.
    """

    names: tuple[str, ...]
    raw: Codes
    masked: Codes
    words: Entries
    placeables: int
    _numbers: Entries
    _codes: Codes

    @staticmethod
    def of(names: Sequence[str], wordings: Wordings) -> Wanted:
        """Raises QueryError for more than ``MAX_PIECES``."""
        if len(names) > MAX_PIECES:
            raise QueryError(
                f"the text has {len(names):,} words; at most {MAX_PIECES:,} are looked up at once: "
                "give a draft to --batch"
            )
        code_of = {sort: code for code, sort in enumerate(PLACEABLES, 1)}
        for name in names:
            code_of.setdefault(name, len(code_of) + 1)
        known = {name: wordings.number(name) for name in dict.fromkeys(names)}
        numbered = {name: number for name, number in known.items() if number is not None}
        counts = Counter(names)
        words = [(numbered[name], counts[name]) for name in numbered if not is_placeable(name)]
        return Wanted(
            tuple(names),
            np.array([code_of[name] for name in names], np.uint16),
            np.array([code_of[masked(name)] for name in names], np.uint16),
            np.array(words, np.int64).reshape(-1, 2),
            sum(map(is_placeable, names)),
            np.array([*numbered.values()], np.int64),
            np.array([code_of[name] for name in numbered], np.uint16),
        )

    def __len__(self) -> int:
        return len(self.names)

    def coder(self, wordings: Wordings, *, is_masked: bool) -> Codes:
        """(vocabulary,) uint16: the code of every piece of the corpus, 0 for one not asked for."""
        codes = np.zeros(wordings.vocabulary, np.uint16)
        codes[self._numbers] = self._codes
        if is_masked:
            for code, sort in enumerate(PLACEABLES, 1):
                codes[slice(*wordings.sorts[sort])] = code
        return codes


def as_text(codes: Codes) -> str:
    """Codes as a text of as many characters, which is what compares fastest."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")
