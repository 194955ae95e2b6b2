"""Arabic light stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.arabic import light_stem

LETTERS = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويء", max_size=12)


@pytest.mark.parametrize(
    ("stem", "forms"),
    [
        ("قرار", "قرار القرار والقرار بالقرار للقرار وللقرار قرارات القرارات قراراتها"),
        ("امم", "امم الامم والامم"),
        ("متحد", "المتحده متحده"),
        ("دول", "دوله الدول والدول دولي الدوليه"),
        ("بلد", "بلد بلدان البلدان"),
        ("فقر", "فقره الفقره فقرات الفقرات"),
        ("رنامج", "برنامج البرنامج وبرنامج"),
        ("مكافح", "مكافحه لمكافحه المكافحه ومكافحه"),
        ("حق", "حق الحق والحق"),
        ("terror", "terror"),
    ],
)
def test_forms_of_a_word_share_a_stem(stem: str, forms: str) -> None:
    assert {light_stem(form) for form in forms.split()} == {stem}


@given(LETTERS)
def test_a_stem_is_a_part_of_the_word(word: str) -> None:
    stem = light_stem(word)
    assert stem in word
    assert len(stem) >= min(len(word), 2)


@given(LETTERS.filter(lambda word: len(word) >= 3 and not word.startswith(("ال", "لل"))))
def test_the_article_makes_no_difference(word: str) -> None:
    plain = light_stem(word)
    if plain in word and not word.startswith(("و", "ف", "ب", "ك")):
        assert light_stem(f"ال{word}") == plain
