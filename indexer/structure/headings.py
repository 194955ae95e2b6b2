"""Which paragraphs are headings, where the source does not say so.

From: paragraphs and their marks. To: structure. Not here: titles, openings and annexes.
"""

from __future__ import annotations

import re

from indexer.structure.markers import Marker
from indexer.structure.numerals import fold

LONGEST_HEADING = 110  # code points
MOST_WORDS = 14

_STOPS = tuple(".;:!?,…。；：！？，、؛؟،")
_CLOSING_MARKS = "”’»\"')]）］〉》」』*¹²³⁴⁵⁶⁷⁸⁹⁰ "

# A division's name with its number: "Article 3", "Section 2 – Scope.", "第一条", "المادة 4".
_DIVISION = re.compile(
    fold(
        r"(?:article|articulo|section|seccion|chapter|chapitre|capitulo|part|partie|parte|titre"
        r"|titulo|статья|раздел|глава|часть|المادة|القسم|الفصل|الجزء|الباب)"
        r" (?:\d{1,3}|[ivxl]{1,6}|premiere?|первая)\b.{0,90}"
        r"|第 ?(?:\d{1,3}|[一二三四五六七八九十百]{1,5}) ?[条章节编部](?: ?.{0,40})"
    )
)


def is_heading(text: str, marker: Marker | None, before: str, after: str) -> bool:
    """Whether a paragraph looks like a heading.

    A heading is short, ends without a stop, stands after a finished paragraph and before another.
    marker: of the paragraph. before, after: the texts of its neighbours; ``before`` is empty if
    that is no paragraph that could go on, ``after`` if there is none.

    >>> is_heading("I. Introduction", None, "", "1. The report"), is_heading("and", None, ",", "a")
    (True, False)
    """
    if not after or len(text) > LONGEST_HEADING:
        return False
    if marker is None and _DIVISION.fullmatch(fold(text)):
        return not text.endswith((";", "；", ",", "，", "،"))
    words = text[marker.length :] if marker else text
    if words.rstrip(_CLOSING_MARKS).endswith(_STOPS) or len(words.split()) > MOST_WORDS:
        return False
    if marker and marker.is_item:
        return False
    if marker and marker.kind == "number":
        return _ends_with_stop(after)
    starts_low = words[0].islower() and words[0].isalpha()
    return not starts_low and (not before or _ends_with_stop(before))


def _ends_with_stop(text: str) -> bool:
    return text.rstrip(_CLOSING_MARKS).endswith(_STOPS)
