"""Filters on the columns find what the keyword engine finds for the same filters."""

from __future__ import annotations

import pytest

from search.filters import select
from search.parser import parse
from search.planner import plan
from search.query import Word
from search.snapshot import Snapshot


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("lang:ru", [1, 2, 4, 5]),
        ("lang:ru,ar lang:zh", [1, 2]),
        ("-lang:zh", [4, 5, 7, 8, 9]),
        ("year:2014..2015", [4, 5, 6, 7, 8, 9]),
        ("year:..2014 OR kind:title", [1, 7, 8, 9]),
        ("symbol:A/*", [1, 2, 3, 7, 8, 9]),
        ("symbol:a/res/71/901,s/2015/77 NOT kind:sentence", [1, 2, 3]),
        ("body:S year:2016", []),
        ("NOT (body:S OR body:HRC) kind:operative,title", [1, 3]),
        ("(body:S AND lang:zh) OR kind:heading", [6, 7]),
    ],
)
def test_both_sides_filter_alike(corpus: Snapshot, query: str, units: list[int]) -> None:
    parsed = parse(query)
    assert select(parsed.filters, corpus.columns).tolist() == units
    assert corpus.keyword.matching(plan(parsed)).tolist() == units


def test_no_filter_lets_all_pass(corpus: Snapshot) -> None:
    assert select([], corpus.columns).tolist() == list(range(1, 10))


def test_words_are_no_filter(corpus: Snapshot) -> None:
    with pytest.raises(TypeError, match="asks something of the text"):
        select([Word("peace")], corpus.columns)
