"""TMX: any number of languages in a unit; damaged files give one line and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.readers.tmx import read_tmx

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t"
 adminlang="en" srclang="en" datatype="plaintext"/><body>
"""
NO_START = "is damaged XML (Start tag expected); export the file again"
TAIL = "</body></tmx>\n"


def unit(*variants: tuple[str, str], prop: str = "") -> str:
    tuvs = "".join(f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in variants)
    return f"<tu>{prop}{tuvs}</tu>\n"


def write(folder: Path, body: str, *, name: str = "memory.tmx") -> Path:
    path = folder / name
    path.write_text(HEAD + body + TAIL, encoding="utf-8")
    return path


def rows(path: Path, symbol: str | None = None) -> dict[tuple[str, str], list[tuple[int, str]]]:
    return {
        (v.symbol, v.lang): [(s.row, v.text[s.start : s.end]) for s in v.segments or ()]
        for v in read_tmx(path, symbol=symbol)
    }


def test_units_of_several_languages(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        unit(("en-GB", "Water is life."), ("zh-Hans", "水是生命。"), ("de", "Wasser ist Leben."))
        + unit(("FR", "Eau"), ("en", ""))
        + unit(("ar", "ماء"), ("en", "Water")),
    )
    assert rows(path) == {
        ("memory", "en"): [(0, "Water is life."), (2, "Water")],
        ("memory", "zh"): [(0, "水是生命。")],
        ("memory", "fr"): [(1, "Eau")],
        ("memory", "ar"): [(2, "ماء")],
    }
    assert {version.collection for version in read_tmx(path)} == {"memory.tmx"}


def test_the_old_lang_attribute_and_two_variants_of_a_language(tmp_path: Path) -> None:
    body = (
        '<tu><tuv lang="EN"><seg>One</seg></tuv><tuv lang="EN"><seg>Two</seg></tuv>'
        '<tuv lang="ES"><seg>Uno y dos</seg></tuv></tu>'
    )
    assert rows(write(tmp_path, body)) == {
        ("memory", "en"): [(0, "One"), (0, "Two")],
        ("memory", "es"): [(0, "Uno y dos")],
    }


def test_inline_elements_are_flattened(tmp_path: Path) -> None:
    seg = (
        'The <bpt i="1">&lt;b&gt;</bpt>General<ept i="1">&lt;/b&gt;</ept> <hi>Assembly <hi>of'
        "</hi></hi>\n   May<ph>{1}</ph> &amp; <it pos='begin'>x</it>June<!-- no --> <ut>y</ut>2012"
    )
    assert rows(write(tmp_path, unit(("en", seg))))["memory", "en"] == [
        (0, "The General Assembly of May & June 2012")
    ]


def test_documents_are_told_apart_by_a_prop(tmp_path: Path) -> None:
    first = '<prop type="x-document">A/C.5/900</prop>'
    second = '<prop type="note">x</prop><prop type="x-symbol"> A/C.5/901 </prop>'
    path = write(
        tmp_path,
        unit(("en", "a"), prop=first)
        + unit(("en", "b"), prop=second)
        + unit(("en", "c"), prop=first),
    )
    assert rows(path) == {
        ("A/C.5/900", "en"): [(0, "a"), (1, "c")],
        ("A/C.5/901", "en"): [(0, "b")],
    }
    assert rows(path, "E/1") == {("E/1", "en"): [(0, "a"), (1, "b"), (2, "c")]}


def test_the_file_name_gives_the_symbol(tmp_path: Path) -> None:
    path = write(tmp_path, unit(("en", "a")), name="A_RES_78_900.tmx")
    assert list(rows(path)) == [("A/RES/78/900", "en")]


def test_text_rows_are_joined_by_line_feeds(tmp_path: Path) -> None:
    path = write(tmp_path, unit(("en", "one\n two")) + unit(("en", "three")))
    assert read_tmx(path)[0].text == "one two\nthree"


def test_utf16_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.tmx"
    path.write_text((HEAD + unit(("ru", "Вода")) + TAIL).replace("UTF-8", "UTF-16"), "utf-16")
    assert rows(path) == {("wide", "ru"): [(0, "Вода")]}


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_tmx(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path.parent}/")


def test_half_a_file_gives_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, unit(("en", "a"), ("fr", "b")) * 3)
    whole = path.read_bytes()
    for share in (0.5, 0.8, 0.99):
        path.write_bytes(whole[: int(len(whole) * share)])
        damaged = r"memory\.tmx: line \d+ is damaged XML \(.+\); export the file again"
        assert re.fullmatch(damaged, refused(path))


def test_an_xml_bomb_is_not_lit(tmp_path: Path) -> None:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    bomb = HEAD.replace('SYSTEM "tmx14.dtd"', f"[{entities}]")
    path = tmp_path / "bomb.tmx"
    path.write_text(bomb + unit(("en", "&a11;")) + TAIL)
    assert "is damaged XML (Maximum entity amplification factor exceeded" in refused(path)
    path.write_text(bomb + unit(("en", "a"), prop='<prop type="&a11;">x</prop>') + TAIL)
    assert "is damaged XML (Maximum entity amplification factor exceeded" in refused(path)
    path.write_text(bomb + unit(("en", "&a1;")) + TAIL)
    assert refused(path) == "bomb.tmx: line 5 uses an entity, which is never expanded"


def test_a_file_of_the_system_is_not_drawn_in(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    path = tmp_path / "outside.tmx"
    declared = f'[<!ENTITY s SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]'
    path.write_text(HEAD.replace('SYSTEM "tmx14.dtd"', declared) + unit(("en", "&s;")) + TAIL)
    assert refused(path) == "outside.tmx: line 5 uses an entity, which is never expanded"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "x.tmx: is damaged XML (no element found); export the file again"),
        (
            b"plain text",
            f"x.tmx: line 1 {NO_START}",
        ),
        (b"<xliff/>", "x.tmx: is XML but not TMX; its root is <xliff>"),
        (b"<tmx><body/></tmx>", "x.tmx: no unit holds any of ar, en, es, fr, ru, zh"),
        (
            b"\x89PNG\0\1\2",
            f"x.tmx: line 1 {NO_START}",
        ),
    ],
)
def test_what_is_no_tmx_gets_one_line(tmp_path: Path, content: bytes, line: str) -> None:
    path = tmp_path / "x.tmx"
    path.write_bytes(content)
    assert refused(path) == line


def test_other_languages_only(tmp_path: Path) -> None:
    path = write(tmp_path, unit(("de", "Wasser"), ("", "?")))
    assert refused(path) == "memory.tmx: no unit holds any of ar, en, es, fr, ru, zh"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.tmx") == "gone.tmx: no such file or directory"
    (tmp_path / "folder.tmx").mkdir()
    assert refused(tmp_path / "folder.tmx") == "folder.tmx: is a folder, not a file"


OURS = HEAD.replace('creationtool="t"', 'creationtool="hexapla"')
STATED = (
    '<tu><prop type="x-kind">heading</prop><prop type="x-status">reviewed</prop>'
    '<prop type="x-probability">0.5</prop>'
    '<tuv xml:lang="en"><prop type="x-clause">0 5 title I</prop>'
    '<prop type="x-clause">7 10 heading</prop><seg>First  two</seg></tuv>'
    '<tuv xml:lang="fr"><prop type="x-number">II</prop>'
    '<seg>Un<ph type="x-char">U+000C</ph></seg></tuv></tu>'
)


def segments(text: str, folder: Path) -> list[list[tuple[object, ...]]]:
    path = folder / "ours.tmx"
    path.write_text(text + STATED + TAIL, encoding="utf-8")
    return [
        [
            (v.text[s.start : s.end], s.kind, s.number, s.status, s.probability)
            for s in v.segments or ()
        ]
        for v in read_tmx(path)
    ]


def test_what_we_stated_comes_back(tmp_path: Path) -> None:
    assert segments(OURS, tmp_path) == [
        [("First", "title", "I", "reviewed", 0.5), ("two", "heading", None, "reviewed", 0.5)],
        [("Un\x0c", "heading", "II", "reviewed", 0.5)],
    ]


def test_a_file_that_another_tool_wrote_keeps_facts_but_not_spans(tmp_path: Path) -> None:
    assert segments(HEAD, tmp_path) == [
        [("First two", "heading", None, "reviewed", 0.5)],
        [("Un", "heading", "II", "reviewed", 0.5)],
    ]
