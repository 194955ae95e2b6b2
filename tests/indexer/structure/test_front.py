"""Front matter and the form of a document."""

from __future__ import annotations

import pytest

from indexer.structure.front import Front, front, is_note, is_opening
from indexer.structure.paragraphs import paragraphs


def front_of(text: str, lang: str = "en") -> Front:
    return front(paragraphs(text), lang)


def test_an_opening_line_makes_a_resolution() -> None:
    found = front_of(
        "A/RES/66/900\n\n[a note]\n\n66/900. Bees\n\nThe General Assembly,\n\n1. Notes."
    )
    assert found == Front("resolution", ("masthead", "adoption", "title", "heading"))


def test_the_last_odd_line_above_the_opening_is_the_title() -> None:
    found = front_of(
        "A/66/L.90\n\nNorway: draft resolution\n\nBees\n\nThe General Assembly,\n\n1. X."
    )
    assert found.kinds == ("masthead", "masthead", "title", "heading")


def test_other_bodies_open_alike_right_after_the_title() -> None:
    found = front_of("66/900. Bees\n\nThe Conference of the Gardeners,\n\nNoting bees,")
    assert found == Front("resolution", ("title", "heading"))


def test_a_numbered_title_without_opening_line_makes_a_decision() -> None:
    found = front_of("66/900. Bees\n\nAt its meeting, the General Assembly decided to wait.")
    assert found == Front("decision", ("title",))


def test_an_opening_line_deep_in_prose_makes_no_resolution() -> None:
    found = front_of("Bees\n\nBees fly.\n\nNow, therefore,\n\nThe General Assembly,\n\nProclaims.")
    assert found == Front("prose", ("title",))


def test_a_report_has_masthead_and_title() -> None:
    found = front_of("A/78/900\n\nNorwegian\n\n5 May 2024\n\nBees\n\nThey fly.")
    assert found == Front("prose", ("masthead", "masthead", "masthead", "title"))


def test_a_sentence_is_no_title() -> None:
    assert front_of("Bees fly.\n\nThey hum.") == Front("prose", ())


@pytest.mark.parametrize("text", ["[a note]", "［说明］", "[a note]*"])
def test_notes_stand_in_square_brackets(text: str) -> None:
    assert is_note(text)


def test_a_body_acts_where_the_line_ends_with_a_comma() -> None:
    assert is_opening("大会，", "zh")
    assert is_opening("إن الجمعية العامة،", "ar")
    assert not is_opening("General Assembly", "en")
