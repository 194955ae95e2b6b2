"""One word or phrase in one language: the terms that stand for it in the index.

From: search.planner. To: the same. Not here: which languages, and how words come together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache, wraps
from importlib.resources import files
from typing import TypeVar

from indexer.analysis.han import is_han
from indexer.analysis.tokens import BIGRAMS, bigram_phrase, prefix_term, terms
from indexer.languages import LANGUAGES
from search.plan import (
    Boost,
    Every,
    Known,
    Nothing,
    Sequence,
    Start,
    Step,
    Term,
    Within,
    best,
    total,
)
from search.query import Near, Prefix, Symbol, Text, Word

# A symbol in full says more than its session and number, which other organs use too.
WHOLE_SYMBOL = 2.0
# A Chinese run as typed says more than the words a segmenter saw in it.
WHOLE_RUN = 2.0
WORDS_KEPT = 4_096  # with what stands for them: queries share most of their words
LONGEST_KEPT = 40  # code points; a Chinese sentence hardly comes again
MAX_RUN = 64  # terms; a longer run will not occur again as a whole
# Clauses of the document that a symbol names come after those that mention it.
OWN_SYMBOL = 0.5

X = TypeVar("X")
R = TypeVar("R")
OfWord = Callable[[Word | Prefix, X], R]


def _remembered(look_up: OfWord[X, R]) -> OfWord[X, R]:
    """The same, with a memory for short words."""
    known = lru_cache(WORDS_KEPT)(look_up)

    @wraps(look_up)
    def asked(word: Word | Prefix, other: X, /) -> R:
        return look_up(word, other) if len(word.text) > LONGEST_KEPT else known(word, other)

    return asked


def exact(text: Text, lang: str) -> Step:
    """One piece of text in one language, as typed."""
    if isinstance(text, Near):
        return _near(text, lang)
    if isinstance(text, Prefix):
        return _start(text.text, lang)
    if lang == "zh" and holds_han(text.text):
        return substring(text.text)
    found = terms(text.text, lang)
    if isinstance(text, Word) and is_symbol(found):
        return _symbol(found, lang)
    return _sequence(lang, found)


@_remembered
def loose(word: Word | Prefix, lang: str) -> Step:
    """One bare word in one language: its terms, each for itself."""
    if isinstance(word, Prefix):
        return _start(word.text, lang)
    found = terms(word.text, lang)
    if is_symbol(found):
        return _symbol(found, lang)
    if lang == "zh" and holds_han(word.text):
        return _chinese(word.text, found)
    return total([Term(lang, term) for term in dict.fromkeys(found)])


def _chinese(text: str, words: list[str]) -> Step:
    """A run of Chinese: its words, each as a segmenter's word or as a substring, and the whole."""
    run = substring(text)
    if len(words) < 2:
        return best([*(Term("zh", word) for word in words), run])
    telling = [word for word in dict.fromkeys(words) if word not in stop_words("zh")]
    each = [_chinese_word(word) for word in telling or words]
    if not isinstance(run, Sequence) or len(run.terms) <= MAX_RUN:
        each.append(Boost(run, WHOLE_RUN))
    return total(each)


def _chinese_word(word: str) -> Step:
    """A word of several characters is also looked for where the segmenter cut otherwise."""
    if len(word) == 1 or word.isascii():
        return Term("zh", word)
    return best([Term("zh", word), substring(word)])


def holds_han(text: str) -> bool:
    """Whether there is a Chinese character in the text."""
    return any(map(is_han, text))


def substring(text: str) -> Step:
    """A text as it stands anywhere in a Chinese text, also inside of words."""
    run = bigram_phrase(text)
    if run.terms and run.prefix:
        return Sequence(BIGRAMS, run.terms, run.prefix)
    return Start(BIGRAMS, run.prefix) if run.prefix else _sequence(BIGRAMS, [*run.terms])


def _sequence(field: str, found: list[str]) -> Step:
    if len(found) > 1:
        return Sequence(field, tuple(found))
    return Term(field, found[0]) if found else Nothing()


def _start(text: str, lang: str) -> Step:
    if lang == "zh":
        return substring(text)
    start = prefix_term(text, lang)
    return Start(lang, start) if start else Nothing()


def _near(near: Near, lang: str) -> Step:
    """All the words, scored each for itself, and each two of them close together.

    A word of several terms (a symbol, a Chinese compound) stands there as its longest one.
    """
    found = [max(terms(word, lang), key=len, default="") for word in near.words]
    if not all(found):
        return Nothing()
    scored: list[Step] = [Term(lang, term) for term in dict.fromkeys(found)]
    close: list[Step] = [
        Within(lang, left, right, near.distance) if left != right else Sequence(lang, (left, right))
        for place, left in enumerate(found)
        for right in found[place + 1 :]
    ]
    return Every((*scored, *close))


def is_symbol(found: list[str]) -> bool:
    """Whether the terms of a word are those of a UN symbol: the whole, then its parts.

    >>> is_symbol(["a/res/60/288", "a", "res", "60", "288"]), is_symbol(["and/or"])
    (True, False)
    """
    return len(found) > 2 and "/" in found[0] and found[0].split("/")[-1] == found[-1]


def _symbol(found: list[str], lang: str) -> Step:
    """A symbol in full, or its session and number: A/RES/60/288 is also "resolution 60/288"."""
    whole = Term(lang, found[0])
    session, number = found[-2:]
    if not (session.isdigit() and number.isdigit()):
        return whole
    return best([Boost(whole, WHOLE_SYMBOL), Sequence(lang, (session, number))])


def own_document(word: Text) -> list[Step]:
    """The clauses of the document itself, where a word is the symbol of one."""
    found = terms(word.text, "en") if isinstance(word, Word) else []
    if isinstance(word, Word) and is_symbol(found) and not found[0][0].isdigit():
        symbol = found[0].upper()
        # The Security Council's have the year behind: S/RES/2198 (2015).
        return [Known(Symbol((symbol, f"{symbol} (*")), OWN_SYMBOL)]
    return []


@_remembered
def is_stop_word(word: Word | Prefix, langs: tuple[str, ...]) -> bool:
    """Whether the word says nothing in one of the languages that it may be of."""
    if isinstance(word, Prefix) or len(langs) == len(LANGUAGES):
        return False
    return any(all(term in stop_words(lang) for term in terms(word.text, lang)) for lang in langs)


@cache
def stop_words(lang: str) -> frozenset[str]:
    """Terms that say nothing in a language."""
    lines = files("search").joinpath("stopwords.txt").read_text("utf-8").splitlines()
    words = next(line[3:] for line in lines if line.startswith(f"{lang}:"))
    return frozenset(term for word in words.split() for term in terms(word, lang))
