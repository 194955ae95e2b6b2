"""Writing many documents: every one's answer is read, and only what has no good one is sent again.

Each document carries the revision in which its unit last changed, as OpenSearch's external version.
So what is sent twice is written once, and what arrives late (a request that was given up but went
on) cannot undo what came after it.

From: opensearch.index. To: a cluster. Not here: which units.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from opensearchpy.helpers import streaming_bulk

from search.opensearch.cluster import Cluster
from search.opensearch.failures import ClusterError, refusal

BATCH = 500  # documents in one request at most
BATCH_SIZE = 4_000_000  # code points in one request, about; clusters take 100 MB
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0  # seconds between tries

Fields = Mapping[str, list[str | int]]


@dataclass(frozen=True, slots=True)
class Write:
    """A document to be written. fields: None for one that must go.

    revision: of the state that this is; an older one never takes its place.
    """

    id: int
    revision: int
    fields: Fields | None


def write(cluster: Cluster, index: str, writes: Iterable[Write]) -> int:
    """Write documents, no id twice; how many were written.

    Returns when every one is acknowledged by all copies of its shard that are in use. Raises
    ClusterError when one is refused for good, or when a request has no good answer in
    ``Settings.index_seconds``, however often it is tried; what was acknowledged before stays.
    """
    done = 0
    for batch in _batches(writes):
        _write_batch(cluster, index, batch)
        done += len(batch)
    return done


def _write_batch(cluster: Cluster, index: str, batch: list[Write]) -> None:
    limit = cluster.index_limit()
    waiting = {str(one.id): one for one in batch}
    wait = _FIRST_WAIT
    while True:
        actions = [_action(index, one) for one in waiting.values()]
        answers = cluster.until(limit, partial(_send, cluster, actions))
        refused: ClusterError | None = None
        for id_, answer in answers:
            error = _refusal(cluster, answer)
            if error is None:
                waiting.pop(id_, None)
            elif not error.passing:
                raise error
            else:
                refused = error
        if not waiting:
            return
        if refused is None:
            raise ClusterError(
                f"OpenSearch at {cluster.where} left out {len(waiting)} of {len(batch)} answers",
                passing=False,
            )
        if limit.left < wait:
            raise refused
        time.sleep(wait)
        wait = min(2 * wait, _LONGEST_WAIT)


def _send(
    cluster: Cluster, actions: list[dict[str, Any]], seconds: float
) -> list[tuple[str, dict[str, Any]]]:
    """One request; for each document its id and what became of it."""
    answers = streaming_bulk(
        cluster.client,
        # Copies, since opensearch-py takes some keys out.
        [dict(action) for action in actions],
        chunk_size=len(actions),
        raise_on_error=False,
        request_timeout=seconds,
    )
    items = [item for _, by_name in answers for item in by_name.values()]
    return [(str(item.get("_id")), item) for item in items]


def _action(index: str, one: Write) -> dict[str, Any]:
    action: dict[str, Any] = {
        "_op_type": "delete" if one.fields is None else "index",
        "_index": index,
        "_id": str(one.id),
        "version": one.revision,
        "version_type": "external_gte",
    }
    if one.fields is not None:
        action["_source"] = {**one.fields, "revision": one.revision}
    return action


def _refusal(cluster: Cluster, item: dict[str, Any]) -> ClusterError | None:
    """Why a document was not written; None if it was, or if what must go was not there."""
    status = int(item.get("status", 500))
    if 200 <= status < 300 or item.get("result") == "not_found":
        return None
    if status == 409:
        return ClusterError(
            f"OpenSearch at {cluster.where} holds a newer state of unit {item.get('_id')} than "
            "this corpus; make its index anew: hexapla check --repair",
            passing=False,
            status=status,
        )
    return refusal(status, item, cluster.where)


def _batches(writes: Iterable[Write]) -> Iterator[list[Write]]:
    batch: list[Write] = []
    size = 0
    for one in writes:
        batch.append(one)
        size += sum(len(str(value)) for values in (one.fields or {}).values() for value in values)
        if len(batch) >= BATCH or size >= BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
