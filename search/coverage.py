"""How much of what was typed stands in one clause: whether its words are to be trusted.

A few words of a clause stand in it all; of a sentence in a language that the corpus lacks hardly a
word stands anywhere; of a question some of its words do. So the share of a query's words that the
best unit by words holds tells how far words can find what is asked for, and words that stand there
as they were typed, in place, are a piece of that very text, a slip of the finger aside.

From: search.retrieval. To: the same, which makes weights of it (search.fusion).
Not here: scores, what ranks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.vocabulary import UNKNOWN
from indexer.analysis.tokens import bigram_terms, prefix_term, terms
from indexer.languages import LANGUAGES
from search.planner import fragments, languages
from search.query import Prefix, Query, Word
from search.wording import holds_han, stop_words

# A word that the lexicon has never seen, and that is not found either, may be a slip of the finger.
UNSEEN = 0.5

Words = Sequence[Word | Prefix]


@dataclass(frozen=True, slots=True)
class _Share:
    held: float
    asked: float

    @property
    def value(self) -> float:
        return self.held / self.asked if self.asked else 0.0


def coverage(query: Query, texts: Mapping[str, str], lexicon: Lexicon) -> float:
    """The share in [0, 1] of a query's bare words that stand in the texts of a unit.

    Words of one script count in the language in which most of them stand, stop words not at all if
    there are others. Chinese counts by pairs of characters. texts: ``{lang: text}`` of the unit.

    >>> from alignment.lexicon.lexicon import load_lexicon
    >>> from search.parser import parse
    >>> texts = {"en": "Water for all schools", "fr": "De l'eau pour toutes les écoles"}
    >>> coverage(parse("the water of schools and towns"), texts, load_lexicon())
    0.6666666666666666
    """
    if _stands_inside(query, texts.get("zh", "")):
        return 1.0
    found = [
        max((_share(words, lang, texts, lexicon) for lang in langs), key=lambda one: one.value)
        for langs, words in _by_script(query)
    ]
    return _Share(sum(one.held for one in found), sum(one.asked for one in found)).value


def in_place(query: Query, texts: Mapping[str, str]) -> float:
    """How many bare words stand in a text of the unit as they were typed, times their share.

    All n words of a piece of the text give n, half of them a quarter of that. Words are in place if
    they are as far from each other in the text as in the query, so that one with a slip does not
    part those before it from those after it. Words are equal by their stems; one of two Chinese
    characters counts as a word.

    >>> from search.parser import parse
    >>> texts = {"en": "Water for all schools", "fr": "De l'eau pour toutes les écoles"}
    >>> in_place(parse("for all schools"), texts), in_place(parse("water f0r all schools"), texts)
    (3.0, 2.25)
    """
    typed = " ".join(word.text for word in query.words)
    langs = languages(typed, query.langs)
    return max((_in_place(typed, texts.get(lang, ""), lang) for lang in langs), default=0.0)


def _in_place(typed: str, text: str, lang: str) -> float:
    asked, stream = _stream(typed, lang), _stream(text, lang)
    held = _words(_aligned(asked, stream), lang)
    every = _words(sum(map(bool, asked)), lang)
    return held**2 / every if held else 0.0


def _stream(text: str, lang: str) -> list[str]:
    """The terms of a text in their places; where there are no two Chinese characters, none."""
    if lang != "zh":
        return terms(text, lang)
    return [pair if len(pair) > 1 else "" for pair in bigram_terms(text)]


def _aligned(asked: Sequence[str], stream: Sequence[str]) -> int:
    """How many terms are equal where one sequence is laid along the other so that most are."""
    places: dict[str, list[int]] = {}
    for place, term in enumerate(stream):
        places.setdefault(term, []).append(place)
    shifts = Counter(
        there - here for here, term in enumerate(asked) if term for there in places.get(term, ())
    )
    return max(shifts.values(), default=0)


def _words(count: int, lang: str) -> float:
    """How many words terms are: pairs in a row are one character more, two of which are a word."""
    return (count + 1) / 2 if lang == "zh" and count else float(count)


def _stands_inside(query: Query, text: str) -> bool:
    """Whether the letters or digits of a short query stand as a part of a Chinese text."""
    asked = _stream(" ".join(fragments(query)), "zh")
    return any(asked) and _aligned(asked, _stream(text, "zh")) == sum(map(bool, asked))


def _by_script(query: Query) -> list[tuple[tuple[str, ...], Words]]:
    """Words with the languages they may be of; numbers go with the first words."""
    groups: dict[tuple[str, ...], list[Word | Prefix]] = {}
    for word in query.words:
        groups.setdefault(languages(word.text, query.langs), []).append(word)
    numbers = groups.pop(LANGUAGES, [])
    if not groups:
        return [(LANGUAGES, numbers)] if numbers else []
    first, *rest = groups.items()
    return [(first[0], [*first[1], *numbers]), *rest]


def _share(words: Words, lang: str, texts: Mapping[str, str], lexicon: Lexicon) -> _Share:
    asked = list(dict.fromkeys(_terms(words, lang)))
    asked = [term for term in asked if term not in stop_words(lang)] or asked
    text = texts.get(lang, "")
    stream = set(terms(text, lang))
    if lang == "zh":
        stream.update(bigram_terms(text))
    starts = tuple(prefix_term(word.text, lang) for word in words if isinstance(word, Prefix))
    held = sum(term in stream for term in asked)
    begun = sum(any(term.startswith(start) for term in stream) for start in starts if start)
    missing = (term for term in asked if term not in stream)
    weight = sum(1.0 if _is_seen(term, lang, lexicon) else UNSEEN for term in missing)
    return _Share(held + begun, held + weight + len(starts))


def _terms(words: Words, lang: str) -> list[str]:
    typed = [word.text for word in words if isinstance(word, Word)]
    if lang != "zh":
        return terms(" ".join(typed), lang)
    found = []
    for text in typed:
        if not holds_han(text):
            found += terms(text, lang)
            continue
        pairs = bigram_terms(text)
        # The last character of a run stands alone there only because the run ends.
        found += [pair for pair in pairs if len(pair) > 1] or pairs
    return found


def _is_seen(term: str, lang: str, lexicon: Lexicon) -> bool:
    return lang == "zh" or lexicon.vocabulary(lang).number(term) != UNKNOWN
