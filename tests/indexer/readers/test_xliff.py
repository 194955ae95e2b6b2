"""XLIFF 1.2 and 2.x of other tools: rows, statuses, inline codes; damaged files give one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.document import Metadata
from indexer.errors import ReadError
from indexer.readers.xliff import read_xliff

HEAD_2 = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0"
 xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"
 xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.1" srcLang="en-GB" trgLang="es-419">
"""
HEAD_1 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">
"""
TAIL = "</xliff>\n"


def write(folder: Path, text: str, *, name: str = "job.xlf") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path, symbol: str | None = None) -> dict[tuple[str, str], list[tuple[int, str]]]:
    return {
        (v.symbol, v.lang): [(s.row, v.text[s.start : s.end]) for s in v.segments or ()]
        for v in read_xliff(path, symbol=symbol)
    }


def statuses(path: Path) -> list[str]:
    return [segment.status for segment in read_xliff(path)[0].segments or ()]


def file_2(*units: str, attributes: str = "") -> str:
    inside = "".join(f'<unit id="u{at}">{unit}</unit>' for at, unit in enumerate(units))
    return f'<file id="f1"{attributes}>{inside}</file>'


def segment(source: str, target: str = "", attributes: str = "") -> str:
    side = f"<target>{target}</target>" if target else ""
    return f"<segment{attributes}><source>{source}</source>{side}</segment>"


def test_segments_of_two_languages(tmp_path: Path) -> None:
    body = file_2(
        segment("Water", "Agua") + "<ignorable><source> </source></ignorable>" + segment("Life"),
        segment("<!-- no -->Two\n  lines", "Dos"),
    )
    path = write(tmp_path, HEAD_2 + body + TAIL)
    assert rows(path) == {
        ("job", "en"): [(0, "Water"), (1, "Life"), (2, "Two lines")],
        ("job", "es"): [(0, "Agua"), (2, "Dos")],
    }
    (english, _) = read_xliff(path)
    assert (english.collection, english.metadata) == ("job.xlf", Metadata())
    assert {s.kind for s in english.segments or ()} == {"sentence"}


def test_trans_units_of_1_2(tmp_path: Path) -> None:
    body = """<file original="C:\\in\\A_RES_78_900.docx" source-language="fr" target-language="ru"
 datatype="x"><header><note>no</note></header><body><group id="g">
<trans-unit id="1"><source>Eau</source><seg-source><mrk mid="0" mtype="seg">Eau</mrk></seg-source>
<target state="translated">Вода</target><alt-trans><source>Air</source><target>Воздух</target>
</alt-trans></trans-unit></group>
<trans-unit id="2" approved="yes"><source>Vie</source><target>Жизнь</target></trans-unit>
<trans-unit id="3"><source>Fin</source><target state="signed-off">Конец</target></trans-unit>
</body></file>"""
    path = write(tmp_path, HEAD_1 + body + TAIL)
    assert rows(path) == {
        ("A/RES/78/900", "fr"): [(0, "Eau"), (1, "Vie"), (2, "Fin")],
        ("A/RES/78/900", "ru"): [(0, "Вода"), (1, "Жизнь"), (2, "Конец")],
    }
    assert statuses(path) == ["imported", "reviewed", "reviewed"]
    assert rows(path, "E/1").keys() == {("E/1", "fr"), ("E/1", "ru")}


def test_1_2_without_a_namespace(tmp_path: Path) -> None:
    body = '<file source-language="en" target-language="fr"><body><trans-unit id="1">'
    text = f"{body}<source>a</source><target>b</target></trans-unit></body></file>"
    path = write(tmp_path, f'<xliff version="1.2">{text}</xliff>')
    assert rows(path) == {("job", "en"): [(0, "a")], ("job", "fr"): [(0, "b")]}


def test_inline_elements_are_flattened(tmp_path: Path) -> None:
    one = (
        'The <bpt id="1">&lt;b&gt;</bpt>General<ept id="1">&lt;/b&gt;</ept> <g id="2">As<x id="3"/>'
        'sembly</g> <mrk mtype="term">met</mrk><ph id="4">{1}</ph>'
    )
    file = '<file source-language="en"><body><trans-unit id="1">'
    body = f"{file}<source>{one}</source></trans-unit></body></file>"
    assert rows(write(tmp_path, HEAD_1 + body + TAIL))["job", "en"] == [
        (0, "The General Assembly met")
    ]
    two = (
        '<pc id="1">A</pc><ph id="2"/>B<cp hex="000C"/><cp hex="0041"/>'
        '<sc id="3"/>C<ec startRef="3"/>'
    )
    path = write(tmp_path, HEAD_2 + file_2(segment(two)) + TAIL)
    assert rows(path)["job", "en"] == [(0, "AB\x0cC")]


def test_states_of_2(tmp_path: Path) -> None:
    given = {
        ' state="initial"': "imported",
        ' state="translated"': "imported",
        ' state="reviewed"': "reviewed",
        ' state="final"': "reviewed",
        ' state="final" subState="other:locked"': "reviewed",
        ' state="final" subState="hexapla:locked"': "locked",
        ' state="translated" subState="hexapla:locked"': "imported",  # someone took it up again
        ' state="translated" subState="hexapla:auto"': "auto",
        ' state="reviewed" subState="hexapla:auto"': "reviewed",
        ' state="initial" subState="hexapla:reviewed"': "reviewed",
        "": "imported",
    }
    body = file_2(*(segment("a", "b", attributes) for attributes in given))
    assert statuses(write(tmp_path, HEAD_2 + body + TAIL)) == list(given.values())


def test_modules_are_passed_over(tmp_path: Path) -> None:
    match = (
        '<mtc:matches><mtc:match ref="#u0"><source>old</source><target>viejo</target></mtc:match>'
        '</mtc:matches><mda:metadata><mda:metaGroup category="tool"><mda:meta type="kind">title'
        "</mda:meta></mda:metaGroup></mda:metadata>"
    )
    path = write(tmp_path, HEAD_2 + file_2(match + segment("new", "nuevo")) + TAIL)
    assert rows(path) == {("job", "en"): [(0, "new")], ("job", "es"): [(0, "nuevo")]}


def test_each_original_is_a_document(tmp_path: Path) -> None:
    body = (
        file_2(segment("a"), attributes=' original="in/A-78-1.en.docx"')
        + file_2(segment("b"), attributes=' original="minutes.html"')
        + file_2(segment("c"), attributes=' original="in/A-78-1.en.docx"')
    )
    assert rows(write(tmp_path, HEAD_2 + body + TAIL)) == {
        ("A/78/1", "en"): [(0, "a"), (1, "c")],
        ("minutes", "en"): [(0, "b")],
    }


def test_other_languages_are_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD_2.replace("es-419", "de") + file_2(segment("a", "b")) + TAIL)
    assert list(rows(path)) == [("job", "en")]
    path = write(
        tmp_path,
        HEAD_2.replace("en-GB", "pt").replace("es-419", "de") + file_2(segment("a")) + TAIL,
    )
    assert refused(path) == "job.xlf: no unit holds any of ar, en, es, fr, ru, zh"


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_xliff(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path.parent}/")


def test_half_a_file_gives_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD_2 + file_2(segment("a", "b"), segment("c", "d")) + TAIL)
    whole = path.read_bytes()
    for share in (0.7, 0.9, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        damaged = r"job\.xlf: line \d+ is damaged XML \(.+\); export the file again"
        assert re.fullmatch(damaged, refused(path))


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    declared = f'<!DOCTYPE xliff [<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>\n'
    text = HEAD_2.replace("<xliff", declared + "<xliff") + file_2(segment("&s;")) + TAIL
    assert re.fullmatch(
        r"job\.xlf: line \d+ uses an entity, which is never expanded",
        refused(write(tmp_path, text)),
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", "job.xlf: is damaged XML (no element found); export the file again"),
        ("<tmx/>", "job.xlf: is XML but not XLIFF; its root is <tmx>"),
        (
            '<xliff xmlns="urn:oasis:names:tc:xliff:document:3.0" version="3.0"/>',
            "job.xlf: is XLIFF of version 3.0; known: 1.1, 1.2, 2.x",
        ),
        (HEAD_1 + TAIL, "job.xlf: no unit holds any of ar, en, es, fr, ru, zh"),
    ],
)
def test_what_is_no_xliff_gets_one_line(tmp_path: Path, content: str, line: str) -> None:
    assert refused(write(tmp_path, content)) == line


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.xlf") == "gone.xlf: no such file or directory"
