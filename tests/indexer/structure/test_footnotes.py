"""Footnotes are told from lists, calls from units and years."""

from __future__ import annotations

import pytest

from indexer.structure.footnotes import CallMark, FootnoteMark, Footnotes


def found(text: str, *notes: str, lang: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    """What is printed at each call in ``text``, and its labels."""
    calls = Footnotes([text, *notes], lang).calls(text)
    return [(text[call.start : call.end], call.labels) for call in calls]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bees¹ and flowers²", [("¹", ("1",)), ("²", ("2",))]),
        ("Bees¹² and", [("¹²", ("1", "2"))]),
        ("Bees¹,² and", [("¹,²", ("1", "2"))]),
        ("Bees⁽¹⁾ and", [("⁽¹⁾", ("1",))]),
        ("报告¹第123段", [("¹", ("1",))]),
        ("20 m² of 3 km², 5 cm²", []),
        ("Bees⁷", []),
        ("In 20021 and 1 2", []),
        ("5 м² и²", [("²", ("2",))]),
    ],
)
def test_superscripts_are_calls_where_a_footnote_answers(
    text: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert found(text, "¹ A.", "² B.") == expected


def test_a_label_of_two_digits_goes_before_two_labels() -> None:
    assert found("Bees¹²", "¹ A.", "² B.", "¹² C.") == [("¹²", ("12",))]


def test_brackets_and_stars_are_calls_where_a_footnote_answers() -> None:
    assert found("Bees [1] and item 5* hum.", "[1] A.", "* B.") == [(" [1]", ("1",)), ("*", ("*",))]


def test_parentheses_are_calls_in_arabic_only() -> None:
    assert found("النحل(١)؛", "(١) A/66/1.", lang="ar") == [("(١)", ("1",))]
    assert found("Bees(1);", "(1) A/66/1.") == []


def test_arabic_items_that_nobody_calls_are_no_footnotes() -> None:
    notes = Footnotes(["ما يلي:", "(١) النحل؛"], "ar")
    assert notes.mark("(١) النحل؛") is None
    assert notes.labels == frozenset()


def test_a_superscript_opens_a_footnote_even_if_nobody_calls_it() -> None:
    notes = Footnotes(["¹² A/66/762."], "en")
    assert notes.mark("¹² A/66/762.") == FootnoteMark("12", 3)


def test_calls_of_all_forms_come_in_order() -> None:
    notes = Footnotes(["a* b¹ c*", "* A.", "¹ B."], "en")
    assert notes.calls("a* b¹ c*") == [
        CallMark(1, 2, ("*",)),
        CallMark(4, 5, ("1",)),
        CallMark(7, 8, ("*",)),
    ]
