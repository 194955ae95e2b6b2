"""What a document says of itself: symbol, session, agenda item, date, meeting and title.

The masthead stands at the top, but the meeting and the date of adoption stand at the end, and the
symbol may have to be made up from the number of the title and the body that adopted it.
From: the text as it reads. To: readers (metadata), structure (which lines are masthead).
Not here: the patterns themselves (indexer.formulas).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from indexer.document import Metadata
from indexer.formulas import (
    ACT,
    AGENDA_ITEM,
    BODY_PREFIXES,
    DECISION,
    MEETING,
    NUMBERED_TITLE,
    ORGANISATION,
    SESSION,
    SYMBOL,
    body,
    find_date,
    is_date,
    is_distribution,
)
from indexer.numerals import ascii_digits, fold, integer, label, ordinal

HEAD_LINES = 40  # a masthead has some ten lines; covers of reports have more
SHORT_LINE = 90  # code points; lines of a masthead, and of a closing, are short

_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")
_FINAL_STOP = tuple(".。;；:：,，،؛!！?？؟")


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


def describe(text: str, lang: str) -> Masthead:
    r"""What a document says of itself.

    text: as it reads (mends applied). Empty text gives an empty masthead.

    >>> describe("General Assembly\n\nSixty-sixth session\n\n66/900. Water\n", "en").symbol
    'A/RES/66/900'
    """
    lines = _lines(text)
    head = _head(lines)
    symbol = _symbol(head, lang)
    closing = _meeting_lines(lines, lang)
    return Masthead(
        symbol=symbol,
        session=_session(head, lang, symbol),
        agenda_item=_agenda_item(head, lang),
        date=_adoption_date(lines, closing) or _head_date(head, lang),
        meeting=_meeting(lines, closing, lang),
        title=_title(head, lang),
    )


def is_masthead_line(line: str, lang: str) -> bool:
    """Whether a line (as it reads) is of the kind that only mastheads are made of.

    >>> is_masthead_line("Sixty-sixth session", "en"), is_masthead_line("Water", "en")
    (True, False)
    """
    text = clean(line)
    return _is_masthead(_Line(text, fold(text)), lang)


def is_session(folded: str, lang: str) -> bool:
    """Whether a folded line names a session and nothing else."""
    return (
        len(folded) <= SHORT_LINE
        and not folded.endswith(_FINAL_STOP)
        and SESSION[lang].search(folded) is not None
        and (ordinal(folded, lang) is not None or re.search(r"\d", folded) is not None)
        and NUMBERED_TITLE.match(folded) is None
    )


def clean(line: str) -> str:
    """The line without direction marks and outer space, which patterns need not know of."""
    return _DIRECTION_MARKS.sub("", line).strip()


def stand_alone_symbol(line: str) -> str | None:
    """The symbol that a line consists of, but for a few words before it, or None.

    >>> stand_alone_symbol("United Nations A/RES/66/282"), stand_alone_symbol("[A/66/L.53]")
    ('A/RES/66/282', None)
    """
    words = clean(line).rstrip("*").strip()
    found = SYMBOL.search(words)
    if found is None or found.end() != len(words) or found.start() > 50:
        return None
    before = words[: found.start()]
    if any(not (char.isalpha() or char.isspace()) for char in before):
        return None
    return found.group() if len(before.split()) <= 4 else None


def _lines(text: str) -> list[_Line]:
    cleaned = (clean(line) for line in text.split("\n"))
    return [_Line(line, fold(line[:400])) for line in cleaned if line]


def _head(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines down to the numbered title (with it), else as many as a masthead may have."""
    for at, line in enumerate(lines[:HEAD_LINES]):
        if NUMBERED_TITLE.match(ascii_digits(line.text)):
            return lines[: at + 1]
    return lines[:HEAD_LINES]


def _symbol(head: Sequence[_Line], lang: str) -> str | None:
    for line in head:
        symbol = stand_alone_symbol(line.text)
        if symbol:
            return symbol
        if line.text.startswith("["):
            break
    return _symbol_of_title(head, lang)


def _symbol_of_title(head: Sequence[_Line], lang: str) -> str | None:
    numbered = NUMBERED_TITLE.match(ascii_digits(head[-1].text)) if head else None
    bodies = [name for line in head if (name := body(line.folded, lang))]
    if numbered is None or not bodies:
        return None
    acts = [line.folded for line in head[:-1] if find_date(line.folded)]
    kind = "DEC" if any(DECISION[lang].search(act) for act in acts) else "RES"
    return f"{BODY_PREFIXES[bodies[0]]}/{kind}/{numbered.group(1).replace(' ', '')}"


def _session(head: Sequence[_Line], lang: str, symbol: str | None) -> int | None:
    for line in head:
        if is_session(line.folded, lang):
            digits = re.search(r"\d+", line.folded)
            return int(digits.group()) if digits else ordinal(line.folded, lang)
    parts = (symbol or "").split("/")
    numbers = [int(part) for part in parts[1:3] if re.fullmatch(r"\d{1,2}", part)]
    return numbers[0] if parts[0] == "A" and numbers else None


def _agenda_item(head: Sequence[_Line], lang: str) -> str | None:
    for line in head:
        found = AGENDA_ITEM[lang].match(line.folded)
        if found:
            number, letter = (
                re.findall(r"\d+|$", found.group(1))[0],
                found.group(1).lstrip("0123456789"),
            )
            return f"{number} ({label(letter)})" if letter.strip() else number
    return None


def _meeting_lines(lines: Sequence[_Line], lang: str) -> list[int]:
    """Positions of the short lines that name a meeting."""
    return [
        at
        for at, line in enumerate(lines)
        if len(line.text) <= SHORT_LINE and MEETING[lang].search(line.folded)
    ]


def _adoption_date(lines: Sequence[_Line], closing: Sequence[int]) -> date | None:
    for at in closing:
        for line in lines[max(0, at - 1) : at + 2]:
            if is_date(line.folded) or line is lines[at]:
                found = find_date(line.folded)
                if found:
                    return found
    return None


def _head_date(head: Sequence[_Line], lang: str) -> date | None:
    adopted = (line for line in head if ACT[lang].search(line.folded))
    alone = (line for line in head if is_date(line.folded))
    for line in (*adopted, *alone):
        found = find_date(line.folded)
        if found:
            return found
    return None


def _meeting(lines: Sequence[_Line], closing: Sequence[int], lang: str) -> int | None:
    """From the closing; a decision says it in its opening words ("At its 54th meeting, ...")."""
    opening = [at for at, line in enumerate(lines[:HEAD_LINES]) if find_date(line.folded)]
    for at in (*closing, *opening):
        found = MEETING[lang].search(lines[at].folded)
        if found:
            return integer(found.group(1))
    return None


def _title(head: Sequence[_Line], lang: str) -> str | None:
    """The numbered title, else the first line that looks like a title after the masthead."""
    if head and (numbered := NUMBERED_TITLE.match(ascii_digits(head[-1].text))):
        return head[-1].text[numbered.end() :]
    for line in head:
        if not _is_masthead(line, lang):
            is_title = len(line.text) <= 200 and not line.text.endswith(_FINAL_STOP)
            return line.text if is_title else None
    return None


def _is_masthead(line: _Line, lang: str) -> bool:
    folded = line.folded
    return len(folded) <= 2 * SHORT_LINE and (
        is_distribution(folded)
        or is_date(folded)
        or body(folded, lang) is not None
        or ORGANISATION[lang].fullmatch(folded) is not None
        or stand_alone_symbol(line.text) is not None
        or is_session(folded, lang)
        or AGENDA_ITEM[lang].match(folded) is not None
        or (ACT[lang].search(folded) is not None and find_date(folded) is not None)
    )
