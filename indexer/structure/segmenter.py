"""A version's text into clauses: structure first, then sentences in what is running prose.

Clauses point into the raw text; what stands between them is space and page furniture, so that
joining spans and gaps gives the text back. How the raw span of a clause becomes its text is kept
with it as mends.
From: readers (a Version). To: the encoder, the aligner, the catalogue.
Not here: what is a paragraph, a heading, a footnote (structure.blocks); tokens.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TypeVar

from indexer.document import Call, Clause, Kind, Mend, Span, Version
from indexer.mend import View, apply_mends, mends_within
from indexer.structure.blocks import Block, structure
from indexer.structure.footnotes import CallMark, Footnotes
from indexer.structure.leads import LATEST_LEAD, find_lead
from indexer.structure.sentences import sentences

LONGEST_LEAD = 80  # code points; what is emphasised at greater length is no verb

_Spanned = TypeVar("_Spanned", Mend, CallMark)

_WITH_LEADS: tuple[Kind, ...] = ("preambular", "operative")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A clause to be, in offsets of the view; edits: number, calls and breaks, as they vanish."""

    block: int
    start: int
    end: int
    edits: Sequence[Mend]
    calls: Sequence[CallMark]


def split(version: Version) -> list[Clause]:
    """The clauses of a version, in rising order of their spans; a blank text gives none.

    Where the source holds its segments apart (``version.segments``), each that holds more than
    space is one clause, of the kind that the source states; nothing is looked for inside.
    """
    if version.segments is not None:
        return _rows(version)
    view = View(version.text, version.mends)
    headings = [_view_span(view, (heading.start, heading.end)) for heading in version.headings]
    blocks, notes = structure(view.text, version.lang, headings)
    pieces = _fitted(view, _pieces(view.text, blocks, notes, version.lang))
    return _clauses(view, version, blocks, pieces)


def _rows(version: Version) -> list[Clause]:
    clauses: list[Clause] = []
    raw, mends = version.text, version.mends
    for segment in version.segments or ():
        start, end = segment.start, segment.end
        inside = tuple(mends_within(mends, start, end)) if mends else ()
        text = apply_mends(raw, start, end, inside) if inside else raw[start:end]
        bare = text.strip()
        if not bare:
            continue
        if len(bare) != len(text):
            start, end, inside = _trimmed(text, start, inside, raw[start:end])
        kind, number = segment.kind, segment.number
        clauses.append(Clause(kind, number, start, end, bare, inside, segment.lead, segment.calls))
    return clauses


def _trimmed(
    text: str, start: int, mends: tuple[Mend, ...], raw: str
) -> tuple[int, int, tuple[Mend, ...]]:
    """Raw span and mends of a row's text without its outer space."""
    shifted = [Mend(m.start - start, m.end - start, m.replacement) for m in mends]
    view = View(raw, shifted)
    first = len(text) - len(text.lstrip())
    inner = view.span_to_raw(first, len(text.rstrip()))
    span = (inner[0] + start, inner[1] + start)
    return *span, tuple(mends_within(mends, *span))


def _pieces(text: str, blocks: Sequence[Block], notes: Footnotes, lang: str) -> Iterator[_Piece]:
    """What will be clauses: a block as it is, or its sentences if it is prose."""
    for at, block in enumerate(blocks):
        whole = _whole(text, at, block, notes)
        if block.prose:
            yield from _cut(text, whole, block.text_start, lang)
        else:
            yield whole


def _whole(text: str, at: int, block: Block, notes: Footnotes) -> _Piece:
    start = block.text_start
    found = [] if block.kind == "footnote" else notes.calls(text[start : block.end])
    calls = [CallMark(start + call.start, start + call.end, call.labels) for call in found]
    calls = [call for call in calls if not _overlapping(block.joins, call)]
    number = [Mend(block.start, start, "")] if start > block.start else []
    removals = [_removal(text, call, block) for call in calls]
    edits = sorted((*number, *block.joins, *removals), key=_start)
    if removals and removals[-1].end == block.end:
        edits = _closed_up(edits)
    return _Piece(at, block.start, block.end, edits, calls)


def _closed_up(edits: list[Mend]) -> list[Mend]:
    """Edits that touch at the end made one, so that no space is left before a last call."""
    while len(edits) > 1 and edits[-2].end == edits[-1].start:
        edits = [*edits[:-2], Mend(edits[-2].start, edits[-1].end, "")]
    return edits


def _cut(text: str, whole: _Piece, start: int, lang: str) -> list[_Piece]:
    """The sentences of a piece, whose own words begin at ``start``; the number is the first's.

    A call that stands right after a sentence belongs to it.
    """
    edits = [edit for edit in whole.edits if edit.start >= start]
    shifted = [Mend(edit.start - start, edit.end - start, edit.replacement) for edit in edits]
    reading = View(text[start : whole.end], shifted)
    ends_of_calls = {edit.start: edit.end for edit in edits if not edit.replacement}
    pieces: list[_Piece] = []
    for begin, end in sentences(reading.text, lang):
        first = start + reading.to_raw(begin, side="start") if pieces else whole.start
        last = start + reading.to_raw(end, side="end")
        while last in ends_of_calls:
            last = ends_of_calls[last]
        inside, calls = _within(whole.edits, first, last), _within(whole.calls, first, last)
        pieces.append(_Piece(whole.block, first, last, inside, calls))
    return pieces


def _within(spans: Sequence[_Spanned], start: int, end: int) -> Sequence[_Spanned]:
    """Those of rising, disjoint spans that lie in ``[start, end)``."""
    return spans[bisect_left(spans, start, key=_start) : bisect_right(spans, end, key=_end)]


def _overlapping(spans: Sequence[Mend], call: CallMark) -> Sequence[Mend]:
    """Those of rising, disjoint spans that share a character with a call."""
    first, last = (
        bisect_right(spans, call.start, key=_end),
        bisect_left(spans, call.end, key=_start),
    )
    return spans[first:last]


def _removal(text: str, call: CallMark, block: Block) -> Mend:
    """The call vanishes, and the space before it too where one follows."""
    ends = call.end == block.end or text[call.end].isspace()
    at = bisect_left(block.joins, call.start, key=_end)
    after_break = at < len(block.joins) and block.joins[at].end == call.start
    lonely = ends and not after_break and text[call.start - 1].isspace()
    return Mend(call.start - lonely, call.end, "")


def _clauses(
    view: View, version: Version, blocks: Sequence[Block], pieces: Sequence[_Piece]
) -> list[Clause]:
    composed = view.compose([edit for piece in pieces for edit in piece.edits])
    emphasis = [_view_span(view, span) for span in version.emphasis]
    first_clause: dict[int, int] = {}
    clauses: list[Clause] = []
    for piece in pieces:
        block = blocks[piece.block]
        start, end = view.span_to_raw(piece.start, piece.end)
        mends = tuple(mends_within(composed, start, end))
        text = apply_mends(version.text, start, end, mends)
        if not text.strip():
            continue
        first_clause.setdefault(piece.block, len(clauses))
        parent = None if block.parent is None else first_clause.get(block.parent)
        lead = None
        if block.kind in _WITH_LEADS:
            lead = _emphasised(piece, emphasis) or find_lead(text, version.lang)
        clauses.append(
            Clause(block.kind, block.number, start, end, text, mends, lead, _calls(piece), parent)
        )
    return clauses


def _fitted(view: View, pieces: Iterable[_Piece]) -> list[_Piece]:
    """The pieces, each as wide as the mends at its edges, which cannot be cut.

    A tag may read as a blank line and a number; the blank line then becomes an edit of the piece.
    Two pieces inside one mend become one.
    """
    fitted: list[_Piece] = []
    for piece in pieces:
        start, end = view.span_to_raw(piece.start, piece.end)
        first, last = _view_span(view, (start, end))
        if fitted and first < fitted[-1].end:
            fitted[-1] = _joined(fitted[-1], piece, last)
            continue
        if (first, last) == (piece.start, piece.end):
            fitted.append(piece)
            continue
        before = [Mend(first, piece.start, "")] if first < piece.start else []
        after = [Mend(piece.end, last, "")] if last > piece.end else []
        edits = (*before, *piece.edits, *after)
        fitted.append(replace(piece, start=first, end=last, edits=edits))
    return fitted


def _joined(piece: _Piece, following: _Piece, end: int) -> _Piece:
    edits = [edit for edit in piece.edits if edit.end <= following.start]
    return replace(
        piece,
        end=end,
        edits=(*edits, *following.edits),
        calls=(*piece.calls, *following.calls),
    )


def _view_span(view: View, span: Span) -> Span:
    """A raw span as a span of the view."""
    return view.from_raw(span[0]), view.from_raw(span[1], side="end")


def _calls(piece: _Piece) -> tuple[Call, ...]:
    offsets = _in_text(piece, [mark.start for mark in piece.calls])
    return tuple(
        Call(label, offset)
        for mark, offset in zip(piece.calls, offsets, strict=True)
        for label in mark.labels
    )


def _emphasised(piece: _Piece, emphasis: Sequence[Span]) -> Span | None:
    """The first emphasised words, if they stand near the start and are few."""
    at = bisect_left(emphasis, (piece.start, 0))
    if at == len(emphasis) or emphasis[at][1] > piece.end:
        return None
    first, last = _in_text(piece, emphasis[at])
    return (first, last) if first <= LATEST_LEAD and 0 < last - first <= LONGEST_LEAD else None


def _in_text(piece: _Piece, offsets: Sequence[int]) -> list[int]:
    """Offsets in the view as offsets in the text of the clause."""
    growths = (len(edit.replacement) - (edit.end - edit.start) for edit in piece.edits)
    shifts = list(accumulate(growths, initial=-piece.start))
    found: list[int] = []
    for offset in offsets:
        done = bisect_right(piece.edits, offset, key=_end)
        inside = done < len(piece.edits) and piece.edits[done].start < offset
        found.append((piece.edits[done].start if inside else offset) + shifts[done])
    return found


def _start(spanned: Mend | CallMark) -> int:
    return spanned.start


def _end(spanned: Mend | CallMark) -> int:
    return spanned.end
