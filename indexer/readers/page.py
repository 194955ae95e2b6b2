"""What markup comes to: the nouns that the readers of single documents share.

From: readers.plain, readers.markdown, readers.html. To: readers.read. Not here: any parsing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from indexer.document import Heading, Mend, Span

_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True, slots=True)
class Page:
    """How a raw text reads, and what its markup states; see ``indexer.document.Version``.

    stated: of ``lang``, ``symbol``, ``title``, ``date``, ``caption`` (what a browser shows above a
        page, often less exact than a title) those that the markup gives, as written.
    """

    mends: tuple[Mend, ...] = ()
    emphasis: tuple[Span, ...] = ()
    headings: tuple[Heading, ...] = ()
    stated: dict[str, str] = field(default_factory=dict)


def superscript(text: str) -> str:
    """Digits of any script raised, the rest as it is.

    >>> superscript("12"), superscript("١"), superscript("er")
    ('¹²', '¹', 'er')
    """
    return "".join(
        _SUPERSCRIPTS[unicodedata.digit(letter)] if letter.isdecimal() else letter
        for letter in text
    )


def joined(mends: Iterable[Mend]) -> tuple[Mend, ...]:
    """Mends of several passes in rising order; one that overlaps an earlier one is left out."""
    kept: list[Mend] = []
    for mend in sorted(mends, key=lambda mend: (mend.start, -mend.end)):
        if mend.end > mend.start and (not kept or mend.start >= kept[-1].end):
            kept.append(mend)
    return tuple(kept)
