"""A cluster that can be asked: over any of its hosts, within a time limit, errors in one line.

The time limit is for the whole answer: a server that sends a byte now and then cannot stretch it.
While a cluster is silent, searches do not wait for it again and again.

From: opensearch.settings. To: everything in search.opensearch. Not here: what is asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from search.opensearch.failures import ClusterError, another_server, failure, refusal, unanswered
from search.opensearch.settings import Settings
from search.opensearch.workers import Workers

Answer = dict[str, Any]
T = TypeVar("T")

OLDEST = (2, 4)  # since then a point in time can be searched
PAUSE = 5.0  # seconds that a cluster which did not answer in time is left alone by searches
HOPE = 1.0  # seconds in which a search asks again who says that it is not ready
LONGEST_TRY = 60.0  # seconds that indexing waits for one host, then it asks the next
# Seconds in which opensearch-py itself notes that a host was silent, and leaves it out: it keeps
# turns by thread, so that the next try, in another thread, would ask the same host again.
_GRACE = 0.1
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
        """Seconds."""
        return self.end - time.monotonic()

    @property
    def has_hope(self) -> bool:
        """Whether to ask again who is not ready."""
        used = self.seconds - self.left
        return self.left > 0 and (self.patient or used < HOPE)


class Cluster:
    """Connections to a cluster, made when they are first needed; for several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.where = ", ".join(settings.hosts)
        self._silent_until = 0.0
        self._workers = Workers()

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
        body: Answer | str | None = None,
        params: dict[str, str] | None = None,
        again: bool = True,
    ) -> Answer:
        """What the cluster answers, an object; [] and {} are one.

        body: an object, or JSON. again: whether who is not ready is asked again.
        Raises ClusterError when there is no good answer within the limit.
        """

        def asked(seconds: float) -> Any:
            # A copy, since opensearch-py takes some parameters out.
            return self.client.transport.perform_request(
                method, path, params=dict(params or {}), body=body, timeout=seconds
            )

        answer = self.until(limit, asked, again=again) or {}
        if not isinstance(answer, dict):
            raise another_server(self.where, "no JSON object")
        if "error" in answer:
            raise refusal(int(answer.get("status", 500)), answer, self.where)
        return answer

    def until(self, limit: Limit, asked: Callable[[float], T], *, again: bool = True) -> T:
        """What ``asked`` gives, tried again as long as there is hope.

        asked: asks one host, for so many seconds at most.
        """
        if not limit.patient and time.monotonic() < self._silent_until:
            raise unanswered(self.where, limit.seconds)
        tries, wait = 0, _FIRST_WAIT
        while True:
            tries += 1
            try:
                answer = self._once(limit, asked, tries)
            except ClusterError as error:
                is_away = error.status == 0
                if error.passing and is_away and limit.left <= 0:
                    self._silent_until = time.monotonic() + PAUSE
                hopes = self._hopes(limit, tries) if is_away else again and limit.has_hope
                if not (error.passing and hopes):
                    raise
            else:
                self._silent_until = 0.0
                return answer
            # Another host is asked at once; who is not ready is given time.
            if tries >= len(self.settings.hosts):
                time.sleep(min(wait, _LONGEST_WAIT, max(limit.left, 0.0)))
                wait *= 2

    def version(self, limit: Limit) -> tuple[int, int]:
        """The cluster's version. Raises ClusterError if it is no OpenSearch, or too old."""
        if self._version is None:
            self._version = _version(self.ask("GET", "/", limit=limit), self.where)
        return self._version

    _version: tuple[int, int] | None = None

    def close(self) -> None:
        """Close the connections; the next question opens them again."""
        self._workers.close()
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
            retry_on_timeout=True,  # that is: a silent host is left out for a while
            pool_maxsize=4,
            **(options if secure else {}),
        )

    def _once(self, limit: Limit, asked: Callable[[float], T], tries: int) -> T:
        """One try, which leaves a search time for the other hosts."""
        others = max(len(self.settings.hosts) - tries, 0)
        seconds = min(limit.left, LONGEST_TRY) if limit.patient else limit.left / (others + 1)
        seconds = max(seconds, 0.01)
        try:
            return self._workers.within(seconds + _GRACE, lambda: asked(seconds))
        except TimeoutError:
            raise unanswered(self.where, limit.seconds) from None
        except OpenSearchException as raised:
            raise failure(raised, self.where, limit.seconds) from raised

    def _hopes(self, limit: Limit, tries: int) -> bool:
        """Whether to ask on though nobody is there.

        A search only asks each host, and once more, for a connection that was closed meanwhile.
        """
        return limit.left > 0 and (limit.patient or tries <= len(self.settings.hosts))


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
