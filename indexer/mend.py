"""Raw text as a person reads it, and the way back for every offset.

A version keeps its text as the file holds it; mends say how it reads. Here they are applied, and
offsets are carried both ways, so that what is found in the readable text is cited in the raw one.
From: readers (which make mends). To: structure, the segmenter, highlighting. Not here: finding what
has to be mended.

Mends always stand in rising order, are not empty and do not overlap; they may touch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal

from indexer.document import Mend, Span

Side = Literal["start", "end"]


def apply_mends(text: str, start: int, end: int, mends: Sequence[Mend]) -> str:
    """The raw span ``[start, end)`` of ``text`` as it reads.

    mends: in raw offsets; those outside the span are left alone.
    Raises ValueError if a mend lies across an edge of the span.

    >>> apply_mends("Takes **note** of", 6, 17, [Mend(6, 8, ""), Mend(12, 14, "")])
    'note of'
    """
    pieces: list[str] = []
    done = start
    for mend in mends_within(mends, start, end):
        pieces.append(text[done : mend.start])
        pieces.append(mend.replacement)
        done = mend.end
    pieces.append(text[done:end])
    return "".join(pieces)


def mends_within(mends: Sequence[Mend], start: int, end: int) -> Sequence[Mend]:
    """The mends inside the raw span ``[start, end)``, which is what a clause keeps.

    Raises ValueError if a mend lies across an edge of the span.
    """
    first = bisect_right(mends, start, key=_end)
    last = bisect_left(mends, end, lo=first, key=_start)
    inside = mends[first:last]
    for mend in (*inside[:1], *inside[-1:]):
        if mend.start < start or mend.end > end:
            raise ValueError(f"mend {mend.start}..{mend.end} crosses the edge of {start}..{end}")
    return inside


class View:
    """Raw text as it reads, with every offset carried both ways in O(log mends).

    A place between two characters of the view may be several places in the raw text (marks that
    vanish have no width), so a side is asked for: ``"start"`` is where the character after it
    starts, ``"end"`` is where the character before it ends. Spans so carried are tight.

    >>> view = View("Takes **note** of", [Mend(6, 8, ""), Mend(12, 14, "")])
    >>> view.text
    'Takes note of'
    >>> view.to_raw(6, side="start"), view.to_raw(6, side="end"), view.span_to_raw(6, 10)
    (8, 6, (8, 12))
    >>> view.from_raw(8), view.from_raw(7)
    (6, 6)
    """

    def __init__(self, raw: str, mends: Sequence[Mend] = ()) -> None:
        """Raises ValueError if the mends overlap, are empty, or lie outside ``raw``."""
        _check(mends, len(raw))
        self.raw = raw
        self.mends = tuple(mends)
        self.text = apply_mends(raw, 0, len(raw), mends)
        self._raw_starts = [mend.start for mend in mends]
        self._raw_ends = [mend.end for mend in mends]
        self._starts: list[int] = []
        self._ends: list[int] = []
        shift = 0
        for mend in mends:
            self._starts.append(mend.start + shift)
            self._ends.append(mend.start + shift + len(mend.replacement))
            shift = self._ends[-1] - mend.end

    def to_raw(self, offset: int, *, side: Side) -> int:
        """The raw offset of ``offset`` in the view; inside a replacement, the mend's own edge.

        Raises ValueError if the offset lies outside the view.
        """
        _inside(offset, len(self.text))
        if side == "start":
            at = bisect_right(self._starts, offset) - 1
            if at >= 0 and offset < self._ends[at]:
                return self._raw_starts[at]
        else:
            at = bisect_left(self._starts, offset) - 1
            if at >= 0 and offset <= self._ends[at]:
                return self._raw_ends[at]
        return offset if at < 0 else offset - self._ends[at] + self._raw_ends[at]

    def span_to_raw(self, start: int, end: int) -> Span:
        """The smallest raw span that reads as ``[start, end)`` of the view, or more of a mend.

        An empty span stays empty, at the start side. Raises ValueError if ``end < start``.
        """
        if end < start:
            raise ValueError(f"span {start}..{end} ends before it starts")
        first = self.to_raw(start, side="start")
        return first, self.to_raw(end, side="end") if end > start else first

    def from_raw(self, offset: int, *, side: Side = "start") -> int:
        """The offset in the view of a raw offset; inside a mend, ``side`` of its replacement.

        Raises ValueError if the offset lies outside the raw text.
        """
        _inside(offset, len(self.raw))
        at = bisect_right(self._raw_starts, offset) - 1
        if at < 0:
            return offset
        if offset >= self._raw_ends[at]:
            return offset - self._raw_ends[at] + self._ends[at]
        if side == "start" or offset == self._raw_starts[at]:
            return self._starts[at]
        return self._ends[at]

    def compose(self, further: Sequence[Mend]) -> tuple[Mend, ...]:
        r"""The mends of this view and ``further`` ones made in its text, all in raw offsets.

        ``View(raw, view.compose(further)).text == View(view.text, further).text``. A mend of this
        view that a further one touches is swallowed by it.

        >>> view = View("<b>peace<br>and", [Mend(0, 3, ""), Mend(8, 12, "\n")])
        >>> view.compose([Mend(5, 6, " ")])
        (Mend(start=0, end=3, replacement=''), Mend(start=8, end=12, replacement=' '))
        """
        _check(further, len(self.text))
        composed: list[Mend] = []
        done = 0
        for start, end, group in self._groups(further):
            first, last = bisect_left(self._raw_starts, start), bisect_left(self._raw_starts, end)
            composed += self.mends[done:first]
            text = apply_mends(self.text, self.from_raw(start), self.from_raw(end), group)
            composed.append(Mend(start, end, text))
            done = last
        return (*composed, *self.mends[done:])

    def _groups(self, further: Sequence[Mend]) -> Iterator[tuple[int, int, list[Mend]]]:
        """Raw spans of further mends; those that fall into one and the same mend come together."""
        start, end, group = 0, 0, list[Mend]()
        for mend in further:
            raw_start, raw_end = self.span_to_raw(mend.start, mend.end)
            if group and raw_start < end:
                end = max(end, raw_end)
                group.append(mend)
                continue
            if group:
                yield start, end, group
            start, end, group = raw_start, raw_end, [mend]
        if group:
            yield start, end, group


def _start(mend: Mend) -> int:
    return mend.start


def _end(mend: Mend) -> int:
    return mend.end


def _check(mends: Sequence[Mend], length: int) -> None:
    done = 0
    for mend in mends:
        if not done <= mend.start < mend.end <= length:
            raise ValueError(
                f"mend {mend.start}..{mend.end} is empty, outside 0..{length} or overlaps another"
            )
        done = mend.end


def _inside(offset: int, length: int) -> None:
    if not 0 <= offset <= length:
        raise ValueError(f"offset {offset} is outside 0..{length}")
