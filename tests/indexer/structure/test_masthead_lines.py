"""Lines of mastheads."""

from __future__ import annotations

import pytest

from indexer.structure.masthead_lines import is_masthead_line, masthead_length, stand_alone_symbol


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "United Nations"),
        ("en", "Agenda item 20 (a)"),
        ("fr", "Assemblée générale"),
        ("fr", "Point 99 de l’ordre du jour provisoire"),
        ("es", "Tema 13 del programa"),
        ("ru", "Пункт 13 предварительной повестки дня"),
        ("ar", "البند ١٣ من جدول الأعمال"),
        ("zh", "临时议程项目16"),
        ("zh", "2016年12月14日大会决议"),
        ("ru", "20 December 2016"),
        ("en", "\u200eA/66/900*"),
    ],
)
def test_lines_of_mastheads(lang: str, line: str) -> None:
    assert is_masthead_line(line, lang)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Bees in cities"),
        ("en", "It met at its sixty-sixth session."),
        ("en", "[without reference to a Main Committee (A/66/L.53)]"),
        ("fr", "¹ A/66/762."),
        ("zh", "议程项目很多"),
        ("en", "General Assembly " * 20),
    ],
)
def test_other_lines(lang: str, line: str) -> None:
    assert not is_masthead_line(line, lang)


def test_the_name_of_a_body_ends_no_masthead_alone() -> None:
    lines = ["A/66/900", "Bees", "General Assembly", "Flowers"]
    assert masthead_length(lines, "en") == 1
    assert masthead_length(["Bees", "A/66/900"], "en") == 0
    assert masthead_length([], "en") == 0


@pytest.mark.parametrize(
    ("line", "symbol"),
    [
        ("A/66/900", "A/66/900"),
        ("Organización de las Naciones A/66/900", "A/66/900"),
        ("S/RES/2178 (2014)", "S/RES/2178 (2014)"),
        ("See A/66/900.", None),
        ("¹ A/66/900", None),
        ("12 of A/66/900", None),
        ("None here", None),
    ],
)
def test_symbols_stand_alone(line: str, symbol: str | None) -> None:
    assert stand_alone_symbol(line) == symbol
