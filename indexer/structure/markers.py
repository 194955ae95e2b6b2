"""Marks that open a paragraph: numbers, letters, Roman and Chinese numerals, bullets, footnotes.

From: the text of a paragraph. To: paragraphs (a marked line starts a new one), structure.
Not here: whether a mark is what it looks like, which depends on its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from indexer.structure.numerals import ascii_digits, label, roman

MarkerKind = Literal["number", "section", "letter", "roman", "digit", "bullet"]

_HAN = "一二三四五六七八九十"
_MARKS = "[\u200e\u200f\u202a-\u202e\ufeff]*"
_SPACE = r"[\s\u200e\u200f]*"
_ADVERBS = "أولا|ثانيا|ثالثا|رابعا|خامسا|سادسا|سابعا|ثامنا|تاسعا|عاشرا|حادي عشر|ثاني عشر|ثالث عشر"
_LETTER_NAMES = "ألف|باء|جيم|دال|هاء|واو|زاي|حاء|طاء|ياء|كاف|لام"

# The number of a paragraph: "12.", "١٢ -", "１２、"; never the start of "1.5" or of "2012. ".
_NUMBER = re.compile(rf"{_MARKS}(\d{{1,3}}){_SPACE}(?:[.．](?!\d)|[-–—](?=\s)|、){_SPACE}(?=\S)")

# The number of a section: "IV. ", "B. ", "一、", "أولا -", "ألف -".
_SECTION = re.compile(
    rf"{_MARKS}(?:([IVXL]{{1,6}}|[A-Z]|[А-Я])\.\s+|([{_HAN}]{{1,3}})[、.．]\s*"
    rf"|((?:{_ADVERBS})\u064b?|{_LETTER_NAMES}){_SPACE}[-–—]{_SPACE})(?=\S)"
)

# An item of a list: "(a)", "a)", "（一）", "㈠", "(iv)", "(أ)", "'١'".
_ITEM = re.compile(
    rf"{_MARKS}([(（]\s?(?:[a-z]{{1,5}}|[а-яё]{{1,2}}|[ء-ي]ـ?|\d{{1,3}}|[{_HAN}]{{1,3}})\s?[)）]"
    rf"|(?:[a-z]{{1,5}}|[а-яё]{{1,2}}|[ء-ي]ـ?|\d{{1,3}})\)"
    rf"|[㈠-㈩]|['‘’]\d{{1,2}}['‘’]){_SPACE}(?=\S)"
)
_BULLET = re.compile(r"([•▪◦‣●○■–—-])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Marker:
    """printed: the mark as ``Clause.number`` keeps it; length: of all that comes before the text.

    ``number`` opens a numbered paragraph, ``section`` a heading, the others items of a list.
    """

    kind: MarkerKind
    printed: str | None
    length: int

    @property
    def is_item(self) -> bool:
        """Whether the mark is one of a list."""
        return self.kind not in ("number", "section")


def item_marker(text: str) -> Marker | None:
    """The mark at the start of a paragraph, bullets apart, or None.

    >>> item_marker("13. Stresses"), item_marker("2014. The year") is None
    (Marker(kind='number', printed='13', length=4), True)
    """
    if found := _NUMBER.match(text):
        return Marker("number", found.group(1), found.end())
    if found := _SECTION.match(text):
        return Marker("section", found.group(found.lastindex or 1), found.end())
    if found := _ITEM.match(text):
        return _item(found.group(1), found.end())
    return None


def bullet(text: str) -> Marker | None:
    """A bullet or dash at the start of a paragraph, or None.

    >>> bullet("• Water")
    Marker(kind='bullet', printed=None, length=2)
    """
    found = _BULLET.match(text)
    return Marker("bullet", None, found.end()) if found else None


def _item(printed: str, length: int) -> Marker | None:
    plain = label(printed)
    if ascii_digits(plain).isdecimal():
        return Marker("digit", printed, length)
    if re.search(f"[{_HAN}㈠-㈩]", printed):
        return Marker("roman", printed, length)
    if len(plain) == 1 or (plain == plain[0] * 2 and roman(plain) is None):
        return Marker("letter", printed, length)
    return Marker("roman", printed, length) if roman(plain) else None


def may_be_roman(marker: Marker) -> bool:
    """Whether a one-letter item may as well be a Roman numeral: (i), (v), (x).

    >>> may_be_roman(Marker("letter", "(i)", 4)), may_be_roman(Marker("letter", "(b)", 4))
    (True, False)
    """
    printed = (marker.printed or "").strip("() ")
    return marker.kind == "letter" and printed in "ivxlcdm"
