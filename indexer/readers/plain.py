r"""Plain text: line ends, and ``**emphasis**`` where it is balanced.

From: readers.read. To: readers.read. Not here: paragraphs, numbers, footnotes (structure.blocks).

>>> read_plain("3. **Notes**\r\nthe report").mends[0]
Mend(start=3, end=5, replacement='')
"""

from __future__ import annotations

import re

from indexer.document import Mend
from indexer.readers.emphasis import paired, runs
from indexer.readers.page import Page, joined

_DOUBLE = re.compile(r"(?<!\*)\*\*(?!\*)")
_RETURN = re.compile(r"\r\n?")


def read_plain(text: str) -> Page:
    """How plain text reads; see ``indexer.readers.page.Page``."""
    marks, emphasis = paired(text, runs(text, _DOUBLE))
    return Page(joined([*line_ends(text), *marks]), tuple(emphasis))


def line_ends(text: str) -> list[Mend]:
    """Mends that make every line end a line feed."""
    return [Mend(*found.span(), "\n") for found in _RETURN.finditer(text)]
