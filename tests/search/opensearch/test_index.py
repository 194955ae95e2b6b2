"""The index on a real cluster follows the catalogue: made, brought up to date, mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from indexer.errors import KeywordUnavailableError
from indexer.store.catalogue import Catalogue
from indexer.store.records import EncoderRecord
from search.opensearch.bulk import Write, write
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.failures import ClusterError
from search.opensearch.index import bring_up_to_date, problems
from search.opensearch.mapping import FORM, index_body
from search.opensearch.names import alias, index_name
from search.opensearch.state import Meta, State, say, searched, states
from search.parser import parse
from search.planner import plan
from tests.search.conftest import DOCUMENTS, ConceptEncoder, put
from tests.search.opensearch.conftest import settings


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Holds all ``DOCUMENTS``: nine units."""
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(tmp_path, record) as catalogue, catalogue.locked():
        for (symbol, year), rows in DOCUMENTS.items():
            put(catalogue, symbol, year, rows)
        yield catalogue


def found(cluster: Cluster, name: str, query: str) -> list[int]:
    engine = OpenSearchEngine(cluster, name, revision=0)
    units = [int(id_) for id_ in engine.matching(plan(parse(query)))]
    engine.close()
    return units


def state_of(cluster: Cluster, name: str) -> State:
    state = searched(cluster, name, cluster.search_limit())
    assert state is not None
    return state


def refreshed(cluster: Cluster, index: str) -> None:
    cluster.ask("POST", f"/{index}/_refresh", limit=cluster.search_limit())


def test_it_is_made_and_then_follows(cluster: Cluster, name: str, catalogue: Catalogue) -> None:
    assert problems(cluster, name, catalogue) != []
    bring_up_to_date(cluster, name, catalogue)
    assert problems(cluster, name, catalogue) == []
    first = state_of(cluster, name)
    assert (first.index, first.shards) == (index_name(name, 1), 3)
    assert first.meta == Meta(FORM, catalogue.revision, None)
    with catalogue.writing() as writer:
        writer.drop_source("S/2015/77.tmx")
    put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace and water", "zh": "大会堂"})])
    assert "is of revision" in problems(cluster, name, catalogue)[0]
    bring_up_to_date(cluster, name, catalogue)
    assert problems(cluster, name, catalogue) == []
    new = int(catalogue.unit_ids()[-1])
    assert found(cluster, name, "water") == [1, 3, new]
    assert found(cluster, name, "peace") == [new]
    assert state_of(cluster, name).index == first.index


def test_what_an_earlier_attempt_wrote_is_not_sent_again(
    cluster: Cluster, name: str, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []

    def cut_short(cluster: Cluster, index: str, writes: Iterator[Write]) -> int:
        some = [next(writes) for _ in range(4)]
        write(cluster, index, some)
        raise KeyboardInterrupt

    def counted(cluster: Cluster, index: str, writes: Iterator[Write]) -> int:
        all_of_them = list(writes)
        sent.extend(one.id for one in all_of_them)
        return write(cluster, index, all_of_them)

    monkeypatch.setattr("search.opensearch.index.write", cut_short)
    with pytest.raises(KeyboardInterrupt):
        bring_up_to_date(cluster, name, catalogue)
    monkeypatch.setattr("search.opensearch.index.write", counted)
    with pytest.raises(KeywordUnavailableError, match="holds nothing of this corpus yet"):
        found(cluster, name, "water")
    bring_up_to_date(cluster, name, catalogue)
    assert sent == [5, 6, 7, 8, 9]
    assert problems(cluster, name, catalogue) == []
    assert state_of(cluster, name).index == index_name(name, 1)


def test_a_change_half_way_is_told_and_finished(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    bring_up_to_date(cluster, name, catalogue)
    state = state_of(cluster, name)
    half_way = Meta(FORM, catalogue.revision - 1, catalogue.revision)
    say(cluster, state.index, half_way, cluster.search_limit())
    assert "was left half-way to revision" in problems(cluster, name, catalogue)[0]
    engine = OpenSearchEngine(cluster, name, revision=catalogue.revision)
    assert engine.matching(plan(parse("water"))).tolist() == [1, 3]
    assert "is being brought up to date" in engine.notes[0]
    engine.close()
    bring_up_to_date(cluster, name, catalogue)
    assert problems(cluster, name, catalogue) == []


def test_damage_is_found_and_mended(cluster: Cluster, name: str, catalogue: Catalogue) -> None:
    bring_up_to_date(cluster, name, catalogue)
    index = state_of(cluster, name).index
    fields: dict[str, list[str | int]] = {"id": [77], "en": ["stranger"]}
    write(cluster, index, [Write(1, 100, None), Write(2, 100, None), Write(77, 1, fields)])
    write(cluster, index, [Write(3, 100, {"id": [3], "en": ["water"]})])
    refreshed(cluster, index)
    assert problems(cluster, name, catalogue) == [
        f"OpenSearch: index '{index}' has 8 units, 2 missing, 1 unknown, 1 of another revision"
    ]
    bring_up_to_date(cluster, name, catalogue, rebuild=True)
    assert problems(cluster, name, catalogue) == []
    assert found(cluster, name, "water") == [1, 3]
    assert [state.index for state in states(cluster, name, cluster.search_limit())] == [
        index_name(name, 2)
    ]


def test_what_is_missing_is_written_with_the_next_change(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    """A restored snapshot of the cluster lacks units that it says it has."""
    bring_up_to_date(cluster, name, catalogue)
    index = state_of(cluster, name).index
    body = {"query": {"terms": {"id": [1, 2]}}}
    path = f"/{index}/_delete_by_query"
    # Of the version that OpenSearch counts up, which is above ours only by one.
    cluster.ask("POST", path, body=body, params={"refresh": "true"}, limit=cluster.search_limit())
    put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace and water"})])
    put(catalogue, "A/RES/73/906", 2018, [("title", {"en": "Peace and water"})])
    with pytest.raises(ClusterError, match="check --repair"):
        bring_up_to_date(cluster, name, catalogue)
    bring_up_to_date(cluster, name, catalogue, rebuild=True)
    assert problems(cluster, name, catalogue) == []


def test_an_index_of_another_form_or_of_a_later_state_is_made_anew(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    bring_up_to_date(cluster, name, catalogue)
    revision = catalogue.revision
    for number, meta in enumerate([Meta("0", revision, None), Meta(FORM, revision + 5, None)], 1):
        assert state_of(cluster, name).index == index_name(name, number)
        say(cluster, index_name(name, number), meta, cluster.search_limit())
        assert problems(cluster, name, catalogue) != []
        if meta.form == "0":
            with pytest.raises(KeywordUnavailableError, match="another version of hexapla"):
                found(cluster, name, "water")
        bring_up_to_date(cluster, name, catalogue)
        assert problems(cluster, name, catalogue) == []


def test_searches_go_on_while_an_index_is_made_anew(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    bring_up_to_date(cluster, name, catalogue)
    engine = OpenSearchEngine(cluster, name, revision=catalogue.revision)
    step = plan(parse("peace security"))
    before = engine.search(step, 10)
    bring_up_to_date(cluster, name, catalogue, rebuild=True)
    after = engine.search(step, 10)  # its index is gone: it takes the new one
    assert (after.ids.tolist(), after.scores.tolist()) == (
        before.ids.tolist(),
        before.scores.tolist(),
    )
    engine.close()


def test_an_index_that_may_not_be_changed(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    bring_up_to_date(cluster, name, catalogue)
    index, limit = state_of(cluster, name).index, cluster.search_limit()

    def block(is_blocked: bool) -> None:
        body = {"index.blocks.read_only_allow_delete": is_blocked or None}
        cluster.ask("PUT", f"/{index}/_settings", body=body, limit=limit)

    block(True)
    put(catalogue, "A/RES/73/905", 2018, [("title", {"en": "Peace and water"})])
    with pytest.raises(ClusterError, match="does not let the index be changed; make room"):
        bring_up_to_date(cluster, name, catalogue)
    assert found(cluster, name, "water") == [1, 3]
    block(False)
    bring_up_to_date(cluster, name, catalogue)
    assert len(found(cluster, name, "water")) == 3


def test_an_index_whose_parts_are_away(
    cluster: Cluster, name: str, catalogue: Catalogue, opensearch: str
) -> None:
    """Red: its shards may be on no node that there is."""
    limit, index = cluster.index_limit(), index_name(name, 1)
    body = index_body(cluster.settings, major=2, meta=asdict(Meta(FORM, 0, None)))
    body["settings"]["index.routing.allocation.require._name"] = "nobody"
    body["aliases"] = {alias(name): {}}
    params = {"wait_for_active_shards": "0"}
    cluster.ask("PUT", f"/{index}", body=body, params=params, limit=limit)
    hurried = Cluster(replace(settings(opensearch), search_seconds=1.0, index_seconds=1.0))
    with pytest.raises(KeywordUnavailableError, match="OpenSearch at"):
        found(hurried, name, "water")
    with pytest.raises(KeywordUnavailableError, match="OpenSearch at"):
        bring_up_to_date(hurried, name, catalogue)
    hurried.close()
    body = {"index.routing.allocation.require._name": None}
    cluster.ask("PUT", f"/{index}/_settings", body=body, limit=limit)
    bring_up_to_date(cluster, name, catalogue)
    assert problems(cluster, name, catalogue) == []
    assert found(cluster, name, "water") == [1, 3]


def test_one_bad_document_is_named_and_nothing_says_it_is_there(
    cluster: Cluster, name: str, catalogue: Catalogue
) -> None:
    bring_up_to_date(cluster, name, catalogue)
    with pytest.raises(ClusterError, match="strict_dynamic_mapping_exception"):
        write(cluster, alias(name), [Write(50, 1, {"id": [50], "secret": ["x"]})])


def test_what_comes_late_does_not_undo(cluster: Cluster, name: str, catalogue: Catalogue) -> None:
    bring_up_to_date(cluster, name, catalogue)
    index = alias(name)
    fields: dict[str, list[str | int]] = {"id": [50], "en": ["late"]}
    assert write(cluster, index, [Write(50, 7, fields)]) == 1
    assert write(cluster, index, [Write(50, 7, fields)]) == 1  # sent twice
    assert write(cluster, index, [Write(50, 8, None), Write(51, 8, None)]) == 2
    with pytest.raises(ClusterError, match="holds a newer state of unit 50"):
        write(cluster, index, [Write(50, 7, fields)])
    refreshed(cluster, index)
    assert found(cluster, name, "late") == []
