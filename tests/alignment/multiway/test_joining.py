"""Rows that some version holds in one clause are made one."""

from __future__ import annotations

from alignment.multiway.joining import _is_inside


def test_a_clause_between_two_of_the_row_is_inside_whichever_comes_first() -> None:
    assert _is_inside([3, 5, 20], [4])
    assert _is_inside([4], [3, 5, 20])
    assert _is_inside([3, 6, 20], [4, 5])


def test_a_clause_beside_the_row_or_with_counterparts_elsewhere_is_not() -> None:
    assert not _is_inside([3, 4, 20], [5])
    assert not _is_inside([3, 5, 20], [4, 30])
    assert not _is_inside([3, 6, 20], [4])
