"""Numbers, ordinals and labels in six languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.structure.numerals import ascii_digits, fold, integer, label, ordinal, roman

ORDINALS = [
    ("en", 1, "First"),
    ("en", 12, "Twelfth"),
    ("en", 19, "Nineteenth"),
    ("en", 40, "Fortieth"),
    ("en", 71, "Seventy-first"),
    ("en", 80, "Eightieth"),
    ("fr", 1, "Première"),
    ("fr", 21, "Vingt et unième"),
    ("fr", 71, "Soixante et onzième"),
    ("fr", 79, "Soixante-dix-neuvième"),
    ("fr", 80, "Quatre-vingtième"),
    ("fr", 97, "Quatre-vingt-dix-septième"),
    ("es", 11, "Undécimo"),
    ("es", 18, "Decimoctavo"),
    ("es", 55, "Quincuagésimo quinto"),
    ("es", 73, "septuagésimo tercer"),
    ("es", 81, "octogésimo primer"),
    ("ru", 3, "Третья"),
    ("ru", 40, "Сороковая"),
    ("ru", 50, "Пятидесятая"),
    ("ru", 73, "семьдесят третьей"),
    ("ru", 99, "Девяносто девятая"),
    ("ar", 1, "الأولى"),
    ("ar", 12, "الثانية عشرة"),
    ("ar", 20, "العشرون"),
    ("ar", 73, "الثالثة والسبعين"),
    ("ar", 80, "الثمانون"),
    ("zh", 10, "第十届"),
    ("zh", 66, "第六十六届"),
    ("zh", 101, "第一百零一届"),
]


LETTERS = "m cm d cd c xc l xl x ix v iv i"


@pytest.mark.parametrize(("lang", "number", "words"), ORDINALS)
def test_ordinals_are_read(lang: str, number: int, words: str) -> None:
    assert ordinal(words, lang) == number


@pytest.mark.parametrize("lang", ["ar", "zh", "en", "fr", "ru", "es"])
def test_words_without_a_number_are_none(lang: str) -> None:
    assert ordinal("", lang) is None


@given(st.integers(0, 9999))
def test_integers_read_in_every_script(number: int) -> None:
    for zero in "0٠۰０":
        assert integer("".join(chr(ord(zero) + int(digit)) for digit in str(number))) == number


@pytest.mark.parametrize(("text", "number"), [("十", 10), ("二十三", 23), ("一千二百", 1200)])
def test_chinese_numerals(text: str, number: int) -> None:
    assert integer(text) == number


@given(st.integers(1, 3999))
def test_roman_numerals_count_down_to_what_they_are(number: int) -> None:
    text, rest = "", number
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    for value, letters in zip(values, LETTERS.split(), strict=True):
        text += letters * (rest // value)
        rest %= value
    assert roman(text) == roman(text.upper()) == number


@pytest.mark.parametrize("text", ["", "iiii", "vx", "abc", "i."])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("same", "printed"),
    [
        ("1", ["1", "١", "１", "1.", "(1)", "'١'", "¹"]),
        ("b", ["(b)", "b)", "(ب)", "б)", "（b）"]),
        ("e", ["(e)", "(هـ)", "д)"]),
        ("aa", ["(aa)", "aa)"]),
        ("iv", ["(iv)", "(四)"]),
        ("III", ["III", "三、", "ثالثا"]),
        ("B", ["B.", "باء"]),
        ("66/282", ["66/282", "٦٦/٢٨٢"]),
    ],
)
def test_one_label_for_what_is_printed_differently(same: str, printed: list[str]) -> None:
    assert [label(mark) for mark in printed] == [same] * len(printed)


@given(st.text(max_size=20))
def test_ascii_digits_keep_the_length(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_folding_forgives_what_typists_vary() -> None:
    assert fold("الأُمـم  المتّحدة") == fold("الامم المتحده")
    assert fold("L’Assemblée\u00a0GÉNÉRALE") == "l’assemblee generale"
    assert fold("Объединённых") == "объединенных"
