"""Whole searches over a small corpus; units are numbered as in conftest.DOCUMENTS.

The vectors' components are conftest.CONCEPTS, so similarities can be worked out by hand.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from math import sqrt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import QueryError
from search.answer import Reason, search
from search.fusion import MEANING, TRANSLATIONS
from search.retrieval import MODES, Mode
from search.snapshot import Snapshot
from tests.search.test_parser import SIGNS

modes = st.sampled_from(MODES)


def ids(corpus: Snapshot, query: str, mode: Mode = "hybrid", **langs: list[str]) -> list[int]:
    return [hit.unit for hit in search(query, corpus, mode=mode, langs=langs.get("langs")).hits]


def test_a_hit_has_all_its_versions_and_where_the_words_stand(corpus: Snapshot) -> None:
    (hit,) = search("鼓励会员国", corpus, mode="keyword").hits
    assert (hit.unit, hit.symbol, hit.kind, hit.year) == (3, "A/RES/71/901", "operative", 2016)
    assert (hit.number, hit.status, hit.probability) == (None, "imported", None)
    assert set(hit.versions) == {"en", "fr", "zh"}
    assert hit.highlights == {"zh": [(0, 5)]}
    assert hit.explain is None


def test_keyword_finds_only_what_holds_the_words(corpus: Snapshot) -> None:
    answer = search("peace", corpus, mode="keyword")
    assert (sorted(hit.unit for hit in answer.hits), answer.total) == ([4, 5], 2)


def test_semantic_finds_the_same_in_other_words(corpus: Snapshot) -> None:
    answer = search("和平", corpus, mode="semantic", top=3)
    # 4: peace, security; 5: peace, security, school. 1 and 3 are as good as all that is unrelated.
    assert [hit.unit for hit in answer.hits[:2]] == [4, 5]
    scores = [hit.score for hit in answer.hits[:2]]
    assert scores == pytest.approx([1 / sqrt(2), 1 / sqrt(3)], abs=1e-3)
    assert answer.total == 7  # two units hold none of the concepts


def test_hybrid_finds_by_words_and_by_meaning(corpus: Snapshot) -> None:
    answer = search("paix école", corpus, explain=True)
    # 5 is about both, in English; 1 holds one of the words.
    assert [hit.unit for hit in answer.hits[:2]] == [5, 1]
    reasons = {hit.unit: hit.explain for hit in answer.hits if hit.explain}
    found_by = {unit: {n for n, one in told.items() if one.rank} for unit, told in reasons.items()}
    assert found_by[1] == {"keyword", "translated", "semantic"}
    assert found_by[2] == {"semantic"}
    # "paix" stands nowhere; its translation does, and is marked.
    assert found_by[4] == {"translated", "semantic"}
    (peace,) = (hit for hit in answer.hits if hit.unit == 4)
    assert [peace.versions["en"][a:b] for a, b in peace.highlights["en"]] == ["peace"]
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)
    assert max(scores) <= 1


def test_of_units_beyond_their_best_translations_say_nothing(
    corpus: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> dict[int, Reason]:
        hits = search("paix école", corpus, explain=True).hits
        return {hit.unit: (hit.explain or {})["translated"] for hit in hits}

    of_all = told()
    best = next(unit for unit, one in of_all.items() if one.rank == 1)
    assert sum(one.rank is not None for one in of_all.values()) > 1
    monkeypatch.setattr("search.retrieval.FAR", 1)
    of_one = told()
    assert set(of_one) == set(of_all)  # others offer them
    assert [unit for unit, one in of_one.items() if one.rank] == [best]


def test_words_say_nothing_against_a_unit_that_lacks_their_language(corpus: Snapshot) -> None:
    hits = {hit.unit: hit.explain or {} for hit in search("paix école", corpus, explain=True).hits}
    # 5 has no French: its words are expected to be as good there as its meaning and translations,
    # in the ratio of 1 and 3, which hold "école", to all that have French.
    assert hits[5]["keyword"].rank is None
    assert 0 < hits[5]["keyword"].scaled <= 1
    # 2 and 7 have French, and neither word.
    assert hits[2]["keyword"] == Reason(None, None, 0.0, hits[2]["keyword"].weight)
    assert hits[7]["keyword"].scaled == 0
    by_ranks = search("paix école", corpus, explain=True, fusion="rrf").hits
    assert {hit.unit for hit in by_ranks} == set(hits)


def test_an_explanation_adds_up(corpus: Snapshot) -> None:
    for hit in search("peace and security", corpus, explain=True).hits:
        assert hit.explain is not None
        assert set(hit.explain) == {"keyword", "translated", "semantic"}
        assert sum(reason.weight for reason in hit.explain.values()) == pytest.approx(1)
        added = sum(reason.weight * reason.scaled for reason in hit.explain.values())
        assert hit.score == pytest.approx(added, abs=2**-12)
    best = search("peace and security", corpus, explain=True).hits[0]
    assert best.explain is not None
    assert (best.unit, best.explain["keyword"].rank, best.explain["semantic"].rank) == (4, 1, 1)
    # Three words stand in place in the best unit, whose cosine is 1.
    weights = [round(reason.weight, 4) for reason in best.explain.values()]
    whole = 3 + TRANSLATIONS + MEANING
    assert weights == [round(one / whole, 4) for one in (3.0, TRANSLATIONS, MEANING)]
    other_words = search("paix", corpus, explain=True).hits[0]
    assert other_words.explain is not None
    # It stands in none of the units; those that hold its translation have no French.
    assert (other_words.explain["keyword"].rank, other_words.explain["keyword"].weight) == (None, 0)


def test_conditions_filter_what_meaning_finds(corpus: Snapshot) -> None:
    for mode in MODES:
        assert ids(corpus, "peace year:2016..", mode) in ([], [1, 3, 2], [1, 2, 3])
        assert ids(corpus, '"peace and security"', mode) == [4]
        assert set(ids(corpus, "water -clean", mode)).isdisjoint({1})
    assert set(ids(corpus, "peace year:2015", "semantic")) == {4, 5, 6}


def test_a_query_without_words_lists_by_id_in_every_mode(corpus: Snapshot) -> None:
    for mode in MODES:
        answer = search("body:HRC", corpus, mode=mode)
        assert ([hit.unit for hit in answer.hits], answer.total) == ([7, 8, 9], 3)


def test_a_symbol_alone_is_answered_by_words(corpus: Snapshot) -> None:
    answer = search("A/RES/60/288", corpus)
    assert (sorted(hit.unit for hit in answer.hits), answer.notes) == ([2, 8, 9], ())
    assert search("A/RES/60/289", corpus).total == 0
    assert search("A/RES/60/288", corpus, mode="semantic").notes != ()


def test_words_that_the_encoder_does_not_know(corpus: Snapshot) -> None:
    answer = search("document", corpus)
    assert [hit.unit for hit in answer.hits] == [9]
    assert answer.notes == ("the encoder knows none of these words; searched by words",)


def test_languages_to_show_are_languages_to_search(corpus: Snapshot) -> None:
    (hit,) = search("terrorisme", corpus, mode="keyword", langs=["fra"]).hits
    assert hit.versions == {
        "fr": "L'Assemblée générale, rappelant sa résolution 60/288 sur le terrorisme,"
    }
    assert ids(corpus, "water", "keyword", langs=["ru"]) == [1]
    assert ids(corpus, "вода", "keyword", langs=["fr"]) == [1]
    (shown,) = search("вода", corpus, mode="keyword", langs=["fr", "en"]).hits
    assert list(shown.versions) == ["fr", "en"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("query", ["peace school water", "60/288", "-peace", "year:2016"])
def test_pages_follow_each_other(corpus: Snapshot, query: str, mode: Mode) -> None:
    whole = search(query, corpus, mode=mode, top=100)
    assert len(whole.hits) == whole.total
    paged = [
        hit
        for offset in range(0, 12, 2)
        for hit in search(query, corpus, mode=mode, top=2, offset=offset).hits
    ]
    assert [(hit.unit, hit.score) for hit in paged] == [(hit.unit, hit.score) for hit in whole.hits]


@pytest.mark.parametrize("mode", MODES)
def test_facets_count_all_that_can_be_had(corpus: Snapshot, mode: Mode) -> None:
    answer = search("peace school", corpus, mode=mode, top=100, facets=True)
    assert answer.facets is not None
    assert sum(answer.facets["kind"].values()) == answer.total == len(answer.hits)
    by_lang = Counter(lang for hit in answer.hits for lang in hit.versions)
    assert answer.facets["lang"] == by_lang


def test_facets_of_a_keyword_search(corpus: Snapshot) -> None:
    answer = search("peace", corpus, mode="keyword", facets=True)
    assert answer.facets == {
        "lang": {"en": 2, "ru": 2},
        "year": {"2015": 2},
        "body": {"S": 2},
        "kind": {"sentence": 2},
    }


def test_notes_of_the_query_come_with_the_answer(corpus: Snapshot) -> None:
    answer = search("(peace", corpus)
    assert answer.notes == ("the bracket at character 1 is alone and was left out",)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mode": "magic"}, "unknown mode 'magic'; known: hybrid, keyword, semantic"),
        ({"top": -1}, "top and offset must not be negative: -1, 0"),
        ({"langs": ["xx"]}, "unknown language 'xx'; known: ar, en, es, fr, ru, zh"),
    ],
)
def test_wrong_arguments(corpus: Snapshot, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        search("peace", corpus, **arguments)  # type: ignore[arg-type]


def test_a_query_that_cannot_be_read(corpus: Snapshot) -> None:
    with pytest.raises(QueryError, match="OR at character 7 has nothing after it"):
        search("peace OR", corpus)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(query=st.lists(SIGNS | st.text(max_size=3), max_size=12).map("".join), mode=modes)
def test_any_text_is_answered_or_refused(corpus: Snapshot, query: str, mode: Mode) -> None:
    with suppress(QueryError):
        answer = search(query, corpus, mode=mode, facets=True, explain=True)
        assert len(answer.hits) == min(10, answer.total)
        for hit in answer.hits:
            for lang, spans in hit.highlights.items():
                ends = [offset for span in spans for offset in span]
                assert ends == sorted(ends)
                assert 0 <= ends[0] < ends[-1] <= len(hit.versions[lang])
