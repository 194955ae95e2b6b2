"""alignment.units: rows become units, form pairs the rest, and no clause is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from alignment.units import units_of
from indexer.document import Unit
from indexer.languages import LANGUAGES
from indexer.store.records import Outline

OUTLINES = st.builds(
    Outline,
    kind=st.sampled_from(["operative", "sentence", "preambular", "footnote"]),
    number=st.one_of(st.none(), st.sampled_from(["1", "2", "(a)"])),
    row=st.one_of(st.none(), st.integers(0, 5)),
)


def rows(*numbers: int | None) -> list[Outline]:
    return [Outline("sentence", None, number) for number in numbers]


def test_a_row_is_a_unit_and_a_missing_language_is_absent() -> None:
    units = units_of({"en": rows(0, 2), "zh": rows(0, 1, 2), "ar": rows(2)})
    assert len(units) == 3
    assert {unit.status for unit in units} == {"imported"}
    assert Unit({"ar": (0,), "zh": (2,), "en": (1,)}, status="imported") in units
    assert Unit({"zh": (0,), "en": (0,)}, status="imported") in units
    assert Unit({"zh": (1,)}, status="imported") in units


def test_numbered_paragraphs_answer_to_each_other() -> None:
    first, second = Outline("operative", "1"), Outline("operative", "2")
    units = units_of({"en": [first, second], "fr": [first, second]})
    assert units == [Unit({"en": (0,), "fr": (0,)}), Unit({"en": (1,), "fr": (1,)})]


def test_clauses_that_answer_to_none_stand_alone_where_they_stand() -> None:
    units = units_of({"fr": rows(None, None), "en": rows(None)})
    assert units == [Unit({"en": (0,)}), Unit({"fr": (0,)}), Unit({"fr": (1,)})]


def test_no_clauses_no_units() -> None:
    assert units_of({}) == []
    assert units_of({"en": []}) == []


@given(st.dictionaries(st.sampled_from(LANGUAGES), st.lists(OUTLINES, max_size=12)))
def test_every_clause_stands_in_exactly_one_unit(versions: dict[str, list[Outline]]) -> None:
    found = sorted(
        (lang, position)
        for unit in units_of(versions)
        for lang, positions in unit.members.items()
        for position in positions
    )
    assert found == sorted((lang, at) for lang, of in versions.items() for at in range(len(of)))


def test_what_a_source_states_of_its_rows_is_kept_and_so_is_their_order() -> None:
    def row(at: int, **stated: Any) -> Outline:
        return Outline("sentence", None, at, **stated)

    versions = {
        "en": [row(0, status="locked", probability=0.5), row(2), row(3)],
        "ar": [row(0, status="locked", probability=0.5), row(1)],
    }
    assert units_of(versions) == [
        Unit({"ar": (0,), "en": (0,)}, "locked", 0.5),
        Unit({"ar": (1,)}, "imported"),
        Unit({"en": (1,)}, "imported"),
        Unit({"en": (2,)}, "imported"),
    ]
