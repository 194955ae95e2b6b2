"""Turn text into the terms that keyword engines index and search.

From: clauses and queries. To: search (one stream a field, joined by spaces, for engines whose
analyser only splits at white space) and the highlighter (spans). Not here: engines, ranking.

There is one analysis for all engines, for texts and for queries. A field is a stream of terms; a
term's position is its place in the stream, so a phrase is a run of terms:

- one field a language: folded (indexer.folding), then stemmed; Chinese cut by jieba;
- ``zh_bigrams``: letters, digits and Chinese characters in overlapping pairs, so that any
  substring of a Chinese text can be found.

Symbols stay whole and in parts: ``A/RES/66/282`` is ``a/res/66/282 a res 66 282``. White space
always separates, so each stretch between white space is analysed by itself and remembered:
running text repeats itself, and most of the work is a look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from Stemmer import Stemmer

from indexer.arabic import light_stem
from indexer.chinese import is_han, simplify, word_spans
from indexer.folding import Folded, fold
from indexer.languages import LANGUAGES

BIGRAMS = "zh_bigrams"
FIELDS: tuple[str, ...] = (*LANGUAGES, BIGRAMS)
LONGEST = 255  # code points of a term; engines drop longer ones, and with them positions
REMEMBERED = 2**15  # stretches a language; about 10 MB

_STRETCH = re.compile(r"\S+")
_HAN = "〇々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STRETCH_ZH = re.compile(rf"[{_HAN}]+|[^\s{_HAN}]+")
_WORD = re.compile(
    r"(?P<symbol>[a-z0-9]+(?:\.[a-z0-9]+){0,8}(?:/[a-z0-9]+(?:\.[a-z0-9]+){0,8}){1,16})"
    r"|(?P<number>\d+(?:[.,]\d+)+)"
    r"|[^\W_]+"
)
_PART = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
)


class Token(NamedTuple):
    """A term and the half-open span of the text that it stands for."""

    text: str
    start: int
    end: int


class BigramPhrase(NamedTuple):
    """What has to follow each other in the bigram stream; ``prefix`` begins the term after."""

    terms: tuple[str, ...]
    prefix: str | None


def tokens(text: str, lang: str) -> list[Token]:
    """The stream of a language's field, with spans.

    Empty for a text without letters and digits. Raises ValueError for an unknown language.

    >>> [token.text for token in tokens("Recalling its resolution A/RES/60/288,", "en")]
    ['recal', 'it', 'resolut', 'a/res/60/288', 'a', 'res', '60', '288']
    """
    analyse = _analyser(lang)
    return [
        Token(term, start + stretch.start(), end + stretch.start())
        for stretch in _stretches(lang).finditer(text)
        for term, start, end in analyse(stretch[0])
    ]


def terms(text: str, lang: str) -> list[str]:
    """The stream of a language's field: the texts of :func:`tokens`, faster.

    >>> terms("L'Assemblée générale", "fr") == terms("assemblee generale", "fr")
    True
    """
    stretches = _STRETCH_ZH.findall(text) if lang == "zh" else text.split()
    return list(chain.from_iterable(map(_terms_of_stretch(lang), stretches)))


def bigrams(text: str) -> list[Token]:
    """The stream of the bigram field, with spans.

    >>> [token.text for token in bigrams("大会上，A1")]
    ['大会', '会上', '上', 'a1', '1']
    """
    folded = _fold_chinese(text)
    return [
        Token(folded.text[start:end], *folded.span(start, end))
        for run in _RUN.finditer(folded.text)
        for start in range(run.start(), run.end())
        for end in [min(start + 2, run.end())]
    ]


def bigram_terms(text: str) -> list[str]:
    """The stream of the bigram field: the texts of :func:`bigrams`, faster."""
    runs = _RUN.findall(_fold_chinese(text).text)
    return [run[at : at + 2] for run in runs for at in range(len(run))]


def bigram_phrase(text: str) -> BigramPhrase:
    """A substring as it stands in the bigram stream of any text that holds it.

    In the text the last run of characters may go on, so its last character alone is not asked for;
    a run of one character is asked for as the beginning of a term.

    >>> bigram_phrase("号决议")
    BigramPhrase(terms=('号决', '决议'), prefix=None)
    >>> bigram_phrase("上，大")
    BigramPhrase(terms=('上',), prefix='大')
    """
    stream = bigram_terms(text)
    folded = _fold_chinese(text).text.rstrip()
    if not stream or not folded[-1].isalnum():
        return BigramPhrase(tuple(stream), None)
    last = _RUN.findall(folded)[-1]
    return BigramPhrase(tuple(stream[:-1]), last if len(last) == 1 else None)


def candidate_languages(text: str) -> tuple[str, ...]:
    """The languages that a query may be in, going by its scripts.

    >>> candidate_languages("大会 resolution"), candidate_languages("60/288")
    (('zh', 'en', 'fr', 'es'), ('ar', 'zh', 'en', 'fr', 'ru', 'es'))
    """
    found = {lang for character in text if character.isalpha() for lang in _written_in(character)}
    if _WORD.fullmatch(fold(text.strip()).text) and any(map(str.isdigit, text)):
        return LANGUAGES
    return tuple(lang for lang in LANGUAGES if lang in found) or LANGUAGES


def prefix_term(text: str, lang: str) -> str:
    """What the stem of every word begins with that begins with ``text``."""
    folded = _fold_chinese(text).text if lang == "zh" else fold(text).text
    word = "".join(_RUN.findall(folded))
    if lang == "zh":
        return word
    return word


def _written_in(character: str) -> tuple[str, ...]:
    if is_han(character):
        return ("zh",)
    if "\u0400" <= character <= "\u052f":
        return ("ru",)
    if "\u0600" <= character <= "\u08ff" or "\ufb50" <= character <= "\ufefc":
        return ("ar",)
    return ("en", "fr", "es")


def _fold_chinese(text: str) -> Folded:
    folded = fold(text)
    return folded._replace(text=simplify(folded.text))


def _stretches(lang: str) -> re.Pattern[str]:
    return _STRETCH_ZH if lang == "zh" else _STRETCH


Analyser = Callable[[str], tuple[Token, ...]]


@cache
def _analyser(lang: str) -> Analyser:
    """What analyses a stretch of a language, with a memory of its own."""
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(sorted(LANGUAGES))}")
    stem = _stemmer(lang)

    def analyse(stretch: str) -> tuple[Token, ...]:
        folded = fold(stretch)
        if lang == "zh" and is_han(stretch[0]):
            run = simplify(folded.text)
            return tuple(Token(run[a:b], *folded.span(a, b)) for a, b in word_spans(run))
        return tuple(
            Token(term[:LONGEST], *folded.span(start, end))
            for term, start, end in _words(folded.text, stem, lang)
        )

    return lru_cache(REMEMBERED)(analyse)


@cache
def _terms_of_stretch(lang: str) -> Callable[[str], tuple[str, ...]]:
    analyse = _analyser(lang)
    return lru_cache(REMEMBERED)(lambda stretch: tuple(token.text for token in analyse(stretch)))


def _words(stretch: str, stem: Callable[[str], str], lang: str) -> Iterator[Token]:
    for match in _WORD.finditer(stretch):
        word, start, end = match[0], match.start(), match.end()
        if match["number"]:
            yield Token(_number(word), start, end)
        elif match["symbol"] and any(map(str.isdigit, word)):
            yield Token(word, start, end)
            yield from (_part(part, start) for part in _PART.finditer(word))
        elif match["symbol"]:
            for part in _PART.finditer(word):
                yield _part(part, start)._replace(text=stem(part[0]))
        elif not _is_clitic(stretch, start, end, lang):
            yield Token(stem(word), start, end)


def _part(match: re.Match[str], offset: int) -> Token:
    return Token(match[0], offset + match.start(), offset + match.end())


def _number(number: str) -> str:
    """Thousands without commas, decimals with a point."""
    if _GROUPED.fullmatch(number):
        return number.replace(",", "")
    return number.replace(",", ".")


def _is_clitic(stretch: str, start: int, end: int, lang: str) -> bool:
    """Whether the word hangs on an apostrophe: ``l'``, ``qu'`` in French, ``'s`` in English."""
    if lang == "fr":
        return stretch[end : end + 1] == "'" and stretch[start:end] in _ELIDED
    return lang == "en" and start > 0 and stretch[start - 1] == "'" and stretch[start:end] == "s"


def _stemmer(lang: str) -> Callable[[str], str]:
    """Folded word to stem, folded too."""
    if lang == "zh":
        return str
    if lang == "ar":
        return light_stem
    snowball = Stemmer({"en": "english", "fr": "french", "ru": "russian", "es": "spanish"}[lang])
    snowball.maxCacheSize = 0  # stretches are remembered already
    stem: Callable[[str], str] = snowball.stemWord
    return lambda word: fold(stem(word)).text or word
