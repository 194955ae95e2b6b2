"""Search one language with the words of another: probabilistic structured queries over lines.

Each query word stands for its translations, weighted by their probability; how often it occurs in a
line and in how many lines is the weighted sum over them, scored as BM25 scores a word.

Source: Darwish and Oard, SIGIR 2003.

From: terms of lines, a translation table. To: benchmarks.lexicon. Not here: where tables come from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.reading import is_number

Weights = dict[str, float]  # {term: probability}
Translate = Callable[[Sequence[str]], list[Weights]]  # for each term its translations

K1, B = 1.2, 0.75
MOST, LEAST = 6, 0.05  # translations of a word that are searched for, and their least probability


class Lines:
    """Lines of one language, searchable by weighted terms."""

    def __init__(self, lines: Sequence[Sequence[str]]) -> None:
        self._number: dict[str, int] = {}
        places = [
            (self._number.setdefault(term, len(self._number)), at)
            for at, line in enumerate(lines)
            for term in line
        ]
        self._often = np.zeros((len(self._number), len(lines)), np.float32)
        np.add.at(self._often, tuple(np.array(places).T), 1)
        lengths = np.array([len(line) for line in lines], float)
        self._norm = K1 * (1 - B + B * lengths / lengths.mean())
        self._in = (self._often > 0).sum(axis=1)

    def scores(self, query: Iterable[Weights]) -> NDArray[np.float64]:
        """(lines,): the score of each line for words given as their translations."""
        total = np.zeros(len(self._norm))
        for word in query:
            known = [(self._number[term], p) for term, p in word.items() if term in self._number]
            if known:
                rows, weights = np.array([row for row, _ in known]), np.array([p for _, p in known])
                often, lines = weights @ self._often[rows], float(weights @ self._in[rows])
                rarity = log(1 + (len(total) - lines + 0.5) / (lines + 0.5))
                total += rarity * often / (often + self._norm)
        return total


def by_lexicon(lexicon: Lexicon, source: str, target: str) -> Translate:
    """Translations as the lexicon gives them; a term with a digit stands for itself."""

    def translate(terms: Sequence[str]) -> list[Weights]:
        found: list[Weights] = []
        for term, known in zip(terms, lexicon.best(terms, source, target, most=MOST), strict=True):
            weights = {word: share for word, share in known.translations if share > LEAST}
            found.append({term: 1.0} if is_number(term) else weights)
        return found

    return translate
