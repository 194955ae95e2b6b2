"""The words of a text that a lexicon learns from and knows.

From: texts of units. To: lexicon.part, lexicon.equivalents. Not here: how text becomes terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.analysis.tokens import Token, terms, tokens


def is_number(term: str) -> bool:
    """Whether a term holds a digit: numbers and symbols are their own translations.

    >>> is_number("66/282"), is_number("act")
    (True, False)
    """
    return any(map(str.isdigit, term))


def words(text: str, lang: str, knows: Callable[[str], bool]) -> list[str]:
    """The terms of a text without numbers, and without shreds of Chinese words.

    A term that stands inside a longer Chinese word counts only if the lexicon ``knows`` it.

    >>> words("Resolution 60/288 on acts", "en", lambda term: False)
    ['resolut', 'on', 'act']
    >>> words("联合国大会", "zh", {"大会"}.__contains__)
    ['大会', '联合国大会']
    """
    if lang != "zh":
        return [term for term in terms(text, lang) if not is_number(term)]
    found = tokens(text, "zh")
    return [
        token.text
        for token, is_whole in zip(found, whole_words(found), strict=True)
        if (is_whole or knows(token.text)) and not is_number(token.text)
    ]


def whole_words(found: Sequence[Token]) -> list[bool]:
    """For each token of a Chinese text whether it stands by itself, not inside a longer word.

    found: in the order of the stream, where the parts of a word come before it.
    """
    whole, before = [False] * len(found), len(found) and found[-1].end + 1
    for place in range(len(found) - 1, -1, -1):
        if found[place].end <= before:
            whole[place], before = True, found[place].start
    return whole
