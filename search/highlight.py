"""Where in a unit's texts the words of a query stand.

What is shown is what was searched: the same plan is looked for in the same streams of terms, whose
tokens know the span of the text they stand for. So a phrase is marked only where it stands as one,
and any script works.

From: search.answer. To: the front door. Not here: colours, brackets, cutting texts short.
"""

from __future__ import annotations

from collections.abc import Iterator

from indexer.analysis.tokens import BIGRAMS, Token, bigrams, tokens
from indexer.document import Span
from search.plan import Best, Boost, Every, Sequence, Start, Step, Sum, Term, Within


def highlights(step: Step, texts: dict[str, str]) -> dict[str, list[Span]]:
    """Spans of the text in each language; languages in which nothing stands are left out.

    Half-open code-point spans, rising, apart from each other.

    >>> highlights(Term("fr", "paix"), {"en": "peace", "fr": "La paix."})
    {'fr': [(3, 7)]}
    """
    wanted = list(_positive(step))
    found = {lang: _spans(wanted, lang, text) for lang, text in texts.items()}
    return {lang: spans for lang, spans in found.items() if spans}


Wanted = Term | Sequence | Start | Within


def _positive(step: Step) -> Iterator[Wanted]:
    """The leaves that speak for a unit; words that must stand close together only as pairs."""
    match step:
        case Boost(child, _):
            yield from _positive(child)
        case Best(steps) | Sum(steps):
            for child in steps:
                yield from _positive(child)
        case Every(steps, _):
            has_pairs = any(isinstance(child, Within) for child in steps)
            for child in steps:
                if not (has_pairs and isinstance(child, Term)):
                    yield from _positive(child)
        case Term() | Sequence() | Start() | Within():
            yield step


def _spans(wanted: list[Wanted], lang: str, text: str) -> list[Span]:
    spans: set[Span] = set()
    for field in (lang, BIGRAMS) if lang == "zh" else (lang,):
        mine = [leaf for leaf in wanted if leaf.field == field]
        if mine:
            stream = bigrams(text) if field == BIGRAMS else tokens(text, field)
            spans.update(span for leaf in mine for span in _places(leaf, stream))
    return _merged(sorted(spans))


def _places(leaf: Wanted, stream: list[Token]) -> Iterator[Span]:
    match leaf:
        case Term(_, term):
            yield from (_span(token) for token in stream if token.text == term)
        case Start(_, start):
            for token in stream:
                if token.text.startswith(start):
                    yield _beginning(token, start, whole=leaf.field != BIGRAMS)
        case Sequence():
            yield from _runs(leaf, stream)
        case Within():
            yield from _pairs(leaf, stream)


def _runs(leaf: Sequence, stream: list[Token]) -> Iterator[Span]:
    """Where the terms follow each other, from the first one's start to the last one's end."""
    size = len(leaf.terms)
    for at, token in enumerate(stream):
        if token.text != leaf.terms[0]:
            continue
        run = stream[at : at + size]
        end = max(each.end for each in run)
        if tuple(each.text for each in run) != leaf.terms:
            continue
        if leaf.start:
            following = stream[at + size : at + size + 1]
            if not (following and following[0].text.startswith(leaf.start)):
                continue
            end = _beginning(following[0], leaf.start, whole=leaf.field != BIGRAMS)[1]
        yield token.start, end


def _pairs(leaf: Within, stream: list[Token]) -> Iterator[Span]:
    lefts = [at for at, token in enumerate(stream) if token.text == leaf.left]
    rights = [at for at, token in enumerate(stream) if token.text == leaf.right]
    for left in lefts:
        for right in rights:
            if abs(left - right) <= leaf.distance + 1:
                yield _span(stream[left])
                yield _span(stream[right])


def _span(token: Token) -> Span:
    return token.start, token.end


def _beginning(token: Token, start: str, *, whole: bool) -> Span:
    """A word that begins so is marked whole, a pair of characters only as far as was asked for."""
    if whole or len(token.text) == len(start):
        return _span(token)
    return token.start, min(token.end, token.start + len(start))


def _merged(spans: list[Span]) -> list[Span]:
    """Rising spans, with those that overlap joined.

    >>> _merged([(0, 2), (1, 3), (3, 4)])
    [(0, 3), (3, 4)]
    """
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
