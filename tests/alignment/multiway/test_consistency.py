"""What third versions say about a pair."""

from __future__ import annotations

import pytest

from alignment.bead import Links
from alignment.multiway.consistency import consistent
from tests.alignment.small_table import links

SIZES = {"ar": 2, "zh": 2, "en": 2}


def entries(found: Links) -> dict[tuple[int, int], float]:
    """The matrix as a dictionary."""
    return {
        (int(i), int(j)): round(float(p), 3)
        for i, j, p in zip(found.left, found.right, found.probability, strict=True)
    }


def test_two_versions_have_nobody_else_to_ask() -> None:
    """Their links stay as they are."""
    only = {("ar", "zh"): links((0, 0, 0.9), (1, 1, 0.4))}
    found = consistent(only, {"ar": 2, "zh": 2})
    assert entries(found["ar", "zh"]) == {(0, 0): 0.9, (1, 1): 0.4}


def test_a_third_version_mends_a_missing_link() -> None:
    """Ar 0 - zh 0 was not seen, but both answer to en 0: half of two say so."""
    seen = {
        ("ar", "zh"): links(),
        ("ar", "en"): links((0, 0, 1.0)),
        ("zh", "en"): links((0, 0, 1.0)),
    }
    assert entries(consistent(seen, SIZES)["ar", "zh"]) == {(0, 0): 0.5}


def test_a_version_that_lacks_the_clause_takes_nothing_away() -> None:
    """En has neither of the two clauses, so the pair's own word stands."""
    seen = {
        ("ar", "zh"): links((0, 0, 0.8)),
        ("ar", "en"): links((1, 1, 1.0)),
        ("zh", "en"): links((1, 1, 1.0)),
    }
    assert entries(consistent(seen, SIZES)["ar", "zh"]) == {(0, 0): 0.8, (1, 1): 0.5}


def test_a_version_that_has_only_one_of_two_clauses_speaks_against_them() -> None:
    """En 0 answers to ar 0 and not to zh 0: mean of 0.8 and 0."""
    seen = {
        ("ar", "zh"): links((0, 0, 0.8)),
        ("ar", "en"): links((0, 0, 1.0)),
        ("zh", "en"): links(),
    }
    assert entries(consistent(seen, SIZES)["ar", "zh"]) == {(0, 0): 0.4}


def test_a_joined_clause_does_not_count_twice() -> None:
    """Both en clauses answer to ar 0 and to zh 0: the path through them is 1, not 2."""
    both = links((0, 0, 1.0), (0, 1, 1.0))
    seen = {("ar", "zh"): links((0, 0, 1.0)), ("ar", "en"): both, ("zh", "en"): both}
    assert entries(consistent(seen, SIZES)["ar", "zh"]) == {(0, 0): 1.0}


@pytest.mark.parametrize("pair", [("ar", "en"), ("en", "ar")])
def test_pairs_may_be_given_either_way(pair: tuple[str, str]) -> None:
    """The result has the pair as it was given."""
    direct = links((0, 1, 1.0)) if pair[0] == "ar" else links((1, 0, 1.0))
    seen = {pair: direct, ("ar", "zh"): links((0, 0, 1.0)), ("zh", "en"): links((0, 1, 1.0))}
    assert entries(consistent(seen, SIZES)[pair]) == entries(direct)
