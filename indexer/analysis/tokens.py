"""Turn text into the terms that keyword engines index and search.

From: clauses and queries. To: search (one stream a field, joined by spaces, for engines whose
analyser only splits at white space) and the highlighter (spans). Not here: engines, ranking.

There is one analysis for all engines, for texts and for queries. A field is a stream of terms; a
term's position is its place in the stream, so a phrase is a run of terms:

- one field a language: folded (analysis.folding), then stemmed; Chinese cut by jieba;
- ``zh_bigrams``: letters, digits and Chinese characters in overlapping pairs, so that any
  substring of a Chinese text can be found.

Symbols stay whole and in parts: ``A/RES/66/282`` is ``a/res/66/282 a res 66 282``. White space
always separates, so each stretch between white space is analysed by itself and remembered:
running text repeats itself, and most of the work is a look-up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache, partial
from itertools import chain
from typing import NamedTuple

from indexer.analysis.chinese import word_spans
from indexer.analysis.folding import Folded, fold
from indexer.analysis.han import is_han, simplify
from indexer.analysis.stems import Stem, stem_beginning, stemmer
from indexer.languages import LANGUAGES

BIGRAMS = "zh_bigrams"
FIELDS: tuple[str, ...] = (*LANGUAGES, BIGRAMS)
LONGEST = 255  # code points of a term; engines drop longer ones, and with them positions
_AROUND = '.,;:!?()[]"“”«»،؛؟'  # marks that no term holds at its edge
REMEMBERED = 2**16  # stretches a language; about 20 MB

_STRETCH = re.compile(r"\S+")
_HAN = "〇々\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_STRETCH_ZH = re.compile(rf"[{_HAN}]+|[^\s{_HAN}]+")
_WORD = re.compile(
    r"(?P<slashed>[a-z0-9]+(?:\.[a-z0-9]+){0,8}(?:/[a-z0-9]+(?:\.[a-z0-9]+){0,8}){1,16})"
    r"|(?P<number>\d+(?:[.,]\d+)+)"
    r"|[^\W_]+"
)
_PART = re.compile(r"[a-z0-9]+")
_RUN = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_ELIDED = frozenset(
    ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
)

TermSpan = tuple[str, int, int]


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
    analyse = _remembered_spans(_known(lang))
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
    if lang == "zh":
        stretches = _STRETCH_ZH.findall(text)
    else:  # without the marks around it a word is remembered once, not once with each
        stretches = [stretch.strip(_AROUND) for stretch in text.split()]
    return list(chain.from_iterable(map(_remembered_terms(_known(lang)), stretches)))


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
    """The languages that a query may be in, going by its scripts; all six if no word tells.

    >>> candidate_languages("大会 resolution")
    ('zh', 'en', 'fr', 'es')
    >>> candidate_languages("A/RES/60/288")
    ('ar', 'zh', 'en', 'fr', 'ru', 'es')
    """
    telling = (
        word[0]
        for word in _WORD.finditer(fold(text).text)
        if word.lastgroup is None or not any(map(str.isdigit, word[0]))
    )
    found = {
        lang for letter in "".join(telling) if letter.isalpha() for lang in _written_in(letter)
    }
    return tuple(lang for lang in LANGUAGES if lang in found) or LANGUAGES


def prefix_term(text: str, lang: str) -> str:
    """What the terms begin with that a word beginning with ``text`` may have become.

    Of several words the last counts; a symbol stays as it is (``A/RES/66/``), and so does Chinese,
    which has to begin a word of jieba's. Empty if there is no letter or digit. For the others see
    :func:`analysis.stems.stem_beginning`: words that share only the stem are found as well.

    >>> prefix_term("terroris", "en"), prefix_term("A/RES/66/", "fr"), prefix_term("聯合", "zh")
    ('terror', 'a/res/66/', '联合')
    """
    pieces = _fold_chinese(text).text.split()
    found = list(_WORD.finditer(pieces[-1])) if pieces else []
    if not found:
        return ""
    word, rest = found[-1][0], pieces[-1][found[-1].start() :]
    if "/" in rest:
        return rest
    number = found[-1].lastgroup == "number"
    return _number(word) if number else stem_beginning(word, _known(lang))[:LONGEST]


def _written_in(letter: str) -> tuple[str, ...]:
    if is_han(letter):
        return ("zh",)
    if "\u0400" <= letter <= "\u052f":
        return ("ru",)
    if "\u0600" <= letter <= "\u08ff":
        return ("ar",)
    return ("en", "fr", "es")


def _fold_chinese(text: str) -> Folded:
    folded = fold(text)
    return folded._replace(text=simplify(folded.text))


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(sorted(LANGUAGES))}")
    return lang


def _stretches(lang: str) -> re.Pattern[str]:
    return _STRETCH_ZH if _known(lang) == "zh" else _STRETCH


@cache
def _remembered_spans(lang: str) -> Callable[[str], list[TermSpan]]:
    return lru_cache(REMEMBERED)(partial(_analyse, lang=lang))


@cache
def _remembered_terms(lang: str) -> Callable[[str], list[str]]:
    stem = stemmer(lang)

    def texts(stretch: str) -> list[str]:
        if lang != "zh" and len(stretch) > 1 and stretch.isalpha():
            word = stretch.lower() if stretch.isascii() else fold(stretch).text
            if word.isalpha():
                return [stem(word)[:LONGEST]]  # nothing to cut: most words
        return [term for term, _, _ in _analyse(stretch, lang)]

    return lru_cache(REMEMBERED)(texts)


def _analyse(stretch: str, lang: str) -> list[TermSpan]:
    """The terms of a stretch, spans counted from its start."""
    folded = fold(stretch)
    if lang == "zh" and is_han(stretch[0]):
        run = simplify(folded.text)
        return [(run[a : min(b, a + LONGEST)], a, b) for a, b in word_spans(run)]
    return [
        (term[:LONGEST], *folded.span(start, end))
        for term, start, end in _words(folded.text, stemmer(lang), lang)
    ]


def _words(stretch: str, stem: Stem, lang: str) -> Iterator[TermSpan]:
    """Terms of a folded stretch, spans counted in that."""
    for match in _WORD.finditer(stretch):
        word, start, end = match[0], match.start(), match.end()
        if match.lastgroup == "number":
            yield _number(word), start, end
        elif match.lastgroup == "slashed":
            yield from _slashed(word, start, stem)
        elif not _is_clitic(stretch, start, end, lang):
            yield stem(word), start, end


def _slashed(text: str, offset: int, stem: Stem) -> Iterator[TermSpan]:
    """A symbol whole and in parts; words that only share a slash, as words."""
    symbol = any(map(str.isdigit, text))
    if symbol:
        yield text, offset, offset + len(text)
    for part in _PART.finditer(text):
        term = part[0] if symbol else stem(part[0])
        yield term, offset + part.start(), offset + part.end()


def _number(number: str) -> str:
    """Thousands without commas, decimals with a point."""
    if _GROUPED.fullmatch(number):
        return number.replace(",", "")
    return number.replace(",", ".")


def _is_clitic(stretch: str, start: int, end: int, lang: str) -> bool:
    """Whether a word hangs on an apostrophe: ``l'``, ``qu'`` in French, ``'s`` in English."""
    if lang == "fr":
        return stretch[end : end + 1] == "'" and stretch[start:end] in _ELIDED
    return lang == "en" and stretch[start - 1 : end] == "'s"
