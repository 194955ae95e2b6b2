"""What our side costs beside OpenSearch's own time, and how long hostile queries take.

    python -m benchmarks.opensearch_speed [QUERIES] [UNITS] [FOLDER]

On one node with one shard that is started for it ($HEXAPLA_OPENSEARCH names a cluster instead). For
random queries by words, of every kind, on the UN development set: the time from a plan to ten ids
and scores. For hybrid queries on UNITS units (made in FOLDER and kept, if one is named): the time
from the text of a query to ten units with their texts, with OpenSearch and with tantivy. Beside
both stands the server's own time, in three ways: the floor, which is the same requests sent once
more by the standard library's HTTP client, one after the other, and read without a look; what
OpenSearch says that they took, in whole milliseconds, rounded down; and, of queries by words, what
its shards counted for scoring and fetching, which is exact but leaves out reading, joining and
writing. In turn with our hybrid queries OpenSearch's own are asked, over an index of the same texts
by its own analysers and of our vectors (benchmarks/systems/opensearch_hybrid.py). Hostile queries
are timed in both engines, from the text to the answer or to the line that refuses them.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import numpy as np

import hexapla
from benchmarks.opensearch_server import server
from benchmarks.parity import Queries, engines
from benchmarks.query_speed import make, queries
from benchmarks.record import data_folder, keep, percentiles
from benchmarks.speed_one import TOP, indexed
from benchmarks.systems.opensearch_hybrid import PIPELINES, OpenSearchRival
from benchmarks.systems.system import Search, Searches
from indexer.errors import HexaplaError
from indexer.store.catalogue import Catalogue
from search.answer import search
from search.keyword import KeywordEngine
from search.opensearch.cluster import Cluster, Limit
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import bring_up_to_date
from search.opensearch.names import alias, make_corpus_id
from search.opensearch.settings import Settings, settings_from
from search.parser import parse
from search.planner import plan
from search.snapshot import Snapshot

SEED = 1
WARM_UP = 500  # queries
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


class Timed(NamedTuple):
    """One query, in milliseconds; processor: of our process. requests: a number."""

    ours: float
    floor: float
    took: float
    processor: float
    requests: int


def timed(cluster: Counting, bare: http.client.HTTPConnection, ask: Callable[[], object]) -> Timed:
    """Ask once, then the server alone."""
    cluster.took, cluster.asked = 0, []
    start, used = time.perf_counter(), time.process_time()
    ask()
    ours, processor = time.perf_counter() - start, time.process_time() - used
    searches = [asked for asked in cluster.asked if asked[2]]  # not a question for the state
    floor = sum(_bare(bare, *asked) for asked in searches)
    return Timed(1000 * ours, 1000 * floor, cluster.took, 1000 * processor, len(searches))


def summary(found: list[Timed]) -> dict[str, object]:
    """Percentiles of each time, and ours over the floor."""
    ours, floor, took, processor, requests = np.array(found).T
    return {
        "ours": percentiles(ours),
        "floor": percentiles(floor),
        "took": percentiles(took),
        "processor": percentiles(processor),
        "requests_mean": round(float(requests.mean()), 2),
        "ours_over_floor": round(float(np.median(ours / floor)), 2),
        "ours_less_floor": round(float(np.median(ours - floor)), 2),
    }


def by_words(engine: OpenSearchEngine, cluster: Counting, texts: list[str]) -> dict[str, object]:
    """From a plan to ten ids and scores."""
    plans = [plan(parse(text)) for text in texts]
    for step in plans[:WARM_UP]:
        engine.search(step, 10)
    with connection(cluster) as bare:
        before = _in_shards(cluster)
        found = [timed(cluster, bare, partial(engine.search, step, 10)) for step in plans[WARM_UP:]]
        shards = (_in_shards(cluster) - before) / (2 * len(found))  # each was asked twice
    return summary(found) | {"shards_mean": round(shards, 2)}


def hybrid(cluster: Counting, folder: Path, units: int) -> dict[str, object]:
    """From a text to ten units with their texts, with either engine."""
    with hexapla.open(folder) as corpus:
        if not corpus.symbols():
            make(corpus, units)
    embedded = Snapshot.open(folder)
    with Catalogue.open(folder) as catalogue, catalogue.locked():
        name_of_ours = make_corpus_id(folder)
        bring_up_to_date(cluster, name_of_ours, catalogue)
        engine = OpenSearchEngine(cluster, name_of_ours, revision=catalogue.revision)
    snapshot = Snapshot(embedded.catalogue, embedded.generation, keyword=engine)
    texts = queries(units)
    same = sum(_units(text, snapshot) == _units(text, embedded) for text in 2 * texts)
    found = []
    with connection(cluster) as bare, rivals(cluster, folder, units) as theirs:
        beside: dict[str, Search] = {"tantivy": lambda text, _: _units(text, embedded)} | theirs
        others: dict[str, list[float]] = {name: [] for name in beside}
        for text in texts:
            found.append(timed(cluster, bare, partial(search, text, snapshot)))
            for name, ask in beside.items():
                start = time.perf_counter()
                ask(text, TOP)
                others[name].append(1000 * (time.perf_counter() - start))
    engine.close()
    embedded.catalogue.close()
    cluster.ask("DELETE", f"/{alias(name_of_ours)}-*", limit=cluster.index_limit())
    ours = np.array([one.ours for one in found])
    return summary(found) | {
        "others": {name: percentiles(taken) for name, taken in others.items()},
        "ours_over": {
            name: round(float(np.median(ours / taken)), 2) for name, taken in others.items()
        },
        "queries": len(texts),
        "same_in_both": same / (2 * len(texts)),
    }


@contextmanager
def rivals(cluster: Counting, folder: Path, units: int) -> Iterator[Searches]:
    """OpenSearch's own hybrid queries over the same rows, warm, on the same server."""
    rival = OpenSearchRival(cluster.settings.hosts[0])
    with closing(rival), rival(indexed(folder, units)) as searches:
        theirs = {name: searches[name] for name in PIPELINES}
        for text in 2 * queries(units):
            for ask in theirs.values():
                ask(text, TOP)
        yield theirs


def _units(text: str, corpus: Snapshot) -> list[int]:
    return [hit.unit for hit in search(text, corpus).hits]


@contextmanager
def connection(cluster: Counting) -> Iterator[http.client.HTTPConnection]:
    """To the first host, without any of our code or opensearch-py's."""
    url = urlsplit(cluster.settings.hosts[0])
    with closing(http.client.HTTPConnection(url.hostname or "", url.port)) as bare:
        yield bare


def _in_shards(cluster: Counting) -> int:
    """Milliseconds that all shards have scored and fetched so far; added up before rounding."""
    answer = cluster.ask("GET", "/_stats/search", limit=cluster.index_limit())
    total = answer["_all"]["total"]["search"]
    return int(total["query_time_in_millis"]) + int(total["fetch_time_in_millis"])


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


def main(count: str = "600", units: str = "100000", folder: str | None = None) -> None:
    """Ask, keep the figures."""
    urls = os.environ.get("HEXAPLA_OPENSEARCH")
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        nullcontext() if urls else server() as started,
    ):
        at = settings_from(os.environ, started.urls[0] if started else urls)
        assert at is not None
        cluster = Counting(replace(at, shards=1, search_seconds=30.0))
        with closing(cluster):
            figures = words_and_hostile(cluster, data_folder(), int(count))
            figures["hybrid"] = {"units": int(units)} | hybrid(cluster, Path(place), int(units))
    keep("opensearch_speed", {"seed": SEED, "shards": 1} | figures)


def words_and_hostile(cluster: Counting, data: Path, count: int) -> dict[str, object]:
    """What is measured on the development set."""
    made = Queries(data, SEED)
    texts = [made.next()[1] for _ in range(2 * (count + WARM_UP))]
    texts = [text for text in texts if any(map(str.isalnum, text))][: count + WARM_UP]
    with engines(data, cluster) as (ours, theirs):
        figures = by_words(theirs, cluster, texts)
        bad = {"tantivy": hostile(ours), "opensearch": hostile(theirs)}
    return {"by_words": {"units": 4000, "queries": count} | figures, "hostile": bad}


if __name__ == "__main__":
    main(*sys.argv[1:])
