"""alignment.structural: form alone pairs what it shows, and leaves the rest."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from alignment.structural import Form, rows_by_form
from indexer.document import Kind

PREAMBLE = [Form("heading", None), Form("preambular", None), Form("preambular", None)]


def forms(*numbers: str | None, kind: Kind = "operative") -> list[Form]:
    return [Form(kind, number) for number in numbers]


def test_numbers_answer_to_each_other_whatever_their_digits() -> None:
    rows = rows_by_form({"en": forms("1", "2", "3"), "ar": forms("١", "٣"), "zh": forms("1", "2")})
    assert rows == [
        {"en": (0,), "ar": (0,), "zh": (0,)},
        {"en": (1,), "zh": (1,)},
        {"en": (2,), "ar": (1,)},
    ]


def test_a_letter_belongs_to_its_paragraph() -> None:
    one, two = forms("1"), forms("2")
    english = [*one, *forms("(a)", "(b)", kind="subparagraph")]
    english += [*two, *forms("(a)", kind="subparagraph")]
    russian = [*one, *forms("а)", kind="subparagraph"), *two, *forms("а)", kind="subparagraph")]
    assert rows_by_form({"en": english, "ru": russian}) == [
        {"en": (0,), "ru": (0,)},
        {"en": (1,), "ru": (1,)},
        {"en": (3,), "ru": (2,)},
        {"en": (4,), "ru": (3,)},
    ]


def test_a_preamble_with_a_gap_is_not_shifted() -> None:
    whole = [*PREAMBLE, *forms("1")]
    gap = [*PREAMBLE[:2], *forms("1")]
    rows = rows_by_form({"en": whole, "ru": gap, "fr": whole})
    assert {"en": (3,), "ru": (2,), "fr": (3,)} in rows
    assert {"en": (1,), "fr": (1,)} in rows
    assert sum("ru" in row for row in rows) == 1


def test_footnotes_answer_by_their_label_wherever_they_stand() -> None:
    note = Form("footnote", "1")
    rows = rows_by_form({"en": [*forms("1"), note, *forms("2")], "es": [*forms("1", "2"), note]})
    assert {"en": (1,), "es": (2,)} in rows
    assert {"en": (2,), "es": (1,)} in rows


def test_pieces_of_a_numbered_paragraph_answer_together() -> None:
    rows = rows_by_form(
        {"en": forms("7", "7", "8", kind="sentence"), "fr": forms("7", "8", "8", kind="sentence")}
    )
    assert rows == [{"en": (0, 1), "fr": (0,)}, {"en": (2,), "fr": (1, 2)}]


def test_running_prose_is_left_alone() -> None:
    prose = forms(None, None, kind="sentence")
    assert rows_by_form({"en": prose, "fr": prose}) == []


def test_one_version_and_none_give_no_rows() -> None:
    assert rows_by_form({"en": forms("1")}) == []
    assert rows_by_form({}) == []


FORMS = st.lists(
    st.sampled_from(
        [
            *PREAMBLE,
            *forms("1", "2", "3"),
            Form("subparagraph", "(a)"),
            Form("footnote", "1"),
            Form("sentence", None),
            Form("sentence", "4"),
        ]
    ),
    max_size=12,
)


@given(st.dictionaries(st.sampled_from(["ar", "en", "zh"]), FORMS))
def test_no_clause_stands_in_two_rows_and_none_in_a_row_of_one(
    versions: dict[str, Sequence[Form]],
) -> None:
    rows = rows_by_form(versions)
    taken = [(lang, at) for row in rows for lang, positions in row.items() for at in positions]
    assert len(taken) == len(set(taken))
    assert all(len(row) > 1 for row in rows)


@given(FORMS)
def test_equal_versions_answer_clause_by_clause(version: list[Form]) -> None:
    for row in rows_by_form({"en": version, "fr": version}):
        assert row["en"] == row["fr"]
