"""How one wording differs from another, piece by piece, and which numbers would have to change.

From: two texts. To: lookup.lookup, lookup.history. Not here: colours, brackets (the front door).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from indexer.document import Span
from search.lookup.answers import Change, ChangeSort, NumberChange
from search.lookup.pieces import Piece, is_placeable, masked


@dataclass(frozen=True, slots=True)
class _Step:
    """One piece becoming another; None where there is none."""

    old: Piece | None
    new: Piece | None

    @property
    def is_equal(self) -> bool:
        return bool(self.old and self.new and self.old.text == self.new.text)


def changes(old: Sequence[Piece], new: Sequence[Piece]) -> list[Change]:
    """The way from the old pieces to the new ones with the fewest edits, in order.

    Numbers are set against numbers, dates against dates, symbols against symbols.

    >>> from search.lookup.pieces import pieces
    >>> texts = ("by 2025;", "until 2030;")
    >>> [change.sort for change in changes(*(pieces(text, "en") for text in texts))]
    ['replace']
    """
    found, old_at, new_at = [], 0, 0
    for is_equal, group in groupby(_steps(old, new), key=lambda step: step.is_equal):
        run = list(group)
        olds = [step.old for step in run if step.old]
        news = [step.new for step in run if step.new]
        sort: ChangeSort = "replace" if olds and news else "delete" if olds else "insert"
        was, becomes = _span(olds, old_at), _span(news, new_at)
        old_at, new_at = was[1], becomes[1]
        found.append(Change("equal" if is_equal else sort, was, becomes))
    return found


def number_changes(
    old: Sequence[Piece], new: Sequence[Piece], *, texts: tuple[str, str]
) -> list[NumberChange]:
    """The numbers, dates and symbols that differ, in the order of the new text."""
    return [
        NumberChange(_printed(step.old, texts[0]), _printed(step.new, texts[1]))
        for step in _steps(old, new)
        if not step.is_equal and any(one and is_placeable(one.text) for one in (step.old, step.new))
    ]


def _printed(piece: Piece | None, text: str) -> str | None:
    if piece is None or not is_placeable(piece.text):
        return None
    return text[piece.start : piece.end]


def _steps(old: Sequence[Piece], new: Sequence[Piece]) -> list[_Step]:
    ways = Levenshtein.opcodes(
        [masked(piece.text) for piece in old], [masked(piece.text) for piece in new]
    )
    steps = []
    for way in ways:
        olds, news = old[way.src_start : way.src_end], new[way.dest_start : way.dest_end]
        if len(olds) == len(news):
            steps += [_Step(*pair) for pair in zip(olds, news, strict=True)]
        else:
            steps += [_Step(piece, None) for piece in olds]
            steps += [_Step(None, piece) for piece in news]
    return steps


def _span(run: list[Piece], at: int) -> Span:
    return (run[0].start, run[-1].end) if run else (at, at)
