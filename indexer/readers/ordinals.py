"""The numbers of the items of an ordered list, in the form that UN documents print.

From: readers.html. To: the same. Not here: reading numbers (structure.numerals).
"""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def ordinal(number: int, style: str) -> str:
    """``number`` in the style of an HTML ``type``: 1, a, A, i or I; anything else counts as 1.

    Paragraphs are "1." and their parts "(a)" and "(i)", whatever a browser puts behind them.

    >>> [ordinal(28, style) for style in "1aAiI"]
    ['28.', '(ab)', '(AB)', '(xxviii)', '(XXVIII)']
    """
    if number >= 1 and style in {"a", "A"}:
        letters = _letters(number)
    elif 1 <= number < 4000 and style in {"i", "I"}:
        letters = _roman(number)
    else:
        return f"{number}."
    return f"({letters.upper() if style.isupper() else letters})"


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    letters = ""
    for value, roman in _ROMAN:
        times, number = divmod(number, value)
        letters += roman * times
    return letters
