"""A cluster that can be asked: over any of its hosts, within a time limit, errors in one line.

The time limit is for the whole answer: a server that sends a byte now and then cannot stretch it.
While a cluster is silent, searches do not wait for it again and again.

From: opensearch.settings. To: everything in search.opensearch. Not here: what is asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from threading import Thread
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from search.opensearch.failures import ClusterError, another_server, failure, refusal, unanswered
from search.opensearch.settings import Settings

Answer = dict[str, Any]
T = TypeVar("T")

OLDEST = (2, 4)  # since then a point in time can be searched
PAUSE = 5.0  # seconds that a cluster which did not answer in time is left alone by searches
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0  # seconds between tries; each is twice the one before

# Errors are told in our own line; without this they would be printed as well.
for _name in ("opensearch", "urllib3"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Limit:
    """Until when an answer is waited for. patient: also tried again while hosts are away."""

    seconds: float
    end: float
    patient: bool = False

    @classmethod
    def of(cls, seconds: float, *, patient: bool = False) -> Limit:
        return cls(seconds, time.monotonic() + seconds, patient)

    @property
    def left(self) -> float:
        return self.end - time.monotonic()


class Cluster:
    """Connections to a cluster, made when they are first needed; for several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.where = ", ".join(settings.hosts)
        self._silent_until = 0.0

    def search_limit(self) -> Limit:
        """The time that a search has."""
        return Limit.of(self.settings.search_seconds)

    def index_limit(self) -> Limit:
        """The time that indexing waits in all for a cluster that has gone away."""
        return Limit.of(self.settings.index_seconds, patient=True)

    def ask(
        self,
        method: str,
        path: str,
        *,
        limit: Limit,
        body: Answer | None = None,
        params: dict[str, str] | None = None,
    ) -> Answer:
        """What the cluster answers, an object; [] and {} are one.

        Raises ClusterError when there is no good answer within the limit.
        """

        def asked() -> Any:
            # A copy, since opensearch-py takes some parameters out.
            return self.client.transport.perform_request(
                method, path, params=dict(params or {}), body=body, timeout=max(limit.left, 0.1)
            )

        answer = self.until(limit, asked) or {}
        if not isinstance(answer, dict):
            raise another_server(self.where, "no JSON object")
        if "error" in answer:
            raise refusal(int(answer.get("status", 500)), answer, self.where)
        return answer

    def until(self, limit: Limit, asked: Callable[[], T]) -> T:
        """What ``asked`` gives, which asks one host, tried again as long as there is hope."""
        if not limit.patient and time.monotonic() < self._silent_until:
            raise unanswered(self.where, limit.seconds)
        tries, wait = 0, _FIRST_WAIT
        while True:
            tries += 1
            try:
                answer = self._once(limit, asked)
            except ClusterError as error:
                wait = min(wait, _LONGEST_WAIT)
                if not self._has_hope(error, tries, limit) or limit.left < wait:
                    raise
            else:
                self._silent_until = 0.0
                return answer
            # Another host is asked at once; who answers "not now" is given time.
            if tries >= len(self.settings.hosts):
                time.sleep(wait)
                wait *= 2

    def version(self, limit: Limit) -> tuple[int, int]:
        """The cluster's version. Raises ClusterError if it is no OpenSearch, or too old."""
        if self._version is None:
            self._version = _version(self.ask("GET", "/", limit=limit), self.where)
        return self._version

    _version: tuple[int, int] | None = None

    def close(self) -> None:
        """Close the connections; the next question opens them again."""
        if "client" in vars(self):
            self.client.close()
            del self.client

    @cached_property
    def client(self) -> OpenSearch:
        """For the helpers of opensearch-py; it asks one host, once."""
        settings = self.settings
        secure = any(host.startswith("https:") for host in settings.hosts)
        options: Answer = {"verify_certs": settings.verify, "ssl_show_warn": False}
        if settings.ca:
            options["ca_certs"] = str(settings.ca)
        if settings.certificate:
            options["client_cert"] = str(settings.certificate)
        if settings.key:
            options["client_key"] = str(settings.key)
        if not settings.verify:
            options["ssl_assert_hostname"] = False
        return OpenSearch(
            list(settings.hosts),
            http_auth=(settings.user, settings.password) if settings.user else None,
            max_retries=0,
            pool_maxsize=4,
            **(options if secure else {}),
        )

    def _once(self, limit: Limit, asked: Callable[[], T]) -> T:
        try:
            return _within(limit.left, asked)
        except TimeoutError:
            error = unanswered(self.where, limit.seconds)
        except OpenSearchException as raised:
            error = failure(raised, self.where, limit.seconds)
        if error.passing and limit.left <= 0:
            self._silent_until = time.monotonic() + PAUSE
        raise error

    def _has_hope(self, error: ClusterError, tries: int, limit: Limit) -> bool:
        if not error.passing or limit.left <= 0:
            return False
        # Nobody is there: a search does not wait, only asks each host, and a connection that was
        # closed meanwhile once more.
        return limit.patient or error.status != 0 or tries <= len(self.settings.hosts)


def _within(seconds: float, asked: Callable[[], T]) -> T:
    """What ``asked`` gives, or TimeoutError; then it goes on by itself and ends with us."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(asked())
        except BaseException as error:  # whatever it is, it is raised where it was asked for
            future.set_exception(error)

    Thread(target=run, name="opensearch", daemon=True).start()
    return future.result(max(seconds, 0.0))


def _version(answer: Answer, where: str) -> tuple[int, int]:
    version = answer.get("version")
    number = str(version.get("number", "")) if isinstance(version, dict) else ""
    parts = number.split(".")
    if not isinstance(version, dict) or len(parts) < 2 or not all(p.isdigit() for p in parts[:2]):
        raise another_server(where, "its first answer has no version")
    if version.get("distribution") != "opensearch":
        raise another_server(where, f"it has the version {number[:20]} of something else")
    found = (int(parts[0]), int(parts[1]))
    if found < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise ClusterError(
            f"OpenSearch at {where} has version {number}; {oldest} or later is needed",
            passing=False,
        )
    return found
