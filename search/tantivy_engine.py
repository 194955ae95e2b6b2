"""The embedded keyword engine: plans as tantivy queries.

From: search.planner (plans), search.tantivy_index (the index). To: search.answer.
Not here: writing the index (search.tantivy_index), what a query means (search.planner).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur

from search.keyword import (
    FACETS,
    MAX_EXPANSIONS,
    Facets,
    Hits,
    Ranking,
    enough,
    joined,
    placed,
)
from search.plan import (
    Best,
    Boost,
    Every,
    Known,
    Nothing,
    Sequence,
    Start,
    Step,
    Sum,
    Term,
    Within,
    ranks,
)
from search.query import Body, Filter, Kind, Lang, Symbol, Year
from search.tantivy_index import open_index

MAX_FACET_VALUES = 65_000  # tantivy's own limit
PLANS_KEPT = 32  # as queries: a plan and its parts are searched, counted and scored

# Just these: others mean something only behind a backslash ("\<" is the start of a word).
_REGEX_SIGNS = frozenset(".^$*+?()[]{}|\\")


class TantivyEngine:
    """One published index, opened for searching; a :class:`search.keyword.KeywordEngine`."""

    notes: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        """Open the index in ``folder``.

        Raises CorpusError if there is none or it cannot be read.
        """
        self._index = open_index(folder)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._made: dict[int, tuple[Step, tantivy.Query]] = {}

    def search(self, plan: Step, k: int) -> Ranking:
        """See :class:`search.keyword.KeywordEngine`.

        The best of several steps is looked for one by one, since tantivy skips what cannot reach
        the best ``k`` only in a plain sum of terms: up to twice as fast on long queries.
        """
        if k == 0:
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        if not ranks(plan):
            ids = self._by_id(plan, k)
            return Ranking(ids, np.zeros(len(ids), np.float32))
        steps = plan.steps if isinstance(plan, Best) else (plan,)
        return joined([self._enough(self._asked(step), k) for step in steps], k)

    def search_each(self, asked: Iterable[tuple[Step, int]]) -> list[Ranking]:
        """See :class:`search.keyword.KeywordEngine`."""
        return [self.search(plan, k) for plan, k in asked]

    def scores(self, plan: Step, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """See :class:`search.keyword.KeywordEngine`."""
        # Four times as fast as a term_set_query, which walks the whole dictionary.
        among = _any_of(
            [tantivy.Query.term_query(self._schema, "id", id_, "basic") for id_ in ids.tolist()]
        )
        query = tantivy.Query.const_score_query(among, 0.0).and_must_match(self._asked(plan))
        return placed(ids, *self._hits(query, max(len(ids), 1)))

    def count(self, plan: Step) -> int:
        """See :class:`search.keyword.KeywordEngine`."""
        without_scores = tantivy.Query.const_score_query(self._asked(plan), 0.0)
        found = self._searcher.search(without_scores, 1, count=True)
        return int(found.count)  # type: ignore[attr-defined]  # tantivy's stubs forgot it

    def matching(self, plan: Step) -> NDArray[np.int64]:
        """See :class:`search.keyword.KeywordEngine`."""
        return self._by_id(plan, max(self._searcher.num_docs, 1))

    def facets(self, plan: Step) -> Facets:
        """See :class:`search.keyword.KeywordEngine`."""
        asked = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in FACETS}
        answered = self._searcher.aggregate(self._query(plan), asked)
        return {name: _values(answered[name]["buckets"]) for name in FACETS}

    def _by_id(self, plan: Step, limit: int) -> NDArray[np.int64]:
        found = self._searcher.search(
            self._query(plan), limit, count=False, order_by_field="id", order=tantivy.Order.Asc
        )
        return np.fromiter((key for key, _ in found.hits), np.int64, len(found.hits))

    def _enough(self, query: tantivy.Query, k: int) -> Hits:
        # One segment is sorted by id; several are searched one after the other.
        sorted_by_id = self._searcher.num_segments == 1
        return enough(partial(self._hits, query), k, ties_by_id=sorted_by_id)

    def _hits(self, query: tantivy.Query, limit: int) -> Hits:
        hits = self._searcher.search(query, limit, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        scores = np.fromiter((score for score, _ in hits), np.float32, len(hits))
        return np.array(ids, np.int64), scores

    def _asked(self, step: Step) -> tantivy.Query:
        """A step as a query, made once while the same step is searched, counted and scored.

        By identity: to tell whether all parts of two steps are equal takes as long as the query.
        """
        made = self._made.get(id(step))
        if made is None:
            if len(self._made) >= PLANS_KEPT:
                self._made.clear()
            made = self._made[id(step)] = step, self._query(step)  # kept, so its id is no other's
        return made[1]

    def _query(self, step: Step) -> tantivy.Query:
        """One step as a tantivy query, its children first."""
        match step:
            case Term(field, text):  # nearly all are
                return tantivy.Query.term_query(self._schema, field, text, "freq")
            case Boost(child, factor):
                return tantivy.Query.boost_query(self._query(child), factor)
            case Best(steps):
                return tantivy.Query.disjunction_max_query([self._asked(s) for s in steps])
            case Sum(steps):
                return _any_of([self._query(s) for s in steps])
            case Every(steps, without):
                return self._every(steps, without)
        return self._leaf(step)

    def _leaf(self, step: Sequence | Start | Within | Known | Nothing) -> tantivy.Query:
        match step:
            case Sequence():
                return self._sequence(step)
            case Start(field, text):
                return self._start(field, text)
            case Within(field, left, right, distance):
                return self._within(field, (left, right), distance)
            case Known(wanted, score):
                return tantivy.Query.const_score_query(self._filter(wanted), score)
            case Nothing():
                return tantivy.Query.empty_query()

    def _every(self, steps: tuple[Step, ...], without: tuple[Step, ...]) -> tantivy.Query:
        parts = [(Occur.Must, self._query(step)) for step in steps]
        if not parts:
            everything = tantivy.Query.const_score_query(tantivy.Query.all_query(), 0.0)
            parts = [(Occur.Must, everything)]
        parts += [(Occur.MustNot, self._query(step)) for step in without]
        return tantivy.Query.boolean_query(parts)

    def _sequence(self, step: Sequence) -> tantivy.Query:
        scored = self._query(Term(step.field, step.terms[0]))
        if len(step.terms) > 1:
            scored = tantivy.Query.phrase_query(self._schema, step.field, [*step.terms])
        if not step.start:
            return scored
        patterns: list[str | tuple[int, str]] = [
            *map(_literal, step.terms),
            _literal(step.start) + ".*",
        ]
        # It would score the pattern as if that were a term, and the rarest of all.
        whole = tantivy.Query.regex_phrase_query(self._schema, step.field, patterns)
        filtering = tantivy.Query.const_score_query(whole, 0.0)
        return tantivy.Query.boolean_query([(Occur.Must, scored), (Occur.Must, filtering)])

    def _start(self, field: str, text: str) -> tantivy.Query:
        found = self._searcher.terms_with_prefix(field, text, limit=MAX_EXPANSIONS + 1)
        if len(found) > MAX_EXPANSIONS:
            beginning = tantivy.Query.regex_query(self._schema, field, _literal(text) + ".*")
            return tantivy.Query.const_score_query(beginning, 0.0)
        terms = sorted(term for term, _ in found)
        return _any_of([self._query(Term(field, term)) for term in terms])

    def _within(self, field: str, pair: tuple[str, str], distance: int) -> tantivy.Query:
        orders = [
            tantivy.Query.phrase_query(self._schema, field, [*words], slop=distance)
            for words in (pair, pair[::-1])
        ]
        return tantivy.Query.const_score_query(_any_of(orders), 0.0)

    def _filter(self, wanted: Filter) -> tantivy.Query:
        match wanted:
            case Lang(values):
                return self._one_of("lang", values)
            case Body(values):
                return self._one_of("body", values)
            case Kind(values):
                return self._one_of("kind", values)
            case Year(first, last):
                return tantivy.Query.range_query(
                    self._schema, "year", FieldType.Unsigned, first, last
                )
            case Symbol(patterns):
                return _any_of([self._symbol(pattern) for pattern in patterns])

    def _one_of(self, field: str, values: tuple[str, ...]) -> tantivy.Query:
        return _any_of([tantivy.Query.term_query(self._schema, field, value) for value in values])

    def _symbol(self, pattern: str) -> tantivy.Query:
        if not pattern.endswith("*"):
            return tantivy.Query.term_query(self._schema, "symbol", pattern)
        start = _literal(pattern.rstrip("*"))
        return tantivy.Query.regex_query(self._schema, "symbol", start + ".*")


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _literal(text: str) -> str:
    r"""A regular expression that stands for just this text.

    >>> _literal("l.12")
    'l\\.12'
    """
    return "".join(f"\\{sign}" if sign in _REGEX_SIGNS else sign for sign in text)


def _values(buckets: list[dict[str, Any]]) -> dict[str, int]:
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
