"""From a query to a plan: which terms, in which fields, and how their scores come together.

A unit is found through any of its languages. Bare words are scored by language, and a unit by its
best language: the same words in three languages say no more than in one. Words of different
scripts add up. Where an operator names a word, the word must stand there as typed.

From: search.parser. To: the keyword engines. Not here: anything an engine does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from indexer.languages import LANGUAGES
from indexer.tokens import (
    BIGRAMS,
    BigramPhrase,
    bigram_phrase,
    candidate_languages,
    prefix_term,
    terms,
)
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
from search.query import (
    FILTERS,
    And,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Query,
    Symbol,
    Text,
    Word,
)

# A symbol in full says more than its session and number, which other organs use too.
WHOLE_SYMBOL = 2.0
# Words in a row, as typed, say more than the same words anywhere.
AS_TYPED = 2.0
MAX_ROW = 8  # words
# A Chinese run as typed says more than the words a segmenter saw in it.
WHOLE_RUN = 2.0
MAX_RUN = 64  # terms; a longer run will not occur again as a whole
# Any substring of a Chinese text can be found; one of letters or digits comes after whole words.
MAX_FRAGMENT = 4  # code points
FRAGMENT = 0.1
# Clauses of the document that a symbol names come after those that mention it.
OWN_SYMBOL = 0.5

Langs = tuple[str, ...]
ByWord = Mapping[Word | Prefix, Langs]


def plan(query: Query) -> Step:
    """What a keyword engine has to score for a query.

    >>> from search.parser import parse
    >>> plan(parse("大会"))
    Best(steps=(Term(field='zh', text='大会'), Term(field='zh_bigrams', text='大会')))
    """
    langs = query.langs
    words: list[Node] = [] if not query.words else [Or(query.words)]
    if not query.conditions:
        return best([_bag(query.words, langs), *_fragments(query)])
    every = _every([*query.conditions], langs)
    if not words:
        return every
    return Every((*every.steps, _bag(query.words, langs)), every.without)


def conditions(query: Query) -> Step | None:
    """What must hold besides the bare words; None if there is nothing."""
    return _every([*query.conditions], query.langs) if query.conditions else None


def _every(nodes: list[Node], langs: Langs | None) -> Every:
    wanted = tuple(_strict(node, langs) for node in nodes if not isinstance(node, Not))
    without = tuple(_strict(node.node, langs) for node in nodes if isinstance(node, Not))
    return Every(wanted, without)


def _strict(node: Node, langs: Langs | None) -> Step:
    """A node that an operator named: what it says must stand there."""
    if isinstance(node, And):
        return _every([*node.nodes], langs)
    if isinstance(node, Or):
        return total([_strict(child, langs) for child in node.nodes])
    if isinstance(node, Not):
        return _every([node], langs)
    if isinstance(node, FILTERS):
        return Known(node)
    text = " ".join(node.words) if isinstance(node, Near) else node.text
    steps = [_exact(node, lang) for lang in _languages(text, langs)]
    return best([*steps, *_own(node)])


def _exact(text: Text, lang: str) -> Step:
    """One piece of text in one language, as typed."""
    if isinstance(text, Near):
        return _near(text, lang)
    if isinstance(text, Prefix):
        return _start(text.text, lang)
    if lang == "zh":
        return _run(bigram_phrase(text.text))
    found = terms(text.text, lang)
    if isinstance(text, Word) and is_symbol(found):
        return _symbol(found, lang)
    return _sequence(lang, found)


def _bag(words: tuple[Word | Prefix, ...], langs: Langs | None) -> Step:
    """Bare words: the sum over scripts of the best language of each."""
    by_word = _telling({word: _languages(word.text, langs) for word in words})
    neutral = {word: found for word, found in by_word.items() if len(found) == len(LANGUAGES)}
    groups = list(dict.fromkeys(found for word, found in by_word.items() if word not in neutral))
    named = {lang for group in groups for lang in group}
    elsewhere = [lang for lang in langs or LANGUAGES if lang not in named]
    sums = [[_in_language(by_word, lang) for lang in group] for group in groups or [()]]
    if len(groups) == 1:
        sums[0] += [_as_typed(words, lang) for lang in groups[0] if lang != "zh"]
    sums[0] += [_in_language(neutral, lang) for lang in elsewhere]
    sums[0] += [step for word in by_word for step in _own(word)]
    return total([best(steps) for steps in sums])


def _as_typed(words: tuple[Word | Prefix, ...], lang: str) -> Step:
    """The words in a row: who types "peace and security" hopes for just that."""
    if not 2 <= len(words) <= MAX_ROW or any(isinstance(word, Prefix) for word in words):
        return Nothing()
    found = terms(" ".join(word.text for word in words), lang)
    return Boost(Sequence(lang, tuple(found)), AS_TYPED) if len(found) > 1 else Nothing()


def _telling(by_word: ByWord) -> ByWord:
    """Without the stop words of any language that may be meant, if others remain."""
    kept = {word: langs for word, langs in by_word.items() if not _is_stop_word(word, langs)}
    return kept or by_word


def _in_language(by_word: ByWord, lang: str) -> Step:
    """The words that may be of this language, each for itself."""
    return total([_evidence(word, lang) for word, langs in by_word.items() if lang in langs])


def _evidence(word: Word | Prefix, lang: str) -> Step:
    if isinstance(word, Prefix):
        return _start(word.text, lang)
    found = terms(word.text, lang)
    if is_symbol(found):
        return _symbol(found, lang)
    if lang == "zh" and "zh" in candidate_languages(word.text)[:1]:
        return _chinese(word.text, found)
    return total([Term(lang, term) for term in dict.fromkeys(found)])


def _chinese(text: str, words: list[str]) -> Step:
    """A run of Chinese: its words, each as a segmenter's word or as a substring, and the whole."""
    run = _run(bigram_phrase(text))
    if len(words) < 2:
        return best([*(Term("zh", word) for word in words), run])
    telling = [word for word in dict.fromkeys(words) if word not in _stop_words("zh")]
    each = [_chinese_word(word) for word in telling or words]
    if not isinstance(run, Sequence) or len(run.terms) <= MAX_RUN:
        each.append(Boost(run, WHOLE_RUN))
    return total(each)


def _chinese_word(word: str) -> Step:
    """A word of several characters is also looked for where the segmenter cut otherwise."""
    if len(word) == 1 or word.isascii():
        return Term("zh", word)
    return best([Term("zh", word), _run(bigram_phrase(word))])


def _run(run: BigramPhrase) -> Step:
    """A substring of a Chinese text."""
    if run.terms and run.prefix:
        return Sequence(BIGRAMS, run.terms, run.prefix)
    return Start(BIGRAMS, run.prefix) if run.prefix else _sequence(BIGRAMS, [*run.terms])


def _sequence(field: str, found: list[str]) -> Step:
    if len(found) > 1:
        return Sequence(field, tuple(found))
    return Term(field, found[0]) if found else Nothing()


def _start(text: str, lang: str) -> Step:
    if lang == "zh":
        return _run(bigram_phrase(text))
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


def _own(word: Text) -> list[Step]:
    """The clauses of the document itself, where a word is the symbol of one."""
    found = terms(word.text, "en") if isinstance(word, Word) else []
    if isinstance(word, Word) and is_symbol(found) and not found[0][0].isdigit():
        symbol = word.text.strip(".,;:()").upper()
        # The Security Council's have the year behind: S/RES/2198 (2015).
        return [Known(Symbol((symbol, f"{symbol} (*")), OWN_SYMBOL)]
    return []


def _fragments(query: Query) -> list[Step]:
    """A few letters or digits, typed alone, also as a part of what stands in a Chinese text."""
    is_short = 2 <= len(query.text) <= MAX_FRAGMENT
    fragments = [word for word in query.words if candidate_languages(word.text) != ("zh",)]
    return [Boost(_run(bigram_phrase(word.text)), FRAGMENT) for word in fragments if is_short]


def _languages(text: str, langs: Langs | None) -> Langs:
    """Languages that a text may be of, kept to ``langs`` as far as that leaves any."""
    candidates = candidate_languages(text)
    kept = tuple(lang for lang in candidates if langs is None or lang in langs)
    return kept or candidates


def _is_stop_word(word: Word | Prefix, langs: Langs) -> bool:
    """Whether the word says nothing in one of the languages that it may be of."""
    if isinstance(word, Prefix) or len(langs) == len(LANGUAGES):
        return False
    return any(all(term in _stop_words(lang) for term in terms(word.text, lang)) for lang in langs)


@cache
def _stop_words(lang: str) -> frozenset[str]:
    lines = files("search").joinpath("stopwords.txt").read_text("utf-8").splitlines()
    words = next(line[3:] for line in lines if line.startswith(f"{lang}:"))
    return frozenset(term for word in words.split() for term in terms(word, lang))
