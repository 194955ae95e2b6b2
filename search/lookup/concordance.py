"""Every place of a word or an expression, with its surroundings and what answers to it elsewhere.

From: the front door. To: the same. Not here: finding units (search.answer), how lines look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alignment.lexicon.equivalents import equivalents
from indexer.analysis.tokens import candidate_languages
from indexer.document import Span
from indexer.errors import CorpusError
from indexer.languages import language
from search.answer import Hit, search
from search.lookup.answers import ORDERS, Concordance, Line, Order, Term
from search.lookup.collocates import collocates, near
from search.lookup.pieces import names
from search.parser import parse
from search.query import Prefix, Word
from search.snapshot import Snapshot

MOST_UNITS = 1_000  # that are read
MOST_TERMS = 10  # a language
_SORTED_BY = 8  # words to one side


def concordance(
    query: str,
    corpus: Snapshot,
    *,
    lang: str | None = None,
    show: Sequence[str] = (),
    order: Order = "right",
    top: int = 20,
) -> Concordance:
    """Lines of all places, collocates, and what answers to the words in other languages.

    query: in the query language; several bare words stand for the phrase of them.
    lang: in which it is looked for; None: that with the most. show: languages to show beside, with
        what answers. order: by the words to one side, or as in the corpus. top: collocates.
    Raises QueryError, ValueError as search.answer.search does, CorpusError if the corpus has no
    text in ``lang``.
    """
    if order not in ORDERS:
        raise ValueError(f"unknown order {order!r}; known: {', '.join(ORDERS)}")
    asked = as_phrase(query)
    code = _language(asked, corpus, lang)
    reading = _Reading(code, [one for one in map(language, show) if one != code], corpus)
    answer = search(asked, corpus, mode="keyword", langs=[code], top=MOST_UNITS)
    hits = sorted(answer.hits, key=lambda hit: hit.unit)
    texts = {unit.id: unit.texts for unit in corpus.catalogue.units([hit.unit for hit in hits])}
    lines = [line for hit in hits for line in reading.lines(hit, texts[hit.unit])]
    notes = answer.notes
    if answer.total > len(hits):
        notes += (f"{answer.total:,} units hold it; the best {len(hits):,} were read",)
    around = (near(line.versions[code], code, line.span) for line in lines)
    return Concordance(
        lines=_ordered(lines, order),
        units=answer.total,
        collocates=collocates(around, corpus.wordings.of(code), top=top),
        terms={other: _terms(lines, other) for other in reading.show},
        notes=notes,
    )


def _language(query: str, corpus: Snapshot, lang: str | None) -> str:
    """The language asked for, else that in which most units hold what the query asks for."""
    known = corpus.wordings.languages
    codes = [language(lang)] if lang else [*candidate_languages(query)]
    there = [code for code in codes if code in known]
    if not there:
        raise CorpusError(
            f"corpus '{corpus.catalogue.folder}' has no text in {' or '.join(codes)}; "
            f"it has {', '.join(known) or 'none at all'}"
        )
    if len(there) == 1:
        return there[0]
    answers = {code: search(query, corpus, mode="keyword", langs=[code], top=0) for code in there}
    return max(there, key=lambda code: answers[code].total)


def as_phrase(query: str) -> str:
    """Several bare words as one phrase; anything else as it is.

    >>> as_phrase("drinking water"), as_phrase("water"), as_phrase("water OR school")
    ('"drinking water"', 'water', 'water OR school')
    """
    parsed = parse(query)
    bare = all(isinstance(word, Word) and not isinstance(word, Prefix) for word in parsed.words)
    if len(parsed.words) > 1 and bare and not parsed.conditions:
        return f'"{" ".join(word.text for word in parsed.words)}"'
    return query


@dataclass(frozen=True, slots=True)
class _Reading:
    """How units are read. show: languages shown beside."""

    lang: str
    show: Sequence[str]
    corpus: Snapshot

    def lines(self, hit: Hit, texts: dict[str, str]) -> Iterator[Line]:
        """A line for each place of the words in a unit."""
        others = [code for code in self.show if code in texts]
        for span in hit.highlights.get(self.lang, []):
            yield Line(
                unit=hit.unit,
                symbol=hit.symbol,
                kind=hit.kind,
                number=hit.number,
                year=hit.year,
                lang=self.lang,
                span=span,
                versions={code: texts[code] for code in (self.lang, *others)},
                equivalents=self.answers(texts, span, others),
            )

    def answers(
        self, texts: dict[str, str], span: Span, others: Sequence[str]
    ) -> dict[str, list[Span]]:
        """What answers to a span in other languages."""
        if not others:
            return {}
        found = equivalents(texts, self.lang, [span], self.corpus.lexicon, langs=others)
        return {code: list(found[code].spans) for code in others if found[code].spans}


def _ordered(lines: list[Line], order: Order) -> list[Line]:
    if order == "corpus":
        return lines

    def around(line: Line) -> list[str]:
        text = line.versions[line.lang]
        if order == "right":
            return names(text[line.span[1] :], line.lang)[:_SORTED_BY]
        return names(text[: line.span[0]], line.lang)[::-1][:_SORTED_BY]

    return sorted(lines, key=lambda line: (around(line), line.unit, line.span))


def _terms(lines: Sequence[Line], lang: str) -> list[Term]:
    """What answers in a language, put together whatever its case, the most frequent first."""
    printed: defaultdict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for line in lines:
        spans = line.equivalents.get(lang, [])
        text = " … ".join(line.versions[lang][start:end] for start, end in spans)
        if text:
            printed[tuple(names(text, lang))][text] += 1
    total = sum(counts.total() for counts in printed.values())
    found = [
        Term(
            min(counts, key=lambda text: (-counts[text], text)),
            counts.total(),
            round(counts.total() / total, 4),
        )
        for counts in printed.values()
    ]
    return sorted(found, key=lambda term: (-term.count, term.text))[:MOST_TERMS]
