"""What documents say of themselves: golden files in six languages, and single formulas."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from indexer.document import Metadata
from indexer.structure.masthead import Masthead, describe

GOLDEN = sorted((Path(__file__).parent / "golden" / "masthead").glob("*.txt"))
RULE = "--------\n"


def lines(masthead: Masthead) -> list[str]:
    """What was found, as golden files write it."""
    values = {field.name: getattr(masthead, field.name) for field in fields(masthead)}
    return [f"{name}| {value}" for name, value in values.items() if value is not None]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_documents_say_who_they_are(path: Path) -> None:
    text, expected = path.read_text("utf-8").split(RULE)
    assert lines(describe(text, path.suffixes[0].removeprefix("."))) == expected.splitlines()


@pytest.mark.parametrize(
    ("lang", "line", "session"),
    [
        ("en", "Sixty-sixth session", 66),
        ("en", "Tenth emergency special session", 10),
        ("en", "66th session", 66),
        ("zh", "第一百零一届会议", 101),
        ("zh", "第66届会议", 66),
        ("fr", "Soixante et onzième session", 71),
        ("fr", "Quatre-vingt-dix-neuvième session", 99),
        ("es", "Sexagésimo sexto período de sesiones", 66),
        ("es", "Decimoctavo período extraordinario de sesiones", 18),
        ("ru", "Шестьдесят шестая сессия", 66),
        ("ru", "Сороковая сессия", 40),
        ("ar", "الدورة السادسة والستون", 66),
        ("ar", "الدورة الحادية عشرة", 11),
    ],
)
def test_sessions_are_numbered_in_words(lang: str, line: str, session: int) -> None:
    assert describe(f"A/66/900\n{line}\n\nText.", lang).session == session


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "29 June 2012"),
        ("zh", "2012 年 6 月 29 日"),
        ("zh", "二〇一二年六月二十九日"),
        ("fr", "29 juin 2012"),
        ("es", "29 de junio de 2012"),
        ("ru", "29 июня 2012 года"),
        ("ar", "٢٩ حزيران/يونيه ٢٠١٢"),
        ("ar", "29 حزيران/يونيو 2012"),
        ("ru", "29 June 2012"),
    ],
)
def test_dates_are_read_in_every_language(lang: str, line: str) -> None:
    assert describe(f"A/66/900\n{line}\n", lang).date == date(2012, 6, 29)


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "120th plenary meeting"),
        ("zh", "第 120 次全体会议"),
        ("fr", "120e séance plénière"),
        ("es", "120ª sesión plenaria"),
        ("ru", "120-е пленарное заседание"),
        ("ar", "الجلسة العامة ١٢٠"),
    ],
)
def test_meetings_stand_beside_the_date(lang: str, line: str) -> None:
    text = f"66/900. X\n\n1. Y.\n\n{line}\n29 June 2012\n"
    found = describe(text, lang)
    assert (found.meeting, found.date) == (120, date(2012, 6, 29))


def test_the_date_of_adoption_goes_before_that_of_distribution() -> None:
    text = "12 July 2012\nResolution adopted by the General Assembly on 29 June 2012\n66/900. X\n"
    assert describe(text, "en").date == date(2012, 6, 29)


def test_an_impossible_date_is_none() -> None:
    assert describe("A/66/900\n31 February 2012\n", "en").date is None


def test_the_session_comes_from_the_symbol_where_no_line_says_it() -> None:
    assert describe("A/RES/66/900\n\nText.", "en").session == 66
    assert describe("E/2012/66\n\nText.", "en").session is None


def test_metadata_has_the_year_of_the_date() -> None:
    masthead = Masthead(symbol="A/1/1", session=66, date=date(2012, 6, 29), title="Bees")
    expected = Metadata(title="Bees", session=66, date=date(2012, 6, 29), year=2012)
    assert masthead.metadata == expected


def test_an_empty_text_says_nothing() -> None:
    assert describe("", "en") == Masthead()


def test_the_seed_says_who_it_is(data: Path) -> None:
    (path,) = (data / "seed").glob("*.txt")
    assert lines(describe(path.read_text("utf-8"), "zh")) == [
        "symbol| A/RES/66/282",
        "session| 66",
        "agenda_item| 118",
        "date| 2012-06-29",
        "meeting| 120",
        "title| 联合国全球反恐战略审查",
    ]
