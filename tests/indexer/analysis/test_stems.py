"""Stems of folded words, and beginnings that find them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.analysis.folding import fold
from indexer.analysis.stems import stem_beginning, stemmer


@pytest.mark.parametrize(
    ("lang", "stem", "forms"),
    [
        ("en", "resolut", "resolution resolutions"),
        ("fr", "adopt", "adopte adoptee adoptes adoptees adopter"),
        ("fr", "premi", "premier premiere premieres premierement"),
        ("fr", "egal", "egal egale egalement egalite"),
        ("es", "resolu", "resolucion resoluciones"),
        ("ru", "резолюц", "резолюция резолюции резолюций"),
        ("ar", "قرار", "القرار قرارات"),
    ],
)
def test_forms_of_a_word_share_a_stem(lang: str, stem: str, forms: str) -> None:
    assert {stemmer(lang)(form) for form in forms.split()} == {stem}


def test_chinese_words_stay() -> None:
    assert stemmer("zh")("大会") == "大会"


@pytest.mark.parametrize(
    ("beginning", "lang", "words"),
    [
        ("terroris", "en", "terrorism terrorist terrorists"),
        ("organiz", "en", "organize organization organizing organizational"),
        ("securi", "fr", "securite securitaire securiser"),
        ("desarroll", "es", "desarrollo desarrollar desarrollados"),
        ("междунар", "ru", "международный международного международных"),
        ("ارهاب", "ar", "ارهاب الارهابيه ارهابيين"),
        ("in", "en", "international in"),
    ],
)
def test_a_beginning_finds_the_words_that_begin_so(beginning: str, lang: str, words: str) -> None:
    start = stem_beginning(beginning, lang)
    assert len(start) >= 2
    assert [word for word in words.split() if not stemmer(lang)(word).startswith(start)] == []


def test_an_article_in_front_of_a_beginning_is_left_out() -> None:
    assert stem_beginning("والقرا", "ar") == stem_beginning("قرا", "ar") == "قرا"
    assert stem_beginning("الم", "ar") == "م"
    assert stem_beginning("ال", "ar") == "ال"


@pytest.mark.parametrize("lang", ["ar", "en", "fr", "es", "ru"])
def test_beginnings_of_real_words(data: Path, lang: str) -> None:
    text = (data / "unv1_dev" / f"UNv1.0.devset.{lang}").read_text(encoding="utf-8")
    vocabulary = sorted(set(re.findall(r"[^\W\d_]{6,}", fold(text).text)))[::20]
    stem = stemmer(lang)
    missed = [
        word
        for word in vocabulary
        for beginning in [word[: 4 + len(word) % 3]]
        if not stem(word).startswith(stem_beginning(beginning, lang))
    ]
    allowed = 0.05 if lang == "ar" else 0.025
    assert len(missed) <= len(vocabulary) * allowed
