"""The words of a version, as numbers: what the translation table and the anchors look at.

Words are stems for the six languages, folded words for others; a number printed in Chinese
numerals also stands there in digits, so that it meets its counterpart.

From: clauses. To: pairwise.translation_table, pairwise.chain. Not here: what translates what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.folding import fold
from indexer.analysis.tokens import terms
from indexer.languages import LANGUAGES
from indexer.structure.numerals import integer

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_NUMERAL = re.compile("[〇零一二三四五六七八九十百千]{2,}|[十百]")

PREFIX = 5  # letters that probable cognates share

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """Every word of a version, or of several, once, in the order of first appearance."""

    words: tuple[str, ...]

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The place of each word."""
        return {word: number for number, word in enumerate(self.words)}

    @cached_property
    def beginning(self) -> dict[str, list[int]]:
        """The words that begin with each PREFIX letters."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self.words):
            if len(word) >= PREFIX:
                found[word[:PREFIX]].append(number)
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """The words of n clauses one after the other.

    numbers: (k,) int64 of each word, clause after clause.
    starts: (n + 1,) int64 where each clause begins in ``numbers``, and the end.
    group: (different words,) which of several vocabularies a word is of; words of different
        vocabularies have different numbers.
    """

    numbers: Numbers
    starts: Numbers
    group: Numbers

    @property
    def counts(self) -> Numbers:
        """(different words,): how often each stands there."""
        return np.bincount(self.numbers, minlength=len(self.group))

    @property
    def totals(self) -> Numbers:
        """(groups,): how many words there are of each vocabulary."""
        return np.bincount(self.group[self.numbers], minlength=int(self.group.max(initial=0)) + 1)


def words_of(texts: Sequence[str], lang: str) -> tuple[Words, Vocabulary]:
    """Read the words of all clauses of one version.

    >>> words, vocabulary = words_of(["Takes note", "Notes it"], "en")
    >>> vocabulary.words, words.numbers.tolist(), words.starts.tolist()
    (('take', 'note', 'it'), [0, 1, 1, 2], [0, 2, 4])
    """
    streams = [_stream(text, lang) for text in texts]
    vocabulary = Vocabulary(tuple(dict.fromkeys(chain.from_iterable(streams))))
    number_of = vocabulary.number_of
    numbers = [number_of[word] for one in streams for word in one]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in streams])]).astype(np.int64)
    group = np.zeros(len(vocabulary.words), np.int64)
    return Words(np.array(numbers, dtype=np.int64), starts, group), vocabulary


def only(words: Words, known: NDArray[np.bool_]) -> Words:
    """The same clauses with nothing but some words; (different words,) says which."""
    kept = known[words.numbers]
    starts = np.concatenate([[0], np.cumsum(kept)])[words.starts]
    return Words(words.numbers[kept], starts, words.group)


def merged(vocabularies: Sequence[Vocabulary]) -> tuple[Vocabulary, list[Numbers]]:
    """One vocabulary for several, and the new numbers of the words of each."""
    if len(vocabularies) == 1:
        (only_one,) = vocabularies
        return only_one, [np.arange(len(only_one.words))]
    both = Vocabulary(tuple(dict.fromkeys(chain.from_iterable(v.words for v in vocabularies))))
    number_of = both.number_of
    return both, [
        np.array([number_of[word] for word in one.words], np.int64) for one in vocabularies
    ]


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
