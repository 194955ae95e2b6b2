"""Front matter: masthead, adoption note, title and opening line, and with them the document's form.

From: paragraphs. To: structure, which goes on with the body.
Not here: what the masthead says (structure.masthead).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.document import Kind
from indexer.structure.formulas import MEETING, NUMBERED_TITLE, OPENING, body
from indexer.structure.masthead_lines import (
    HEAD_LINES,
    clean,
    is_masthead_line,
    looks_like_title,
    masthead_length,
)
from indexer.structure.numerals import ascii_digits, fold
from indexer.structure.paragraphs import Paragraph

Form = Literal["resolution", "decision", "prose"]

LONGEST_FRONT = 300  # code points; a longer paragraph is no part of a masthead
_STOPS = tuple(".;。；؛,，،")
_COMMA = tuple(",，،")
_RESOLUTION_NUMBER = re.compile(r"[\w ]{0,12} ?\d{1,4} ?[(（](?:19|20)\d\d[)）](?:号决议)?")


@dataclass(frozen=True, slots=True)
class Front:
    """form: of the document; kinds: of its first paragraphs, one each; the body follows them."""

    form: Form
    kinds: tuple[Kind, ...]


def front(main: Sequence[Paragraph], lang: str) -> Front:
    """The front matter of a document; ``main`` are its paragraphs without the footnotes.

    A numbered title or an opening line ("The General Assembly,") near the top makes a resolution
    or a decision; without either the document is prose, whose front is masthead and title.
    """
    title = _numbered_title(main)
    opening = _opening(main, title, lang)
    if opening is not None:
        kinds = _kinds_above(main[:opening], title, lang)
        return Front("resolution", (*kinds, "heading"))
    if title is not None:
        after = title + 1
        while after < len(main) and is_note(main[after].text):
            after += 1
        return Front("decision", _kinds_above(main[:after], title, lang))
    return Front("prose", _prose_kinds(main, lang))


def is_note(text: str) -> bool:
    """Whether a paragraph is a note in square brackets.

    >>> is_note("[without reference to a Main Committee (A/66/L.53)]")
    True
    """
    return text[0] in "[［〔" and text.rstrip("*").endswith(("]", "］", "〕"))


def is_opening(text: str, lang: str) -> bool:
    """Whether a paragraph names a body that acts, and stops at a comma.

    >>> is_opening("La Asamblea General,", "es"), is_opening("La Asamblea General", "es")
    (True, False)
    """
    return len(text) < 80 and text.endswith(_COMMA) and body(fold(text), lang) is not None


def _numbered_title(main: Sequence[Paragraph]) -> int | None:
    for at, paragraph in enumerate(main[:HEAD_LINES]):
        if NUMBERED_TITLE.match(ascii_digits(clean(paragraph.text[:LONGEST_FRONT]))):
            return at
        if len(paragraph.text) > LONGEST_FRONT:
            return None
    return None


def _opening(main: Sequence[Paragraph], title: int | None, lang: str) -> int | None:
    start = 0 if title is None else title + 1
    for at, paragraph in enumerate(main[start : start + HEAD_LINES], start=start):
        if is_opening(paragraph.text, lang) or (
            title is not None and at <= title + 2 and _is_other_opening(paragraph.text, lang)
        ):
            return at if at else None
        above = not paragraph.text.endswith(_STOPS) or is_masthead_line(paragraph.text, lang)
        if len(paragraph.text) > LONGEST_FRONT or not (above or is_note(paragraph.text)):
            return None
    return None


def _is_other_opening(text: str, lang: str) -> bool:
    folded = fold(text[:LONGEST_FRONT])
    return text.endswith(_COMMA) and OPENING[lang].fullmatch(folded.rstrip(" ,،，")) is not None


def _kinds_above(above: Sequence[Paragraph], title: int | None, lang: str) -> tuple[Kind, ...]:
    """Kinds of the paragraphs above the body; without a numbered title the last odd one is it."""
    kinds = [_kind_above(paragraph.text, lang) for paragraph in above]
    odd = [at for at, kind in enumerate(kinds) if kind == "heading"]
    if title is None:
        numbered = [at for at in odd if _RESOLUTION_NUMBER.fullmatch(clean(above[at].text))]
        title = (*odd, *numbered)[-1] if odd else len(above)
    for at in odd:
        kinds[at] = "masthead" if at < title else "heading"
    return tuple("title" if at == title else kind for at, kind in enumerate(kinds))


def _kind_above(text: str, lang: str) -> Kind:
    """The kind of a line of the front matter, as far as it can be told from the line alone."""
    if is_note(text):
        return "adoption"
    if is_masthead_line(text, lang):
        return "masthead"
    return "adoption" if MEETING[lang].search(fold(text)) else "heading"


def _prose_kinds(main: Sequence[Paragraph], lang: str) -> tuple[Kind, ...]:
    length = masthead_length([paragraph.text for paragraph in main[:HEAD_LINES]], lang)
    kinds: list[Kind] = ["masthead"] * length
    if length < len(main) and _is_title(main[length], main[length + 1 :]):
        kinds.append("title")
    return tuple(kinds)


def _is_title(paragraph: Paragraph, rest: Sequence[Paragraph]) -> bool:
    return bool(rest) and looks_like_title(paragraph.text)
