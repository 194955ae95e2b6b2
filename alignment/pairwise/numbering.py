"""Whether the printed numbers of two stretches agree: paragraph 4 (b) is 4 (b) in every language.

From: clauses. To: pairwise.evidence. Not here: numbers inside the text, which are words.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, Cells, Shapes
from indexer.document import Clause
from indexer.structure.numerals import label

NONE = ""


def labels(clauses: Sequence[Clause]) -> list[str]:
    """(n,): the number of each clause, spelt alike in all languages; empty for none."""
    return [NONE if clause.number is None else label(clause.number) for clause in clauses]


def agreement(
    left: Sequence[str], right: Sequence[str], band: Band, shapes: Shapes
) -> NDArray[np.float32]:
    """(shapes, size): 1 if a bead's two sides begin with the same number, -1 if with different
    ones, or only one of them with a number, 0 if none has any; less 1 for each number that begins
    inside the bead.

    left, right: labels of all clauses.
    """
    found = np.zeros((len(shapes), band.size), np.float32)
    if not any(left) and not any(right):
        return found
    number_of = {text: number for number, text in enumerate(sorted({NONE, *left, *right}))}
    coded = [np.array([number_of[text] for text in texts]) for texts in (left, right)]
    begun = [_begun(texts) for texts in (left, right)]
    for number, (m, n) in enumerate(shapes):
        top, start = np.maximum(band.rows - m, 0), np.maximum(band.columns - n, 0)
        one, other = coded[0][top % len(left)], coded[1][start % len(right)]
        found[number] = np.where(one == other, np.sign(one), -1)
        found[number] -= begun[0][band.rows] - begun[0][np.minimum(top + 1, band.rows)]
        found[number] -= begun[1][band.columns] - begun[1][np.minimum(start + 1, band.columns)]
    return found


def _begun(texts: Sequence[str]) -> Cells:
    """(n + 1,): how many numbers have begun; pieces of one paragraph bear the same number."""
    before = [NONE, *texts[:-1]]
    begins = [text not in (NONE, last) for text, last in zip(texts, before, strict=True)]
    return np.concatenate([[0], np.cumsum(begins)]).astype(np.int64)
