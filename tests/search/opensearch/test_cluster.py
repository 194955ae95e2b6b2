"""A cluster that is away, or that is none: one line that says what is wrong, and in time."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from search.opensearch.cluster import Cluster, Limit
from search.opensearch.failures import ClusterError
from search.opensearch.settings import Settings
from tests.search.opensearch.conftest import Answer, drip, gate, say, serving, settings

GREETING = {"version": {"distribution": "opensearch", "number": "2.19.1"}}


def told(url: str, *, seconds: float = 1.0) -> ClusterError:
    """What is raised when a cluster is first asked."""
    cluster = Cluster(settings(url, seconds=seconds))
    with pytest.raises(ClusterError) as raised:
        cluster.version(cluster.search_limit())
    cluster.close()
    assert "\n" not in str(raised.value)
    return raised.value


def answering(status: int, body: object) -> Answer:
    return lambda request: say(request, status, body)


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def test_nobody_is_there() -> None:
    error = told("http://127.0.0.1:1")
    assert "127.0.0.1:1 cannot be reached (Connection refused)" in str(error)
    assert error.passing


@pytest.mark.parametrize("answer", [silent, drip])
def test_it_does_not_answer_in_time(answer: Answer) -> None:
    with serving(answer) as url:
        cluster = Cluster(settings(url, seconds=0.5))
        start = time.monotonic()
        for _ in range(3):  # the second and the third are not waited for
            with pytest.raises(ClusterError, match="did not answer within 0.5 s"):
                cluster.version(cluster.search_limit())
        assert time.monotonic() - start < 1.4


@pytest.mark.parametrize(
    ("status", "body", "line"),
    [
        (200, "<html>hello</html>", "is not OpenSearch (no JSON)"),
        (404, "<html>not found</html>", "is not OpenSearch (HTTP 404)"),
        (200, [1, 2], "is not OpenSearch (no JSON object)"),
        (200, {}, "is not OpenSearch (its first answer has no version)"),
        (200, {"version": "3"}, "is not OpenSearch (its first answer has no version)"),
        (200, {"version": {"number": "8.15.0"}}, "it has the version 8.15.0 of something else"),
        (401, "Unauthorized", "refuses user and password; check HEXAPLA_OPENSEARCH_USER"),
        (403, {"error": {"type": "security_exception", "reason": "no"}}, "does not permit this"),
        (429, {"error": {"type": "rejected", "reason": "full"}}, "has too much to do"),
        (503, {"error": {"type": "no_manager", "reason": "x"}}, "is not ready (no_manager: x)"),
        (502, "<html>bad gateway</html>", "is not ready (HTTP 502)"),
    ],
)
def test_what_is_said_of_an_answer(status: int, body: object, line: str) -> None:
    with serving(answering(status, body)) as url:
        assert line in str(told(url))


def test_versions() -> None:
    for number, good in [("1.3.2", False), ("2.3.0", False), ("2.4.1", True), ("3.1.0", True)]:
        version = {"distribution": "opensearch", "number": number}
        with serving(answering(200, {"version": version})) as url:
            if good:
                cluster = Cluster(settings(url))
                assert cluster.version(cluster.search_limit())[0] == int(number[0])
                cluster.close()
            else:
                assert f"has version {number}; 2.4 or later is needed" in str(told(url))


def test_a_server_that_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def babble() -> None:
            with suppress(OSError):  # the server is closed, or the other side is gone
                for _ in range(4):
                    connection, _ = server.accept()
                    with connection:
                        connection.sendall(b"220 mail.example ESMTP\r\n" * 3)

        threading.Thread(target=babble, daemon=True).start()
        assert "cannot be reached" in str(told(f"http://127.0.0.1:{port}"))


def test_it_is_asked_again_when_it_was_busy() -> None:
    asked = []

    def busy(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        if len(asked) < 3:
            say(request, 429, {"error": {"type": "rejected", "reason": "full"}})
        else:
            say(request, 200, GREETING)

    with serving(busy) as url:
        cluster = Cluster(settings(url))
        assert cluster.version(cluster.search_limit()) == (2, 19)
        cluster.close()
    assert asked == ["/", "/", "/"]


def test_another_host_answers_for_one_that_is_gone() -> None:
    with serving(answering(200, GREETING)) as url:
        cluster = Cluster(Settings(("http://127.0.0.1:1", url)))
        for _ in range(4):
            assert cluster.ask("GET", "/", limit=Limit.of(5.0)) == GREETING
        cluster.close()


def test_another_host_answers_for_one_that_is_silent() -> None:
    with serving(silent) as mute, serving(answering(200, GREETING)) as url:
        cluster = Cluster(Settings((mute, url)))
        for _ in range(6):
            assert cluster.ask("GET", "/", limit=Limit.of(2.0)) == GREETING
        cluster.close()


def test_a_search_does_not_wait_long_for_who_is_not_ready() -> None:
    asked = []

    def red(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        say(request, 503, {"error": {"type": "no_shard", "reason": "away"}})

    with serving(red) as url:
        cluster = Cluster(settings(url))
        with pytest.raises(ClusterError, match="is not ready"):
            cluster.ask("GET", "/", limit=Limit.of(60.0))
        assert 2 <= len(asked) <= 6
        del asked[:]
        with pytest.raises(ClusterError, match="is not ready"):
            cluster.ask("GET", "/", limit=Limit.of(60.0), again=False)
        assert len(asked) == 1
        cluster.close()


def test_indexing_waits_for_a_host_to_come_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    cluster = Cluster(settings(f"http://127.0.0.1:{port}"))
    with pytest.raises(ClusterError):
        cluster.ask("GET", "/", limit=cluster.search_limit())
    start = time.monotonic()
    with pytest.raises(ClusterError):
        cluster.ask("GET", "/", limit=Limit.of(0.5, patient=True))
    assert time.monotonic() - start > 0.2


def test_user_and_password(opensearch: str) -> None:
    with serving(gate(opensearch, "reader", "s3cret")) as url:
        for password, good in [("s3cret", True), ("wr0ng", False)]:
            cluster = Cluster(Settings((url,), user="reader", password=password))
            limit = Limit.of(20.0)
            if good:
                assert cluster.version(limit) >= (2, 4)
            else:
                with pytest.raises(ClusterError, match="refuses user and password") as raised:
                    cluster.version(limit)
                assert password not in str(raised.value)
                assert "reader" not in str(raised.value)
            cluster.close()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_tls(tmp_path: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with serving(answering(200, GREETING), context) as url:
        secure = url.replace("http:", "https:")
        assert "TLS failed" in str(told(secure))
        assert "cannot be reached" in str(told(url))
        for chosen in (
            Settings((secure,), ca=tmp_path / "cert.pem"),
            Settings((secure,), verify=False),
        ):
            cluster = Cluster(chosen)
            assert cluster.version(Limit.of(10.0)) == (2, 19)
            cluster.close()
