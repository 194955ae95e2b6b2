"""A text as what a match is counted in: words, and each number, date and symbol as one piece.

A piece is a word (in Chinese a character), folded as for search, so that case, accents, harakat,
width and Traditional characters make no difference; marks are none. A number, also one written out
("seventy-third"), a date and a symbol are one piece each, as CAT tools count them: *placeables*.
Masked, they all look the same but for their sort. A piece's first character says its sort.

From: texts, placeables.txt. To: all of search.lookup. Not here: comparing, stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from indexer.analysis.folding import fold
from indexer.analysis.han import simplify
from indexer.languages import LANGUAGES

NUMBER, SYMBOL, DATE = "#", "/", "@"
PLACEABLES = (NUMBER, SYMBOL, DATE)

_REMEMBERED = 2**16  # stretches between white space; running text repeats itself
_GLUE = "_"  # joins what is one piece; no word holds it
_SLASHED = r"[a-z0-9]+(?:\.[a-z0-9]+)*(?:/[a-z0-9]+(?:\.[a-z0-9]+)*)+"
_PART = re.compile(rf"(?P<slashed>{_SLASHED})|\d+(?:[.,]\d+)+|[^\W_]+")
_ASCII_PART = re.compile("[a-z0-9]+")
_AROUND = '.,;:!?()[]"“”«»،؛؟'  # marks that no piece holds at its edge
_STRETCH = re.compile(r"\S+")
_GROUPS = re.compile(r"(?<!\S)#\d{1,3}(?: #\d{3})+(?!\S)")  # 60 000

_HAN = "〇々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NUMERALS = "[〇零一二两三四五六七八九十百千万亿]"
_CHINESE = re.compile(
    rf"(?:\d{{4}} ?年 ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?|\d{{1,2}} ?月 ?\d{{1,2}} ?日"
    rf"|[〇零一二三四五六七八九]{{4}}年[一二三四五六七八九十]{{1,2}}月(?:{_NUMERALS}{{1,3}}日)?)"
    rf"|{_SLASHED}|\d+(?:[.,]\d+)*|{_NUMERALS}{{2,}}|(?<=第){_NUMERALS}|[{_HAN}]|[^\W_{_HAN}]+"
)


class Piece(NamedTuple):
    """A piece and the half-open code-point span of the text that it stands for."""

    text: str
    start: int
    end: int


def pieces(text: str, lang: str) -> list[Piece]:
    """The pieces of a text, in order; [] for a text without letters and digits.

    >>> [piece.text for piece in pieces("Recalling its resolution 60/288 of 8 May 2006,", "en")]
    ['recalling', 'its', 'resolution', '/60/288', 'of', '@8_may_2006']
    >>> [piece.text for piece in pieces("第七十三届会议", "zh")]
    ['第', '#七十三', '届', '会', '议']
    """
    if lang == "zh":
        return list(_chinese(text))
    found = [
        Piece(name, stretch.start() + start, stretch.start() + end)
        for stretch in _STRETCH.finditer(text)
        for name, start, end in _spans(stretch[0])
    ]
    joined, at = [], 0
    for name in _glued([piece.text for piece in found], lang):
        size = name.count(_GLUE) + 1
        joined.append(Piece(name, found[at].start, found[at + size - 1].end))
        at += size
    return joined


def names(text: str, lang: str) -> list[str]:
    """The texts of :func:`pieces`, faster.

    >>> names("soixante-treizième session", "fr")
    ['#soixante_treizieme', 'session']
    """
    if lang == "zh":
        found = _CHINESE.findall(simplify(fold(text).text))
        return list(chain.from_iterable(map(_chinese_names, found)))
    stretches = [stretch.strip(_AROUND) for stretch in text.split()]
    return _glued(list(chain.from_iterable(map(_names, stretches))), lang)


def is_placeable(name: str) -> bool:
    """Whether a piece is a number, a date or a symbol.

    >>> is_placeable("#71"), is_placeable("session")
    (True, False)
    """
    return name[0] in PLACEABLES


def masked(name: str) -> str:
    """What a piece looks like with numbers, dates and symbols masked.

    >>> masked("/71/901"), masked("session")
    ('/', 'session')
    """
    return name[0] if name[0] in PLACEABLES else name


def _chinese(text: str) -> Iterator[Piece]:
    folded = fold(text)
    for match in _CHINESE.finditer(simplify(folded.text)):
        for name, start, end in _chinese_parts(match[0]):
            span = folded.span(match.start() + start, match.start() + end)
            yield Piece(name, *span)


@lru_cache(_REMEMBERED)
def _chinese_parts(text: str) -> tuple[Piece, ...]:
    """One match of ``_CHINESE`` as pieces, spans counted from its start."""
    if "/" in text:
        return tuple(_slashed(text, 0))
    if "年" in text[1:] or "月" in text[1:]:
        return (Piece(DATE + text.replace(" ", ""), 0, len(text)),)
    is_number = _has_digit(text) or (len(text) > 1 and text[0] in _NUMERALS)
    return (Piece(NUMBER + text if is_number else text, 0, len(text)),)


@lru_cache(_REMEMBERED)
def _chinese_names(text: str) -> tuple[str, ...]:
    return tuple(piece.text for piece in _chinese_parts(text))


@lru_cache(_REMEMBERED)
def _spans(stretch: str) -> tuple[Piece, ...]:
    """What stands in a stretch without white space, before anything is joined."""
    folded = fold(stretch)
    found: list[Piece] = []
    for match in _PART.finditer(folded.text):
        if match.lastgroup:
            found += _slashed(match[0], match.start())
        else:
            found.append(Piece(_marked(match[0]), match.start(), match.end()))
    return tuple(Piece(name, *folded.span(start, end)) for name, start, end in found)


@lru_cache(_REMEMBERED)
def _names(stretch: str) -> tuple[str, ...]:
    if stretch.isascii() and stretch.isalpha():
        return (stretch.lower(),)
    return tuple(piece.text for piece in _spans(stretch))


def _slashed(text: str, offset: int) -> list[Piece]:
    """A symbol as one, words that only share a slash as words."""
    if _has_digit(text):
        return [Piece(SYMBOL + text, offset, offset + len(text))]
    return [
        Piece(part[0], offset + part.start(), offset + part.end())
        for part in _ASCII_PART.finditer(text)
    ]


def _marked(word: str) -> str:
    return NUMBER + word if _has_digit(word) else word


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _glued(found: list[str], lang: str) -> list[str]:
    """With dates, numbers written out, and thousands after a space, each as one piece."""
    words = _Words.of(lang)
    runs = []
    if not words.telling.isdisjoint(found):
        runs = [words.date, words.number]
    line = " ".join(found)
    if NUMBER in line:
        runs.append(_GROUPS)
    if not runs:
        return found
    for run in runs:
        line = run.sub(_glue, line)
    return line.split(" ") if line else []


def _glue(match: re.Match[str]) -> str:
    text = match[0]
    sort = DATE if match.lastgroup == "date" else NUMBER
    return sort + text.replace("#", "").replace(" ", _GLUE)


class _Words(NamedTuple):
    """The patterns of a language, for pieces joined by spaces. telling: words that begin one."""

    telling: frozenset[str]
    date: re.Pattern[str]
    number: re.Pattern[str]

    @staticmethod
    @cache
    def of(lang: str) -> _Words:
        lists = _lists(lang)
        numbers = [
            word.removesuffix("-") + ending
            for word in lists["number"]
            for ending in (lists["ending"] if word.endswith("-") else [""])
        ]
        month = _one_of(lists["month"])
        within = f"(?:{_one_of(lists['within'])} )?"
        after = f"(?: {_one_of(lists['after'])})?"
        day, year = r"#\d{1,2}(?:er|st|nd|rd|th)?", r"#\d{4}"
        month = f"{month}(?: {month})?"
        date = (
            f"{day} {within}{month}(?: {within}{year}{after})?"
            f"|{month} {day}(?: {year})?|{month} {within}{year}{after}"
        )
        first, more = _one_of(numbers), _one_of([*numbers, *lists["further"]])
        between = f"(?:{_one_of(lists['and'])} )?"
        return _Words(
            frozenset([*numbers, *(name.split()[0] for name in lists["month"])]),
            re.compile(rf"(?<!\S)(?P<date>{date})(?!\S)"),
            re.compile(rf"(?<!\S){first}(?: {between}{more})*(?!\S)"),
        )


def _one_of(words: list[str]) -> str:
    """A pattern for one of the words; for none of them, one that matches nothing."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})" if words else "(?!)"


@cache
def _lists(lang: str) -> dict[str, list[str]]:
    """The lists of a language in placeables.txt, folded; [] for one that it does not have."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(sorted(LANGUAGES))}")
    known = ("month", "within", "after", "number", "ending", "further", "and")
    found: dict[str, list[str]] = {name: [] for name in known}
    text = files("search.lookup").joinpath("placeables.txt").read_text("utf-8")
    for line in text.splitlines():
        head, _, words = line.partition(": ")
        if head.startswith(f"{lang} "):
            found[head.removeprefix(f"{lang} ")] = [fold(one).text for one in words.split(", ")]
    return found
