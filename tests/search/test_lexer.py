"""How a query is cut into pieces."""

from __future__ import annotations

import pytest

from search.lexer import FIELDS, lexemes


def pieces(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in lexemes(text)[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b\tc", [("word", "a"), ("word", "b"), ("word", "c")]),
        ("(a) b(c)", [("open", "("), ("word", "a"), ("close", ")"), ("word", "b(c)")]),
        ("-(a", [("minus", "-"), ("word", "a")]),
        ("a-b --c", [("word", "a-b"), ("word", "--c")]),
        ('x"y z"', [("word", 'x"y'), ("word", 'z"')]),
        ('"x" "y', [("phrase", "x"), ("word", "y")]),
        ("ANDES OR", [("word", "ANDES"), ("or", "OR")]),
        ("NOT(a)", [("not", "NOT"), ("open", "("), ("word", "a"), ("close", ")")]),
        ("NEAR(a b)", [("near", "a b")]),
        ("NEARBY", [("word", "NEARBY")]),
        ("year:2012)", [("field", "2012")]),
        ("lang: en", [("word", "lang:"), ("word", "en")]),
        ("（大会）　ａ", [("open", "("), ("word", "大会"), ("close", ")"), ("word", "ａ")]),
        ("", []),
    ],
)
def test_pieces(text: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(text) == expected


def test_a_piece_knows_its_place_and_its_field() -> None:
    (first, second), notes = lexemes("ab  YEAR:2012")
    assert (first.start, second.start, second.field, second.text) == (0, 4, "year", "2012")
    assert notes == []
    assert "year" in FIELDS


def test_the_distance_of_near_has_an_end() -> None:
    found = [piece.distance for piece in lexemes("a NEAR/3 b NEAR c NEAR/999999999 d")[0]]
    assert found == [0, 3, 0, 10, 0, 1000, 0]
