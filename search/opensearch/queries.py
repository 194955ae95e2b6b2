"""Plans as OpenSearch queries.

Nothing that a person typed is ever parsed by OpenSearch: every term is a value in a query that
looks for just that, so there is no syntax to inject into.

From: search.planner (plans). To: opensearch.engine. Not here: asking, which terms begin so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from search.plan import (
    Best,
    Boost,
    Every,
    Known,
    Leaf,
    Nothing,
    Sequence,
    Start,
    Step,
    Sum,
    Term,
    Within,
)
from search.query import Body, Filter, Kind, Lang, Symbol, Year

Body_ = dict[str, Any]
Expand = Callable[[Start], tuple[str, ...] | None]

EVERYTHING: Body_ = {"match_all": {"boost": 0.0}}
_NOTHING: Body_ = {"match_none": {}}
_NOWHERE = "\u0000"  # no term has it
_ALL_EXPANSIONS = 2**30  # of the beginning that ends a sequence: there it only filters


def ranking(step: Step, expand: Expand) -> Body_:
    """``scoring``, with what makes the scores of several shards the same as those of one.

    A phrase is weighed by the length of its field. A shard that has none of its words does not tell
    that length, but tells it for a single term, even for one that stands nowhere.
    """
    query = scoring(step, expand)
    fields = dict.fromkeys(_phrase_fields(step))
    if not fields:
        return query
    nowhere = [{"term": {field: {"value": _NOWHERE}}} for field in fields]
    return {"bool": {"must": [query], "should": nowhere}}


def scoring(step: Step, expand: Expand, boost: float = 1.0) -> Body_:
    """A query that holds for the units the step holds for, and scores them as it does.

    expand: the terms that begin so; None for so many that they only filter.

    >>> scoring(Boost(Term("en", "peac"), 2.0), lambda _: ())
    {'term': {'en': {'value': 'peac', 'boost': 2.0}}}
    """
    match step:
        case Boost(child, factor):
            return scoring(child, expand, boost * factor)
        case Best(steps):
            queries = [scoring(child, expand) for child in steps]
            return {"dis_max": {"queries": queries, "boost": boost}}
        case Sum(steps):
            return _any([scoring(child, expand) for child in steps], boost)
        case Every(steps, without):
            wanted = [scoring(child, expand) for child in steps] or [EVERYTHING]
            return _all(wanted, [holding(child) for child in without], boost)
    return _scoring_leaf(step, expand, boost)


def holding(step: Step) -> Body_:
    """A query that holds for the units the step holds for, whatever their scores.

    Terms of a field are looked for together, so that a long query has few clauses.

    >>> holding(Sum((Term("en", "peac"), Term("en", "war"))))
    {'terms': {'en': ['peac', 'war']}}
    """
    match step:
        case Boost(child, _):
            return holding(child)
        case Best() | Sum():
            return _one_of([*_alternatives(step)])
        case Every(steps, without):
            wanted = [holding(child) for child in steps] or [EVERYTHING]
            return {"bool": {"filter": wanted, "must_not": [holding(child) for child in without]}}
        case Start(field, text):
            return {"prefix": {field: {"value": text}}}
        case Sequence(field, terms, start) if start:
            return _beginning_phrase(field, terms, start)
    return _scoring_leaf(step, lambda _: None, 1.0)


def starts(step: Step) -> Iterator[Start]:
    """The beginnings that score."""
    match step:
        case Boost(child, _):
            yield from starts(child)
        case Best(steps) | Sum(steps) | Every(steps, _):
            for child in steps:
                yield from starts(child)
        case Start():
            yield step


def beginning(start: Start, limit: int) -> Body_:
    """A query that OpenSearch rewrites into the first ``limit`` terms that begin so."""
    value = {"value": start.text, "rewrite": f"top_terms_{limit}"}
    return {"prefix": {start.field: value}}


def _phrase_fields(step: Step) -> Iterator[str]:
    match step:
        case Boost(child, _):
            yield from _phrase_fields(child)
        case Best(steps) | Sum(steps) | Every(steps, _):
            for child in steps:
                yield from _phrase_fields(child)
        case Sequence(field, _, _):
            yield field


def _scoring_leaf(step: Leaf, expand: Expand, boost: float) -> Body_:
    match step:
        case Term(field, text):
            return {"term": {field: {"value": text, "boost": boost}}}
        case Sequence():
            return _sequence(step, boost)
        case Start():
            return _start(step, expand, boost)
        case Within(field, left, right, distance):
            orders = [_phrase(field, pair, distance) for pair in ((left, right), (right, left))]
            return _filtering(_any(orders))
        case Known(wanted, score):
            return _filtering(_filter(wanted), score * boost)
        case Nothing():
            return _NOTHING


def _start(step: Start, expand: Expand, boost: float) -> Body_:
    terms = expand(step)
    if terms is None:
        return _filtering({"prefix": {step.field: {"value": step.text}}})
    alone = [{"term": {step.field: {"value": term}}} for term in terms]
    return _any(alone, boost) if alone else _NOTHING


def _sequence(step: Sequence, boost: float) -> Body_:
    if len(step.terms) > 1:
        scored = _phrase(step.field, step.terms, 0, boost)
    else:
        scored = {"term": {step.field: {"value": step.terms[0], "boost": boost}}}
    if not step.start:
        return scored
    whole = _beginning_phrase(step.field, step.terms, step.start)
    return {"bool": {"must": [scored], "filter": [whole]}}


def _phrase(field: str, terms: tuple[str, ...], slop: int, boost: float = 1.0) -> Body_:
    value = {"query": " ".join(terms), "slop": slop, "boost": boost}
    return {"match_phrase": {field: value}}


def _beginning_phrase(field: str, terms: tuple[str, ...], start: str) -> Body_:
    value = {"query": " ".join([*terms, start]), "max_expansions": _ALL_EXPANSIONS}
    return {"match_phrase_prefix": {field: value}}


def _alternatives(step: Step) -> Iterator[Step]:
    """The steps of which one has to hold."""
    match step:
        case Boost(child, _):
            yield from _alternatives(child)
        case Best(steps) | Sum(steps):
            for child in steps:
                yield from _alternatives(child)
        case _:
            yield step


def _one_of(steps: list[Step]) -> Body_:
    by_field: dict[str, dict[str, None]] = {}
    for step in steps:
        if isinstance(step, Term):
            by_field.setdefault(step.field, {})[step.text] = None
    queries: list[Body_] = [{"terms": {name: [*terms]}} for name, terms in by_field.items()]
    others = dict.fromkeys(step for step in steps if not isinstance(step, Term | Nothing))
    queries += [holding(step) for step in others]
    if not queries:
        return _NOTHING
    return queries[0] if len(queries) == 1 else _any(queries)


def _filter(wanted: Filter) -> Body_:
    match wanted:
        case Lang(values):
            return {"terms": {"lang": [*values]}}
        case Body(values):
            return {"terms": {"body": [*values]}}
        case Kind(values):
            return {"terms": {"kind": [*values]}}
        case Year(first, last):
            ends = {"gte": first, "lte": last}
            return {"range": {"year": {name: end for name, end in ends.items() if end is not None}}}
        case Symbol(patterns):
            return _any([_symbol(pattern) for pattern in patterns])


def _symbol(pattern: str) -> Body_:
    if pattern.endswith("*"):
        return {"prefix": {"symbol": {"value": pattern.rstrip("*")}}}
    return {"term": {"symbol": {"value": pattern}}}


def _any(queries: list[Body_], boost: float = 1.0) -> Body_:
    return {"bool": {"should": queries, "minimum_should_match": 1, "boost": boost}}


def _all(wanted: list[Body_], without: list[Body_], boost: float) -> Body_:
    return {"bool": {"must": wanted, "must_not": without, "boost": boost}}


def _filtering(query: Body_, score: float = 0.0) -> Body_:
    return {"constant_score": {"filter": query, "boost": score}}
