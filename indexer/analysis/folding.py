"""Write text in one way: case, width, accents, digits, Arabic letter forms.

From: analysis.tokens, analysis.chinese. To: the same. Not here: cutting into words, stems.

Every character is folded by itself, whatever stands around it: compatibility decomposition (NFKD),
case folding, combining marks and invisible characters away. So any stretch of a text folds to a
stretch of the folded text, and every folded character knows the place that it came from.

What goes beyond that, and why:

- ``й`` stays (the Russian stemmer needs it), ``ё`` is ``е``;
- letters without a decomposition are written out (``œ`` oe, ``ø`` o, ``ł`` l);
- all alef forms are a bare alef, ``ة`` is ``ه``, ``ى`` and ``ئ`` are ``ي``, ``ؤ`` is ``و``, since
  writers mix them; harakat and tatweel vanish;
- digits of any script are ASCII, every apostrophe is ``'``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

BREVE = "\u0306"

_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4\uff07"
_LETTERS = dict.fromkeys(_APOSTROPHES, "'") | {
    "й": "й",
    "Й": "й",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "Æ": "ae",
    "ø": "o",
    "Ø": "o",
    "ł": "l",
    "Ł": "l",
    "đ": "d",
    "Đ": "d",
    "ı": "i",
    "ٱ": "ا",
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ـ": "",
    "٫": ".",
    "٬": ",",
    "\u200b": " ",
}
_VANISHING = frozenset({"Mn", "Me", "Cf"})


class Folded(NamedTuple):
    """A folded text.

    origins: for every character of ``text`` the offset of the character it was made from; rising,
        not always strictly (``㎡`` gives two characters).
    length: of the original text.
    """

    text: str
    origins: Sequence[int]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the non-empty span ``[start, end)`` here.

        Marks that vanished belong to the character before them.
        """
        after = self.origins[end] if end < len(self.text) else self.length
        return self.origins[start], max(self.origins[end - 1] + 1, after)


class _Table(dict[int, str]):
    """What ``str.translate`` asks: code point to folded text; filled when asked.

    uneven: the characters met so far that fold to none or to several.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven = {BREVE}

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character)
        if len(folded) != 1:
            self.uneven.add(character)
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> Folded:
    """The text in its one way of writing, with the origin of every character.

    >>> fold("ÉTÉ ２٣").text
    'ete 23'
    >>> fold("A㎡b").origins
    [0, 1, 1, 2]
    """
    folded = text.translate(_TABLE)
    if _TABLE.uneven.isdisjoint(text):
        return Folded(folded, range(len(text)), len(text))
    return _fold_slowly(text)


def _fold_slowly(text: str) -> Folded:
    characters: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if character == BREVE and characters and characters[-1] == "и":
            characters[-1] = "й"  # й written as two characters
            continue
        for made in _TABLE[ord(character)]:
            characters.append(made)
            origins.append(offset)
    return Folded("".join(characters), origins, len(text))


def _fold_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    return "".join(
        _LETTERS.get(part, part)
        for part in unicodedata.normalize("NFKD", decomposed)
        if unicodedata.category(part) not in _VANISHING
    )
