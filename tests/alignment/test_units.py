"""alignment.units: rows become units, other clauses stand alone, none is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alignment.units import units_of
from indexer.languages import LANGUAGES

ROWS = st.dictionaries(
    st.sampled_from(LANGUAGES),
    st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=12),
)


def test_a_row_is_a_unit_and_a_missing_language_is_absent() -> None:
    units = units_of({"en": [0, 2], "zh": [0, 1, 2], "ar": [2]})
    assert [unit.members for unit in units] == [
        {"zh": (0,), "en": (0,)},
        {"zh": (1,)},
        {"ar": (0,), "zh": (2,), "en": (1,)},
    ]
    assert {unit.status for unit in units} == {"imported"}


def test_clauses_without_a_row_stand_alone() -> None:
    units = units_of({"fr": [None, None], "en": [None]})
    assert [unit.members for unit in units] == [{"en": (0,)}, {"fr": (0,)}, {"fr": (1,)}]
    assert {unit.status for unit in units} == {"auto"}
    assert {unit.probability for unit in units} == {None}


def test_no_clauses_no_units() -> None:
    assert units_of({}) == []
    assert units_of({"en": []}) == []


@given(ROWS)
def test_every_clause_stands_in_exactly_one_unit(rows: dict[str, list[int | None]]) -> None:
    found = sorted(
        (lang, position)
        for unit in units_of(rows)
        for lang, positions in unit.members.items()
        for position in positions
    )
    assert found == sorted((lang, i) for lang, of in rows.items() for i in range(len(of)))
