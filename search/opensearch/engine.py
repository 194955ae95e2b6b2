"""The keyword engine on a cluster: plans as OpenSearch searches.

It sees one state of the index, a point in time, from its first question on; when that is lost (a
node went, nothing was asked for a while) it takes the state as it is then and asks again.

From: search.planner (plans), opensearch.index (the index). To: search.answer.
Not here: writing the index, what a query means (search.planner).
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search.keyword import (
    FACETS,
    MARGIN,
    MAX_EXPANSIONS,
    Facets,
    Hits,
    Ranking,
    best_of,
    best_of_each,
    placed,
)
from search.opensearch.cluster import Answer, Cluster, Limit
from search.opensearch.failures import TOO_LARGE, ClusterError
from search.opensearch.mapping import FORM
from search.opensearch.queries import beginning, holding, ranking, starts
from search.opensearch.state import State, searched
from search.opensearch.view import PAGE, WAIT, View
from search.plan import Best, Nothing, Start, Step, ranks

MAX_FACET_VALUES = 65_000  # under OpenSearch's own limit of buckets
_STARTS_AT_ONCE = 3  # beginnings in one question: each may become MAX_EXPANSIONS + 1 clauses

# A term as Lucene writes it in a query; ours hold neither white space nor brackets nor "^".
_TERM = re.compile(r"(\w+):([^\s()^]+)")

_BY_ID: list[Answer] = [{"id": "asc"}]
_BY_SCORE: list[Answer] = [{"_score": "desc"}, *_BY_ID]

T = TypeVar("T")
Ids = NDArray[np.int64]
Scores = NDArray[np.float32]


class OpenSearchEngine:
    """A corpus's index on a cluster; a :class:`search.keyword.KeywordEngine`.

    May be used by two threads. Every method raises KeywordUnavailableError when the cluster does
    not give a whole answer within ``Settings.search_seconds``.
    """

    def __init__(self, cluster: Cluster, corpus: str | None, *, revision: int) -> None:
        """Asks nothing yet. corpus: its id; None for one that was never on a cluster.

        revision: of the catalogue; where the index is of another one, ``notes`` says so.
        """
        self._cluster = cluster
        self._corpus = corpus
        self._revision = revision
        self._opened: tuple[View, State] | None = None
        self._opening = Lock()
        self._totals: dict[Step, int] = {}  # of the plans that were asked for last
        self._terms: dict[Start, tuple[str, ...] | None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """See :class:`search.keyword.KeywordEngine`."""
        meta = self._opened[1].meta if self._opened else None
        if meta is None or (meta.towards is None and meta.revision == self._revision):
            return ()
        if meta.towards is not None:
            return ("OpenSearch is being brought up to date; the latest changes may be missing",)
        if meta.revision > self._revision:
            return ("OpenSearch is ahead of this corpus folder, which may be an old copy",)
        return (
            "OpenSearch lacks the latest changes of this corpus; bring it up to date with: "
            "hexapla index --opensearch URL",
        )

    def close(self) -> None:
        """Let go of the state that was searched."""
        if self._opened:
            self._opened[0].close(Limit.of(1.0))
            self._opened = None

    def search(self, plan: Step, k: int) -> Ranking:
        """See :class:`search.keyword.KeywordEngine`."""
        if k == 0 or isinstance(plan, Nothing):
            return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))
        if not ranks(plan):
            ids = self._asked(partial(self._ids, plan, k))
            return Ranking(ids, np.zeros(len(ids), np.float32))
        return _in_parts(
            plan, lambda step: self._best(step, k), lambda found: best_of_each(found, k)
        )

    def search_each(self, asked: Sequence[tuple[Step, int]]) -> list[Ranking]:
        """See :class:`search.keyword.KeywordEngine`; one request, where that is enough."""
        fits = all(ranks(plan) and 0 < k <= PAGE - MARGIN for plan, k in asked)
        found = self._together(asked) if fits and len(asked) > 1 else None
        if found is None:
            return [self.search(plan, k) for plan, k in asked]
        return [self._best(plan, k, first) for (plan, k), first in zip(asked, found, strict=True)]

    def scores(self, plan: Step, ids: Ids) -> Scores:
        """See :class:`search.keyword.KeywordEngine`."""
        return _in_parts(plan, lambda step: self._scores_of(step, ids), np.fmax.reduce)

    def count(self, plan: Step) -> int:
        """See :class:`search.keyword.KeywordEngine`."""
        known = self._totals.get(plan)
        if known is not None:
            return known

        def count(view: View, limit: Limit) -> int:
            body = {"query": holding(plan), "size": 0, "track_total_hits": True}
            answer = view.ask(body, "hits.total.value", limit=limit)
            return int(answer["hits"]["total"]["value"])

        return self._asked(count)

    def matching(self, plan: Step) -> Ids:
        """See :class:`search.keyword.KeywordEngine`."""
        return self._asked(partial(self._ids, plan, None))

    def facets(self, plan: Step) -> Facets:
        """See :class:`search.keyword.KeywordEngine`."""

        def facets(view: View, limit: Limit) -> Answer:
            asked = {name: {"terms": {"field": name, "size": MAX_FACET_VALUES}} for name in FACETS}
            body = {"query": holding(plan), "size": 0, "aggs": asked, "track_total_hits": False}
            wanted = ("aggregations.*.buckets.key", "aggregations.*.buckets.doc_count")
            return view.ask(body, *wanted, limit=limit)

        answered = self._asked(facets).get("aggregations", {})
        return {name: _values(answered.get(name, {}).get("buckets", [])) for name in FACETS}

    def _ids(self, plan: Step, count: int | None, view: View, limit: Limit) -> Ids:
        rows, total = view.rows(holding(plan), _BY_ID, count, limit=limit)
        self._totals = {plan: total}
        return np.fromiter((id_ for (id_,) in rows), np.int64, len(rows))

    def _best(self, plan: Step, k: int, first: Hits | None = None) -> Ranking:
        """first: the best ``k + MARGIN`` of a ranked plan, if they are known already."""

        def hits(count: int) -> Hits:
            if first is not None and count == k + MARGIN:
                return first
            return self._asked(partial(self._hits, plan, count))

        return best_of(hits, k, ties_by_id=True)

    def _hits(self, plan: Step, count: int, view: View, limit: Limit) -> Hits:
        query = ranking(plan, self._expansions(plan, view, limit))
        rows, total = view.rows(query, _BY_SCORE, count, limit=limit, is_ranked=True)
        self._totals = {plan: total}
        return _columns(rows)

    def _hits_each(self, asked: Sequence[tuple[Step, int]], view: View, limit: Limit) -> list[Hits]:
        queries = [
            (ranking(plan, self._expansions(plan, view, limit)), k + MARGIN) for plan, k in asked
        ]
        found = view.rows_each(queries, _BY_SCORE, limit=limit)
        self._totals = {plan: total for (plan, _), (_, total) in zip(asked, found, strict=True)}
        return [_columns(rows) for rows, _ in found]

    def _scores_of(self, plan: Step, ids: Ids) -> Scores:
        result = np.empty(len(ids), np.float32)
        for at in range(0, len(ids), PAGE):
            some = slice(at, at + PAGE)
            result[some] = placed(ids[some], *self._asked(partial(self._scores, plan, ids[some])))
        return result

    def _scores(self, plan: Step, ids: Ids, view: View, limit: Limit) -> Hits:
        wanted = ranking(plan, self._expansions(plan, view, limit))
        query = {"bool": {"must": [wanted], "filter": [{"terms": {"id": ids.tolist()}}]}}
        rows, _ = view.rows(query, _BY_SCORE, len(ids), limit=limit, is_ranked=True)
        return _columns(rows)

    def _together(self, asked: Sequence[tuple[Step, int]]) -> list[Hits] | None:
        """Hits of each plan; None if one of them has more clauses than OpenSearch takes."""
        try:
            return self._asked(partial(self._hits_each, asked))
        except ClusterError as error:
            if error.kind not in TOO_LARGE:
                raise
            return None

    def _expansions(
        self, plan: Step, view: View, limit: Limit
    ) -> Callable[[Start], tuple[str, ...] | None]:
        """The terms that begin as the plan's beginnings do, known from now on."""
        unknown = [start for start in dict.fromkeys(starts(plan)) if start not in self._terms]
        for at in range(0, len(unknown), _STARTS_AT_ONCE):
            self._terms |= _expanded(unknown[at : at + _STARTS_AT_ONCE], view, limit)
        return self._terms.__getitem__

    def _asked(self, ask: Callable[[View, Limit], T]) -> T:
        """What ``ask`` gives; where the state that was searched is lost, of the present one."""
        limit = self._cluster.search_limit()
        while True:
            view = self._view(limit)
            try:
                return ask(view, limit)
            except ClusterError as error:
                if not (error.is_lost or error.passing):
                    raise
                self._forget(view)
                if not limit.has_hope:
                    raise
            time.sleep(WAIT)

    def _forget(self, view: View) -> None:
        with self._opening:
            if self._opened and self._opened[0] is view:
                self._opened, self._totals, self._terms = None, {}, {}

    def _view(self, limit: Limit) -> View:
        with self._opening:
            if self._opened is None:
                self._opened = self._open(limit)
            return self._opened[0]

    def _open(self, limit: Limit) -> tuple[View, State]:
        """The present state, between two looks at what the index says that agree."""
        self._cluster.version(limit)
        state = self._state(limit)
        while True:
            view = View.open(self._cluster, state.index, shards=state.shards, limit=limit)
            again = self._state(limit)
            if again == state:
                return view, state
            view.close(limit)
            state = again

    def _state(self, limit: Limit) -> State:
        state = searched(self._cluster, self._corpus, limit) if self._corpus else None
        if state is None:
            raise ClusterError(
                f"OpenSearch at {self._cluster.where} holds nothing of this corpus yet; "
                "bring it there with: hexapla index --opensearch URL",
                passing=False,
            )
        if state.meta is None or state.meta.form != FORM:
            raise ClusterError(
                f"OpenSearch: index '{state.index}' was made by another version of hexapla; "
                "make it anew with: hexapla check --repair",
                passing=False,
            )
        return state


def _expanded(some: list[Start], view: View, limit: Limit) -> dict[Start, tuple[str, ...] | None]:
    """For each beginning its terms, rising; None if they are more than MAX_EXPANSIONS.

    OpenSearch has no list of terms to ask for, but tells what each shard makes of a query, and
    of a query for a beginning it makes one for the terms that begin so.
    """
    wanted = [beginning(start, MAX_EXPANSIONS + 1) for start in some]
    told = {
        (field, term)
        for explanation in view.explain({"bool": {"should": wanted}}, limit=limit)
        for field, term in _TERM.findall(explanation)
    }
    found: dict[Start, tuple[str, ...] | None] = {}
    for start in some:
        terms = {term for field, term in told if field == start.field}
        mine = sorted(term for term in terms if term.startswith(start.text))
        found[start] = tuple(mine) if len(mine) <= MAX_EXPANSIONS else None
    return found


def _in_parts(plan: Step, ask: Callable[[Step], T], join: Callable[[list[T]], T]) -> T:
    """What ``ask`` gives.

    Where the best of several steps has more clauses than OpenSearch takes at once, each step is
    asked for alone, and ``join`` makes one of what they give.
    """
    try:
        return ask(plan)
    except ClusterError as error:
        if error.kind not in TOO_LARGE:
            raise
        if not isinstance(plan, Best):
            raise _too_long(error) from None
    try:
        return join([ask(step) for step in plan.steps])
    except ClusterError as error:
        raise (_too_long(error) if error.kind in TOO_LARGE else error) from None


def _columns(rows: list[list[Any]]) -> Hits:
    ids = np.fromiter((row[1] for row in rows), np.int64, len(rows))
    return ids, np.fromiter((row[0] for row in rows), np.float32, len(rows))


def _too_long(error: ClusterError) -> ClusterError:
    return ClusterError(
        "the query comes to more clauses than the cluster takes at once; shorten it, or raise "
        "indices.query.bool.max_clause_count there",
        passing=False,
        status=error.status,
        kind=error.kind,
    )


def _values(buckets: list[dict[str, Any]]) -> dict[str, int]:
    counts = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
