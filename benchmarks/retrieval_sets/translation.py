"""Translation retrieval: a sentence finds its row through another language, or any other.

Its own language is hidden from what is searched: in ``pairs`` only one other language is there, all
30 directions; in ``others`` the five others are. Right are the row itself and rows with the same
text in the language asked in, or, in ``pairs``, in the one that is searched. Quotation marks are
left out, for all systems: a sentence is asked for, not a phrase that must stand there.

From: unv1_dev. To: benchmarks.retrieval. Not here: searching.
"""

from __future__ import annotations

from itertools import permutations

from benchmarks.retrieval_sets.query_set import Query, QuerySet, UnRows, sample
from indexer.languages import LANGUAGES

QUOTES = frozenset('"“”„«»《》〈〉「」『』＂')


def pairs(rows: UnRows, count: int, seed: int) -> QuerySet:
    """``count`` sentences in each of 30 directions, other rows in each."""
    queries = [
        _query(rows, at, source, target)
        for source, target in permutations(LANGUAGES, 2)
        for at in sample(rows.unseen, count, f"{seed} {source}-{target}")
    ]
    return QuerySet("translation, 30 directions", tuple(queries))


def others(rows: UnRows, count: int, seed: int) -> QuerySet:
    """``count`` sentences in each language, among rows of the five other languages."""
    chosen = sample(rows.unseen, count, seed)
    queries = [_query(rows, at, lang, None) for lang in LANGUAGES for at in chosen]
    return QuerySet("translation, five languages", tuple(queries))


def _query(rows: UnRows, at: int, source: str, target: str | None) -> Query:
    text = rows.texts[source][at]
    right = set(rows.rows_of[source][text])
    if target:
        right |= rows.rows_of[target][rows.texts[target][at]]
    return Query(
        id=f"{source}-{target or 'any'}-{at + 1}",
        text="".join(" " if letter in QUOTES else letter for letter in text),
        lang=source,
        collection=f"un+{target}" if target else f"un-{source}",
        relevant=dict.fromkeys(sorted(right), 1),
        group=str(at + 1),
    )
