"""lookup.numbers: the same number, date or symbol in all six languages."""

from __future__ import annotations

import pytest

from search.lookup.numbers import same_numbers

TEXTS = {
    "en": "Recalls resolution 71/901 of 14 December 2016, and its seventy-third session, of 1,240",
    "fr": "Rappelle sa résolution 71/901 du 14 décembre 2016, sa soixante-treizième session, 1 240",
    "es": "Recuerda la 71/901, de 14 de diciembre de 2016, su septuagésimo tercer período",
    "ru": "напоминает о резолюции 71/901 от 14 декабря 2016 года и о семьдесят третьей сессии",
    "ar": "تشير إلى قرارها 71/901 المؤرخ ١٤ كانون الأول/ديسمبر ٢٠١٦ وإلى دورتها الثالثة والسبعين",
    "zh": "回顾2016年12月14日第71/901号决议和第七十三届会议",
}
PRINTED = {
    "symbol": dict.fromkeys(TEXTS, "71/901"),
    "date": {
        "en": "14 December 2016",
        "fr": "14 décembre 2016",
        "es": "14 de diciembre de 2016",
        "ru": "14 декабря 2016 года",
        "ar": "١٤ كانون الأول/ديسمبر ٢٠١٦",
        "zh": "2016年12月14日",
    },
    "ordinal": {
        "en": "seventy-third",
        "fr": "soixante-treizième",
        "es": "septuagésimo tercer",
        "ru": "семьдесят третьей",
        "ar": "الثالثة والسبعين",
        "zh": "七十三",
    },
    "thousands": {"en": "1,240", "fr": "1 240"},
}


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("sort", PRINTED)
def test_from_each_language_into_all_others(sort: str, lang: str) -> None:
    printed = PRINTED[sort]
    if lang not in printed:
        return
    start = TEXTS[lang].index(printed[lang])
    found, words = same_numbers(TEXTS, lang, [(start, start + len(printed[lang]))])
    assert words == []
    assert {code: [TEXTS[code][a:b] for a, b in spans] for code, spans in found.items()} == {
        code: [text] for code, text in printed.items() if code != lang
    }


def test_words_are_left_to_others() -> None:
    found, words = same_numbers(
        {"en": "Recalls 12 texts", "fr": "Rappelle 12 textes"}, "en", [(0, 10)]
    )
    assert (found, words) == ({"fr": [(9, 11)]}, [(0, 7)])
