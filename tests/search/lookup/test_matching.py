"""lookup.matching: percentages by hand, and every match against brute force."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from indexer.errors import QueryError
from search.lookup import matching
from search.lookup.matching import best_matches, matches, percent
from search.lookup.pieces import masked, names
from search.lookup.wanted import Wanted
from search.lookup.wordings import Wordings
from search.snapshot import Snapshot
from tests.search.conftest import Row
from tests.search.lookup.golden_cases import cases
from tests.search.lookup.rows_corpus import make, of_texts

CASES = cases("percentages.txt")
WORDS = ["the", "of", "and", "peace", "water", "2015", "8", "May", "2006", "A/RES/60/288", "second"]


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A corpus of the clauses of all golden cases, units 1, 2, 3 ... in their order."""
    rows: list[Row] = [("sentence", {lang: lines[0]}) for lang, _, lines in CASES]
    return make(tmp_path_factory.mktemp("golden"), [("A/1", 2000, rows)])


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_golden_percentages(golden: Snapshot, at: int) -> None:
    lang, _, (_, text, expected) = CASES[at]
    wordings = golden.wordings.of(lang)
    found = matches(Wanted.of(names(text, lang), wordings), wordings, least=0.1)
    (place,) = np.flatnonzero(wordings.units[found.entries] == at + 1).tolist()
    raw, hidden = (
        percent(int(distance[place]), int(found.longer[place]))
        for distance in (found.raw, found.masked)
    )
    assert f"{raw} / {hidden}" == expected


def texts(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, 14))) for _ in range(count)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Wordings:
    """The wordings of ``texts(1, 400)``, units 1, 2, 3 ... in their order."""
    return of_texts(tmp_path_factory.mktemp("many"), "en", texts(1, 400)).wordings.of("en")


@pytest.mark.parametrize("least", [0.5, 0.6, 0.75, 1.0])
def test_all_that_brute_force_finds(many: Wordings, least: float) -> None:
    for text in texts(2, 60):
        query = names(text, "en")
        hidden = [masked(name) for name in query]
        expected = {}
        for unit, other in enumerate(texts(1, 400), 1):
            stream = names(other, "en")
            raw = Levenshtein.distance(query, stream)
            distance = Levenshtein.distance(hidden, [masked(name) for name in stream])
            shares = any(name in stream for name in query if name == masked(name))
            if shares and 1 - distance / max(len(query), len(stream)) >= least - 1e-9:
                expected[unit] = (raw, distance)
        found = matches(Wanted.of(query, many), many, least=least)
        units = many.units[found.entries].tolist()
        got = dict(
            zip(units, zip(found.raw.tolist(), found.masked.tolist(), strict=True), strict=True)
        )
        if expected or any(name == masked(name) for name in query):
            assert got == expected


@pytest.mark.parametrize("few_enough", [5, 2_000])
def test_the_best_come_first_and_none_is_missed_by_looking_near_first(
    many: Wordings, few_enough: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_MANY", few_enough)
    for text in texts(3, 40):
        wanted = Wanted.of(names(text, "en"), many)
        few = best_matches(wanted, many, 3, least=0.5)
        all_ = matches(wanted, many, least=0.5).ranked()
        assert few.entries[:3].tolist() == all_.entries[:3].tolist()
        likeness = (1 - all_.masked / all_.longer).tolist()
        exact = int((all_.raw == 0).sum())
        assert likeness[exact:] == sorted(likeness[exact:], reverse=True)


def test_a_query_of_numbers_alone_finds_just_these(tmp_path: Path) -> None:
    wordings = of_texts(tmp_path, "en", ["12", "13", "12 and 13", "8 May 2006"]).wordings.of("en")
    found = matches(Wanted.of(names("12", "en"), wordings), wordings, least=0.6)
    assert wordings.units[found.entries].tolist() == [1]


def test_too_many_words_are_refused_with_their_number(tmp_path: Path) -> None:
    wordings = of_texts(tmp_path, "en", ["water"]).wordings.of("en")
    with pytest.raises(QueryError, match=r"1,001 words; at most 1,000"):
        Wanted.of(["water"] * 1001, wordings)
