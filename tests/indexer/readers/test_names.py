"""Languages and symbols in the names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.readers.names import split_name, symbol_of_id, symbol_of_stem


@pytest.mark.parametrize(
    ("path", "stem", "lang"),
    [
        ("treaty.fr.txt", "treaty", "fr"),
        ("treaty-es.html", "treaty", "es"),
        ("treaty_ARABIC.md", "treaty", "ar"),
        ("treaty.zh-Hans.txt", "treaty", "zh"),
        ("treaty_eng.txt", "treaty", "en"),
        ("A_RES_66_282_C.txt", "A_RES_66_282", "zh"),
        ("by_4.0.ru.txt", "by_4.0", "ru"),
        ("ru/treaty.txt", "treaty", "ru"),
        ("ru/treaty.en.txt", "treaty", "en"),
        ("treaty.de.txt", "treaty.de", None),
        ("plan_b.txt", "plan_b", None),
        ("plan.E.txt", "plan.E", None),
        ("en.txt", "en", None),
        ("notes", "notes", None),
    ],
)
def test_the_language_part_of_a_name(path: str, stem: str, lang: str | None) -> None:
    assert split_name(Path(path)) == (stem, lang)


@pytest.mark.parametrize(
    ("stem", "symbol"),
    [
        ("A_RES_66_282", "A/RES/66/282"),
        ("a-res-66-282", "A/RES/66/282"),
        ("S_2015_3", "S/2015/3"),
        ("A_C.5_69_18_Rev.1", "A/C.5/69/18/REV.1"),
        ("A_HRC_RES_25_1", "A/HRC/RES/25/1"),
        ("E_CN.6_2015_NGO_167", "E/CN.6/2015/NGO/167"),
        ("A_RES_66", "A/RES/66"),
        ("A_RES_ADD", "A_RES_ADD"),
        ("A_66-282", "A_66-282"),
        ("a_tale_of_2_cities", "a_tale_of_2_cities"),
        ("treaty", "treaty"),
    ],
)
def test_a_stem_in_the_form_of_a_symbol(stem: str, symbol: str) -> None:
    assert symbol_of_stem(stem) == symbol


@pytest.mark.parametrize(
    ("identifier", "symbol", "year"),
    [
        ("2015/a/es_10/670", "A/ES-10/670", 2015),
        ("2015/unep/ozl_pro_wg_1/35/1", "UNEP/OZL.PRO.WG.1/35/1", 2015),
        ("2014/a/69/308__part_ii_", "A/69/308 (PART II)", 2014),
        ("2015/s/pv_7363", "S/PV.7363", 2015),
        ("treaty/part", "TREATY/PART", None),
        ("treaty", "TREATY", None),
    ],
)
def test_ids_of_the_un_corpus(identifier: str, symbol: str, year: int | None) -> None:
    assert symbol_of_id(identifier) == (symbol, year)
