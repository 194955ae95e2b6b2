"""Word equivalents: the words of the other versions that answer to some words of one.

For each word of the other text: how surely it stands for the words asked for, less how surely for
others. The stretch with the largest sum answers; further stretches may, if they are sure by
themselves. So function words inside a stretch come along, and those at its edges do not.

>>> from alignment.lexicon.lexicon import load_lexicon
>>> texts = {"en": "The General Assembly takes note", "fr": "L'Assemblée générale prend note"}
>>> found = equivalents(texts, "en", [(4, 20)], load_lexicon())["fr"]
>>> [texts["fr"][start:end] for start, end in found.spans]
['Assemblée générale']

From: texts of a unit, a lexicon. To: search for translators, ``hexapla lexicon``.
Not here: which words stand for which (lexicon.links).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.links import links
from alignment.lexicon.reading import pieces
from indexer.analysis.tokens import Token
from indexer.document import Span
from indexer.encoders.encoder import Encoder

Floats32 = NDArray[np.float32]

COST = 0.06  # of a word that stands for none of those asked for, inside a stretch
AGAINST = 0.9  # weight of what a word stands for elsewhere
FURTHER = 0.45  # least sum of a stretch that is not the first
LEAST = 0.06  # least sum of the first
MOST_SPANS = 3
MOST_WORDS = 400  # of a text; a longer one has no equivalents


@dataclass(frozen=True, slots=True)
class Equivalent:
    """What answers to some words in another version.

    spans: half-open code-point spans of that text, rising; () if nothing answers.
    probability: how surely, in [0, 1]; 0 if nothing does.
    """

    spans: tuple[Span, ...]
    probability: float


NOTHING = Equivalent((), 0.0)


def equivalents(
    texts: Mapping[str, str],
    lang: str,
    spans: Sequence[Span],
    lexicon: Lexicon,
    *,
    langs: Sequence[str] | None = None,
    encoder: Encoder | None = None,
) -> dict[str, Equivalent]:
    """For each other language what answers to the words that the spans of one text touch.

    texts: ``{lang: text}`` of a unit. spans: half-open code points of ``texts[lang]``; taken
        together, as one expression.
    langs: only these; None: all that there are. encoder: also compare single words by its vectors.
    Raises ValueError if there is no text in ``lang`` or a span reaches out of it.
    """
    if lang not in texts:
        raise ValueError(f"no text in {lang!r}; there are: {', '.join(texts) or 'none'}")
    for start, end in spans:
        if not 0 <= start <= end <= len(texts[lang]):
            raise ValueError(f"span [{start}, {end}) of a text of {len(texts[lang])} code points")
    here = _pieces(texts[lang], lang, lexicon)
    asked = np.array([_touches(piece, spans) for piece in here], bool)
    found = {}
    for other in texts:
        if other != lang and (langs is None or other in langs):
            there = _pieces(texts[other], other, lexicon)
            table = _links((here, there), (lang, other), lexicon, encoder)
            found[other] = _equivalent(table, asked, there)
    return found


def _pieces(text: str, lang: str, lexicon: Lexicon) -> list[Token]:
    words = lexicon.vocabulary(lang)
    return pieces(text, lang, lambda term: words.number(term) >= 0)


def _touches(piece: Token, spans: Sequence[Span]) -> bool:
    return any(start < piece.end and piece.start < end for start, end in spans)


def _links(
    sides: tuple[Sequence[Token], Sequence[Token]],
    langs: tuple[str, str],
    lexicon: Lexicon,
    encoder: Encoder | None,
) -> Floats32:
    """(n, m): how surely each piece of one text stands for each of the other."""
    here, there = sides
    if max(len(here), len(there)) > MOST_WORDS:
        return np.zeros((len(here), len(there)), np.float32)
    nearness = _nearness(here, there, encoder) if encoder else None
    left, right = [piece.text for piece in here], [piece.text for piece in there]
    return links(left, right, langs, lexicon, nearness=nearness)


def _equivalent(table: Floats32, asked: NDArray[np.bool_], there: Sequence[Token]) -> Equivalent:
    """table: (n, m) links. asked: (n,) of which words. there: (m,) the other text's words."""
    inside, outside = table[asked].sum(axis=0), table[~asked].sum(axis=0)
    gain = np.minimum(inside, 1) - AGAINST * np.minimum(outside, 1) - COST
    chosen = _stretches(gain)
    if not chosen:
        return NOTHING
    spans = tuple((there[first].start, there[last - 1].end) for first, last in chosen)
    covered = np.concatenate([np.arange(first, last) for first, last in chosen])
    return Equivalent(spans, _probability(table[asked], covered))


def _stretches(gain: Floats32) -> list[Span]:
    """The stretch of words with the largest sum, and further ones that are sure; in order."""
    chosen: list[Span] = []
    gain = gain.copy()
    while len(chosen) < MOST_SPANS:
        total, first, last = best_stretch(gain)
        if total < (FURTHER if chosen else LEAST):
            break
        chosen.append((first, last))
        gain[first:last] = -np.inf
    return sorted(chosen)


def best_stretch(gain: Floats32) -> tuple[float, int, int]:
    """Largest sum of neighbours, and the half-open stretch it is of; the first of equals.

    >>> best_stretch(np.array([-1.0, 2.0, -0.5, 1.0, -3.0], np.float32))
    (2.5, 1, 4)
    """
    best, total, first = (0.0, 0, 0), 0.0, 0
    for place, value in enumerate(gain.tolist()):
        if total <= 0:
            total, first = 0.0, place
        total += value
        if total > best[0]:
            best = (total, first, place + 1)
    return best


def _probability(table: Floats32, covered: NDArray[np.int64]) -> float:
    """Mean over the words asked for of how surely they are answered; sure words weigh more.

    table: (asked, m).
    """
    answered = np.minimum(table[:, covered].max(axis=1), 1)
    weights = table.max(axis=1) + 0.1
    return float((answered * weights).sum() / weights.sum())


def _nearness(here: Sequence[Token], there: Sequence[Token], encoder: Encoder) -> Floats32:
    """(n, m): likelihood of a pair of words from the cosine of their vectors."""
    vectors = encoder.encode([piece.text for piece in (*here, *there)])
    cosine = vectors[: len(here)] @ vectors[len(here) :].T
    near: Floats32 = 0.3 * np.clip((cosine - 0.4) / 0.5, 0, 1) ** 2
    return near.astype(np.float32)
