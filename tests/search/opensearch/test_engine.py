"""The engine on a real cluster, three shards: what it finds, and that it is what tantivy finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from indexer.errors import KeywordUnavailableError
from search.answer import search
from search.keyword import RESOLUTION, KeywordEngine
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.view import View
from search.parser import parse
from search.plan import Best, Boost, Every, Known, Nothing, Sequence, Start, Step, Sum, Term, Within
from search.planner import plan
from search.query import Lang, Symbol
from search.snapshot import Snapshot
from tests.search.conftest import ConceptEncoder
from tests.search.opensearch.conftest import settings

CASES = [
    ("大会", [2]),
    ("回顧", [2]),
    ("反恐", [6]),
    ("供", [3]),
    ("员国到2025", [3]),
    ("02", [3]),
    ("不", []),
    ("Assemblee generale", [2]),
    ("الأمم المتحدة", [2]),
    ("A/RES/60/288", [2, 8, 9]),
    ("resolution 60/288 lang:ru", [2]),
    ('"peace and security"', [4]),
    ('"peace and security" year:2016', []),
    ("peace security", [4, 5]),
    ("peace NEAR/1 security", [4]),
    ("peace NEAR/4 security", [4, 5]),
    ("security NEAR/1 peace", [4]),
    ("terroris*", [2]),
    ("террор*", [2]),
    ("s*", [1, 2, 3, 4, 5, 9]),
    ("water AND schools", [1, 3]),
    ("water -clean", [3]),
    ("anyone OR 会员国", [3]),
    ("NOT (water OR peace OR lang:zh)", [7, 8, 9]),
    ("lang:ru -lang:zh", [4, 5]),
    ("symbol:a/res/*", [1, 2, 3]),
    ("symbol:S/2015/7", []),
    ("body:HRC,S", [4, 5, 6, 7, 8, 9]),
    ("kind:title,heading", [1, 7]),
    ("year:..2014", [7, 8, 9]),
    ("year:2015..", [1, 2, 3, 4, 5, 6]),
    ("water peace terrorism school security women", [1, 2, 3, 4, 5]),
]

STEPS: list[Step] = [
    Start("en", ""),
    Start("en", "l.12/*[a-z]"),
    Start("zh_bigrams", "会"),
    Sequence("zh_bigrams", ("大会",), "会"),
    Sequence("zh_bigrams", ("学校",), "校"),
    Boost(Sequence("en", ("peac", "and", "secur")), 0.3),
    Boost(Sum((Boost(Term("en", "peac"), 0.7), Boost(Term("fr", "paix"), 0.2))), 0.5),
    Best((Boost(Term("en", "water"), 3.0), Term("fr", "eau"), Known(Lang(("ru",)), 0.25))),
    Every((Term("en", "peac"), Within("en", "peac", "secur", 1)), (Term("en", "school"),)),
    Every((), (Nothing(),)),
    Sum((Nothing(), Term("en", "nowher"))),
    Nothing(),
    Term("zh", "\\"),
    Known(Symbol(("A/RES/*", 'x"}'))),
]


def same(step: Step, ours: KeywordEngine, theirs: KeywordEngine) -> None:
    first, second = ours.search(step, 20), theirs.search(step, 20)
    assert first.ids.tolist() == second.ids.tolist()
    assert np.abs(first.scores - second.scores).max(initial=0) <= 1.01 * RESOLUTION
    assert ours.count(step) == theirs.count(step)
    assert ours.matching(step).tolist() == theirs.matching(step).tolist()
    assert ours.facets(step) == theirs.facets(step)
    ids = np.array([9, 2, 4, 99, 1])
    assert np.allclose(ours.scores(step, ids), theirs.scores(step, ids), 1e-5, RESOLUTION, True)


@pytest.mark.parametrize(("query", "units"), CASES)
def test_what_is_found(
    engine: OpenSearchEngine, corpus: Snapshot, query: str, units: list[int]
) -> None:
    step = plan(parse(query))
    assert engine.matching(step).tolist() == units
    assert sorted(engine.search(step, 20).ids.tolist()) == units
    same(step, engine, corpus.keyword)


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_every_step_means_the_same(engine: OpenSearchEngine, corpus: Snapshot, step: Step) -> None:
    same(step, engine, corpus.keyword)


def test_several_plans_asked_together(engine: OpenSearchEngine, corpus: Snapshot) -> None:
    plans = [plan(parse(query)) for query, _ in CASES if query != "不"]
    some: list[Step] = [plans[0], Nothing(), plans[1]]
    for steps, k in [(plans, 20), (plans[:2], 1), (plans[:2], 0), (plans[:1], 20), (some, 20)]:
        asked = [(step, k + at % 3) for at, step in enumerate(steps)]
        assert [(one.ids.tolist(), one.scores.tolist()) for one in engine.search_each(asked)] == [
            (one.ids.tolist(), one.scores.tolist())
            for one in (engine.search(step, count) for step, count in asked)
        ]
    assert engine.search_each([]) == []
    assert engine.search_each([(plans[0], 1), (plans[1], 2)])[0].ids.tolist() == [2]
    assert engine.count(plans[1]) == 1


def test_several_plans_go_in_one_request(
    indexed: tuple[str, int], corpus: Snapshot, opensearch: str
) -> None:
    asked: list[str] = []

    class Noting(Cluster):
        def ask(self, method: str, path: str, **options: Any) -> dict[str, Any]:
            asked.append(path)
            return super().ask(method, path, **options)

    noting = Noting(settings(opensearch))
    engine = OpenSearchEngine(noting, indexed[0], revision=indexed[1])
    plans = [plan(parse("water")), plan(parse("peace security"))]
    engine.search(plans[0], 5)
    asked.clear()
    found = engine.search_each([(step, 5) for step in plans])
    assert asked == ["/_msearch"]
    assert [one.ids.tolist() for one in found] == [
        corpus.keyword.search(step, 5).ids.tolist() for step in plans
    ]
    assert [engine.count(step) for step in plans] == [2, 2]
    assert asked == ["/_msearch"]  # the totals have come with it
    engine.close()
    noting.close()


def test_a_count_that_was_not_asked_for_before(engine: OpenSearchEngine) -> None:
    assert engine.count(plan(parse("60/288"))) == 3
    assert engine.search(plan(parse("60/288")), 0).ids.tolist() == []
    assert engine.facets(plan(parse("60/288")))["body"] == {"HRC": 2, "A": 1}


def test_pages_follow_each_other(
    engine: OpenSearchEngine, corpus: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = plan(parse("water peace terrorism school security women 60/288"))
    whole = corpus.keyword.search(step, 20).ids.tolist()
    assert len(whole) > 5
    monkeypatch.setattr("search.opensearch.view.PAGE", 2)
    assert engine.search(step, 20).ids.tolist() == whole
    assert engine.matching(step).tolist() == sorted(whole)
    assert engine.count(step) == len(whole)


def test_a_lost_state_is_taken_anew(
    engine: OpenSearchEngine, cluster: Cluster, opensearch: str
) -> None:
    """Its point in time goes, as when its node crashes."""
    step = plan(parse("water"))
    assert engine.matching(step).tolist() == [1, 3]
    limit = cluster.search_limit()
    cluster.ask("DELETE", "/_search/point_in_time/_all", limit=limit)
    assert engine.matching(step).tolist() == [1, 3]
    assert engine.notes == ()
    other = plan(parse("peace"))
    best = [engine.search(one, 1).ids.tolist() for one in (step, other)]
    cluster.ask("DELETE", "/_search/point_in_time/_all", limit=limit)
    each = engine.search_each([(step, 1), (other, 1)])
    assert [one.ids.tolist() for one in each] == best


def test_too_many_clauses_are_asked_for_in_parts(
    engine: OpenSearchEngine, corpus: Snapshot
) -> None:
    """1,000 words in three languages come to 3,000 clauses; OpenSearch takes 1,024."""
    query = plan(parse(" ".join(["peace", "security", *(f"word{n}" for n in range(990))])))
    assert engine.search(query, 5).ids.tolist() == corpus.keyword.search(query, 5).ids.tolist()
    assert engine.count(query) == 2
    ids, short = np.array([1, 4, 5]), plan(parse("water"))
    alone = corpus.keyword.scores(query, ids)
    assert np.allclose(engine.scores(query, ids), alone, 1e-5, RESOLUTION, equal_nan=True)
    assert [one.ids.tolist() for one in engine.search_each([(query, 5), (short, 5)])] == [
        corpus.keyword.search(step, 5).ids.tolist() for step in (query, short)
    ]
    chinese = Sum(tuple(Term("zh", f"w{n}") for n in range(1500)))
    with pytest.raises(KeywordUnavailableError, match="max_clause_count"):
        engine.search(chinese, 5)
    with pytest.raises(KeywordUnavailableError, match="max_clause_count"):
        engine.scores(chinese, ids)


def test_an_answer_that_lacks_a_shard_is_none(cluster: Cluster, indexed: tuple[str, int]) -> None:
    index = f"hexapla-{indexed[0]}"
    limit = cluster.search_limit()
    view = View.open(cluster, index, shards=3, limit=limit)
    with pytest.raises(KeywordUnavailableError, match="answered for 3 of 4 parts"):
        View(cluster, index, view.id, 4).ask({"size": 0}, limit=limit)
    view.close(limit)


def test_an_index_of_another_revision_is_noted(
    cluster: Cluster, indexed: tuple[str, int], corpus: Snapshot
) -> None:
    name, revision = indexed
    engine = OpenSearchEngine(cluster, name, revision=revision + 1)
    snapshot = Snapshot(
        corpus.catalogue, corpus.generation, encoder=ConceptEncoder(), keyword=engine
    )
    answer = search("water", snapshot)
    assert [hit.unit for hit in answer.hits[:2]] == [1, 3]
    assert "OpenSearch lacks the latest changes" in answer.notes[0]
    engine.close()


@pytest.mark.parametrize(
    ("behind", "note"), [(1, "lacks the latest changes"), (-1, "is ahead of this corpus")]
)
def test_notes(cluster: Cluster, indexed: tuple[str, int], behind: int, note: str) -> None:
    engine = OpenSearchEngine(cluster, indexed[0], revision=indexed[1] + behind)
    before: tuple[str, ...] = engine.notes
    assert before == ()
    assert engine.count(plan(parse("water"))) == 2
    after: tuple[str, ...] = engine.notes
    (line,) = after
    assert note in line
    engine.close()


@pytest.mark.parametrize("name", [None, "fedcba9876543210"])
def test_a_corpus_that_is_not_on_the_cluster(cluster: Cluster, name: str | None) -> None:
    engine = OpenSearchEngine(cluster, name, revision=1)
    with pytest.raises(KeywordUnavailableError, match="holds nothing of this corpus yet"):
        engine.count(plan(parse("water")))


@pytest.mark.parametrize(
    "query",
    [
        '"peace and security',
        "((((((((((((((((((water",
        "the of and",
        "peace\x00\x01\x07\x1b security",
        "\ud800 water \udfff",
        "symbol:\ud800* body:\udcff",
        "symbol:\x00*",
        "(a+)+$ .*.*.*.*x /(.*)*/ " + "a" * 3000 + "!",
        "*a*a*a*a*a* water~2 water^9 +water -",
        '"}}]}}} {"match_all":{}} ' * 20,
        "_exists_:en en:* _id:1 zh_bigrams:水",
        "\u202ewater\u202c \ufeff",
        '"' + "peace " * 900 + '"',
        "(" * 39 + "water" + ")" * 39,
        "(water OR " * 39 + "peace" + ")" * 39,
        "-(" * 39 + "water" + ")" * 39,
        "symbol:" + "A/*\\?" * 30 + "*",
    ],
)
def test_hostile_queries_are_the_same_to_both(
    engine: OpenSearchEngine, corpus: Snapshot, query: str
) -> None:
    same(plan(parse(query)), engine, corpus.keyword)
