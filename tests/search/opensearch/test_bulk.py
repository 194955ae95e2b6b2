"""Writing through a server that now and then refuses, forgets or breaks off."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler

import pytest

from search.opensearch.bulk import BATCH, Write, write
from search.opensearch.cluster import Cluster
from search.opensearch.failures import ClusterError
from tests.search.opensearch.conftest import say, serving, settings


class Moody:
    """Keeps what it takes; item by item it answers what ``moods`` say of an id, in turn."""

    def __init__(self, moods: dict[str, list[int]]) -> None:
        self.moods = moods
        self.requests: list[list[str]] = []
        self.kept: dict[str, int] = {}

    def __call__(self, request: BaseHTTPRequestHandler) -> None:
        lines = request.rfile.read(int(request.headers["Content-Length"])).splitlines()
        actions = [one for one in map(json.loads, lines) if "index" in one or "delete" in one]
        self.requests.append([next(iter(one.values()))["_id"] for one in actions])
        if self._mood("*") == 0:
            request.close_connection = True
            request.connection.close()
            return
        say(request, 200, {"items": [self._item(one) for one in actions]})

    def _mood(self, id_: str) -> int:
        moods = self.moods.get(id_, [])
        return moods.pop(0) if moods else 200

    def _item(self, action: dict[str, dict[str, object]]) -> dict[str, object]:
        ((verb, about),) = action.items()
        id_ = str(about["_id"])
        status = self._mood(id_)
        if status == 200:
            self.kept[id_] = self.kept.get(id_, 0) + 1
            return {verb: {"_id": id_, "status": 201}}
        return {verb: {"_id": id_, "status": status, "error": {"type": "t", "reason": "r"}}}


def writes(count: int) -> list[Write]:
    return [Write(n, 1, {"id": [n]}) for n in range(1, count + 1)]


def test_only_what_was_refused_is_sent_again() -> None:
    server = Moody({"2": [429, 503], "3": [429]})
    with serving(server) as url:
        assert write(Cluster(settings(url)), "index", writes(4)) == 4
    assert server.requests == [["1", "2", "3", "4"], ["2", "3"], ["2"]]
    assert server.kept == {"1": 1, "2": 1, "3": 1, "4": 1}


def test_a_request_without_an_answer_is_sent_again_whole() -> None:
    server = Moody({"*": [0, 0]})
    with serving(server) as url:
        assert write(Cluster(settings(url)), "index", writes(2)) == 2
    assert server.requests == [["1", "2"]] * 3


def test_what_is_refused_for_good_is_an_error_at_once() -> None:
    server = Moody({"2": [400] * 9})
    with serving(server) as url, pytest.raises(ClusterError, match="t: r"):
        write(Cluster(settings(url)), "index", writes(3))
    assert len(server.requests) == 1


def test_batches() -> None:
    server = Moody({})
    with serving(server) as url:
        assert write(Cluster(settings(url)), "index", writes(BATCH + 1)) == BATCH + 1
    assert [len(one) for one in server.requests] == [BATCH, 1]


def test_answers_that_are_left_out_are_noticed() -> None:
    def forgetful(request: BaseHTTPRequestHandler) -> None:
        request.rfile.read(int(request.headers["Content-Length"]))
        say(request, 200, {"items": [{"index": {"_id": "1", "status": 201}}]})

    with serving(forgetful) as url, pytest.raises(ClusterError, match="left out 2 of 3 answers"):
        write(Cluster(settings(url)), "index", writes(3))
