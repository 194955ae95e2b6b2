"""Two versions cut into pieces that are aligned by themselves.

Where a person has said what answers to what (an *anchor*), the alignment leads through it, so the
clauses before and after it are pieces of their own; they teach each other words.

Long documents are cut where there is no doubt, so that memory and the table of words stay small: a
table that has learned from some thousand clauses learns little more from the next, and all else
that is known of a bead lies near it. The cut is between two clauses where the quick look saw one
way only, five clauses long, one to one.

From: pairwise.chain, anchors. To: pairwise.pairs. Not here: aligning.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, part_of
from alignment.pairwise.chain import MARGIN, quick_look
from alignment.pairwise.stack import Pair, stacked

LONG = 4_000  # clauses of both versions from which on a document is cut
PIECE = 1_200  # clauses of the left version in a piece, about
# Cells beside the first where there is one way only: the margins, and perhaps a cell on each side
# of the way, since a chain that passes a pair by is nearly as good.
NARROW = (2 * MARGIN, 2 * MARGIN + 2)
SURE = 5  # clauses in a row that have one counterpart each where a document may be cut


class Anchor(NamedTuple):
    """Clauses ``left[0] .. left[1] - 1`` answer to ``right[0] .. right[1] - 1``, as is known."""

    left: tuple[int, int]
    right: tuple[int, int]


class Piece(NamedTuple):
    """Stretches of two versions, and how many clauses stand before each.

    is_anchor: whether they are known to answer to each other.
    band: what the quick look at the whole has left of a piece cut out of it.
    """

    pair: Pair
    before: tuple[int, int]
    is_anchor: bool = False
    band: Band | None = None

    @property
    def size(self) -> int:
        """Clauses of both."""
        return len(self.pair[0]) + len(self.pair[1])

    @property
    def is_full(self) -> bool:
        """Whether there are clauses on both sides."""
        return len(self.pair[0]) > 0 and len(self.pair[1]) > 0


def pieces(pair: Pair, anchors: Sequence[Anchor] = ()) -> list[list[Piece]]:
    """A pair of versions in groups of pieces that teach each other words, in order.

    anchors: in order in both versions, none overlapping another.
    A piece may have clauses on one side only.
    """
    whole = Piece(pair, (0, 0))
    if not anchors:
        return _short_enough(whole)
    parts = _between(whole, anchors)
    if whole.size <= LONG:
        return [parts]
    return [group for part in parts for group in _short_enough(part)]


def in_order(anchors: Sequence[Anchor]) -> list[Anchor]:
    """Those of the anchors, sorted, that keep to an order in both versions: the first ones win."""
    kept: list[Anchor] = []
    for anchor in sorted(anchors):
        if not kept or (
            anchor.left[0] >= kept[-1].left[1] and anchor.right[0] >= kept[-1].right[1]
        ):
            kept.append(anchor)
    return kept


def _between(whole: Piece, anchors: Sequence[Anchor]) -> list[Piece]:
    """The anchors, and what lies between two of them."""
    left, right = whole.pair
    found = []
    i = j = 0
    for (start, end), (first, last) in [*anchors, ((len(left),) * 2, (len(right),) * 2)]:
        if start > i or first > j:
            found.append(Piece((left.part(i, start), right.part(j, first)), (i, j)))
        if end > start:
            pair = left.part(start, end), right.part(first, last)
            found.append(Piece(pair, (start, first), is_anchor=True))
        i, j = end, last
    return found


def _short_enough(whole: Piece) -> list[list[Piece]]:
    """Each a group of its own; a long piece is cut."""
    left, right = whole.pair
    if whole.size <= LONG or not whole.is_full:
        return [[whole]]
    band = quick_look(stacked([[whole.pair]]))
    cuts = [(0, 0), *_cuts(band), (len(left), len(right))]
    above, beside = whole.before
    return [
        [
            Piece(
                (left.part(i, k), right.part(j, m)),
                (above + i, beside + j),
                band=part_of(band, (i, j), (k, m)),
            )
        ]
        for (i, j), (k, m) in pairwise(cuts)
    ]


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
