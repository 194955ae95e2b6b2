"""Reduce Arabic words to light stems.

From: indexer.tokens (folded words). To: the same. Not here: letter forms (indexer.folding).

Arabic writes "and", "the", "by", "for" and possessives onto the word. A light stemmer takes off
those and the commonest endings and leaves the pattern of the word alone.
Source: light10, Larkey, Ballesteros, Connell, "Light stemming for Arabic information retrieval",
2007; endings as there, prefixes longest first.
"""

from __future__ import annotations

_ARTICLES = ("وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل")
_ENDINGS = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
_SHORTEST = 2  # letters that must be left


def light_stem(word: str) -> str:
    """The word without conjunction, article and endings.

    word: folded, one word, in whatever script; only Arabic is changed.

    >>> light_stem("والقرارات"), light_stem("القرار"), light_stem("المتحده")
    ('قرار', 'قرار', 'متحد')
    """
    return _without_endings(_without_beginning(word))


def _without_beginning(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) >= len(article) + _SHORTEST:
            return word[len(article) :]
    if word.startswith("و") and len(word) > _SHORTEST + 1:
        return word[1:]
    return word


def _without_endings(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            word = word[: -len(ending)]
    return word
