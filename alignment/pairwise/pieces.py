"""Long documents cut where there is no doubt, so that memory and the table of words stay small.

A table of words that has learned from some thousand clauses learns little more from the next, and
all else that is known of a bead lies near it. So a long document is aligned piece by piece. It is
cut between two clauses where the quick look saw one way only, five clauses long, one to one.

From: pairwise.chain. To: pairwise.pairs. Not here: aligning.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band
from alignment.pairwise.chain import MARGIN, quick_look
from alignment.pairwise.stack import Pair, stacked

LONG = 4_000  # clauses of both versions from which on a document is cut
PIECE = 1_200  # clauses of the left version in a piece, about
# Cells beside the first where there is one way only: the margins, and perhaps a cell on each side
# of the way, since a chain that passes a pair by is nearly as good.
NARROW = (2 * MARGIN, 2 * MARGIN + 2)
SURE = 5  # clauses in a row that have one counterpart each where a document may be cut


class Piece(NamedTuple):
    """Stretches of two versions, and how many clauses stand before each."""

    pair: Pair
    before: tuple[int, int]


def pieces(pair: Pair) -> list[Piece]:
    """A pair of versions as it is, or in pieces, each with clauses on both sides."""
    left, right = pair
    if len(left) + len(right) <= LONG:
        return [Piece(pair, (0, 0))]
    cuts = [(0, 0), *_cuts(quick_look(stacked([[pair]]))), (len(left), len(right))]
    return [Piece((left.part(i, k), right.part(j, m)), (i, j)) for (i, j), (k, m) in pairwise(cuts)]


def _cuts(band: Band) -> list[tuple[int, int]]:
    """Clauses on the left and on the right before each cut, none of them 0."""
    found: list[tuple[int, int]] = []
    sure = np.flatnonzero(_sure(band))
    for wanted in range(PIECE, len(band.first) - PIECE // 2, PIECE):
        near = sure[np.abs(sure - wanted) < PIECE // 2]
        if len(near):
            row = int(near[np.abs(near - wanted).argmin()])
            found.append((row, int(band.first[row] + band.last[row]) // 2))
    return found


def _sure(band: Band) -> NDArray[np.bool_]:
    """(rows,): whether one way leads through the row and those around it, pair by pair."""
    single = np.isin(band.last - band.first, NARROW)
    goes_on = np.append(np.diff(band.first + band.last) == 2, False)
    around = np.convolve(single & goes_on, np.ones(SURE), mode="same")
    found: NDArray[np.bool_] = around == SURE
    return found
