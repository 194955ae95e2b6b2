"""Paragraphs of a text as it reads, with soft line breaks and page breaks inside them mended.

Files end their lines in two ways: after a paragraph, or wherever the page was full. The second kind
is told by its own regularity: lines that are all broken just before the word that no longer fits.
From: the text of a View. To: masthead, structure. Not here: what kind of paragraph it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.document import Mend, Span
from indexer.mend import apply_mends
from indexer.structure.formulas import SYMBOL
from indexer.structure.markers import item_marker
from indexer.structure.numerals import ascii_digits

NARROWEST_WRAP = 45  # columns; below that, broken lines are lists, mastheads and verse
WIDEST_WRAP = 120  # columns; beyond that, a line is a paragraph
WRAPPED_SHARE = 0.6  # of the lines that have a successor, to call a text hard-wrapped
RAGGED = 0.7  # of that column, which lines of a text wrapped with an eye to its looks reach

_LINE_BREAK = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]+")
_PAGE_NUMBER = re.compile(
    r"\d{1,3} ?/ ?\d{1,3}|[-–—] ?\d{1,4} ?[-–—]|(?:page|p\.|стр\.|página|第|صفحة) ?\d{1,4} ?页?"
    r"|\d\d-\d{5}(?: ?\(\w\))?(?: \d{1,4})?|/\.\.\.|…/"
)
_WIDE_SPACE = re.compile(r"\t[ \t]*|  [ \t]*| \t[ \t]*")
_SENTENCE_END = tuple(".;:!?。；：！？؛؟…")
_CLOSING_MARKS = "”’»\"')]）］〉》」』 ⁰¹²³⁴⁵⁶⁷⁸⁹⁾"
_COMMA = tuple(",，،、")
_SUPERSCRIPTS = "⁽⁾⁰¹²³⁴⁵⁶⁷⁸⁹⁾"
_HAN = re.compile("[\u3001-\u303f\u3400-\u9fff\uff01-\uff60]")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the text that a person reads as one.

    start, end: span in the text, without outer space. joins: what stands for the breaks and the
    wide spaces inside it, in offsets of the text. text: how it reads. has_cells: whether a tab or a
    wide space parts it, as rows of tables are parted.
    """

    start: int
    end: int
    text: str
    joins: tuple[Mend, ...] = ()
    has_cells: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """after_blank: an empty line, or a tag that comes to one, stands before it."""

    start: int
    end: int
    text: str
    after_blank: bool
    after_page: bool


def paragraphs(text: str, headings: Sequence[Span] = ()) -> list[Paragraph]:
    r"""The paragraphs of a text, none of them empty, in order.

    headings: spans in the text, rising; what they hold is never joined to what follows.

    >>> [p.text for p in paragraphs("One.\n\nTwo.\nThree.")]
    ['One.', 'Two.', 'Three.']
    """
    lines = _without_furniture(list(_lines(text)))
    width = _wrap_width(lines)
    runs: list[list[_Line]] = []
    for line in lines:
        if runs and not _inside(headings, runs[-1][-1].start) and _joins(runs[-1], line, width):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_paragraph(text, run) for run in runs]


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not empty."""
    done, gap = 0, ""
    for stop in (*_LINE_BREAK.finditer(text), None):
        end = stop.start() if stop else len(text)
        start = end - len(text[done:end].lstrip())
        line = text[start:end].rstrip(" \t\xa0\u200e\u200f\u202c")
        if line:
            breaks = gap.replace("\r\n", "\n")
            blank = len(breaks.replace("\x0c", "")) != 1 or breaks in "\u2029"
            yield _Line(start, start + len(line), line, blank, "\x0c" in gap)
            gap = ""
        gap += stop.group() if stop else ""
        done = stop.end() if stop else end


def _without_furniture(lines: Sequence[_Line]) -> list[_Line]:
    """Lines less running heads and page numbers; the line after one knows that a page ended."""
    kept: list[_Line] = []
    symbols: set[str] = set()
    page_ended = False
    for line in lines:
        plain = ascii_digits(line.text[: WIDEST_WRAP + 1]).strip("* \u200e\u200f")
        symbol = _outer_symbol(plain)
        repeats = symbol in symbols and (symbol == plain or line.after_page or page_ended)
        bare = line.after_page and plain.isdecimal() and line.text[0] not in _SUPERSCRIPTS
        page_number = bare or _PAGE_NUMBER.fullmatch(plain)
        if kept and (repeats or page_number):
            page_ended = True
            continue
        if symbol:
            symbols.add(symbol)
        kept.append(replace(line, after_page=True) if page_ended else line)
        page_ended = False
    return kept


def _outer_symbol(line: str) -> str | None:
    """The symbol at the start or at the end of a line, as running heads have it."""
    if len(line) > WIDEST_WRAP or "/" not in line:
        return None
    found = SYMBOL.match(line) or SYMBOL.fullmatch(line.rsplit(maxsplit=1)[-1])
    return found.group() if found else None


def _wrap_width(lines: Sequence[_Line]) -> int | None:
    """The column at which the lines of a hard-wrapped text are broken, None if they are not."""
    widths = [_columns(line.text) for line in lines]
    if sum(width > WIDEST_WRAP for width in widths) > 0.02 * len(lines):
        return None
    pairs = [
        at
        for at, line in enumerate(lines[1:])
        if not (line.after_blank or line.after_page) and widths[at] >= NARROWEST_WRAP
    ]
    limit = max((widths[at] for at in pairs if widths[at] <= WIDEST_WRAP), default=0)
    full = sum(
        _is_full(lines[at].text, lines[at + 1].text, limit) and not _has_ended(lines[at].text)
        for at in pairs
    )
    return limit if pairs and full >= WRAPPED_SHARE * len(pairs) else None


def _columns(text: str) -> int:
    """Width on a screen, where Chinese characters are as wide as two letters."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted into the line."""
    first = following.split(maxsplit=1)[0]
    if _HAN.search(first):
        first = first[:3]  # Chinese breaks between characters, but not before a comma
    return _columns(line) + 1 + _columns(first) > width - 2


def _joins(run: Sequence[_Line], line: _Line, width: int | None) -> bool:
    """Whether a line goes on with the paragraph that a run of lines makes up so far."""
    last = run[-1].text
    marked = item_marker(line.text) is not None or line.text[0] in _SUPERSCRIPTS
    if marked and (line.after_blank or last.endswith(_SENTENCE_END + _COMMA)):
        return False
    if line.after_page:
        return _goes_on_over_page(run, line, width)
    if line.after_blank or width is None:
        return False
    ragged = not _has_ended(last) and _columns(last) >= RAGGED * width
    return ragged or _is_full(last, line.text, width)


def _has_ended(line: str) -> bool:
    """Whether a line ends as sentences and paragraphs do, but for a comma."""
    return line.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_END)


def _goes_on_over_page(run: Sequence[_Line], line: _Line, width: int | None) -> bool:
    last = run[-1].text
    if _has_ended(last) or (len(run) == 1 and _columns(last) < NARROWEST_WRAP):
        return False
    first = line.text[0]
    cased = first.lower() != first.upper()
    if last.endswith(_COMMA):
        numbered = item_marker(run[0].text) is not None
        return numbered or (cased and first.islower() and not "\u0400" <= first <= "\u04ff")
    return not cased or first.islower() or (width is not None and _is_full(last, line.text, width))


def _paragraph(text: str, run: Sequence[_Line]) -> Paragraph:
    start, end = run[0].start, run[-1].end
    if len(run) == 1 and not _WIDE_SPACE.search(run[0].text):
        return Paragraph(start, end, run[0].text)
    joins = [_join(text, before, after) for before, after in pairwise(run)]
    wide = [
        Mend(line.start + gap.start(), line.start + gap.end(), " ")
        for line in run
        for gap in _WIDE_SPACE.finditer(line.text)
    ]
    mends = tuple(sorted([*joins, *wide], key=lambda mend: mend.start) if wide else joins)
    cells = any("\t" in line.text or "   " in line.text for line in run) if wide else False
    return Paragraph(start, end, apply_mends(text, start, end, mends), mends, cells)


def _join(text: str, before: _Line, after: _Line) -> Mend:
    """A space; nothing between Chinese characters and after a hyphen inside a word."""
    last, first = text[before.end - 1], text[after.start]
    hyphen = last in "-‐" and first.islower() and text[before.end - 2].isalpha()
    together = hyphen or last == "\xad" or (_HAN.match(last) and _HAN.match(first))
    start = before.end - 1 if last == "\xad" else before.end
    return Mend(start, after.start, "" if together else " ")


def _inside(spans: Sequence[Span], offset: int) -> bool:
    at = bisect_right(spans, (offset, offset)) - 1
    return any(start <= offset < end for start, end in spans[max(0, at) : at + 2])
