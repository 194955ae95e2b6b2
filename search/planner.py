"""From a query to a plan: which terms, in which fields, and how their scores come together.

A unit is found through any of its languages. Bare words are scored by language, and a unit by its
best language: the same words in three languages say no more than in one. Words of different
scripts add up. Where an operator names a word, the word must stand there as typed.

From: search.parser. To: the keyword engines. Not here: anything an engine does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from indexer.analysis.tokens import candidate_languages, terms
from indexer.languages import LANGUAGES
from search.plan import Boost, Every, Known, Nothing, Sequence, Step, best, total
from search.query import FILTERS, And, Near, Node, Not, Or, Prefix, Query, Word
from search.wording import exact, holds_han, is_stop_word, loose, own_document, substring

# Words in a row, as typed, say more than the same words anywhere: for 200 fragments of English
# clauses of the UN development set MRR is .81 without, .93 with 1.5, .94 with 2, .95 with 4.
AS_TYPED = 2.0
MAX_ROW = 8  # words
# Any substring of a Chinese text can be found; one of letters or digits comes after whole words.
MAX_FRAGMENT = 4  # code points
FRAGMENT = 0.1

Langs = tuple[str, ...]
ByWord = Mapping[Word | Prefix, Langs]


def plan(query: Query) -> Step:
    """What a keyword engine has to score for a query.

    >>> from search.parser import parse
    >>> plan(parse("大会"))
    Best(steps=(Term(field='zh', text='大会'), Term(field='zh_bigrams', text='大会')))
    """
    every = _every([*query.conditions], query.langs)
    if not query.words:
        return every
    parts = [Boost(substring(text), FRAGMENT) for text in fragments(query)]
    words = best([_bag(query.words, query.langs), *parts])
    return Every((*every.steps, words), every.without) if query.conditions else words


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
    steps = [exact(node, lang) for lang in languages(text, langs)]
    return best([*steps, *own_document(node)])


def _bag(words: tuple[Word | Prefix, ...], langs: Langs | None) -> Step:
    """Bare words: the sum over scripts of the best language of each."""
    by_word = _telling({word: languages(word.text, langs) for word in words})
    neutral = {word: found for word, found in by_word.items() if len(found) == len(LANGUAGES)}
    groups = list(dict.fromkeys(found for word, found in by_word.items() if word not in neutral))
    named = {lang for group in groups for lang in group}
    elsewhere = [lang for lang in langs or LANGUAGES if lang not in named]
    sums = [[_in_language(by_word, lang) for lang in group] for group in groups or [()]]
    if len(groups) == 1:
        sums[0] += [_as_typed(words, lang) for lang in groups[0] if lang != "zh"]
    sums[0] += [_in_language(neutral, lang) for lang in elsewhere]
    sums[0] += [step for word in by_word for step in own_document(word)]
    return total([best(steps) for steps in sums])


def _as_typed(words: tuple[Word | Prefix, ...], lang: str) -> Step:
    """The words in a row: who types "peace and security" hopes for just that."""
    if not 2 <= len(words) <= MAX_ROW or any(isinstance(word, Prefix) for word in words):
        return Nothing()
    found = terms(" ".join(word.text for word in words), lang)
    return Boost(Sequence(lang, tuple(found)), AS_TYPED) if len(found) > 1 else Nothing()


def _telling(by_word: ByWord) -> ByWord:
    """Without the stop words of any language that may be meant, if others remain."""
    kept = {word: langs for word, langs in by_word.items() if not is_stop_word(word, langs)}
    return kept or by_word


def _in_language(by_word: ByWord, lang: str) -> Step:
    """The words that may be of this language, each for itself."""
    return total([loose(word, lang) for word, langs in by_word.items() if lang in langs])


def fragments(query: Query) -> list[str]:
    """A few letters or digits, typed alone: looked for as a part of a Chinese text too."""
    is_short = 2 <= len(query.text) <= MAX_FRAGMENT
    if not is_short or "zh" not in (query.langs or LANGUAGES):
        return []
    return [word.text for word in query.words if not holds_han(word.text)]


def languages(text: str, langs: Langs | None) -> Langs:
    """Languages that a text may be of, kept to ``langs`` as far as that leaves any."""
    candidates = _candidates(text)
    kept = tuple(lang for lang in candidates if langs is None or lang in langs)
    return kept or candidates


@lru_cache(1024)  # a query's words are asked about more than once
def _candidates(text: str) -> Langs:
    return candidate_languages(text)
