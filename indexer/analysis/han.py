"""Chinese characters: what is one, and the Simplified one for each Traditional one.

From: texts, queries. To: analysis.tokens, encoders, search. Not here: words (analysis.chinese).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々]")


def is_han(character: str) -> bool:
    """Whether a character is written with strokes: an ideograph, ``〇`` or ``々``."""
    return _HAN.match(character) is not None


def simplify(text: str) -> str:
    """The text in Simplified characters, one for one.

    Each character by itself (OpenCC's t2s without its phrases), so that a part of a text becomes
    the same as in the whole, and offsets stay.

    >>> simplify("聯合國大會回顧")
    '联合国大会回顾'
    """
    return text.translate(_SIMPLIFIED) if _HAN.search(text) else text


class _Simplified(dict[int, str]):
    """What ``str.translate`` asks: code point to Simplified character; filled when asked."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        simplified = _converter()(character) if is_han(character) else character
        self[code] = simplified if len(simplified) == 1 else character
        return self[code]


_SIMPLIFIED = _Simplified()


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 (30 ms that other languages need not pay)

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert
