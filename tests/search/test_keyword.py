"""Order of ranked units: scores first, then ids, also at the cut."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from search.keyword import RESOLUTION, Ranking, best_of, ranked


def test_scores_that_differ_by_rounding_are_equal() -> None:
    scores = np.array([12.0, 12.000001, 11.0], np.float32)
    assert ranked(np.array([5, 9, 1]), scores).ids.tolist() == [5, 9, 1]
    assert ranked(np.array([9, 5, 1]), scores).ids.tolist() == [5, 9, 1]


def test_no_units() -> None:
    empty = best_of(lambda _: (np.empty(0, np.int64), np.empty(0, np.float32)), 10)
    assert len(empty) == 0


@given(st.lists(st.integers(0, 5), max_size=200), st.integers(1, 60))
def test_ties_at_the_cut_go_to_the_smaller_id(levels: list[int], k: int) -> None:
    """An engine that breaks ties by the larger id, so that the cut takes the wrong ones."""
    all_ids = np.arange(len(levels))
    all_scores = np.array(levels, np.float32)
    worst_first = np.lexsort((-all_ids, -all_scores))

    def retrieve(limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found = worst_first[:limit]
        return all_ids[found], all_scores[found]

    right = np.lexsort((all_ids, -all_scores))[:k]
    found = best_of(retrieve, k)
    assert found.ids.tolist() == all_ids[right].tolist()
    assert found.scores.tolist() == all_scores[right].tolist()


def test_an_engine_that_breaks_ties_by_id_is_asked_once() -> None:
    asked: list[int] = []

    def retrieve(limit: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        asked.append(limit)
        return np.arange(limit), np.ones(limit, np.float32)

    assert best_of(retrieve, 3, ties_by_id=True).ids.tolist() == [0, 1, 2]
    assert len(asked) == 1


def test_scores_are_multiples_of_the_resolution() -> None:
    found = ranked(np.array([1]), np.array([3.14159265], np.float32))
    assert isinstance(found, Ranking)
    assert (found.scores / RESOLUTION).tolist() == [round(3.14159265 / RESOLUTION)]
