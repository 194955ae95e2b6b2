"""Text as XML can hold it.

XML has no way to write most control characters, not even as ``&#12;``; form feeds occur inside UN
text. How a character that cannot be written is stood for, each format says itself.

From: texts. To: the writers of TMX and XLIFF.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# All that is no Char of XML 1.0.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARKUP = re.compile("[&<>\r]")
_MARKUP_OR_SPACE = re.compile('[&<>"\r\n\t]')
_NAMES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def content(text: str, stand_in: Callable[[int], str] = lambda _: "\ufffd") -> str:
    r"""Text as the content of an element; it is read back exactly.

    stand_in: markup for a code point that XML cannot hold.

    >>> content("R&D: 1 < 2"), content("a\x0cb", lambda code: f'<cp hex="{code:04X}"/>')
    ('R&amp;D: 1 &lt; 2', 'a<cp hex="000C"/>b')
    """
    escaped = _MARKUP.sub(_reference, text)
    return UNWRITABLE.sub(lambda found: stand_in(ord(found[0])), escaped)


def attribute(text: str) -> str:
    """Text as the value of an attribute in double quotes; what XML cannot hold is U+FFFD."""
    return UNWRITABLE.sub("\ufffd", _MARKUP_OR_SPACE.sub(_reference, text))


def _reference(found: re.Match[str]) -> str:
    character = found[0]
    return _NAMES.get(character) or f"&#{ord(character)};"
