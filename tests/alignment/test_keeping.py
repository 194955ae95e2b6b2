"""alignment.keeping: what stands when a version changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alignment.keeping import Before, firm, standing
from indexer.document import Unit

ROWS = [Unit({"en": (at,), "fr": (at,)}, probability=0.9) for at in range(4)]
OLD = {"en": list("abcd"), "fr": list("ABCD")}


def test_what_did_not_change_stays() -> None:
    """A corrected clause in French: its unit is to be aligned anew, no other."""
    found = standing(Before(ROWS, OLD), {"en": list("abcd"), "fr": ["A", "B", "x", "D"]})
    assert found == [ROWS[0], ROWS[1], ROWS[3]]


def test_a_clause_more_moves_the_rest() -> None:
    found = standing(Before(ROWS, OLD), {"en": list("abcd"), "fr": ["A", "new", "B", "C", "D"]})
    assert [unit.members["fr"] for unit in found] == [(0,), (2,), (3,), (4,)]
    assert [unit.members["en"] for unit in found] == [(0,), (1,), (2,), (3,)]


def test_a_locked_unit_goes_over_to_the_clause_in_the_place_of_its_own() -> None:
    units = [*ROWS[:2], Unit(ROWS[2].members, "locked", 0.9), ROWS[3]]
    found = standing(Before(units, OLD), {"en": list("abcd"), "fr": ["A", "B", "x", "D"]})
    assert found == units


def test_a_locked_unit_loses_what_is_gone_and_no_more() -> None:
    units = [*ROWS[:2], Unit(ROWS[2].members, "locked"), ROWS[3]]
    found = standing(Before(units, OLD), {"en": list("abcd"), "fr": ["A", "B", "D"]})
    assert [unit.members for unit in found if unit.status == "locked"] == [{"en": (2,)}]


def test_a_version_less_takes_its_column_only() -> None:
    units = [*ROWS, Unit({"fr": (4,)})]
    found = standing(Before(units, {"en": list("abcd"), "fr": list("ABCDE")}), {"en": list("abcd")})
    assert [unit.members for unit in found] == [{"en": (at,)} for at in range(4)]


def test_a_version_more_leaves_only_what_a_person_has_said() -> None:
    units = [Unit(ROWS[0].members, "reviewed", 1.0), *ROWS[1:]]
    after = {**OLD, "ru": ["а", "б"]}
    assert standing(Before(units, OLD), after) == units[:1] == firm(units)


TEXTS = st.lists(st.sampled_from("abcde"), max_size=8)


@given(old=TEXTS, new=TEXTS, other=TEXTS)
def test_no_clause_stands_twice_and_each_reads_as_before(
    old: list[str], new: list[str], other: list[str]
) -> None:
    units = [Unit({"en": (at,)}) for at in range(len(old))]
    units += [Unit({"fr": (at,)}) for at in range(len(other))]
    found = standing(Before(units, {"en": old, "fr": other}), {"en": new, "fr": other})
    places = [unit.members["en"][0] for unit in found if "en" in unit.members]
    assert len(set(places)) == len(places)
    assert places == sorted(places)
    assert sum("fr" in unit.members for unit in found) == len(other)
    if old == new:
        assert found == units
