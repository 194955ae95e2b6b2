"""A query's words in the other languages: what the lexicon makes of them, ready to be scored.

Each word stands for the sum of its translations, each counting as much as it is probable; the
words add up, and so do the languages. So a unit is found whose version in the query's language is
missing, or says it in another word, as probable translations name the same thing.

From: search.parser (queries), alignment.lexicon. To: search.retrieval. Not here: the words as typed
(search.planner), meaning.
Source: Darwish and Oard, Probabilistic Structured Query Methods, SIGIR 2003; there the counts of
translations are added up, here their scores, which any engine can do.
"""

from __future__ import annotations

from collections.abc import Iterator

from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.reading import is_number
from indexer.analysis.tokens import candidate_languages, terms
from indexer.languages import LANGUAGES
from search.plan import Boost, Every, Nothing, Step, Term, total
from search.planner import conditions
from search.query import Query, Word
from search.wording import is_symbol, stop_words

MOST_WORDS = 8  # of a query; of a longer text its vector says more, and sooner
MOST_TERMS = 40  # the same for Chinese, which has no spaces; OpenSearch takes 1,024 translations
MOST_TRANSLATIONS = 4  # of a word in a language
LEAST = 0.05  # probability of a translation
WELL_KNOWN = 20.0  # occurrences that make a word half known
LEAST_COVERED = 0.1  # of a word's occurrences; of one known less the translations are guesses

Langs = tuple[str, ...]


def translated(query: Query, lexicon: Lexicon, source: str | None) -> Step:
    """The bare words of a query in the languages that it is not in, its conditions kept.

    source: the query's :func:`source_language`. Nothing for a query without such words, for a long
    one, and for words the lexicon hardly knows.
    """
    if source is None or len(query.words) > MOST_WORDS:
        return Nothing()
    words = telling(query, source)
    if len(words) > MOST_TERMS:
        return Nothing()
    steps = [step for lang in targets(query, source) for step in _in(lang, words, source, lexicon)]
    found = total(steps)
    condition = conditions(query)
    return found if condition is None or found == Nothing() else Every((found, condition))


def source_language(query: Query, lexicon: Lexicon) -> str | None:
    """The language that a query is most likely in: whose words it holds most of; None for none.

    A word counts the more the oftener it stands in the language, a stop word in full.
    """
    text = " ".join(word.text for word in query.words if isinstance(word, Word))
    candidates = candidate_languages(text)
    if not text or len(candidates) == len(LANGUAGES):
        return None
    known = {lang: sum(_known(text, lang, lexicon)) for lang in candidates}
    best = max(known, key=lambda lang: known[lang])
    return best if known[best] else None


def _known(text: str, lang: str, lexicon: Lexicon) -> Iterator[float]:
    """How well each term of a text is known in a language, in [0, 1]."""
    for term in dict.fromkeys(terms(text, lang)):
        seen = lexicon.occurrences(term, lang)
        yield 1.0 if term in stop_words(lang) else seen / (seen + WELL_KNOWN)


def targets(query: Query, source: str) -> Langs:
    """The other languages that may be looked at."""
    return tuple(lang for lang in query.langs or LANGUAGES if lang != source)


def telling(query: Query, lang: str) -> list[str]:
    """The terms of the query's bare words in a language, each once, without stop words."""
    found = []
    for word in query.words:
        of_word = terms(word.text, lang) if isinstance(word, Word) else []
        if not is_symbol(of_word):
            found += of_word
    return [term for term in dict.fromkeys(found) if term not in stop_words(lang)]


def _in(target: str, words: list[str], source: str, lexicon: Lexicon) -> Iterator[Step]:
    """Each term's translations in one language, each as probable as it is."""
    silent = stop_words(target)
    found = lexicon.best(words, source, target, most=MOST_TRANSLATIONS)
    for word, (covered, translations) in zip(words, found, strict=True):
        if is_number(word):
            yield Term(target, word)
        elif covered >= LEAST_COVERED:
            yield total(
                [
                    Boost(Term(target, term), round(covered * probability, 3))
                    for term, probability in translations
                    if probability >= LEAST and term not in silent
                ]
            )
