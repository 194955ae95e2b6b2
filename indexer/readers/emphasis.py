"""Emphasis written with asterisks and low lines, where it is balanced.

From: readers.plain, readers.markdown. To: the same. Not here: any other markup.

A run of marks opens before a word and closes after one, as CommonMark has it, except that a closing
run may stand between any two characters: Chinese has no spaces (``**重申**“国际”``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.document import Mend, Span

_PUNCTUATION = re.compile(r"[^\w\s]")
_BLANK = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of marks, ``**`` say, and what it may do where it stands."""

    start: int
    marks: str
    opens: bool
    closes: bool


def runs(text: str, pattern: re.Pattern[str], *, hidden: Iterable[Span] = ()) -> list[Run]:
    """The runs that ``pattern`` finds and that may open or close, those in ``hidden`` left out."""
    skipped = {place for start, end in hidden for place in range(start, end)}
    found = []
    for match in pattern.finditer(text):
        if match.start() in skipped:
            continue
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        opens = bool(after.strip()) and not (_PUNCTUATION.match(after) and before.isalnum())
        closes = bool(before.strip())
        if match[0][0] == "_":  # never inside a word: file_name_here
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        if opens or closes:
            found.append(Run(match.start(), match[0], opens, closes))
    return found


def paired(text: str, found: Iterable[Run]) -> tuple[list[Mend], list[Span]]:
    """Mends that take the marks away, and the spans between them, both in rising order.

    Runs pair with the nearest equal run before them in the same paragraph; others stay as text.
    """
    mends: list[Mend] = []
    spans: list[Span] = []
    blanks = [blank.start() for blank in _BLANK.finditer(text)]
    paragraph = 0
    waiting: dict[str, list[Run]] = {}
    for run in found:
        while paragraph < len(blanks) and blanks[paragraph] < run.start:
            paragraph += 1
            waiting.clear()
        opener = _opener(waiting, run)
        if opener is not None:
            width = len(run.marks)
            spans.append((opener.start + width, run.start))
            mends += [Mend(at, at + width, "") for at in (opener.start, run.start)]
        elif run.opens:
            waiting.setdefault(run.marks, []).append(run)
    return sorted(mends, key=lambda mend: mend.start), sorted(spans)


def _opener(waiting: dict[str, list[Run]], run: Run) -> Run | None:
    """Take the nearest equal run off; those between it and ``run`` can open nothing any more."""
    equals = waiting.get(run.marks)
    if not (run.closes and equals and equals[-1].start + len(run.marks) < run.start):
        return None
    opener = equals.pop()
    for others in waiting.values():
        while others and others[-1].start > opener.start:
            others.pop()
    return opener
