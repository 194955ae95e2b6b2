"""How many of the units found are of each language, year, body and kind.

From: search.answer. To: the same. Not here: counting itself (the keyword engine, the columns).
"""

from __future__ import annotations

from collections import Counter

from search.keyword import FACETS, Facets
from search.retrieval import Found
from search.snapshot import Snapshot


def facets_of(found: Found, corpus: Snapshot) -> Facets:
    """Counts over all units that can be had by paging on, most frequent value first."""
    beside = corpus.columns.counts(found.beside)
    if found.plan is None:
        return {name: beside[name] for name in FACETS}
    matched = corpus.keyword.facets(found.plan)
    return {name: _sum(matched[name], beside[name]) for name in FACETS}


def _sum(left: dict[str, int], right: dict[str, int]) -> dict[str, int]:
    """Most frequent first, ties by value.

    >>> _sum({"fr": 2, "en": 1}, {"en": 3})
    {'en': 4, 'fr': 2}
    """
    sums = Counter(left) + Counter(right)
    return dict(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0])))
