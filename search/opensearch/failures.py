"""What goes wrong between us and a cluster, each in one line for a person to read.

From: opensearch.cluster. To: the same, and who catches a ClusterError. Not here: trying again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)

from indexer.errors import KeywordUnavailableError
from search.opensearch.settings import URL

_UNKNOWN_CONTEXT = "search_context_missing_exception"
_BLOCK = "cluster_block_exception"
_BUSY = 429
_SERVER = 500  # and above: the server's fault, which may pass
TOO_LARGE = frozenset({"too_many_clauses", "too_many_nested_clauses"})


class ClusterError(KeywordUnavailableError):
    """A cluster did not answer, or said no.

    status: of HTTP; 0 if it did not answer. kind: OpenSearch's name for the error, "" if none.
    """

    def __init__(self, why: str, *, passing: bool, status: int = 0, kind: str = "") -> None:
        super().__init__(why, passing=passing)
        self.status = status
        self.kind = kind

    @property
    def is_lost(self) -> bool:
        """Whether what was asked for is not there any more: an index, a point in time."""
        return self.status == 404 or self.kind == _UNKNOWN_CONTEXT


def unanswered(where: str, seconds: float) -> ClusterError:
    """Nothing came back in time."""
    why = f"OpenSearch at {where} did not answer within {max(seconds, 0.1):.3g} s"
    return ClusterError(why, passing=True)


def another_server(where: str, what: str) -> ClusterError:
    """Something answered that is not OpenSearch."""
    return ClusterError(
        f"what answers at {where} is not OpenSearch ({what}); check the URL", passing=False
    )


def failure(error: OpenSearchException, where: str, seconds: float) -> ClusterError:
    """What opensearch-py says, as ours. seconds: how long was waited at most."""
    if isinstance(error, ConnectionTimeout):
        return unanswered(where, seconds)
    if isinstance(error, SSLError):
        why = f"OpenSearch at {where}: TLS failed ({_cause(error)}); check {URL}_CA"
        return ClusterError(why, passing=False)
    if isinstance(error, NoConnection):
        return ClusterError(
            f"OpenSearch at {where} cannot be reached ({_cause(error)})", passing=True
        )
    if isinstance(error, TransportError):
        return refusal(int(error.status_code), error.info, where)
    return another_server(where, "no JSON")


def refusal(status: int, info: object, where: str) -> ClusterError:
    """An answer with an HTTP status that is not "done". info: its body."""
    error = info.get("error") if isinstance(info, Mapping) else None
    if error is None and status < _SERVER and status not in (401, 403, _BUSY):
        return another_server(where, f"HTTP {status}")
    kind, reason = root_cause(error)
    # A block on an index has status 403 or 429, and somebody has to lift it; one on the whole
    # cluster, with 503, lasts until it has a manager again.
    is_blocked = kind == _BLOCK and status < _SERVER
    is_of_the_query = kind in TOO_LARGE  # which has status 500 at times
    passing = (status == _BUSY or status >= _SERVER) and not is_blocked and not is_of_the_query
    why = f"OpenSearch at {where} {_verb(status, kind)}"
    # What a server of another kind says may be a page of HTML.
    detail = f" ({kind}: {reason[:200]})" if kind else f" (HTTP {status})"
    return ClusterError(why + detail, passing=passing, status=status, kind=kind)


def root_cause(error: object) -> tuple[str, str]:
    """Name and reason of the error at the bottom of what OpenSearch says; "" if it says none.

    >>> root_cause({"type": "a", "reason": "b", "root_cause": [{"type": "c", "reason": "d"}]})
    ('c', 'd')
    """
    if isinstance(error, str):
        return "", error
    if not isinstance(error, Mapping):
        return "", ""
    causes = [*_causes(error)]
    lowest = next((cause for cause in causes if cause.get("type") in TOO_LARGE), causes[-1])
    reason = " ".join(str(lowest.get("reason") or "").split())
    return str(lowest.get("type") or ""), reason


def _causes(error: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield error
    shards = [shard.get("reason") for shard in error.get("failed_shards") or ()]
    for cause in (*(error.get("root_cause") or ()), *shards, error.get("caused_by")):
        if isinstance(cause, Mapping) and cause is not error:
            yield from _causes(cause)


def _verb(status: int, kind: str) -> str:
    if status == 401:
        return f"refuses user and password; check {URL}_USER and {URL}_PASSWORD"
    if kind == _BLOCK and status < _SERVER:
        return "does not let the index be changed; make room on its disks or lift the block"
    if status == 403:
        return f"does not permit this to the user; check {URL}_USER and what it may do"
    if status == _BUSY:
        return "has too much to do"
    if status >= _SERVER:
        return "is not ready"
    return "does not take the request"


def _cause(error: BaseException) -> str:
    """The operating system's word at the bottom of an error, else the error's own."""
    at: BaseException | None = getattr(error, "info", None) or error
    lowest = ""
    while isinstance(at, BaseException):
        lowest = (at.strerror if isinstance(at, OSError) else None) or lowest
        at = getattr(at, "reason", None) or at.__cause__ or at.__context__
    return lowest or type(getattr(error, "info", error)).__name__
