"""Languages of whole documents; neighbours of the six are told apart, short texts are left open."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.languages import LANGUAGES
from indexer.readers.identify import identify

TEXTS = {
    "ar": "تقرر الجمعية العامة أن تبقي المسألة قيد نظرها.",
    "zh": "大会决定继续处理此案。",
    "ru": "Генеральная Ассамблея постановляет продолжать рассмотрение этого вопроса.",
    "en": "The Assembly decides to remain seized of the matter, and asks for a report by June.",
    "fr": "L’Assemblée décide de rester saisie de la question et prie le Secrétariat d’agir.",
    "es": "La Asamblea decide seguir ocupándose de la cuestión y pide un informe a la Secretaría.",
    "de": "Die Versammlung beschließt, mit der Angelegenheit befasst zu bleiben und bittet um Rat.",
    "pt": "A Assembleia decide continuar a ocupar-se da questão e solicita um relatório.",
    "it": "L’Assemblea decide di restare investita della questione e chiede una relazione.",
    "ca": "L’Assemblea decideix continuar ocupant-se de la qüestió i demana un informe.",
    "fa": "مجمع تصمیم می‌گیرد که به بررسی این موضوع ادامه دهد و از دبیرخانه گزارشی می‌خواهد.",
    "uk": "Генеральна Асамблея постановляє продовжувати розгляд цього питання і просить доповідь.",
    "bg": "Общото събрание решава да продължи да разглежда въпроса и иска доклад от секретариата.",
    "ja": "総会は、この問題に引き続き取り組むことを決定し、事務局に報告を求める。",
    "ko": "총회는 이 문제를 계속 다루기로 결정하고 사무국에 보고서를 요청한다.",
    "el": "Η Συνέλευση αποφασίζει να παραμείνει επιληφθείσα του θέματος και ζητεί έκθεση.",
}


@pytest.mark.parametrize("lang", sorted(TEXTS))
@pytest.mark.parametrize("times", [1, 20])
def test_the_language_of_a_sentence_and_of_a_text(lang: str, times: int) -> None:
    assert identify("\n".join([TEXTS[lang]] * times)) == lang


@pytest.mark.parametrize(
    "text", ["", "A/66/L.53", "2012 — 120", "Water", "ماء", "大会", "⁂∮☃" * 20]
)
def test_too_short_to_say(text: str) -> None:
    assert identify(text) is None


def test_the_latin_masthead_of_a_chinese_document_changes_nothing() -> None:
    head = "United Nations\nDistr.: General\n12 July 2012\nOriginal: English\nA/66/900\n"
    assert identify(head + TEXTS["zh"] * 5) == "zh"


def test_a_long_text_is_judged_by_its_parts() -> None:
    assert identify(TEXTS["de"] + TEXTS["fr"] * 20_000) == "fr"


def test_full_documents(data: Path) -> None:
    for lang in LANGUAGES:
        for name in (f"udhr/udhr.{lang}.txt", f"cc_licences/by_4.0.{lang}.txt"):
            assert identify((data / name).read_text(encoding="utf-8")) == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_group_of_lines_is_taken_for_another_language(data: Path, lang: str) -> None:
    lines = (data / "unv1_dev" / f"UNv1.0.devset.{lang}").read_text("utf-8").split("\n")
    groups = ["\n".join(lines[start : start + 4]) for start in range(0, 800, 4)]
    found = [identify(group) for group in groups]
    assert set(found) <= {lang, None}
    assert found.count(lang) >= 0.97 * len(groups)
