"""The baseline: plain IBM Model 1, learned in one direction from lines and their translations.

Source: Brown et al., Computational Linguistics 19(2), 1993, as every toolkit has it: equal shares
to begin with, five rounds, no empty word, each word of a line once.

From: terms of lines. To: benchmarks.lexicon, benchmarks.equivalents. Not here: our own lexicon.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import sums_by
from benchmarks.structured import LEAST, MOST, Translate, Weights

ROUNDS = 5

Table = dict[str, Weights]


def learn(left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> Table:
    """``{left term: {right term: t(right | left)}}``, what is below 0.001 left out.

    >>> table = learn([["a"], ["a", "b"]], [["x"], ["x", "y"]])
    >>> max(table["b"], key=table["b"].get)
    'y'
    """
    lefts = {term: at for at, term in enumerate(dict.fromkeys(t for line in left for t in line))}
    rights = {term: at for at, term in enumerate(dict.fromkeys(t for line in right for t in line))}
    rows, columns, slots, slot = [], [], [], 0
    for one, other in zip(left, right, strict=True):
        a = np.array([lefts[term] for term in dict.fromkeys(one)], np.int64)
        b = np.array([rights[term] for term in dict.fromkeys(other)], np.int64)
        rows.append(np.repeat(a, len(b)))
        columns.append(np.tile(b, len(a)))
        slots.append(np.tile(np.arange(slot, slot + len(b)), len(a)))
        slot += len(b)
    slot_of = np.concatenate(slots)
    keys = np.concatenate(rows) * len(rights) + np.concatenate(columns)
    cells, place = np.unique(keys, return_inverse=True)
    row = cells // len(rights)
    t: NDArray[np.float64] = np.ones(len(cells))
    for _ in range(ROUNDS):
        t /= np.bincount(row, t, len(lefts))[row]
        share = t[place]
        share /= np.bincount(slot_of, share, slot)[slot_of]
        t = sums_by(place, share, len(cells))
    t /= np.bincount(row, t, len(lefts))[row]
    left_terms, right_terms = list(lefts), list(rights)
    table: Table = {}
    for cell in np.flatnonzero(t > 1e-3):
        words = table.setdefault(left_terms[row[cell]], {})
        words[right_terms[cells[cell] % len(rights)]] = float(t[cell])
    return table


def by_table(table: Table) -> Translate:
    """Translations as the table gives them."""

    def translate(terms: Sequence[str]) -> list[Weights]:
        ranked = (
            sorted(table.get(term, {}).items(), key=lambda pair: (-pair[1], pair[0]))
            for term in terms
        )
        return [{word: p for word, p in pairs[:MOST] if p > LEAST} for pairs in ranked]

    return translate
