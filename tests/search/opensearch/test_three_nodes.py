"""Three nodes, of which one crashes: what was written stays, what is answered is right."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.opensearch_server import Server
from indexer.errors import KeywordUnavailableError
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.keyword import RESOLUTION
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import bring_up_to_date, problems
from search.opensearch.settings import Settings
from search.parser import parse
from search.planner import plan
from search.snapshot import Snapshot
from tests.search.conftest import DOCUMENTS, PARTS, ConceptEncoder, put

pytestmark = pytest.mark.slow

QUERIES = [
    "water",
    "peace security",
    "大会",
    '"peace and security"',
    "terroris*",
    "60/288 -lang:zh",
]
NAME = "00000000000000aa"


def found(engine: OpenSearchEngine, query: str) -> list[int]:
    """What holds, as soon as the cluster tells it: in between it may say that it cannot."""
    end = time.monotonic() + 90
    while True:
        try:
            return [int(id_) for id_ in engine.matching(plan(parse(query)))]
        except KeywordUnavailableError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_a_node_crashes(three_nodes: Server, tmp_path: Path) -> None:
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    cluster = Cluster(
        Settings(three_nodes.urls, search_seconds=20.0, index_seconds=120.0, shards=3)
    )
    with Catalogue.create(tmp_path, record) as catalogue, catalogue.locked():
        for (symbol, year), rows in DOCUMENTS.items():
            put(catalogue, symbol, year, rows)
        publish(catalogue, PARTS)
        right = Snapshot.open(tmp_path, encoder=encoder).keyword
        bring_up_to_date(cluster, NAME, catalogue)
        engine = OpenSearchEngine(cluster, NAME, revision=catalogue.revision)
        for query in QUERIES:
            step = plan(parse(query))
            ours, theirs = engine.search(step, 9), right.search(step, 9)
            assert ours.ids.tolist() == theirs.ids.tolist()
            assert abs(ours.scores - theirs.scores).max(initial=0) <= 1.01 * RESOLUTION
            assert engine.facets(step) == right.facets(step)

        three_nodes.kill(1)
        for query in QUERIES:
            assert found(engine, query) == right.matching(plan(parse(query))).tolist()
        put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace and water"})])
        bring_up_to_date(cluster, NAME, catalogue)

        three_nodes.resume(1)
        engine.close()
        assert problems(cluster, NAME, catalogue) == []
        assert found(engine, "water") == [1, 3, 10]
        engine.close()
    cluster.close()
