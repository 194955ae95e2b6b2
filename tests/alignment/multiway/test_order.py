"""Units in reading order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alignment.multiway.order import reading_order
from indexer.document import Unit


def members(units: list[Unit]) -> list[dict[str, tuple[int, ...]]]:
    """Only what the units hold."""
    return [unit.members for unit in units]


def test_a_lone_clause_stands_after_the_one_it_follows() -> None:
    """However much else the other version has."""
    both = [Unit({"en": (at,), "fr": (at + (at > 0),)}) for at in range(4)]
    alone = Unit({"fr": (1,)})
    assert members(reading_order([*both, alone])) == members([both[0], alone, *both[1:]])


def test_a_moved_block_keeps_the_place_most_versions_give_it() -> None:
    """In Arabic the last comes first."""
    rows = [Unit({"ar": ((at + 1) % 3,), "en": (at,), "fr": (at,)}) for at in range(3)]
    assert members(reading_order(rows[::-1])) == members(rows)


def test_versions_that_contradict_each_other_lose_nothing() -> None:
    """Two versions in opposite order: every unit comes out once."""
    rows = [Unit({"en": (at,), "fr": (4 - at,)}) for at in range(5)]
    found = reading_order(rows)
    assert sorted(members(found), key=str) == sorted(members(rows), key=str)


@given(st.permutations(range(6)), st.permutations(range(6)), st.permutations(range(6)))
def test_the_order_given_does_not_matter(
    arabic: list[int], given_order: list[int], french: list[int]
) -> None:
    """Any versions, any order of units: the same result, nothing lost."""
    units = [Unit({"ar": (arabic[at],), "en": (at,), "fr": (french[at],)}) for at in range(6)]
    found = reading_order([units[at] for at in given_order])
    assert members(found) == members(reading_order(units))
    assert sorted(map(str, members(found))) == sorted(map(str, members(units)))
