"""The words of a version, as numbers: what the translation table and the anchors look at.

Words are stems for the six languages, folded words for others; a number printed in Chinese
numerals also stands there in digits, so that it meets its counterpart.

From: clauses. To: pairwise.translation_table, pairwise.chain. Not here: what translates what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.folding import fold
from indexer.analysis.tokens import terms
from indexer.languages import LANGUAGES
from indexer.structure.numerals import integer

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千]{2,}|[十百]")

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of n clauses one after the other.

    vocabulary: every word once, in the order of first appearance.
    numbers: (k,) int64 positions in ``vocabulary``, clause after clause.
    starts: (n + 1,) int64 where each clause begins in ``numbers``, and the end.
    """

    vocabulary: tuple[str, ...]
    numbers: Numbers
    starts: Numbers

    @property
    def counts(self) -> Numbers:
        """(vocabulary,): how often each word stands in the version."""
        return np.bincount(self.numbers, minlength=len(self.vocabulary))


def words_of(texts: Sequence[str], lang: str) -> Words:
    """Read the words of all clauses of one version.

    >>> words = words_of(["Takes note", "Notes it"], "en")
    >>> words.vocabulary, words.numbers.tolist(), words.starts.tolist()
    (('take', 'note', 'it'), [0, 1, 1, 2], [0, 2, 4])
    """
    number_of: dict[str, int] = {}
    streams = [_stream(text, lang) for text in texts]
    numbers = [number_of.setdefault(word, len(number_of)) for one in streams for word in one]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in streams])]).astype(np.int64)
    return Words(tuple(number_of), np.array(numbers, dtype=np.int64), starts)


def only(words: Words, known: NDArray[np.bool_]) -> Words:
    """The same clauses with nothing but some words; (vocabulary,) says which. Numbers stay."""
    kept = known[words.numbers]
    starts = np.concatenate([[0], np.cumsum(kept)])[words.starts]
    return Words(words.vocabulary, words.numbers[kept], starts)


def split(words: Words, sizes: Sequence[int]) -> list[Words]:
    """The words of several documents, read as one, document by document.

    sizes: clauses of each. The vocabulary, and so the numbers, stay common to all.
    """
    ends = np.cumsum([0, *sizes])
    parts = []
    for first, last in pairwise(ends):
        starts = words.starts[first : last + 1]
        parts.append(
            Words(words.vocabulary, words.numbers[starts[0] : starts[-1]], starts - starts[0])
        )
    return parts


def _stream(text: str, lang: str) -> list[str]:
    if lang == "zh":
        return _chinese(text)
    if lang in LANGUAGES:
        return terms(text, lang)
    return [word.replace(",", "") for word in _WORD.findall(fold(text).text)]


def _chinese(text: str) -> list[str]:
    found = terms(text, "zh")
    values = (integer(word) for word in found if _NUMERAL.fullmatch(word))
    return found + [str(value) for value in values if value is not None]
