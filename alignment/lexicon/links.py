"""How surely each word of a text stands for each word of its translation.

Posteriors of both directions, as in learning, with three kinds of evidence: the lexicon, words
written alike, and for words that neither knows the little that is left. A second look lets words
gain whose neighbours are linked in the same order, so that of two equal words the one in the right
phrase is taken; a third links what is left over between linked words (lexicon.leftovers). From an
encoder's vectors of single words more can be known of rare ones.

From: pieces of two texts, a lexicon. To: lexicon.equivalents. Not here: spans.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.leftovers import left_over
from alignment.lexicon.lexicon import Lexicon, Rows

Floats32 = NDArray[np.float32]

NEW = 0.001  # likelihood of a pair of words of which nothing is known
ALIKE = 0.6  # of one written alike
BEGINNING = 0.15  # of one that begins alike
LETTERS = 4  # that words which begin alike share at least
FROM_NONE = 0.01  # likelihood that a word comes from none
DIAGONAL = 3.0
NEIGHBOURS = 3.0  # how much words gain by neighbours that are linked


def links(
    left: Sequence[str],
    right: Sequence[str],
    langs: tuple[str, str],
    lexicon: Lexicon,
    *,
    nearness: Floats32 | None = None,
) -> Floats32:
    """(n, m) float32 in [0, 1]: how surely word i of one stands for word j of the other.

    left, right: terms of the two texts in their order. nearness: (n, m) likelihood of each pair
    from other evidence, vectors say; None: there is none.
    """
    if not left or not right:
        return np.zeros((len(left), len(right)), np.float32)
    forth, back = _likelihoods(left, right, langs, lexicon)
    more = _alike(left, right)
    if nearness is not None:
        more = np.maximum(more, nearness)
    beside = _diagonal(len(left), len(right))
    forth, back = (forth + more) * beside, (back + more) * beside
    both = _agreed(forth, back)
    gain = 1 + NEIGHBOURS * _beside(both)
    both = _agreed(forth * gain, back * gain)
    seen = [
        [lexicon.occurrences(word, lang) for word in words]
        for words, lang in zip((left, right), langs, strict=True)
    ]
    linked: Floats32 = np.minimum(both + left_over(both, (seen[0], seen[1]), beside), 1)
    return linked


def _agreed(forth: Floats32, back: Floats32) -> Floats32:
    there = forth / (forth.sum(axis=0) + FROM_NONE)
    agreed: Floats32 = np.sqrt(there * (back / (back.sum(axis=1, keepdims=True) + FROM_NONE)))
    return agreed


def _likelihoods(
    left: Sequence[str], right: Sequence[str], langs: tuple[str, str], lexicon: Lexicon
) -> tuple[Floats32, Floats32]:
    """(n, m) twice: of the right word given the left one, and of the left given the right."""
    lefts, rights = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    forth = lexicon.between(lefts, rights, *langs)
    back = lexicon.between(rights, lefts, langs[1], langs[0])
    there, here = _dense(forth, len(rights)), _dense(back, len(lefts)).T
    unknown = NEW * np.outer(1 - forth.coverage, 1 - back.coverage)
    rows = np.array([lefts.index(term) for term in left])
    columns = np.array([rights.index(term) for term in right])
    place = np.ix_(rows, columns)
    return (there + unknown)[place].astype(np.float32), (here + unknown)[place].astype(np.float32)


def _dense(rows: Rows, width: int) -> Floats32:
    table = np.zeros((len(rows.starts) - 1, width), np.float32)
    row = np.repeat(np.arange(len(table)), np.diff(rows.starts))
    table[row, rows.targets] = rows.probabilities * np.sqrt(rows.coverage[row])
    return table


def _alike(left: Sequence[str], right: Sequence[str]) -> Floats32:
    """(n, m): ALIKE for words written alike, BEGINNING for those that begin alike."""
    table = [
        [
            ALIKE
            if one == other
            else BEGINNING
            if len(one) >= LETTERS and one[:LETTERS] == other[:LETTERS]
            else 0.0
            for other in right
        ]
        for one in left
    ]
    return np.array(table, np.float32)


def _diagonal(n: int, m: int) -> Floats32:
    left, right = (np.arange(n) + 0.5) / n, (np.arange(m) + 0.5) / m
    near: Floats32 = np.exp(-DIAGONAL * np.abs(left[:, None] - right)).astype(np.float32)
    return near


def _beside(both: Floats32) -> Floats32:
    """(n, m): how surely a neighbour of word i is linked to a neighbour of word j."""
    padded = np.pad(both, 1)
    corners = (padded[:-2, :-2], padded[2:, 2:], padded[:-2, 2:], padded[2:, :-2])
    total: Floats32 = np.add.reduce(corners, dtype=np.float32)
    return total
