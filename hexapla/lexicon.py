"""What a word or an expression is in the other languages, with examples from the corpus.

A word is looked up in the lexicon. An expression of several words is looked for in the corpus, and
what answers to it in the units that hold it is counted; where the corpus has no such unit its words
are looked up one by one.

From: hexapla.corpus, ``hexapla lexicon``. To: alignment.lexicon, search. Not here: printing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alignment.lexicon.equivalents import NOTHING, Equivalent, equivalents
from alignment.lexicon.lexicon import Lexicon, Translation
from alignment.lexicon.reading import pieces
from indexer.analysis.tokens import Token, candidate_languages, tokens
from indexer.document import Span
from indexer.errors import QueryError
from indexer.languages import LANGUAGES, language
from search.answer import Hit, search
from search.snapshot import Snapshot

MOST_UNITS = 60  # that are read for the equivalents of an expression, and for examples
LONGEST = 20  # words of an expression
LEAST_SHARE = 0.02  # of the units, for what answers to an expression


@dataclass(frozen=True, slots=True)
class Example:
    """A unit of the corpus that holds a word and what answers to it.

    texts, marks: ``{lang: text}`` and ``{lang: spans}`` in the two languages; code points.
    """

    unit: int
    symbol: str
    number: str | None
    texts: dict[str, str]
    marks: dict[str, list[Span]]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word is in one other language.

    word: as it was asked for. coverage: how far it is known, in [0, 1]; of an expression, 1.
    translations: best first; [] if none is known. examples: those of likely translations first.
    """

    word: str
    lang: str
    target: str
    coverage: float
    translations: list[Translation]
    examples: list[Example]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a word is wanted. source: None for the likeliest. targets: None for all."""

    source: str | None = None
    targets: Sequence[str] | None = None
    top: int = 5
    examples: int = 1


def entries(word: str, lexicon: Lexicon, corpus: Snapshot | None, wanted: Wanted) -> list[Entry]:
    """One entry a target language, or, of several words looked up one by one, one each.

    corpus: where examples come from; None: there is none.
    Raises QueryError if there is no word in ``word``, too many, or none that is known; ValueError
    for an unknown language.
    """
    lang = language(wanted.source) if wanted.source else likeliest_language(word, lexicon)
    targets = [language(one) for one in wanted.targets or LANGUAGES if language(one) != lang]
    asked = _pieces(word, lang, lexicon)
    if not targets:
        raise ValueError(f"{word!r} is in {lang!r}; name another language to translate it to")
    if not asked or len(asked) > LONGEST:
        what = f"{len(asked)} words, at most {LONGEST}" if asked else "no word"
        raise QueryError(f"{what} in {_short(word)}; give a word or a short expression")
    hits = _hits(word, lang, corpus) if corpus else []
    sides = [_Side((lang, to), lexicon, hits, wanted) for to in targets]
    if len(asked) == 1:
        found = [side.of_word(word, asked[0].text) for side in sides]
    elif hits:
        found = [side.of_expression(word) for side in sides]
    else:
        words = [(word[piece.start : piece.end], piece.text) for piece in asked]
        found = [side.of_word(one, term) for one, term in words for side in sides]
    if not any(entry.translations for entry in found):
        raise QueryError(f"no translation of {_short(word)} is known from {lang!r}; is it --from?")
    return found


def likeliest_language(word: str, lexicon: Lexicon) -> str:
    """The language that a word's script allows and whose lexicon knows it best.

    >>> from alignment.lexicon.lexicon import load_lexicon
    >>> likeliest_language("paix", load_lexicon()), likeliest_language("和平", load_lexicon())
    ('fr', 'zh')
    """

    def known(lang: str) -> tuple[float, float]:
        found = [piece.text for piece in _pieces(word, lang, lexicon)]
        covered = sum(lexicon.coverage(term, lang) > 0 for term in found)
        return covered, sum(lexicon.occurrences(term, lang) for term in found)

    candidates = candidate_languages(word)
    return max(candidates, key=known) if len(candidates) > 1 else candidates[0]


def _pieces(text: str, lang: str, lexicon: Lexicon) -> list[Token]:
    words = lexicon.vocabulary(lang)
    found = pieces(text, lang, lambda term: words.number(term) >= 0)
    whole = [token for token in tokens(text, lang) if token.end - token.start == len(text.strip())]
    known = [token for token in whole if words.number(token.text) >= 0]
    return known[:1] or found


def _hits(word: str, lang: str, corpus: Snapshot) -> list[Hit]:
    query = '"{}" lang:{}'.format(word.replace('"', " "), lang)
    return search(query, corpus, mode="keyword", top=MOST_UNITS).hits


@dataclass(frozen=True, slots=True)
class _Side:
    """One target language of what is asked. langs: from, to. hits: units that hold the word."""

    langs: tuple[str, str]
    lexicon: Lexicon
    hits: Sequence[Hit]
    wanted: Wanted

    def of_word(self, word: str, term: str) -> Entry:
        """What the lexicon says; how a term is written that only the corpus has, its units say."""
        lang, target = self.langs
        found = self.lexicon.translations(term, lang, target, most=self.wanted.top)
        written = _written(self.hits, target)
        translations = [
            one._replace(surface=written.get(one.term, one.term))
            if one.surface == one.term
            else one
            for one in found
        ]
        examples = self._examples({one.term for one in translations})
        coverage = round(self.lexicon.coverage(term, lang, target), 4)
        return Entry(word, lang, target, coverage, translations, examples)

    def of_expression(self, word: str) -> Entry:
        """What answers to the expression in the units that hold it, by share of them."""
        lang, target = self.langs
        weights: Counter[tuple[str, ...]] = Counter()
        spelled: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for hit in self.hits:
            found = self._answer(hit)
            surface = " … ".join(hit.versions[target][a:b] for a, b in found.spans)
            key = tuple(piece.text for piece in _pieces(surface, target, self.lexicon))
            if key:
                weights[key] += round(found.probability * 1000)
                spelled[key][surface] += 1
        total = max(sum(weights.values()), 1)
        best = sorted(weights, key=lambda key: (-weights[key], key))[: self.wanted.top]
        translations = [
            Translation(" ".join(key), _most(spelled[key]), weights[key] / total)
            for key in best
            if weights[key] / total >= LEAST_SHARE
        ]
        examples = self._examples(set(best[0]) if best else set())
        return Entry(word, lang, target, 1.0, translations, examples)

    def _answer(self, hit: Hit) -> Equivalent:
        """What answers to the word in a unit."""
        lang, target = self.langs
        marks = hit.highlights.get(lang, [])
        if target not in hit.versions or not marks:
            return NOTHING
        return equivalents(hit.versions, lang, marks, self.lexicon, langs=[target])[target]

    def _examples(self, terms: set[str]) -> list[Example]:
        """Units in which one of ``terms`` answers; short ones first."""
        lang, target = self.langs
        usable = [hit for hit in self.hits if {lang, target} <= hit.versions.keys()]
        usable.sort(key=lambda hit: (len(hit.versions[lang]) + len(hit.versions[target]), hit.unit))
        found: list[Example] = []
        for hit in usable:
            if len(found) == self.wanted.examples:
                break
            spans, text = self._answer(hit).spans, hit.versions[target]
            words = (
                token.text for start, end in spans for token in tokens(text[start:end], target)
            )
            if not terms.isdisjoint(words):
                texts = {lang: hit.versions[lang], target: text}
                marks = {lang: list(hit.highlights[lang]), target: list(spans)}
                found.append(Example(hit.unit, hit.symbol, hit.number, texts, marks))
        return found


def _written(hits: Iterable[Hit], lang: str) -> dict[str, str]:
    """How terms are mostly written in these units; for those that only the corpus knows."""
    counts: dict[str, Counter[str]] = {}
    for hit in hits:
        text = hit.versions.get(lang, "")
        for token in tokens(text, lang):
            counts.setdefault(token.text, Counter())[text[token.start : token.end]] += 1
    return {term: _most(spelled) for term, spelled in counts.items()}


def _most(counts: Counter[str]) -> str:
    """The most frequent, ties by spelling."""
    return min(counts, key=lambda one: (-counts[one], one))


def _short(word: str) -> str:
    line = " ".join(word.split())
    return repr(line if len(line) <= 40 else f"{line[:40]}…")
