"""Words that stand near another more often than chance would have it.

Source: Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational
Linguistics 19(1), 1993 (the log-likelihood ratio G2).

From: lookup.concordance. To: the same. Not here: finding the lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.tokens import tokens
from indexer.document import Span
from search.lookup.answers import Collocate
from search.lookup.pieces import Piece, is_placeable, names, pieces
from search.lookup.wordings import Wordings
from search.query import Word
from search.wording import is_stop_word

NEAR = 5  # words to either side
LEAST_COUNT = 2  # lines
CHARACTERS_PER_WORD = 1.7  # in Chinese; measured on the UN development set
MOST_COUNTED = 150  # words, the most frequent near the word, whose likelihood is worked out


def words(text: str, lang: str) -> list[Piece]:
    """The words of a text, folded; in Chinese the segmenter's longest ones.

    >>> [word.text for word in words("联合国大会回顾，2015年", "zh")]
    ['联合国大会', '回顾', '2015', '年']
    """
    if lang != "zh":
        return pieces(text, lang)
    kept: list[Piece] = []
    for token in sorted(tokens(text, "zh"), key=lambda token: (token.start, -token.end)):
        if not kept or token.start >= kept[-1].end:
            kept.append(Piece(*token))
    return kept


def near(text: str, lang: str, span: Span) -> list[str]:
    """The words to either side of a span, those that say something."""
    stream = words(text, lang)
    before = [word.text for word in stream if word.end <= span[0]][-NEAR:]
    after = [word.text for word in stream if word.start >= span[1]][:NEAR]
    return [word for word in (*before, *after) if _tells(word, lang)]


def collocates(lines: Iterable[Sequence[str]], wordings: Wordings, *, top: int) -> list[Collocate]:
    """The likeliest ``top``, ties by word.

    lines: the words near each place of the word searched, see ``near``; each counts once a line.
    """
    counts: Counter[str] = Counter()
    looked_at = 0
    for line in lines:
        looked_at += len(line)
        counts.update(set(line))
    total = len(wordings.pieces)
    if wordings.lang == "zh":
        total = round(total / CHARACTERS_PER_WORD)
    found = []
    for word, count in counts.most_common(MOST_COUNTED):
        if count >= LEAST_COUNT:
            everywhere = max(occurrences(word, wordings), count)
            surprise = log_likelihood(count, looked_at, everywhere, total)
            if surprise > 0:
                found.append(Collocate(word, count, everywhere, round(surprise, 2)))
    return sorted(found, key=lambda one: (-one.log_likelihood, one.word))[:top]


def occurrences(word: str, wordings: Wordings) -> int:
    """How often a word stands anywhere; in Chinese, its characters one after the other."""
    parts = names(word, "zh") if wordings.lang == "zh" else [word]
    numbers = [wordings.number(part) for part in parts]
    if None in numbers or not numbers:
        return 0
    places: NDArray[np.int64] = np.flatnonzero(wordings.pieces == numbers[0])
    for offset, number in enumerate(numbers[1:], 1):
        places = places[places + offset < len(wordings.pieces)]
        places = places[wordings.pieces[places + offset] == number]
    if len(numbers) > 1:  # not across the end of an entry
        ends = np.searchsorted(wordings.starts, places, side="right")
        places = places[wordings.starts[ends] >= places + len(numbers)]
    return len(places)


def log_likelihood(count: int, near_all: int, everywhere: int, total: int) -> float:
    """G2 of a word's count among the words near, against all others; negative if it is rarer there.

    count: of the word among the ``near_all`` words near. everywhere: of the word among ``total``.

    >>> round(log_likelihood(10, 100, 20, 10_000), 1)
    65.6
    >>> log_likelihood(1, 100, 100, 10_000)
    0.0
    """
    table = [
        [count, everywhere - count],
        [near_all - count, total - near_all - (everywhere - count)],
    ]
    rows = [sum(row) for row in table]
    columns = [table[0][at] + table[1][at] for at in (0, 1)]
    whole = sum(rows)
    ratio = sum(
        observed * log(observed * whole / (rows[row] * columns[column]))
        for row, line in enumerate(table)
        for column, observed in enumerate(line)
        if observed > 0
    )
    sign = 1 if count * whole >= rows[0] * columns[0] else -1
    return sign * 2 * ratio if ratio > 1e-12 else 0.0


def _tells(word: str, lang: str) -> bool:
    """Whether a word says something: no number, no single character, no stop word."""
    if len(word) < 2 or is_placeable(word) or any(map(str.isdigit, word)):
        return False
    return not is_stop_word(Word(word), (lang,))
