"""Parallel line files, with and without ids, and what makes them unusable."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document import Version
from indexer.errors import ReadError
from indexer.readers.lines import read_line_files


def write(folder: Path, **files: str | bytes) -> Path:
    for suffix, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"set.v1.{suffix}").write_bytes(data)
    return folder / "set.v1"


def rows(version: Version) -> list[tuple[int, str]]:
    return [(s.row, version.text[s.start : s.end]) for s in version.segments or ()]


def test_without_ids_all_lines_are_one_document(tmp_path: Path) -> None:
    prefix = write(tmp_path, en="One\n\n Three \n", zh="一\n二\n三", de="Eins\n")
    chinese, english = read_line_files(prefix)
    assert (chinese.symbol, chinese.lang, chinese.collection) == ("set.v1", "zh", "set.v1")
    assert rows(chinese) == [(0, "一"), (1, "二"), (2, "三")]
    assert rows(english) == [(0, "One"), (2, "Three")]
    assert english.text == "One\n Three "


def test_ids_part_the_documents(tmp_path: Path) -> None:
    ids = "2015/a/ac_182/l_139 x\n2014/s/res/2178__2014_\n2015/a/ac_182/l_139 y\n"
    prefix = write(tmp_path, en="one\ntwo\nthree\n", fr="\ndeux\ntrois\n", ids=ids)
    read = {(v.symbol, v.lang): (rows(v), v.metadata.year) for v in read_line_files(prefix)}
    assert read == {
        ("A/AC.182/L.139", "en"): ([(0, "one"), (1, "three")], 2015),
        ("A/AC.182/L.139", "fr"): ([(1, "trois")], 2015),
        ("S/RES/2178 (2014)", "en"): ([(0, "two")], 2014),
        ("S/RES/2178 (2014)", "fr"): ([(0, "deux")], 2014),
    }


def test_places_in_the_ids_give_reading_order(tmp_path: Path) -> None:
    ids = "2015/e/1 ar:9:1 en:11:2\n2015/e/1 ar:2:1 en:11:1\n2015/e/1 ar:1:1 en:2:1\n"
    prefix = write(tmp_path, en="c\nb\na\n", ids=ids)
    (version,) = read_line_files(prefix)
    assert rows(version) == [(0, "a"), (1, "b"), (2, "c")]


def test_a_symbol_makes_all_lines_one_document(tmp_path: Path) -> None:
    prefix = write(tmp_path, en="one\ntwo\n", ids="2015/e/1 a\n2015/e/2 b\n")
    (version,) = read_line_files(prefix, symbol="E/7")
    assert (version.symbol, rows(version)) == ("E/7", [(0, "one"), (1, "two")])


def test_only_line_feeds_end_lines(tmp_path: Path) -> None:
    english = "a\u2028b\r\n\x0cc\x85d\x1ce\r\n".encode()
    prefix = write(tmp_path, en=b"\xef\xbb\xbf" + english, ru="а\nб\n")
    versions = {version.lang: version for version in read_line_files(prefix)}
    assert rows(versions["en"]) == [(0, "a\u2028b"), (1, "c\x85d\x1ce")]


def refused(prefix: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read_line_files(prefix)
    return str(caught.value).replace(f"{prefix.parent}/", "").replace(f"{prefix.parent}", ".")


@pytest.mark.parametrize(
    ("files", "line"),
    [
        (
            {"de": "x"},
            "set.v1: none of the files set.v1.ar, set.v1.zh, set.v1.en, set.v1.fr, set.v1.ru, "
            "set.v1.es is there",
        ),
        (
            {"en": "a\nb\n", "fr": "a\n", "ids": "x\ny\n"},
            ".: parallel files differ in lines: set.v1.en 2, set.v1.fr 1, set.v1.ids 2",
        ),
        (
            {"en": b"a\nb \xe9\n", "fr": "a\nb\n"},
            "set.v1.en: byte 4 (line 2) is not UTF-8; convert the file",
        ),
        ({"en": b"a\0b\n"}, "set.v1.en: looks binary; parallel files must be UTF-8 text"),
        ({"en": "a\nb\n", "ids": "x\n\n"}, "set.v1.ids: line 2 names no document"),
        (
            {"en": b"a\n" + b"b" * 40_000_001 + b"\n"},
            "set.v1.en: line 2 is longer than 10,000,000 characters",
        ),
    ],
)
def test_what_does_not_fit_gets_one_line(
    tmp_path: Path, files: dict[str, str | bytes], line: str
) -> None:
    assert refused(write(tmp_path, **files)) == line


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "set.v1.en").mkdir()
    assert refused(tmp_path / "set.v1") == "set.v1.en: is a directory"


def test_blocks_end_between_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.readers.lines._BLOCK", 7)
    lines = ["大会", "", "a" * 30, "é", "بيان", "x"]
    (version,) = read_line_files(write(tmp_path, en="\n".join(lines)))
    assert rows(version) == [(row, line) for row, line in enumerate(lines) if line]


def test_the_development_set_of_the_un_corpus(data: Path) -> None:
    versions = list(read_line_files(data / "unv1_dev" / "UNv1.0.devset"))
    assert len(versions) == 732 * 6
    assert sum(len(version.segments or ()) for version in versions) == 24_000
    assert {version.metadata.year for version in versions} == {2015}
