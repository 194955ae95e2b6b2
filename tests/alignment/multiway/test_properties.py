"""What holds of any versions, however odd: properties of units."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.multiway.six import align
from alignment.side import Side
from indexer.document import Clause, Unit

LANGS = ("ar", "en", "fr")
DIMENSION = 8

# A version is a list of meanings 0..5, of which some are said twice, in any order; 9 is noise.
VERSION = st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 9]), max_size=6)
VERSIONS = st.tuples(VERSION, VERSION, VERSION)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def side(lang: str, meanings: list[int]) -> Side:
    """Clauses of made-up words, which differ from language to language, and vectors that do not."""
    draw = np.random.default_rng(0).normal(size=(10, DIMENSION))
    texts = [f"{lang}{meaning}x {lang}{meaning}y" for meaning in meanings]
    clauses = tuple(Clause("sentence", None, 0, len(text), text) for text in texts)
    vectors = draw[meanings] if meanings else np.zeros((0, DIMENSION))
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Side(lang, clauses, (vectors / np.maximum(norms, 1e-9)).astype(np.float32))


def sides(versions: tuple[list[int], ...]) -> list[Side]:
    return [side(lang, meanings) for lang, meanings in zip(LANGS, versions, strict=True)]


def check_partition(units: list[Unit], given_sides: list[Side]) -> None:
    for one in given_sides:
        places = [at for unit in units for at in unit.members.get(one.lang, ())]
        assert sorted(places) == list(range(len(one.clauses)))
    assert all(unit.members and all(unit.members.values()) for unit in units)


@FEW
@given(versions=VERSIONS)
def test_every_clause_stands_in_exactly_one_unit(versions: tuple[list[int], ...]) -> None:
    units = align(sides(versions))
    check_partition(units, sides(versions))
    assert all(unit.probability is None or 0 <= unit.probability <= 1 for unit in units)


@FEW
@given(versions=VERSIONS)
def test_turning_the_languages_changes_nothing(versions: tuple[list[int], ...]) -> None:
    assert align(sides(versions)) == align(sides(versions)[::-1])
    two = sides(versions)[:2]
    assert align(two) == align(two[::-1])


@FEW
@given(versions=VERSIONS, chosen=st.integers(0, 5), other=st.integers(0, 5))
def test_what_is_kept_is_kept(versions: tuple[list[int], ...], chosen: int, other: int) -> None:
    """Any clauses locked together stay so, and no clause is lost or stands twice."""
    members: dict[str, tuple[int, ...]] = {}
    for lang, meanings, at in zip(LANGS, versions, (chosen, other, chosen), strict=True):
        if meanings:
            members[lang] = (at % len(meanings),)
    if not members:
        return
    kept = Unit(members, "locked", 1.0)
    units = align(sides(versions), kept=[kept])
    check_partition(units, sides(versions))
    assert kept in units


def test_one_clause_against_five_thousand() -> None:
    """The one is found among them, and nothing is forced on the others."""
    draw = np.random.default_rng(1)
    vectors = draw.normal(size=(5_001, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[0] = vectors[3_001]
    texts = [f"word{at}" for at in range(5_001)]
    clauses = [Clause("sentence", None, 0, len(text), text) for text in texts]
    one = Side("en", (clauses[3_001],), vectors[:1])
    many = Side("fr", tuple(clauses[1:]), vectors[1:])
    units = align([one, many])
    check_partition(units, [one, many])
    (found,) = [unit for unit in units if "en" in unit.members]
    assert 3_000 in found.members.get("fr", (3_000,))


def test_identical_texts_are_one_to_one() -> None:
    english = side("en", [0, 1, 2, 3, 4, 5])
    french = Side("fr", english.clauses, english.vectors)
    members = [unit.members for unit in align([english, french])]
    assert members == [{"en": (at,), "fr": (at,)} for at in range(6)]
