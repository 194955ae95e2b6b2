"""One state of an index, searched: the same for every question, whatever is written meanwhile.

It is a point in time of OpenSearch's, which holds as long as it is used. An answer that lacks a
shard, or that was cut off by a time limit, is none.

From: opensearch.cluster. To: opensearch.engine, opensearch.index. Not here: what is asked.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from search.opensearch.cluster import Answer, Cluster, Limit
from search.opensearch.failures import ClusterError, another_server, refusal, unanswered

T = TypeVar("T")
Rows = tuple[list[list[Any]], int]  # what each unit is sorted by, and how many hold

PAGE = 10_000  # hits of one answer at most; OpenSearch's own limit
WAIT = 0.1  # seconds before a state that was lost is taken anew
KEEP = "5m"  # how long a point in time outlives the last question

_ALWAYS = (
    "took",
    "timed_out",
    "_shards.total",
    "_shards.successful",
    "_shards.failed",
    "error",
    "status",
)
_PARTIAL = "allow_partial_search_results"
_HITS = "hits.hits.sort"
_TOTAL = "hits.total.value"


def looked(
    cluster: Cluster, index: str, ask: Callable[[View, Limit], T], *, shards: int, limit: Limit
) -> T:
    """What ``ask`` gives of an index as it is now, again if its state is lost on the way."""
    while True:
        view = View.open(cluster, index, shards=shards, limit=limit)
        try:
            found = ask(view, limit)
        except ClusterError as error:
            if not ((error.is_lost or error.passing) and limit.has_hope):
                raise
            time.sleep(WAIT)
        else:
            view.close(limit)
            return found


@dataclass(frozen=True, slots=True)
class View:
    """A point in time of an index. shards: how many have to answer."""

    cluster: Cluster
    index: str
    id: str
    shards: int

    @classmethod
    def open(cls, cluster: Cluster, index: str, *, shards: int, limit: Limit) -> View:
        """The index as it is now. Raises ClusterError, also if a part of it is not there."""
        params = {"keep_alive": KEEP, "allow_partial_pit_creation": "false"}
        path = f"/{index}/_search/point_in_time"
        answer = cluster.ask("POST", path, params=params, limit=limit)
        view = cls(cluster, index, str(answer.get("pit_id", "")), shards)
        view.require_all_shards(answer)
        return view

    def close(self, limit: Limit) -> None:
        """Let go of it; what cannot be told now goes by itself after ``KEEP``."""
        try:
            path = "/_search/point_in_time"
            self.cluster.ask("DELETE", path, body={"pit_id": [self.id]}, limit=limit)
        except ClusterError:
            pass

    def ask(self, body: Answer, *wanted: str, limit: Limit, is_ranked: bool = False) -> Answer:
        """One question. wanted: paths of the answer. is_ranked: whether scores count.

        Raises ClusterError if not every shard answered in time.
        """
        params = self._params([*_ALWAYS, *wanted], is_ranked=is_ranked)
        params |= {_PARTIAL: "false"}
        asked = self._question(body, limit)
        # Not again: when a node goes, its part of a point in time does not come back.
        answer = self.cluster.ask(
            "POST", "/_search", body=asked, params=params, limit=limit, again=False
        )
        return self._whole(answer, limit)

    def ask_each(self, bodies: Sequence[Answer], *wanted: str, limit: Limit) -> list[Answer]:
        """Several questions whose scores count, in one request; otherwise as ``ask``."""
        paths = [f"responses.{path}" for path in (*_ALWAYS, *wanted)]
        params = self._params([*paths, "took", "error", "status"], is_ranked=True)
        header = json.dumps({_PARTIAL: False})
        lines = [f"{header}\n{json.dumps(self._question(body, limit))}\n" for body in bodies]
        answer = self.cluster.ask(
            "POST", "/_msearch", body="".join(lines), params=params, limit=limit, again=False
        )
        answers = answer.get("responses", [])
        if len(answers) != len(bodies):
            raise another_server(self.cluster.where, "it does not answer several questions")
        return [self._whole(one, limit) for one in answers]

    def _params(self, paths: list[str], *, is_ranked: bool) -> dict[str, str]:
        params = {"filter_path": ",".join(paths)}
        if is_ranked and self.shards > 1:
            # Without it every shard scores by how often a term is on it.
            params["search_type"] = "dfs_query_then_fetch"
        return params

    def _question(self, body: Answer, limit: Limit) -> Answer:
        return {
            "pit": {"id": self.id, "keep_alive": KEEP},
            "timeout": f"{max(int(limit.left * 1000), 1)}ms",
            "_source": False,
            "stored_fields": "_none_",
            **body,
        }

    def _whole(self, answer: Answer, limit: Limit) -> Answer:
        """An answer to one question, if it is one and nothing is missing."""
        if "error" in answer:
            raise refusal(int(answer.get("status", 500)), answer, self.cluster.where)
        if answer.get("timed_out") is not False:
            raise unanswered(self.cluster.where, limit.seconds)
        self.require_all_shards(answer)
        return answer

    def rows(
        self,
        query: Answer,
        order: list[Answer],
        count: int | None,
        *,
        limit: Limit,
        is_ranked: bool = False,
    ) -> Rows:
        """What units are sorted by, the first ``count`` or all, and how many hold.

        order: ends with a field that tells units apart, so that no page repeats or skips one.
        """
        rows: list[list[Any]] = []
        total = 0
        for size in _pages(count):
            body = _page(query, order, size)
            if rows:
                body |= {"track_total_hits": False, "search_after": rows[-1]}
            answer = self.ask(body, _HITS, _TOTAL, limit=limit, is_ranked=is_ranked)
            more, counted = _rows(answer)
            total = total if rows else counted
            rows += more
            if len(more) < size:
                break
        return rows, total

    def rows_each(
        self, asked: Sequence[tuple[Answer, int]], order: list[Answer], *, limit: Limit
    ) -> list[Rows]:
        """As ``rows`` for each of several ranked queries and its count, one page at most."""
        bodies = [_page(query, order, count) for query, count in asked]
        return [_rows(answer) for answer in self.ask_each(bodies, _HITS, _TOTAL, limit=limit)]

    def explain(self, query: Answer, *, limit: Limit) -> list[str]:
        """What each shard makes of a query, in Lucene's words; of the index as it is now."""
        params = {"rewrite": "true", "all_shards": "true"}
        path = f"/{self.index}/_validate/query"
        answer = self.cluster.ask("POST", path, body={"query": query}, params=params, limit=limit)
        self.require_all_shards(answer)
        told = answer.get("explanations", [])
        if len(told) < self.shards or not answer.get("valid"):
            raise another_server(self.cluster.where, "it does not explain a query")
        return [str(one.get("explanation", "")) for one in told]

    def require_all_shards(self, answer: Answer) -> None:
        """Raise ClusterError unless every shard had its part in an answer."""
        shards = answer.get("_shards", {})
        good = int(shards.get("successful", 0))
        if shards.get("failed") or good != self.shards or shards.get("total") != self.shards:
            raise ClusterError(
                f"OpenSearch at {self.cluster.where} answered for {good} of {self.shards} parts "
                "of the index",
                passing=True,
            )


def _page(query: Answer, order: list[Answer], size: int) -> Answer:
    return {"query": query, "sort": order, "size": size, "track_total_hits": True}


def _rows(answer: Answer) -> Rows:
    hits = answer.get("hits", {})
    rows = [hit["sort"] for hit in hits.get("hits", ())]
    return rows, int(hits.get("total", {}).get("value", 0))


def _pages(count: int | None) -> Iterator[int]:
    """Sizes of the pages that hold ``count`` hits; without end if it is None."""
    while count is None or count > 0:
        yield PAGE if count is None else min(count, PAGE)
        count = None if count is None else count - PAGE
