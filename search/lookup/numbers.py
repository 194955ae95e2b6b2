"""Where the numbers, dates and symbols of one version stand in another.

A number is the same number whether it is printed in digits of any script or written out, and a date
whatever the order of its parts and the name of its month.

From: lookup.answers. To: the same. Not here: words (alignment.lexicon.equivalents).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.analysis.folding import fold
from indexer.document import Span
from indexer.structure.numerals import integer, ordinal
from search.lookup.pieces import DATE, SYMBOL, Piece, is_placeable, pieces

_DIGITS = re.compile(r"\d+")
_CHINESE_MONTH = re.compile(r"\d+月")
_BETWEEN = re.compile(r"[.,_ ](?=\d{3}(?!\d))")  # thousands

Value = tuple[str, object]


def same_numbers(
    texts: dict[str, str], lang: str, spans: Iterable[Span]
) -> tuple[dict[str, list[Span]], list[Span]]:
    """For each other language where the numbers in the spans of one text stand, and what is left.

    texts: ``{lang: text}`` of a unit. spans: of ``texts[lang]``.
    Returns ``{lang: rising spans}``, and the spans of the words, which are no numbers.

    >>> texts = {"en": "at its seventy-third session", "zh": "第七十三届会议"}
    >>> same_numbers(texts, "en", [(3, 20)])
    ({'zh': [(1, 4)]}, [(3, 6)])
    """
    values: set[Value] = set()
    words: list[Span] = []
    asked = list(spans)
    for piece in pieces(texts[lang], lang):
        if not any(start < piece.end and piece.start < end for start, end in asked):
            continue
        if is_placeable(piece.text):
            values.add(_value(piece, texts[lang], lang))
        else:
            words.append((piece.start, piece.end))
    others = {code: text for code, text in texts.items() if code != lang} if values else {}
    found = {
        code: [
            (piece.start, piece.end)
            for piece in pieces(text, code)
            if is_placeable(piece.text) and _value(piece, text, code) in values
        ]
        for code, text in others.items()
    }
    return {code: places for code, places in found.items() if places}, words


def _value(piece: Piece, text: str, lang: str) -> Value:
    """What a number, date or symbol comes to in any language."""
    sort, name = piece.text[0], piece.text[1:]
    if sort == SYMBOL:
        return sort, name
    if sort == DATE:
        digits = _DIGITS.findall(_CHINESE_MONTH.sub("", name))
        return sort, frozenset(map(int, digits))
    printed = text[piece.start : piece.end]
    plain = _BETWEEN.sub("", fold(printed).text)
    number = integer(plain)
    if number is None:
        number = ordinal(f"第{printed}" if lang == "zh" else printed, lang)
    return sort, name if number is None else number
