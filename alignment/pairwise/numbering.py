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


def agreement(left: Cells, right: Cells, band: Band, shapes: Shapes) -> NDArray[np.float32]:
    """(shapes, size): 1 if a bead's two sides begin with the same number, -1 if with different
    ones, or only one of them with a number, 0 if none has any; less 1 for each number that begins
    inside the bead.

    left, right: (n,), (m,) labels of all clauses as numbers, 0 for none.
    """
    found = np.zeros((len(shapes), band.size), np.float32)
    if not left.any() and not right.any():
        return found
    begun = _begun(left), _begun(right)
    for number, (m, n) in enumerate(shapes):
        top, start = np.maximum(band.rows - m, 0), np.maximum(band.columns - n, 0)
        one, other = left[top % len(left)], right[start % len(right)]
        found[number] = np.where(one == other, np.sign(one), -1)
        found[number] -= begun[0][band.rows] - begun[0][np.minimum(top + 1, band.rows)]
        found[number] -= begun[1][band.columns] - begun[1][np.minimum(start + 1, band.columns)]
    return found


def _begun(labels: Cells) -> Cells:
    """(n + 1,): how many numbers have begun; pieces of one paragraph bear the same number."""
    begins = (labels > 0) & (labels != np.concatenate([[0], labels[:-1]]))
    return np.concatenate([[0], np.cumsum(begins)])
