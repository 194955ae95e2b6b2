"""Sentences of running prose: ICU's boundaries, less those after abbreviations and the like.

Two sentences joined do less harm than one torn apart, so whatever speaks against a boundary wins.
The abbreviations are plain text files, ``indexer/data/abbreviations.<lang>.txt``.
From: the text of a paragraph as it reads. To: the segmenter. Not here: paragraphs, numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from indexer.document import Span

LONGEST_LOOK_BACK = 1000  # code points, so that a text without sentences costs no more than others
LONGEST_MARK = 10  # code points
LONGEST_PARENTHESIS = 400  # code points; a bracket still open after that was never closed

_TERMINATOR = re.compile(r"[.!?…。！？．؟۔｡][^\w]*\w")
_BREAKS_TO_SPACES = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x85\u2028\u2029", " "))
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_LAST_WORD = re.compile(r"([^\s(\[«“\"'’/]+)\.[)\]»”\"]*$")
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]{1,2})+")  # "S.A", "H.E", "т.е"
_OPENING_MARKS = "《〈「『“‘«([（［【"
_OPENERS, _CLOSERS = "([（［【", ")]）］】"


@dataclass(frozen=True, slots=True)
class _Abbreviations:
    """never: a stop after these ends no sentence. seldom: only one before a capital does."""

    never: frozenset[str]
    seldom: frozenset[str]


def sentences(text: str, lang: str) -> list[Span]:
    """Spans of the sentences of one paragraph, without the space between them.

    A line feed is a space here. Empty or blank text gives no span.

    >>> sentences("See art. 5, par. 3. It applies.", "en")
    [(0, 19), (20, 31)]
    """
    spans: list[Span] = []
    held: int | None = None
    for start, end in _boundaries(text, lang):
        first = start if held is None else held
        if end < len(text) and _is_vetoed(text, first, end, lang):
            held = first
            continue
        held = None
        spans += _trimmed(text, first, end)
    if held is not None:
        spans += _trimmed(text, held, len(text))
    return spans


def _boundaries(text: str, lang: str) -> list[Span]:
    """What ICU says; it counts in UTF-16, so characters beyond the first plane are replaced."""
    if not _TERMINATOR.search(text):
        return [(0, len(text))]
    from icu4py.breakers import SentenceBreaker  # noqa: PLC0415 (needed by prose only)

    plain = _BEYOND_BMP.sub("\u4e00", text.translate(_BREAKS_TO_SPACES))
    ends = [_before_openers(text, end) for _, end in SentenceBreaker(plain, lang).segments()]
    return list(pairwise((0, *ends)))


def _before_openers(text: str, end: int) -> int:
    """The boundary moved before an opening mark, which ICU takes for a closing one."""
    while 1 < end < len(text) and (
        text[end - 1] in _OPENING_MARKS
        or (
            text[end - 1] == '"'
            and text[end].isalnum()
            and text.count('"', max(0, end - LONGEST_LOOK_BACK), end) % 2
        )
    ):
        end -= 1
    return end


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    piece = text[start:end]
    first = start + len(piece) - len(piece.lstrip())
    last = start + len(piece.rstrip())
    return [(first, last)] if first < last else []


def _is_vetoed(text: str, start: int, end: int, lang: str) -> bool:
    """Whether the boundary at ``end`` of what started at ``start`` is none."""
    left = text[max(start, end - LONGEST_LOOK_BACK) : end].rstrip()
    right = text[end : end + 40].lstrip()
    return (
        not right
        or right[0].islower()
        or right[0] in ",;:،؛，；：)]）»”’>"
        or _is_mark(left)
        or _ends_in_abbreviation(left, right, lang)
        or (_is_uncased(right[0]) and _ends_in_aside(left))
        or _is_open(left, text[end : end + LONGEST_PARENTHESIS])
    )


def _is_mark(left: str) -> bool:
    """Whether all there is so far is a number, as of a section ("IV.", "12.", "66/282.")."""
    if len(left) > LONGEST_MARK or " " in left:
        return False
    ends_sentence = left.endswith(("!", "?", "。", "！", "？", "؟"))
    return not ends_sentence and (len(left) == 2 or not left[:-1].islower())


def _ends_in_abbreviation(left: str, right: str, lang: str) -> bool:
    found = _LAST_WORD.search(left[-40:])
    if found is None:
        return False
    word = found.group(1)
    if len(word) == 1 and word.isalpha() and lang != "zh":
        return word.isupper() or lang == "ar" or word.lower() in _abbreviations(lang).never
    known = _abbreviations(lang)
    lower = word.lower()
    if lower in known.seldom:
        return not right[0].isalpha() or right[0].islower()
    bare = lower.rsplit("-", 1)[-1]
    return not known.never.isdisjoint((lower, bare)) or _INITIALS.fullmatch(word) is not None


def _is_uncased(char: str) -> bool:
    return char.isalpha() and char.lower() == char.upper()


def _ends_in_aside(left: str) -> bool:
    """Whether it ends with a bracket that was opened after its start; case does not tell here."""
    if left[-1] not in _CLOSERS:
        return False
    depth = 0
    for at in range(len(left) - 1, 0, -1):
        depth += (left[at] in _CLOSERS) - (left[at] in _OPENERS)
        if depth == 0:
            return True
    return False


def _is_open(left: str, right: str) -> bool:
    """Whether a bracket opened lately on the left is closed on the right."""
    recent = left[-LONGEST_PARENTHESIS:]
    depth = 0
    for char in reversed(recent):
        if char in _CLOSERS:
            depth += 1
        elif char in _OPENERS:
            depth -= 1
            if depth < 0:
                return any(closer in right for closer in _CLOSERS)
    return False


@cache
def _abbreviations(lang: str) -> _Abbreviations:
    """One a line, without the last stop; ``~`` before those that may also end a sentence."""
    source = files("indexer").joinpath("data", f"abbreviations.{lang}.txt")
    lines = [
        line.partition("#")[0].strip().lower() for line in source.read_text("utf-8").split("\n")
    ]
    seldom = frozenset(line[1:].strip() for line in lines if line.startswith("~"))
    return _Abbreviations(frozenset(line for line in lines if line) - seldom, seldom)
