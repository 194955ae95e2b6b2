"""One state of an index, searched: the same for every question, whatever is written meanwhile.

It is a point in time of OpenSearch's, which holds as long as it is used. An answer that lacks a
shard, or that was cut off by a time limit, is none.

From: opensearch.cluster. To: opensearch.engine, opensearch.index. Not here: what is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from search.opensearch.cluster import Answer, Cluster, Limit
from search.opensearch.failures import ClusterError, another_server, unanswered

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
        params = {"filter_path": ",".join([*_ALWAYS, *wanted])}
        if is_ranked and self.shards > 1:
            # Without it every shard scores by how often a term is on it.
            params["search_type"] = "dfs_query_then_fetch"
        asked = {
            "pit": {"id": self.id, "keep_alive": KEEP},
            "timeout": f"{max(int(limit.left * 1000), 1)}ms",
            "_source": False,
            "stored_fields": "_none_",
            **body,
        }
        params["allow_partial_search_results"] = "false"
        # Not again: when a node goes, its part of a point in time does not come back.
        answer = self.cluster.ask(
            "POST", "/_search", body=asked, params=params, limit=limit, again=False
        )
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
            body: Answer = {"query": query, "sort": order, "size": size}
            body["track_total_hits"] = not rows
            if rows:
                body["search_after"] = rows[-1]
            answer = self.ask(body, _HITS, _TOTAL, limit=limit, is_ranked=is_ranked)
            hits = answer.get("hits", {})
            total = total if rows else int(hits.get("total", {}).get("value", 0))
            more = [hit["sort"] for hit in hits.get("hits", ())]
            rows += more
            if len(more) < size:
                break
        return rows, total

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


def _pages(count: int | None) -> Iterator[int]:
    """Sizes of the pages that hold ``count`` hits; without end if it is None."""
    while count is None or count > 0:
        yield PAGE if count is None else min(count, PAGE)
        count = None if count is None else count - PAGE
