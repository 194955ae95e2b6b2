"""The index of a corpus on a cluster: made, brought up to date, compared, mended.

SQLite is the truth. An index is brought up to date by the units that changed since the revision it
says it has; what an earlier attempt has written already is not sent again. An index of another
form, or one that is damaged, is replaced: the new one is filled aside, then the alias moves to it
in one step, so that searches go on all the while.

From: hexapla.corpus. To: opensearch.bulk. Not here: searching.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.store.catalogue import Catalogue
from search.fields import document
from search.opensearch.bulk import Write, write
from search.opensearch.cluster import Cluster, Limit
from search.opensearch.failures import ClusterError
from search.opensearch.mapping import FORM, index_body
from search.opensearch.names import alias, index_name, number_of
from search.opensearch.queries import EVERYTHING
from search.opensearch.state import Meta, State, say, searched, states
from search.opensearch.view import Rows, View, looked

_READ = 1000  # units read from SQLite at a time

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Units and the revision in which each last changed: (n,) int64 both, ids rising."""

    ids: Ids
    revisions: Ids

    def without(self, others: Pairs) -> Pairs:
        """Those that the others do not have, or have of another revision."""
        known = dict(zip(others.ids.tolist(), others.revisions.tolist(), strict=True))
        rows = zip(self.ids.tolist(), self.revisions.tolist(), strict=True)
        kept = np.fromiter((known.get(id_) != revision for id_, revision in rows), bool)
        return Pairs(self.ids[kept], self.revisions[kept])


def bring_up_to_date(
    cluster: Cluster, corpus: str, catalogue: Catalogue, *, rebuild: bool = False
) -> None:
    """Bring a corpus's index to the catalogue's revision; it is made if there is none.

    rebuild: make it anew whatever is there. Call it inside ``Catalogue.locked``.
    Raises ClusterError when the cluster is away for longer than ``Settings.index_seconds`` or
    refuses; what is searched is then as before, and the next call goes on from there.
    """
    limit = cluster.index_limit()
    major, _ = cluster.version(limit)
    found = states(cluster, corpus, limit)
    target = None if rebuild else _usable(found, catalogue)
    if target is None:
        number = max((number_of(state.index) for state in found), default=0) + 1
        target = _make(cluster, index_name(corpus, number), major, limit)
    _fill(cluster, target, catalogue)
    _publish(cluster, corpus, target, found)


def problems(cluster: Cluster, corpus: str, catalogue: Catalogue) -> list[str]:
    """What on the cluster does not agree with the catalogue, one line each; [] if all does."""
    limit = cluster.index_limit()
    try:
        cluster.version(limit)
        state = searched(cluster, corpus, limit)
        if state is None:
            return [f"OpenSearch at {cluster.where} holds nothing of this corpus yet"]
        behind = _behind(state, catalogue)
        return [behind] if behind else _differences(cluster, state, catalogue)
    except ClusterError as error:
        return [str(error)]


def _behind(state: State, catalogue: Catalogue) -> str | None:
    meta = state.meta
    if meta is None or meta.form != FORM:
        return f"OpenSearch: index '{state.index}' was made by another version of hexapla"
    if meta.towards is not None:
        return f"OpenSearch: index '{state.index}' was left half-way to revision {meta.towards}"
    if meta.revision != catalogue.revision:
        return (
            f"OpenSearch: index '{state.index}' is of revision {meta.revision}, "
            f"the catalogue of {catalogue.revision}"
        )
    return None


def _differences(cluster: Cluster, state: State, catalogue: Catalogue) -> list[str]:
    there = _pairs(cluster, state, 0)
    wanted = Pairs(*catalogue.unit_revisions())
    missing = len(np.setdiff1d(wanted.ids, there.ids))
    foreign = len(np.setdiff1d(there.ids, wanted.ids))
    different = len(wanted.without(there).ids) - missing
    if not (missing or foreign or different):
        return []
    return [
        f"OpenSearch: index '{state.index}' has {len(there.ids)} units, {missing} missing, "
        f"{foreign} unknown, {different} of another revision"
    ]


def _usable(found: Sequence[State], catalogue: Catalogue) -> State | None:
    """The index that can be brought up to date: the one searched, else one that was cut short."""
    usable = [state for state in found if _can_follow(state.meta, catalogue)]
    return next((state for state in usable if state.is_searched), usable[-1] if usable else None)


def _can_follow(meta: Meta | None, catalogue: Catalogue) -> bool:
    if meta is None or meta.form != FORM:
        return False
    # Otherwise the catalogue was put back to an older state since.
    return max(meta.revision, meta.towards or 0) <= catalogue.revision


def _make(cluster: Cluster, index: str, major: int, limit: Limit) -> State:
    """A new index without documents, which nobody searches yet."""
    meta = Meta(FORM, 0, None)
    body = index_body(cluster.settings, major=major, meta=asdict(meta))
    try:
        cluster.ask("PUT", f"/{index}", body=body, limit=limit)
    except ClusterError as error:
        # Asked twice, since the first answer was lost.
        if error.kind != "resource_already_exists_exception":
            raise
    return State(index, meta, cluster.settings.shards, is_searched=False)


def _fill(cluster: Cluster, target: State, catalogue: Catalogue) -> None:
    """Bring an index to the catalogue's revision, and only then have it say so."""
    meta, revision = target.meta, catalogue.revision
    assert meta is not None, "a usable index says what it holds"
    if meta.revision == revision and meta.towards is None:
        return
    changed = Pairs(*catalogue.unit_revisions(meta.revision))
    if meta.towards is not None:
        changed = changed.without(_pairs(cluster, target, meta.revision))
    gone = catalogue.changes(meta.revision).deleted
    say(cluster, target.index, Meta(FORM, meta.revision, revision), cluster.index_limit())
    write(cluster, target.index, _writes(catalogue, changed, gone))
    _refresh(cluster, target)
    if _count(cluster, target) != catalogue.unit_count():
        _mend(cluster, target, catalogue)
    say(cluster, target.index, Meta(FORM, revision, None), cluster.index_limit())


def _mend(cluster: Cluster, target: State, catalogue: Catalogue) -> None:
    """Write what is missing or differs, remove what is unknown, by comparing all units."""
    there = _pairs(cluster, target, 0)
    wanted = Pairs(*catalogue.unit_revisions())
    foreign = np.setdiff1d(there.ids, wanted.ids)
    write(cluster, target.index, _writes(catalogue, wanted.without(there), foreign))
    _refresh(cluster, target)
    count = _count(cluster, target)
    if count != len(wanted.ids):
        raise ClusterError(
            f"OpenSearch at {cluster.where}: index '{target.index}' has {count} units instead of "
            f"{len(wanted.ids)}; make it anew: hexapla check --repair",
            passing=False,
        )


def _writes(catalogue: Catalogue, changed: Pairs, gone: Ids) -> Iterator[Write]:
    """What goes first: who searches meanwhile had better miss a unit than see it twice."""
    revision = catalogue.revision
    yield from (Write(int(id_), revision, None) for id_ in gone)
    revisions = dict(zip(changed.ids.tolist(), changed.revisions.tolist(), strict=True))
    for at in range(0, len(changed.ids), _READ):
        for unit in catalogue.units(changed.ids[at : at + _READ].tolist()):
            yield Write(unit.id, revisions[unit.id], document(unit))


def _publish(cluster: Cluster, corpus: str, target: State, found: Sequence[State]) -> None:
    """Have searches go to the index, and all others of the corpus go away, in one step."""
    actions = [
        {"remove_index": {"index": state.index}} for state in found if state.index != target.index
    ]
    if not target.is_searched:
        actions.append({"add": {"index": target.index, "alias": alias(corpus)}})
    if actions:
        body = {"actions": actions}
        cluster.ask("POST", "/_aliases", body=body, limit=cluster.index_limit())


def _pairs(cluster: Cluster, state: State, since: int) -> Pairs:
    """What an index holds of the units that changed after a revision."""
    _refresh(cluster, state)
    query = {"range": {"revision": {"gt": since}}} if since else EVERYTHING
    order = [{"id": "asc"}, {"revision": "asc"}]
    rows, _ = _rows(cluster, state, partial(View.rows, query=query, order=order, count=None))
    pairs = np.array(rows, np.int64).reshape(-1, 2)
    return Pairs(pairs[:, 0], pairs[:, 1])


def _refresh(cluster: Cluster, state: State) -> None:
    """Have searches see all that was written. Raises ClusterError if a part of it is away."""
    limit = cluster.index_limit()
    answer = cluster.ask("POST", f"/{state.index}/_refresh", limit=limit)
    shards = answer.get("_shards", {})
    if shards.get("failed") or int(shards.get("successful", 0)) < state.shards:
        raise ClusterError(
            f"OpenSearch at {cluster.where}: index '{state.index}' is not whole", passing=True
        )


def _count(cluster: Cluster, state: State) -> int:
    first = partial(View.rows, query=EVERYTHING, order=[{"id": "asc"}], count=1)
    _, total = _rows(cluster, state, first)
    return total


def _rows(cluster: Cluster, state: State, rows: Callable[..., Rows]) -> Rows:
    """What ``rows`` gives of an index as it is now."""

    def ask(view: View, limit: Limit) -> Rows:
        return rows(view, limit=limit)

    return looked(cluster, state.index, ask, shards=state.shards, limit=cluster.index_limit())
