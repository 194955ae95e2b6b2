"""OpenSearch as its manual has it: its own analysers, and its hybrid query with our vectors.

Three systems on one index: words alone, hybrid with the normalization processor (min-max, mean of
equal weights, its defaults), hybrid with reciprocal rank fusion.

From: benchmarks.systems.all. To: a server, $HEXAPLA_OPENSEARCH or one that is started.
Not here: Hexapla's own engine on OpenSearch, which parity measures.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from opensearchpy import OpenSearch, helpers

from benchmarks.opensearch_server import program, server
from benchmarks.systems.system import AbsentError, Indexed, Searches

ANALYSERS = {
    "ar": "arabic",
    "zh": "cjk",
    "en": "english",
    "fr": "french",
    "ru": "russian",
    "es": "spanish",
}
INDEX = "hexapla-benchmark"
NORMALIZED: dict[str, Any] = {
    "normalization-processor": {
        "normalization": {"technique": "min_max"},
        "combination": {"technique": "arithmetic_mean"},
    }
}
RANKED: dict[str, Any] = {"score-ranker-processor": {"combination": {"technique": "rrf"}}}
PIPELINES = {"opensearch hybrid, min-max": NORMALIZED, "opensearch hybrid, rrf": RANKED}
NEIGHBOURS = 100  # of the vector query, as many as our retrievers offer


@dataclass(frozen=True, slots=True)
class _Asked:
    """An index on a server, made of a collection."""

    client: OpenSearch
    name: str
    indexed: Indexed

    def by_words(self, text: str, top: int) -> list[int]:
        return self._numbers({"query": self._words(text), "size": top}, {})

    def hybrid(self, pipeline: str, text: str, top: int) -> list[int]:
        vector = self.indexed.query_vector(text)
        if not vector.any():
            return self.by_words(text, top)
        near = {"knn": {"vector": {"vector": vector.tolist(), "k": NEIGHBOURS}}}
        query = {"hybrid": {"queries": [self._words(text), near]}}
        return self._numbers({"query": query, "size": top}, {"search_pipeline": pipeline})

    def _words(self, text: str) -> dict[str, Any]:
        return {"multi_match": {"query": text, "fields": list(self.indexed.collection.langs)}}

    def _numbers(self, body: dict[str, Any], params: dict[str, str]) -> list[int]:
        asked = {**body, "_source": False}
        answer = self.client.search(index=self.name, body=asked, params=params)
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]


class OpenSearchRival:
    """Opens collections, one after the other, on one server: started when first needed."""

    def __init__(self, url: str | None = None) -> None:
        """url: of a server; None for the one in the environment."""
        self._running = ExitStack()
        self._url = url or os.environ.get("HEXAPLA_OPENSEARCH")

    def close(self) -> None:
        """Stop the server if it was started here."""
        self._running.close()

    @contextmanager
    def __call__(self, indexed: Indexed) -> Iterator[Searches]:
        """Raises AbsentError if there is no server and none can be started."""
        if self._url is None:
            if program() is None or shutil.which("java") is None:
                raise AbsentError("no OpenSearch; name one in HEXAPLA_OPENSEARCH")
            self._url = self._running.enter_context(server()).urls[0]
        client = OpenSearch(self._url, timeout=60)
        name = f"{INDEX}-{os.getpid()}"
        client.indices.create(index=name, body=_mapping(indexed))
        try:
            helpers.bulk(client, _documents(indexed, name), refresh=True)
            asked = _Asked(client, name, indexed)
            searches: Searches = {"opensearch, own analysers": asked.by_words}
            for at, (system, pipeline) in enumerate(PIPELINES.items()):
                path, body = (
                    f"/_search/pipeline/{INDEX}-{at}",
                    {"phase_results_processors": [pipeline]},
                )
                client.transport.perform_request("PUT", path, body=body)
                searches[system] = partial(asked.hybrid, f"{INDEX}-{at}")
            yield searches
        finally:
            client.indices.delete(index=name)
            client.close()


def _mapping(indexed: Indexed) -> dict[str, Any]:
    texts = {
        lang: {"type": "text", "analyzer": ANALYSERS[lang]} for lang in indexed.collection.langs
    }
    method = {"name": "hnsw", "engine": "lucene", "space_type": "cosinesimil"}
    vector = {"type": "knn_vector", "dimension": indexed.vectors.shape[1], "method": method}
    return {
        "settings": {"index": {"knn": True, "number_of_shards": 1, "number_of_replicas": 0}},
        "mappings": {"properties": {**texts, "vector": vector}},
    }


def _documents(indexed: Indexed, name: str) -> Iterator[dict[str, Any]]:
    rows = zip(indexed.collection.rows.items(), indexed.vectors, strict=True)
    for (number, row), vector in rows:
        known = {"vector": vector.tolist()} if vector.any() else {}
        yield {"_index": name, "_id": str(number), "_source": {**row, **known}}
