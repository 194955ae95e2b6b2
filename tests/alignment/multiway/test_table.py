"""All clauses of all versions in one table."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.multiway.table import ordered, table
from tests.alignment.small_table import linked, versions


def test_versions_stand_in_one_order_whatever_order_they_came_in() -> None:
    """The project's order first, other languages after it by name."""
    one = versions(fr="ab", ar="a", zh="")
    other = versions(zh="", ar="a", fr="ab")
    assert one.langs == other.langs == ("ar", "zh", "fr")
    assert one.sizes == {"ar": 1, "zh": 0, "fr": 2}
    assert one.position.tolist() == [0, 0, 1]


def test_lengths_are_those_of_english() -> None:
    """A Chinese clause of 27 code points is as long as an English one of 100."""
    known = versions(zh="a", en="a")
    assert known.length == pytest.approx([103.7, 101.0], abs=0.1)


def test_vector_of_several_clauses_weighs_them_by_length() -> None:
    """Two letters' clauses of equal length: their mean, of unit length."""
    known = versions(en="ab")
    assert known.vector([0, 1])[:3] == pytest.approx([2**-0.5, 2**-0.5, 0.0])


def test_extent_is_the_mean_over_languages_of_all_their_clauses() -> None:
    """Two clauses in English, and one in French that is as long as both."""
    known = versions(en="ab", fr=["ab"])
    assert known.extent([0, 1, 2]) == pytest.approx(202, abs=2)


def test_members_by_language_and_position() -> None:
    """In the table's order."""
    assert versions(en="ab", zh="c").members([2, 0, 1]) == {"zh": (0,), "en": (0, 1)}


def test_links_can_be_asked_for_in_both_directions() -> None:
    """What is not there has probability 0."""
    known = versions(zh="ab", en="ab")
    seen = linked(known, {("zh", "en"): [(0, 1, 0.5), (1, 0, 0.25)]})
    assert seen.between([0, 3], [3, 0, 2]).tolist() == [[0.5, 0, 0], [0, 0.5, 0]]
    assert [list(part) for part in seen.pairs(0.3)] == [[0], [3], [0.5]]


def test_no_links_at_all() -> None:
    """An empty web answers 0."""
    assert linked(versions(zh="a", en="a"), {}).between([0], [1]).tolist() == [[0.0]]


def test_nothing() -> None:
    """A table of empty versions."""
    known = table(ordered([]))
    assert known.langs == ()
    assert len(known.language) == 0
    assert np.array_equal(known.first, [0])
