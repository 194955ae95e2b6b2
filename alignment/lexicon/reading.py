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
    """For each token of a text whether it stands by itself, not inside a longer one.

    >>> whole_words([Token("大会", 3, 5), Token("联合国大会", 0, 5), Token("上", 5, 6)])
    [False, True, True]
    """
    whole, end = [False] * len(found), -1
    for place in sorted(range(len(found)), key=lambda at: (found[at].start, -found[at].end)):
        if found[place].start >= end:
            whole[place], end = True, found[place].end
    return whole


def pieces(text: str, lang: str, knows: Callable[[str], bool]) -> list[Token]:
    """Terms that stand side by side, none inside another: what is linked word by word.

    A symbol is one piece. A long Chinese word is cut into parts that the lexicon ``knows`` where
    such parts make it up.

    >>> known = {"联合国", "大会"}.__contains__
    >>> [piece.text for piece in pieces("联合国大会第 66/282 号决议", "zh", known)]
    ['联合国', '大会', '第', '66/282', '号', '决议']
    """
    found = tokens(text, lang)
    whole = [token for token, is_whole in zip(found, whole_words(found), strict=True) if is_whole]
    if lang != "zh":
        return whole
    parts = [token for token in found if knows(token.text)]
    return [piece for token in whole for piece in _tiling(token, parts)]


def _tiling(whole: Token, parts: Sequence[Token]) -> list[Token]:
    """Parts that lie end to end and make up the whole, as few as can be; else the whole."""
    if is_number(whole.text):
        return [whole]
    best: dict[int, list[Token]] = {whole.start: []}
    inside = sorted(
        {part for part in parts if whole.start <= part.start and part.end <= whole.end} - {whole},
        key=lambda part: (part.start, part.end),
    )
    for part in inside:
        before = best.get(part.start)
        if before is not None and len(before) + 1 < len(best.get(part.end, inside)) + 1:
            best[part.end] = [*before, part]
    return best.get(whole.end) or [whole]
