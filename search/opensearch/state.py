"""What a cluster holds of a corpus: which index, of which revision of the catalogue.

An index says so itself (mapping ``_meta``): ``revision`` is the catalogue's that it is up to date
with, ``towards`` the one that it is being brought to, None when nobody is at it.

From: opensearch.cluster. To: opensearch.engine, opensearch.index. Not here: changing anything but
what an index says of itself.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from search.opensearch.cluster import Cluster, Limit
from search.opensearch.failures import ClusterError
from search.opensearch.mapping import described, meta_body
from search.opensearch.names import alias

_WANTED = (
    "*.mappings._meta,*.aliases,*.settings.index.number_of_shards,*.settings.index.blocks,"
    "error,status"
)


@dataclass(frozen=True, slots=True)
class Meta:
    """What an index says of itself. form: see mapping.FORM."""

    form: str
    revision: int
    towards: int | None


@dataclass(frozen=True, slots=True)
class State:
    """An index of a corpus. meta: None if it does not say what it holds. is_searched: by alias."""

    index: str
    meta: Meta | None
    shards: int
    is_searched: bool


def states(cluster: Cluster, corpus: str, limit: Limit) -> list[State]:
    """All indexes of a corpus, by rising number."""
    return _read(cluster, f"{alias(corpus)}-*", limit)


def searched(cluster: Cluster, corpus: str, limit: Limit) -> State | None:
    """The index that is searched; None if there is none."""
    try:
        found = _read(cluster, alias(corpus), limit)
    except ClusterError as error:
        if error.is_lost:
            return None
        raise
    return found[-1] if found else None


def say(cluster: Cluster, index: str, meta: Meta, limit: Limit) -> None:
    """Have an index say what it holds now."""
    cluster.ask("PUT", f"/{index}/_mapping", body=meta_body(asdict(meta)), limit=limit)


def _read(cluster: Cluster, name: str, limit: Limit) -> list[State]:
    answer = cluster.ask("GET", f"/{name}", params={"filter_path": _WANTED}, limit=limit)
    return [_state(index, answer[index]) for index in sorted(answer)]


def _state(index: str, answer: dict[str, Any]) -> State:
    said = described(answer)
    shards = int(answer.get("settings", {}).get("index", {}).get("number_of_shards", 1))
    return State(index, _meta(said), shards, bool(answer.get("aliases")))


def _meta(said: dict[str, Any]) -> Meta | None:
    try:
        towards = said["towards"]
        return Meta(
            str(said["form"]), int(said["revision"]), None if towards is None else int(towards)
        )
    except (KeyError, TypeError, ValueError):
        return None
