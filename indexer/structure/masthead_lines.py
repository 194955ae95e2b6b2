"""Which lines only mastheads are made of, and how far the masthead of a text goes.

From: lines or paragraphs as they read. To: masthead (what they say), front (their kinds).
Not here: the patterns (structure.formulas).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.structure.formulas import (
    ACT,
    AGENDA_ITEM,
    NUMBERED_TITLE,
    ORGANISATION,
    SESSION,
    SYMBOL,
    body,
    find_date,
    is_date,
    is_distribution,
)
from indexer.structure.markers import item_marker
from indexer.structure.numerals import fold, ordinal

HEAD_LINES = 40  # a masthead has some ten lines; covers of reports have more
SHORT_LINE = 90  # code points; lines of a masthead, and of a closing, are short
LONGEST_TITLE = 250  # code points
FINAL_STOPS = tuple(".。;；:：,，،؛!！?？؟")

_MOST_WORDS_BEFORE_SYMBOL = 4  # "Organización de las Naciones Unidas" has five, but on a line apart
_MOST_UNKNOWN = 2  # lines in a row inside a masthead that no pattern knows
_LONGEST_MASTHEAD = 20  # lines

_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\ufeff]")


def clean(line: str) -> str:
    """The line without direction marks and outer space, which patterns need not know of."""
    return _DIRECTION_MARKS.sub("", line).strip()


def is_masthead_line(line: str, lang: str) -> bool:
    """Whether a line (as it reads) is of the kind that only mastheads are made of.

    >>> is_masthead_line("Sixty-sixth session", "en"), is_masthead_line("Water", "en")
    (True, False)
    """
    if len(line) > 2 * SHORT_LINE:
        return False
    text = clean(line)
    folded = fold(text)
    return (
        _is_specific(text, folded, lang)
        or body(folded, lang) is not None
        or ORGANISATION[lang].fullmatch(folded) is not None
    )


def masthead_length(lines: Sequence[str], lang: str) -> int:
    """How many lines from the first belong to the masthead; 0 if there is none.

    A line or two that no pattern knows belong to it if a line follows that can be nothing else.

    >>> masthead_length(["A/78/900", "Norwegian", "Original: English", "Water"], "en")
    3
    """
    length = unknown = 0
    for at, line in enumerate(lines[:_LONGEST_MASTHEAD]):
        if unknown == 0 and is_masthead_line(line, lang):
            length = at + 1
        elif len(line) <= SHORT_LINE and _is_specific(clean(line), fold(line), lang):
            length, unknown = at + 1, 0
        elif length and unknown < _MOST_UNKNOWN and len(line) <= SHORT_LINE:
            unknown += 1
        else:
            break
    return length


def looks_like_title(text: str) -> bool:
    """Whether the paragraph after a masthead may be the title: no stop at its end, no mark before.

    >>> looks_like_title("Bees in cities"), looks_like_title("I. Introduction")
    (True, False)
    """
    unended = len(text) <= LONGEST_TITLE and not text.endswith(FINAL_STOPS)
    return unended and item_marker(text) is None


def is_session(folded: str, lang: str) -> bool:
    """Whether a folded line names a session and nothing else.

    >>> is_session("sixty-sixth session", "en"), is_session("the session was opened.", "en")
    (True, False)
    """
    return (
        len(folded) <= SHORT_LINE
        and not folded.endswith(FINAL_STOPS)
        and SESSION[lang].search(folded) is not None
        and (ordinal(folded, lang) is not None or re.search(r"\d", folded) is not None)
        and NUMBERED_TITLE.match(folded) is None
    )


def stand_alone_symbol(line: str) -> str | None:
    """The symbol that a line consists of, but for a few words before it, or None.

    >>> stand_alone_symbol("United Nations A/RES/66/282"), stand_alone_symbol("[A/66/L.53]")
    ('A/RES/66/282', None)
    """
    words = clean(line).rstrip("*").strip()
    found = SYMBOL.search(words)
    if found is None or found.end() != len(words):
        return None
    before = words[: found.start()]
    if any(not (char.isalpha() or char.isspace()) for char in before):
        return None
    return found.group() if len(before.split()) <= _MOST_WORDS_BEFORE_SYMBOL else None


def _is_specific(text: str, folded: str, lang: str) -> bool:
    """Whether a line can stand nowhere but in a masthead; names of bodies stand elsewhere too."""
    return (
        is_distribution(folded)
        or is_date(folded)
        or stand_alone_symbol(text) is not None
        or is_session(folded, lang)
        or AGENDA_ITEM[lang].match(folded) is not None
        or (ACT[lang].search(folded) is not None and find_date(folded) is not None)
    )
