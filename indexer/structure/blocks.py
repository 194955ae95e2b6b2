"""The parts of a United Nations document: preamble, operative paragraphs, items, annexes, closing.

Preamble and operative part are told apart by numbering and final punctuation, not by the verb: in
Chinese the same verb opens both. Everything else is told by marks (structure.markers), by fixed
wordings (structure.formulas), and by what stands before.
From: a text as it reads. To: the segmenter. Not here: raw offsets, sentences, calls of footnotes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.document import Kind, Mend, Span
from indexer.structure.footnotes import Footnotes
from indexer.structure.formulas import ANNEX, MEETING, NUMBERED_TITLE, is_date
from indexer.structure.front import Form, front, is_note, is_opening
from indexer.structure.headings import is_heading
from indexer.structure.markers import Marker, bullet, item_marker, may_be_roman
from indexer.structure.masthead_lines import SHORT_LINE
from indexer.structure.numerals import ascii_digits, fold, label
from indexer.structure.paragraphs import Paragraph, paragraphs

_COMMA = tuple(",，،、")
_LIST_GOES_ON = (";", "；", "؛", ":", "：")
_ABOVE = (None, "masthead", "title", "heading", "annex")  # not paragraphs that could go on
_RUN_KINDS = ("masthead", "closing")  # neighbours of these kinds are one clause
_LONGEST_ANNEX_LINE = 60  # code points


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document.

    start, end: span in the text, number included; text_start: where its own words begin.
    joins: what stands for the breaks inside, in offsets of the text. prose: may be split into
    sentences. parent: position of the block that this one is an item of.
    """

    kind: Kind
    number: str | None
    start: int
    text_start: int
    end: int
    joins: tuple[Mend, ...] = ()
    prose: bool = False
    parent: int | None = None


def structure(text: str, lang: str, headings: Sequence[Span] = ()) -> tuple[list[Block], Footnotes]:
    """The parts of a document in order, and its footnotes' labels.

    text: as it reads. headings: spans in it that the source marks as headings, rising.
    """
    found = paragraphs(text, headings)
    notes = Footnotes([paragraph.text for paragraph in found], lang)
    marks = [notes.mark(paragraph.text) for paragraph in found]
    main = [p for p, mark in zip(found, marks, strict=True) if mark is None]
    body = _Body(main, lang, headings)
    blocks: list[Block] = []
    at = 0
    for paragraph, mark in zip(found, marks, strict=True):
        if mark is not None:
            blocks.append(_block(paragraph, "footnote", mark.label, mark.length))
            continue
        blocks.append(body.block(at, blocks))
        at += 1
    return _merged(blocks), notes


class _Body:
    """Goes through the paragraphs of a document once, and knows what came before."""

    def __init__(self, main: Sequence[Paragraph], lang: str, headings: Sequence[Span]) -> None:
        self.main = main
        self.lang = lang
        self.headings = headings
        found = front(main, lang)
        self.form: Form = found.form
        self.front = found.kinds
        self.part: Kind = "operative" if self.form == "decision" else "preambular"
        self.first_numbered = self._next_numbered(len(self.front))
        self.last_kind: Kind | None = None
        self.owners: list[tuple[str, Marker, int]] = []

    def block(self, at: int, blocks: Sequence[Block]) -> Block:
        """The block that paragraph ``at`` makes, after those already made."""
        paragraph = self.main[at]
        if at < len(self.front):
            return self._front_block(paragraph, self.front[at])
        marker = item_marker(paragraph.text)
        if self._is_annex_heading(paragraph):
            self.part = "annex"
            self.owners = []
            return _block(paragraph, "annex", None, 0)
        if self.form == "prose" and self.part != "annex":
            return self._prose_block(at, marker, blocks)
        return self._act_block(at, marker, blocks)

    def _front_block(self, paragraph: Paragraph, kind: Kind) -> Block:
        numbered = NUMBERED_TITLE.match(ascii_digits(paragraph.text))
        if kind == "title" and numbered:
            number = paragraph.text[numbered.start(1) : numbered.end(1)]
            return _block(paragraph, kind, number, numbered.end())
        return _block(paragraph, kind, None, 0)

    def _act_block(self, at: int, marker: Marker | None, blocks: Sequence[Block]) -> Block:
        """A paragraph of a resolution or decision, or of any annex."""
        paragraph = self.main[at]
        if marker and marker.kind == "number" and not self._is_heading(at, marker):
            self.part = "annex" if self.part == "annex" else "operative"
            return self._owner(paragraph, self.part, marker, blocks)
        item = marker if marker and marker.is_item else bullet(paragraph.text)
        if item:
            return self._item(paragraph, item, blocks)
        if self._is_closing(paragraph) or is_note(paragraph.text):
            kind: Kind = "adoption" if is_note(paragraph.text) else "closing"
            return _block(paragraph, kind, None, 0)
        if is_opening(paragraph.text, self.lang) or self._is_heading(at, marker):
            return self._heading(at, marker)
        if self.part == "preambular" and not self._is_preambular(at):
            self.part = "operative"
        return self._owner(paragraph, self.part, marker, blocks)

    def _prose_block(self, at: int, marker: Marker | None, blocks: Sequence[Block]) -> Block:
        paragraph = self.main[at]
        if self._is_heading(at, marker):
            return self._heading(at, marker)
        if marker and marker.is_item:
            return self._item(paragraph, marker, blocks)
        return self._owner(paragraph, "sentence", marker, blocks)

    def _owner(
        self, paragraph: Paragraph, kind: Kind, marker: Marker | None, blocks: Sequence[Block]
    ) -> Block:
        """A paragraph that items may belong to."""
        number, length = (marker.printed, marker.length) if marker else (None, 0)
        self.owners = [("", marker or Marker("number", None, 0), len(blocks))]
        prose = kind == "sentence" or (kind == "annex" and marker is None)
        return _block(paragraph, kind, number, length, prose=prose)

    def _item(self, paragraph: Paragraph, marker: Marker, blocks: Sequence[Block]) -> Block:
        """An item of a list; the innermost owner with marks of another kind is its parent."""
        marker = self._letter_or_roman(marker)
        for depth, (kind, _, _) in enumerate(self.owners):
            if kind == marker.kind:
                del self.owners[depth:]
                break
        parent = self.owners[-1][2] if self.owners else None
        self.owners.append((marker.kind, marker, len(blocks)))
        prose = self.form == "prose" and self.part != "annex"
        return _block(
            paragraph, "subparagraph", marker.printed, marker.length, prose=prose, parent=parent
        )

    def _letter_or_roman(self, marker: Marker) -> Marker:
        """(i) is a letter after (h), else a Roman numeral; (v) is a letter only after (u)."""
        if not may_be_roman(marker):
            return marker
        before = [label(last.printed or "") for kind, last, _ in self.owners if kind == "letter"]
        letter = label(marker.printed or "")
        if before and chr(ord(before[-1][-1]) + 1) == letter:
            return marker
        in_romans = any(kind == "roman" for kind, _, _ in self.owners)
        return replace(marker, kind="roman") if in_romans or letter == "i" else marker

    def _heading(self, at: int, marker: Marker | None) -> Block:
        paragraph = self.main[at]
        self.owners = []
        if is_opening(paragraph.text, self.lang) and self.part != "annex":
            self.part = "preambular"
            self.first_numbered = self._next_numbered(at)
        number, length = (marker.printed, marker.length) if marker else (None, 0)
        return _block(paragraph, "heading", number, length)

    def _is_heading(self, at: int, marker: Marker | None) -> bool:
        paragraph = self.main[at]
        place = bisect_right(self.headings, (paragraph.start, paragraph.end)) - 1
        marked = any(
            start <= paragraph.start and paragraph.end <= end + 1
            for start, end in self.headings[max(0, place) : place + 2]
        )
        before = "" if self.last_kind in _ABOVE else self.main[at - 1].text
        after = self.main[at + 1].text if at + 1 < len(self.main) else ""
        if (
            paragraph.has_cells
            or (self._is_act() and marker and marker.kind == "number")
            or (self.form == "prose" and marker is None and before.endswith(_LIST_GOES_ON))
        ):
            return marked
        return marked or is_heading(paragraph.text, marker, before, after)

    def _is_act(self) -> bool:
        """Whether this is the act itself, where what is numbered is a paragraph."""
        return self.form != "prose" and self.part != "annex"

    def _is_annex_heading(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        return (
            len(text) <= _LONGEST_ANNEX_LINE
            and ANNEX[self.lang].fullmatch(fold(text).strip(" *¹²³")) is not None
        )

    def _is_closing(self, paragraph: Paragraph) -> bool:
        if len(paragraph.text) > SHORT_LINE or self.part == "annex":
            return False
        folded = fold(paragraph.text)
        return is_date(folded) or MEETING[self.lang].search(folded) is not None

    def _is_preambular(self, at: int) -> bool:
        """Before the first numbered paragraph; where nothing is numbered, ending with a comma."""
        if self.first_numbered is not None:
            return at < self.first_numbered
        return self.main[at].text.rstrip("¹²³⁴⁵⁶⁷⁸⁹⁰ ").endswith((*_COMMA, ":", "："))

    def _next_numbered(self, start: int) -> int | None:
        for at in range(start, len(self.main)):
            if self._is_annex_heading(self.main[at]):
                return None
            marker = item_marker(self.main[at].text)
            if marker and marker.kind == "number":
                return at
        return None


def _block(
    paragraph: Paragraph,
    kind: Kind,
    number: str | None,
    length: int,
    *,
    prose: bool = False,
    parent: int | None = None,
) -> Block:
    """A block of a whole paragraph; the mark's length counts in the text as it reads."""
    text_start = paragraph.start + length
    for join in paragraph.joins:
        if join.start >= text_start:
            break
        text_start += join.end - join.start - len(join.replacement)
    joins = tuple(join for join in paragraph.joins if join.start >= text_start)
    return Block(
        kind, number, paragraph.start, text_start, paragraph.end, joins, prose=prose, parent=parent
    )


def _merged(blocks: Sequence[Block]) -> list[Block]:
    """Lines of the masthead made one block, and so those of the closing; parents follow."""
    merged: list[Block] = []
    places: list[int] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and block.kind in _RUN_KINDS and block.kind == last.kind:
            gap = Mend(last.end, block.start, " ")
            merged[-1] = replace(last, end=block.end, joins=(*last.joins, gap, *block.joins))
        else:
            parent = None if block.parent is None else places[block.parent]
            merged.append(block if parent == block.parent else replace(block, parent=parent))
        places.append(len(merged) - 1)
    return merged
