"""Fixed wordings: names of bodies, annexes, dates, in six languages."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.structure.formulas import (
    ACT,
    ANNEX,
    NUMBERED_TITLE,
    SYMBOL,
    body,
    find_date,
    is_date,
    is_distribution,
)
from indexer.structure.numerals import fold


@pytest.mark.parametrize(
    ("lang", "name", "expected"),
    [
        ("en", "The General Assembly,", "assembly"),
        ("en", "GENERAL ASSEMBLY", "assembly"),
        ("fr", "Le Conseil économique et social,", "council"),
        ("es", "El Consejo de Seguridad,", "security"),
        ("ru", "Совет по правам человека,", "rights"),
        ("ar", "إن الجمعية العامة،", "assembly"),
        ("zh", "大会，", "assembly"),
        ("en", "The General Assembly decided", None),
        ("zh", "大会决定，", None),
    ],
)
def test_bodies_are_known_by_name(lang: str, name: str, expected: str | None) -> None:
    assert body(fold(name), lang) == expected


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Annex"),
        ("en", "Annex II"),
        ("fr", "ANNEXE"),
        ("es", "Anexo I"),
        ("ru", "Приложение"),
        ("ar", "المرفق الأول"),
        ("ar", "مرفق"),
        ("zh", "附件一"),
        ("zh", "附件"),
    ],
)
def test_annexes_are_known_by_their_heading(lang: str, line: str) -> None:
    assert ANNEX[lang].fullmatch(fold(line))


def test_a_sentence_about_an_annex_is_no_heading_of_one() -> None:
    assert not ANNEX["en"].fullmatch(fold("Annex the island at once"))


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Resolution adopted by the General Assembly on 29 June 2012"),
        ("fr", "Décision adoptée par l’Assemblée générale le 29 juin 2012"),
        ("es", "Resolución aprobada por la Asamblea General el 29 de junio de 2012"),
        ("ru", "Резолюция, принятая Генеральной Ассамблеей 29 июня 2012 года"),
        ("ar", "قرار اتخذته الجمعية العامة في 29 حزيران/يونيه 2012"),
        ("zh", "2012 年 6 月 29 日大会决议"),
    ],
)
def test_the_line_of_adoption_is_known_and_dated(lang: str, line: str) -> None:
    assert ACT[lang].search(fold(line))
    assert find_date(fold(line)) == date(2012, 6, 29)
    assert not is_date(fold(line))


@pytest.mark.parametrize("month", range(1, 13))
def test_every_arabic_month_is_read_under_both_its_names(month: int) -> None:
    levantine = (
        "كانون الثاني,شباط,آذار,نيسان,أيار,"
        "حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
    )
    gregorian = "يناير,فبراير,مارس,أبريل,مايو,يونيه,يوليه,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر"
    names = levantine.split(",")[month - 1], gregorian.split(",")[month - 1]
    for name in (*names, "/".join(names)):
        assert find_date(fold(f"9 {name} 2020")) == date(2020, month, 9)


def test_an_impossible_date_is_passed_over() -> None:
    assert find_date(fold("31 February 2012, then 1 March 2012")) == date(2012, 3, 1)


@pytest.mark.parametrize(
    "line", ["Distr.: General", "Distr. générale", "Original: English", "Chinese", "12-34567 (E)"]
)
def test_lines_of_distribution(line: str) -> None:
    assert is_distribution(fold(line))


@pytest.mark.parametrize("line", ["Distribution of water is uneven across " + "the country " * 9])
def test_a_sentence_on_distribution_is_none(line: str) -> None:
    assert not is_distribution(fold(line))


@pytest.mark.parametrize(
    "symbol", ["A/66/L.53", "S/RES/2178 (2014)", "CEDAW/C/SR.1234", "E/CN.4/2005/102/Add.1"]
)
def test_symbols_are_matched_whole(symbol: str) -> None:
    found = SYMBOL.match(f"{symbol}, and more")
    assert found is not None
    assert found.group() == symbol


@pytest.mark.parametrize("line", ["66/282. Bees", "2022/903 - Bees", "66/282 A. Bees"])
def test_titles_are_numbered(line: str) -> None:
    assert NUMBERED_TITLE.match(line)


def test_a_fraction_in_a_sentence_is_no_number_of_a_title() -> None:
    assert not NUMBERED_TITLE.match("66/282 was recalled")
