"""The small corpus of tests/search/conftest.py on a real OpenSearch, and servers that are none."""

from __future__ import annotations

import base64
import itertools
import json
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from indexer.store.catalogue import Catalogue
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import bring_up_to_date
from search.opensearch.names import alias
from search.opensearch.settings import Settings

Answer = Callable[[BaseHTTPRequestHandler], None]

_ids = itertools.count(1)


def settings(url: str, *, seconds: float = 20.0, shards: int = 3) -> Settings:
    """Of a cluster that answers within some seconds, also on a machine with much to do."""
    return Settings((url,), search_seconds=seconds, index_seconds=60.0, shards=shards)


@pytest.fixture
def cluster(opensearch: str) -> Iterator[Cluster]:
    cluster = Cluster(settings(opensearch))
    yield cluster
    cluster.close()


@pytest.fixture
def name(opensearch: str) -> Iterator[str]:
    """A corpus id of the test's own; what belongs to it is gone afterwards."""
    corpus = f"{next(_ids):016x}"
    cluster = Cluster(settings(opensearch))
    yield corpus
    cluster.ask("DELETE", f"/{alias(corpus)}-*", limit=cluster.index_limit())
    cluster.close()


@pytest.fixture(scope="session")
def indexed(opensearch: str, folder: Path) -> Iterator[tuple[str, int]]:
    """Corpus id of all ``DOCUMENTS`` on three shards, and their revision; not to be changed."""
    cluster, corpus = Cluster(settings(opensearch)), "0123456789abcdef"
    with Catalogue.open(folder) as catalogue, catalogue.locked():
        bring_up_to_date(cluster, corpus, catalogue)
        revision = catalogue.revision
    yield corpus, revision
    cluster.ask("DELETE", f"/{alias(corpus)}-*", limit=cluster.index_limit())
    cluster.close()


@pytest.fixture
def engine(cluster: Cluster, indexed: tuple[str, int]) -> Iterator[OpenSearchEngine]:
    corpus, revision = indexed
    engine = OpenSearchEngine(cluster, corpus, revision=revision)
    yield engine
    engine.close()


@contextmanager
def serving(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """The URL of an HTTP server that answers every request so. context: for TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_all(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "DELETE", "HEAD"):
        setattr(Handler, f"do_{method}", Handler.handle_all)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def say(request: BaseHTTPRequestHandler, status: int, body: object) -> None:
    """Answer with JSON, or with a text as HTML."""
    text = body if isinstance(body, str) else json.dumps(body)
    kind = "text/html" if isinstance(body, str) else "application/json"
    data = text.encode()
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data)


def drip(request: BaseHTTPRequestHandler) -> None:
    """Answer a byte at a time, without end."""
    request.send_response(200)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", "100000")
    request.end_headers()
    try:
        for _ in range(600):
            request.wfile.write(b" ")
            request.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


def gate(url: str, user: str, password: str) -> Answer:
    """Pass on to a real server what comes with the right user and password."""
    wanted = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(length)
        if request.headers.get("Authorization") != wanted:
            say(request, 401, "Unauthorized")
            return
        passed = urllib.request.Request(url + request.path, body or None, method=request.command)
        passed.add_header("Content-Type", request.headers.get("Content-Type", "application/json"))
        try:
            with urllib.request.urlopen(passed, timeout=30) as answered:
                say(request, answered.status, json.loads(answered.read() or b"{}"))
        except urllib.error.HTTPError as error:
            say(request, error.code, json.loads(error.read() or b"{}"))

    return answer
