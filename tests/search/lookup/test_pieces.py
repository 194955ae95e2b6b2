"""lookup.pieces: golden cases, and that the fast way gives what the slow one gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.languages import LANGUAGES
from search.lookup.pieces import is_placeable, masked, names, pieces
from tests.search.lookup.golden_cases import cases

CASES = cases("pieces.txt")
LINE = (
    "by 2025 8 May 2006 of A/RES/60/288, 60 000 twenty and one (a) l'eau и/или 第七十三届会议 "
    "المائة والعشرين كانون الأول/ديسمبر é ــ ， 月 1er mars treinta y uno"
)
WORDS = st.sampled_from(LINE.split())


@pytest.mark.parametrize(("lang", "rule", "lines"), CASES, ids=[f"{c[0]} {c[1]}" for c in CASES])
def test_golden(lang: str, rule: str, lines: list[str]) -> None:
    text, expected = lines
    assert " | ".join(piece.text.replace("_", " ") for piece in pieces(text, lang)) == expected


@given(st.lists(WORDS, max_size=12).map(" ".join), st.sampled_from(LANGUAGES))
def test_names_are_those_of_the_pieces_and_spans_rise(text: str, lang: str) -> None:
    found = pieces(text, lang)
    assert names(text, lang) == [piece.text for piece in found]
    offsets = [offset for piece in found for offset in (piece.start, piece.end)]
    assert offsets == sorted(offsets)
    assert all(piece.start < piece.end <= len(text) for piece in found)


def test_what_is_masked_keeps_its_sort() -> None:
    found = names("A/RES/60/288 of 8 May 2006, second", "en")
    assert [masked(name) for name in found] == ["/", "of", "@", "#"]
    assert [is_placeable(name) for name in found] == [True, False, True, True]


def test_spans_point_into_the_text() -> None:
    text = "في دورتها الثالثة والسبعين،"
    *_, session = pieces(text, "ar")
    assert text[session.start : session.end] == "الثالثة والسبعين"
