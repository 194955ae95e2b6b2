"""Plans as OpenSearch queries: nothing a person types is ever more than a value."""

from __future__ import annotations

from search.opensearch.queries import holding, ranking, scoring
from search.parser import parse
from search.plan import (
    Best,
    Boost,
    Every,
    Known,
    Nothing,
    Sequence,
    Start,
    Step,
    Sum,
    Term,
    Within,
)
from search.planner import plan
from search.query import Lang, Symbol, Year


def none(_: Start) -> tuple[str, ...] | None:
    return ()


def test_boosts_multiply_down_to_what_scores() -> None:
    step = Boost(Boost(Sequence("en", ("cold", "war")), 2.0), 1.5)
    assert scoring(step, none) == {
        "match_phrase": {"en": {"query": "cold war", "slop": 0, "boost": 3.0}}
    }
    step = Boost(Sum((Term("en", "a"), Boost(Term("fr", "b"), 0.25))), 0.5)
    assert scoring(step, none)["bool"]["boost"] == 0.5
    assert scoring(step, none)["bool"]["should"][1]["term"]["fr"]["boost"] == 0.25


def test_weighted_alternatives_keep_their_weights() -> None:
    """A word translated: a disjunction of translations, each with its probability."""
    step = Sum(tuple(Boost(Term("fr", text), p) for text, p in (("paix", 0.7), ("trêve", 0.2))))
    should = scoring(step, none)["bool"]["should"]
    assert [(one["term"]["fr"]["value"], one["term"]["fr"]["boost"]) for one in should] == [
        ("paix", 0.7),
        ("trêve", 0.2),
    ]


def test_the_best_is_a_maximum_without_a_share_of_the_others() -> None:
    query = scoring(Best((Term("en", "a"), Term("fr", "a"))), none)
    assert set(query) == {"dis_max"}
    assert "tie_breaker" not in query["dis_max"]


def test_filters_do_not_score_and_known_things_score_what_they_say() -> None:
    assert scoring(Known(Year(1990, None)), none) == {
        "constant_score": {"filter": {"range": {"year": {"gte": 1990}}}, "boost": 0.0}
    }
    assert scoring(Boost(Known(Lang(("en",)), 0.5), 0.5), none)["constant_score"]["boost"] == 0.25


def test_beginnings_are_the_terms_that_begin_so_or_only_filter() -> None:
    start = Start("en", "terr")
    terms = scoring(start, lambda _: ("terrain", "terror"))["bool"]["should"]
    assert [one["term"]["en"]["value"] for one in terms] == ["terrain", "terror"]
    assert scoring(start, lambda _: None)["constant_score"]["boost"] == 0.0
    assert scoring(start, none) == {"match_none": {}}


def test_near_holds_in_both_orders() -> None:
    near = scoring(Within("en", "peace", "war", 3), none)["constant_score"]["filter"]["bool"]
    phrases = [one["match_phrase"]["en"] for one in near["should"]]
    assert [(one["query"], one["slop"]) for one in phrases] == [("peace war", 3), ("war peace", 3)]


def test_what_counts_has_few_clauses() -> None:
    words = Sum(tuple(Best((Term("en", f"w{n}"), Term("fr", f"w{n}"))) for n in range(1000)))
    query = holding(Every((words,), (Term("en", "not"), Nothing())))
    (should,) = [one["bool"]["should"] for one in query["bool"]["filter"]]
    assert [len(next(iter(one["terms"].values()))) for one in should] == [1000, 1000]
    assert query["bool"]["must_not"] == [
        {"term": {"en": {"value": "not", "boost": 1.0}}},
        {"match_none": {}},
    ]


def test_phrases_are_weighed_alike_on_every_shard() -> None:
    assert "should" not in ranking(Term("en", "a"), none)
    phrase: Step = Boost(Sequence("zh_bigrams", ("大会", "会上")), 2.0)
    (nowhere,) = ranking(phrase, none)["bool"]["should"]
    assert nowhere == {"term": {"zh_bigrams": {"value": "\0"}}}


def test_what_is_typed_is_only_a_value() -> None:
    typed = '"}},{"match_all":{ \\" symbol:*"}}* AND symbol:A/"],"x":{'
    query = repr(scoring(plan(parse(typed)), none))
    assert "'match_all': {}" not in query
    assert scoring(Known(Symbol(('A"}/*',))), none)["constant_score"]["filter"] == {
        "bool": {
            "should": [{"prefix": {"symbol": {"value": 'A"}/'}}}],
            "minimum_should_match": 1,
            "boost": 1.0,
        }
    }
