"""Marks at the start of paragraphs."""

from __future__ import annotations

import pytest

from indexer.structure.markers import Marker, bullet, item_marker, may_be_roman


@pytest.mark.parametrize(
    ("text", "kind", "printed", "rest"),
    [
        ("13. Stresses", "number", "13", "Stresses"),
        ("1.强调", "number", "1", "强调"),
        ("１．强调", "number", "１", "强调"),
        ("3、强调", "number", "3", "强调"),
        ("١ - تشدد", "number", "١", "تشدد"),
        ("12- تشدد", "number", "12", "تشدد"),
        ("IV. Bees", "section", "IV", "Bees"),
        ("B. Bees", "section", "B", "Bees"),
        ("二、蜜蜂", "section", "二", "蜜蜂"),
        ("二. 蜜蜂", "section", "二", "蜜蜂"),
        ("أولا - النحل", "section", "أولا", "النحل"),
        ("ثانياً- النحل", "section", "ثانياً", "النحل"),
        ("باء - النحل", "section", "باء", "النحل"),
        ("(a) Bees", "letter", "(a)", "Bees"),
        ("a) Des abeilles", "letter", "a)", "Des abeilles"),
        ("(أ) النحل", "letter", "(أ)", "النحل"),
        ("(هـ) النحل", "letter", "(هـ)", "النحل"),
        ("б) пчелы", "letter", "б)", "пчелы"),
        ("(aa) Bees", "letter", "(aa)", "Bees"),
        ("(ii) Bees", "roman", "(ii)", "Bees"),
        ("iv) abejas", "roman", "iv)", "abejas"),
        ("（一）蜜蜂", "roman", "（一）", "蜜蜂"),
        ("(3) Bees", "digit", "(3)", "Bees"),
        ("'١' النحل", "digit", "'١'", "النحل"),
    ],
)
def test_marks(text: str, kind: str, printed: str, rest: str) -> None:
    marker = item_marker(text)
    assert marker is not None
    assert (marker.kind, marker.printed, text[marker.length :]) == (kind, printed, rest)


@pytest.mark.parametrize(
    "text",
    [
        "2014. The year",
        "1.5 million",
        "Bees",
        "(see above) it",
        "and) so",
        "1.",
        "I am",
        "一蜜蜂",
        "",
    ],
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    assert item_marker(text) is None


def test_bullets_have_no_number() -> None:
    assert bullet("— Bees") == Marker("bullet", None, 2)
    assert bullet("-5 degrees") is None


@pytest.mark.parametrize(("printed", "expected"), [("(i)", True), ("(c)", True), ("(b)", False)])
def test_some_letters_are_roman_numerals_too(printed: str, *, expected: bool) -> None:
    assert may_be_roman(Marker("letter", printed, 4)) is expected
