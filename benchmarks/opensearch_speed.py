"""What our side costs beside OpenSearch's own time, and how long hostile queries take.

    python -m benchmarks.opensearch_speed [DATA] [QUERIES] [SEED]

On one node with one shard that is started for it ($HEXAPLA_OPENSEARCH names a cluster instead). For
random queries of every kind: the time from a plan to ten ids and scores; the time that OpenSearch
says it took, in whole milliseconds; and the floor, the same requests sent again by the standard
library's HTTP client and read without a look. Hostile queries are timed in both engines, from the
text to the answer or to the line that refuses them.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.opensearch_server import server
from benchmarks.parity import Queries, engines
from benchmarks.record import data_folder, keep, percentiles
from indexer.errors import HexaplaError
from search.keyword import KeywordEngine
from search.opensearch.cluster import Cluster, Limit
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.settings import Settings, settings_from
from search.parser import parse
from search.planner import plan

WARM_UP = 200
HOSTILE = {
    "unbalanced quotes": '"peace "and "security" "' * 50,
    "10,000 words": " ".join(f"word{n}" for n in range(10_000)),
    "1,000 words": " ".join(f"peace{n}" for n in range(1_000)),
    "20,000 characters of Chinese": "联合国大会通过决议" * 2_222,
    "only stop words": "the of and a to in",
    "control characters": "peace\x00\x07\x1b[31m\x7f\u202e security",
    "lone surrogates": "\ud800peace\udfff",
    "regular-expression bomb": "(a+)+$ " + "a" * 5_000 + "! .*.*.*.*.*x*",
    "beginnings": " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "injected JSON": '"}}]}},{"match_all":{}} \\" {"script":{"source":"while(true){}"}}' * 20,
    "injected query string": "_exists_:en OR en:* OR _id:1 /.*/ [* TO *] peace~2^9",
    "brackets": "(" * 39 + "peace" + ")" * 39,
    "nested alternatives": "(war OR " * 39 + "peace" + ")" * 39,
    "a phrase of 900 words": '"' + "peace " * 900 + '"',
    "nothing but signs": "?!*()\"'-",
}


class Counting(Cluster):
    """Keeps what was asked, and what OpenSearch says that it took."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.took = 0
        self.asked: list[tuple[str, dict[str, str] | None, dict[str, Any] | str | None]] = []

    def ask(
        self,
        method: str,
        path: str,
        *,
        limit: Limit,
        body: dict[str, Any] | str | None = None,
        params: dict[str, str] | None = None,
        again: bool = True,
    ) -> dict[str, Any]:
        answer = super().ask(method, path, limit=limit, body=body, params=params, again=again)
        self.took += int(answer.get("took", 0))
        self.asked.append((path, params, body))
        return answer


def measured(engine: OpenSearchEngine, cluster: Counting, texts: list[str]) -> dict[str, Any]:
    """Milliseconds a query: ours, OpenSearch's own, the floor."""
    url = urlsplit(cluster.settings.hosts[0])
    bare = http.client.HTTPConnection(url.hostname or "", url.port)
    ours: list[float] = []
    own: list[float] = []
    floor: list[float] = []
    processor: list[float] = []
    for number, text in enumerate(texts):
        step = plan(parse(text))
        cluster.took, cluster.asked = 0, []
        start, used = time.perf_counter(), time.thread_time()
        engine.search(step, 10)
        seconds, used = time.perf_counter() - start, time.thread_time() - used
        least = sum(_bare(bare, *asked) for asked in cluster.asked)
        if number >= WARM_UP:
            ours.append(1000 * seconds)
            own.append(cluster.took)
            floor.append(1000 * least)
            processor.append(1000 * used)
    bare.close()
    return {
        "ours": percentiles(ours),
        "took": percentiles(own),
        "floor": percentiles(floor),
        "ours_over_floor": round(float(np.median(np.divide(ours, floor))), 2),
        "ours_less_floor": round(float(np.median(np.subtract(ours, floor))), 2),
        "processor_of_the_asking_thread": percentiles(processor),
    }


def _bare(
    connection: http.client.HTTPConnection,
    path: str,
    params: dict[str, str] | None,
    body: dict[str, Any] | str | None,
) -> float:
    """Seconds for one request without any of our code or opensearch-py's."""
    data = (body if isinstance(body, str) else json.dumps(body)).encode()
    target = f"{path}?{urlencode(params or {})}"
    start = time.perf_counter()
    connection.request("POST", target, data, {"Content-Type": "application/json"})
    connection.getresponse().read()
    return time.perf_counter() - start


def hostile(engine: KeywordEngine) -> dict[str, dict[str, object]]:
    """For each hostile query seconds, and hits or the line that refuses it."""
    told: dict[str, dict[str, object]] = {}
    for name, text in HOSTILE.items():
        start = time.perf_counter()
        try:
            step = plan(parse(text))
            said: object = engine.count(step)
            engine.search(step, 10)
        except HexaplaError as error:
            said = str(error)
        told[name] = {"seconds": round(time.perf_counter() - start, 3), "hits or line": said}
    return told


def main(data: str | None = None, queries: str = "600", seed: str = "1") -> None:
    """Ask, keep the figures."""
    folder = Path(data) if data else data_folder()
    urls = os.environ.get("HEXAPLA_OPENSEARCH")
    if urls:
        measure(folder, urls, int(queries), int(seed))
        return
    with server() as started:
        measure(folder, started.urls[0], int(queries), int(seed))


def measure(data: Path, urls: str, count: int, seed: int) -> None:
    """Ask the cluster at these URLs."""
    settings = settings_from(os.environ, urls)
    assert settings is not None
    cluster = Counting(replace(settings, shards=1, search_seconds=30.0))
    made = Queries(data, seed)
    texts = [made.next()[1] for _ in range(2 * (count + WARM_UP))]
    texts = [text for text in texts if any(map(str.isalnum, text))][: count + WARM_UP]
    with engines(data, cluster) as (ours, theirs):
        figures = measured(theirs, cluster, texts)
        bad = {"tantivy": hostile(ours), "opensearch": hostile(theirs)}
    cluster.close()
    keep(
        "opensearch_speed",
        {"queries": count, "seed": seed, "units": 4000, "shards": 1}
        | {"milliseconds": figures, "hostile": bad},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
