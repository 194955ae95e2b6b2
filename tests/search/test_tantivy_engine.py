"""The embedded engine on a small corpus; units are numbered as in conftest.DOCUMENTS."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.errors import CorpusError
from search.keyword import KeywordEngine
from search.parser import parse
from search.plan import Every, Known, Nothing, Sequence, Start, Step, Term
from search.planner import plan
from search.query import Symbol
from search.snapshot import Snapshot
from search.tantivy_engine import TantivyEngine


def found(corpus: Snapshot, query: str) -> list[int]:
    return [int(id_) for id_ in corpus.keyword.matching(plan(parse(query)))]


@pytest.mark.parametrize(
    ("query", "units"),
    [
        ("大会", [2]),
        ("反恐", [6]),
        ("回顧", [2]),
        ("Assemblee generale", [2]),
        ("الأمم المتحدة", [2]),
        ("A/RES/60/288", [2, 8, 9]),
        ("A/RES/71/901", [1, 2, 3, 8]),
        ("resolution 60/288 lang:ru", [2]),
        ("60/288", [2, 8, 9]),
        ('"peace and security"', [4]),
        ('"peace and security" year:2014..2015 lang:en', [4]),
        ('"peace and security" year:2016', []),
        ("peace security", [4, 5]),
        ("peace NEAR/1 security", [4]),
        ("peace NEAR/4 security", [4, 5]),
        ("security NEAR/1 peace", [4]),
        ("terroris*", [2]),
        ("террор*", [2]),
        ("water AND schools", [1, 3]),
        ("water -clean", [3]),
        ("школы NOT вода", [5]),
        ("anyone OR 会员国", [3]),
        ("NOT (water OR peace OR lang:zh)", [7, 8, 9]),
        ("lang:ru -lang:zh", [4, 5]),
        ("symbol:a/res/*", [1, 2, 3]),
        ("symbol:S/2015/77", [4, 5, 6]),
        ("symbol:S/2015/7", []),
        ("body:HRC,S", [4, 5, 6, 7, 8, 9]),
        ("kind:title,heading", [1, 7]),
        ("year:..2014", [7, 8, 9]),
        ("year:2015..", [1, 2, 3, 4, 5, 6]),
        ("供", [3]),
        ("员国到2025", [3]),
        ("年为", [3]),
        ("02", [3]),
        ("不", []),
    ],
)
def test_what_is_found(corpus: Snapshot, query: str, units: list[int]) -> None:
    assert found(corpus, query) == units
    step = plan(parse(query))
    assert corpus.keyword.count(step) == len(units)
    assert sorted(corpus.keyword.search(step, 20).ids.tolist()) == units


def test_the_best_come_first_and_their_scores_are_told(corpus: Snapshot) -> None:
    step = plan(parse("peace security"))
    ranking = corpus.keyword.search(step, 10)
    assert ranking.scores[0] > ranking.scores[1] > 0
    assert corpus.keyword.search(step, 1).ids.tolist() == ranking.ids[:1].tolist()
    both = dict(zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True))
    scores = corpus.keyword.scores(step, np.array([1, 4, 5, 99]))
    assert np.isnan(scores[[0, 3]]).all()
    assert scores[1:3].tolist() == [both[4], both[5]]


def test_a_mention_comes_before_the_clauses_of_the_document(corpus: Snapshot) -> None:
    ranking = corpus.keyword.search(plan(parse("A/RES/71/901")), 10)
    assert ranking.ids.tolist()[0] == 8
    assert sorted(ranking.ids.tolist()[1:]) == [1, 2, 3]


def test_units_of_a_query_without_words_come_by_id(corpus: Snapshot) -> None:
    ranking = corpus.keyword.search(plan(parse("NOT peace")), 3)
    assert (ranking.ids.tolist(), ranking.scores.tolist()) == ([1, 2, 3], [0, 0, 0])


def test_the_best_language_counts_and_languages_do_not_add_up(corpus: Snapshot) -> None:
    """Unit 2 has the number in six languages, and is scored as in the best of them."""
    engine = corpus.keyword
    plans = [plan(parse(f"60/288 lang:{lang}")) for lang in ("en", "fr")]
    by_lang = [engine.scores(step, np.array([2])) for step in plans]
    together = engine.scores(plan(parse("60/288 lang:en,fr")), np.array([2]))
    assert float(together[0]) == max(float(scores[0]) for scores in by_lang)


def test_facets_count_units(corpus: Snapshot) -> None:
    facets = corpus.keyword.facets(plan(parse("60/288")))
    assert facets == {
        "lang": {"fr": 3, "en": 2, "ar": 1, "es": 1, "ru": 1, "zh": 1},
        "year": {"2014": 2, "2016": 1},
        "body": {"HRC": 2, "A": 1},
        "kind": {"sentence": 2, "preambular": 1},
    }
    assert corpus.keyword.facets(Nothing()) == {"lang": {}, "year": {}, "body": {}, "kind": {}}


@pytest.mark.parametrize(
    "step",
    [
        Start("en", "l.12/*[a-z]"),
        Start("en", ""),
        Term("zh", "\\"),
        Every((), (Nothing(),)),
        Nothing(),
    ],
)
def test_no_step_breaks_the_engine(corpus: Snapshot, step: Step) -> None:
    engine: KeywordEngine = corpus.keyword
    assert len(engine.search(step, 5)) <= engine.count(step)


def test_signs_of_regular_expressions_are_only_signs(corpus: Snapshot) -> None:
    for sign in r".^$+?()[]{}|\<>/&~#@-\"'":
        assert corpus.keyword.matching(Known(Symbol((f"A/RES{sign}*",)))).tolist() == (
            [1, 2, 3] if sign == "/" else []
        )
        assert corpus.keyword.matching(Sequence("zh_bigrams", ("大会", sign), sign)).tolist() == []


def test_a_folder_without_an_index(corpus: Snapshot) -> None:
    with pytest.raises(CorpusError, match="repair it with: hexapla check --repair"):
        TantivyEngine(corpus.generation.folder)
