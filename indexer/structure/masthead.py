"""What a document says of itself: symbol, session, agenda item, date, meeting and title.

The masthead stands at the top, but the meeting and the date of adoption stand at the end, and the
symbol may have to be made up from the number of the title and the body that adopted it.
From: the text as it reads. To: readers (metadata).
Not here: which lines are masthead (structure.masthead_lines), the patterns (structure.formulas).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.document import Metadata
from indexer.structure.formulas import (
    ACT,
    AGENDA_ITEM,
    BODY_PREFIXES,
    DECISION,
    MEETING,
    NUMBERED_TITLE,
    body,
    find_date,
    is_date,
)
from indexer.structure.masthead_lines import (
    HEAD_LINES,
    SHORT_LINE,
    clean,
    is_session,
    looks_like_title,
    masthead_length,
    stand_alone_symbol,
)
from indexer.structure.numerals import ascii_digits, fold, integer, label, ordinal
from indexer.structure.paragraphs import paragraphs

HEAD_LENGTH = 6000  # code points in which these lines are looked for


@dataclass(frozen=True, slots=True)
class Masthead:
    """What :func:`describe` finds; None where the text does not say it.

    symbol: upper case; agenda_item: digits in ASCII, a letter after it in Latin ("18 (h)");
    date: of adoption, else the one printed in the masthead; title: without its number.
    """

    symbol: str | None = None
    session: int | None = None
    agenda_item: str | None = None
    date: date | None = None
    meeting: int | None = None
    title: str | None = None

    @property
    def metadata(self) -> Metadata:
        """The same without the symbol, and with the year."""
        return Metadata(
            title=self.title,
            session=self.session,
            agenda_item=self.agenda_item,
            date=self.date,
            meeting=self.meeting,
            year=self.date.year if self.date else None,
        )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Closing:
    """The meeting that a line names, and the date in it or next to it."""

    meeting: int | None
    date: date | None


def describe(text: str, lang: str) -> Masthead:
    r"""What a document says of itself.

    text: as it reads (mends applied). Empty text gives an empty masthead.

    >>> describe("General Assembly\n\nSixty-sixth session\n\n66/900. Water\n", "en").symbol
    'A/RES/66/900'
    """
    top = paragraphs(text[:HEAD_LENGTH])[:HEAD_LINES]
    lines = [_line(paragraph.text) for paragraph in top]
    head = _head(lines)
    symbol = _symbol(head, lang)
    closing = _closing(text, lang) if _numbered(head) else None
    opening = next(_meetings(lines, lang), None)
    act = closing or opening
    return Masthead(
        symbol=symbol,
        session=_session(head, lang, symbol),
        agenda_item=_agenda_item(head, lang),
        date=(act and act.date) or _head_date(head, lang),
        meeting=act.meeting if act else None,
        title=_title(head, lang),
    )


def _line(text: str) -> _Line:
    cleaned = clean(text)
    return _Line(cleaned, fold(cleaned[:400]))


def _head(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines down to the numbered title (with it), else all of them."""
    for at, line in enumerate(lines):
        if NUMBERED_TITLE.match(ascii_digits(line.text)):
            return lines[: at + 1]
    return lines


def _numbered(head: Sequence[_Line]) -> re.Match[str] | None:
    """The number of the title, where the head ends in one."""
    return NUMBERED_TITLE.match(ascii_digits(head[-1].text)) if head else None


def _symbol(head: Sequence[_Line], lang: str) -> str | None:
    for line in head:
        if symbol := stand_alone_symbol(line.text):
            return symbol
    numbered = _numbered(head)
    bodies = [name for line in head if (name := body(line.folded, lang))]
    if numbered is None or not bodies:
        return None
    dated = [line.folded for line in head[:-1] if find_date(line.folded)]
    kind = "DEC" if any(DECISION[lang].search(act) for act in dated) else "RES"
    return f"{BODY_PREFIXES[bodies[0]]}/{kind}/{numbered.group(1).replace(' ', '')}"


def _session(head: Sequence[_Line], lang: str, symbol: str | None) -> int | None:
    """As a line of the masthead says, else as the symbol of an Assembly document does."""
    for line in head:
        if is_session(line.folded, lang):
            digits = re.search(r"\d+", line.folded)
            return int(digits.group()) if digits else ordinal(line.folded, lang)
    of_assembly = re.match(r"A/(?:RES/|DEC/)?(\d{1,2})/", symbol or "")
    return int(of_assembly.group(1)) if of_assembly else None


def _agenda_item(head: Sequence[_Line], lang: str) -> str | None:
    for line in head:
        found = AGENDA_ITEM[lang].match(line.folded)
        if found:
            number, letter = re.findall(r"(\d+)(.*)", found.group(1))[0]
            return f"{number} ({label(letter)})" if letter else number
    return None


def _closing(text: str, lang: str) -> _Closing | None:
    """The meeting and the date that stand at the end of an act, on short lines of their own."""
    lines = [_line(line) for line in text.split("\n") if 0 < len(line.strip()) <= SHORT_LINE]
    return next((act for act in _meetings(lines, lang) if act.date), None)


def _meetings(lines: Sequence[_Line], lang: str) -> Iterator[_Closing]:
    """Lines that name a meeting and a date, or stand beside a date; decisions open with such."""
    for at, line in enumerate(lines):
        found = MEETING[lang].search(line.folded)
        if found is None:
            continue
        beside = [near.folded for near in lines[max(0, at - 1) : at + 2] if is_date(near.folded)]
        own = find_date(line.folded)
        if own or beside:
            yield _Closing(integer(found.group(1)), own or find_date(beside[0]))


def _head_date(head: Sequence[_Line], lang: str) -> date | None:
    adopted = (line for line in head if ACT[lang].search(line.folded))
    alone = (line for line in head if is_date(line.folded))
    dates = (find_date(line.folded) for line in (*adopted, *alone))
    return next((found for found in dates if found), None)


def _title(head: Sequence[_Line], lang: str) -> str | None:
    """The numbered title, else the line after the masthead if it looks like a title."""
    if numbered := _numbered(head):
        return head[-1].text[numbered.end() :]
    after = masthead_length([line.text for line in head], lang)
    if after == len(head):
        return None
    text = head[after].text
    return text if looks_like_title(text) else None
