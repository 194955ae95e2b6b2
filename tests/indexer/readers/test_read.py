"""Files of every kind to versions, and one line for each that cannot be read."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexer.document import Metadata
from indexer.errors import ReadError
from indexer.mend import View
from indexer.readers.read import find, read, read_lines

NOBODY = 65534
ENGLISH = (
    "The Assembly notes the report of the committee, and decides to consider it in the spring."
)
FRENCH = "L’Assemblée prend note du rapport de la commission et décide de l’examiner au printemps."


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def refused(path: Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path.parent}/")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le"])
def test_a_text_gives_its_bytes_back(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "treaty.txt", f"1. **Note**\r\n{FRENCH}\r\n" * 3, encoding)
    (version,) = read(path)
    assert version.text.encode(version.encoding) == path.read_bytes()
    assert (version.symbol, version.lang, version.encoding) == ("treaty", "fr", encoding)
    assert View(version.text, version.mends).text.startswith(f"1. Note\n{FRENCH}\n")
    assert [version.text[start:end] for start, end in version.emphasis] == ["Note"] * 3


def test_html_with_a_declared_encoding(tmp_path: Path) -> None:
    source = (
        '<html><meta charset="windows-1251"><title>Вода</title><h1>Водные ресурсы</h1>'
        "<p>Генеральная Ассамблея просит опубликовать доклад."
    )
    path = write(tmp_path / "voda.html", source, "cp1251")
    (version,) = read(path)
    assert (version.lang, version.encoding, version.symbol) == ("ru", "cp1251", "voda")
    assert version.text == source
    assert View(version.text, version.mends).text == (
        "Водные ресурсы\n\nГенеральная Ассамблея просит опубликовать доклад."
    )
    assert version.metadata.title is not None


def test_front_matter_says_what_the_text_does_not(tmp_path: Path) -> None:
    head = "---\nsymbol: X/7\ntitle: On water\ndate: 2023-05-04\nlang: es\n---\n"
    (version,) = read(write(tmp_path / "a.md", f"{head}Agua\n"))
    assert (version.symbol, version.lang) == ("X/7", "es")
    assert version.metadata == Metadata(title="On water", date=date(2023, 5, 4), year=2023)


def test_tmx_gives_a_version_a_language(tmp_path: Path) -> None:
    body = (
        '<tu><tuv xml:lang="en"><seg>Water</seg></tuv><tuv xml:lang="zh"><seg>水</seg></tuv></tu>'
    )
    path = write(tmp_path / "m.TMX", f"<tmx><header/><body>{body}</body></tmx>")
    assert [(version.lang, version.text) for version in read(path)] == [
        ("zh", "水"),
        ("en", "Water"),
    ]
    assert {version.symbol for version in read(path, symbol="E/1")} == {"E/1"}


def test_what_the_text_shows_goes_before_its_name(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.es.txt", ENGLISH))[0].lang == "en"
    assert read(write(tmp_path / "fr" / "b.txt", "Eau"))[0].lang == "fr"
    assert read(write(tmp_path / "c_S.txt", "Agua"))[0].lang == "es"
    assert read(write(tmp_path / "d.html", "<body lang=ar>ماء"))[0].lang == "ar"


def test_what_the_caller_says_goes_before_everything(tmp_path: Path) -> None:
    path = write(tmp_path / "A_RES_78_900_F.txt", FRENCH)
    assert (read(path)[0].symbol, read(path)[0].lang) == ("A/RES/78/900", "fr")
    (version,) = read(path, lang="Spanish", symbol="E/1")
    assert (version.symbol, version.lang) == ("E/1", "es")
    with pytest.raises(ValueError, match="unknown language 'zz'; known: ar, en, es, fr, ru, zh"):
        read(path, lang="zz")


GERMAN = (
    "Die Versammlung nimmt den Bericht des Ausschusses zur Kenntnis und beschließt die Prüfung."
)


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.txt", b"", "a.txt: is empty; nothing to read"),
        ("a.txt", b"\n \n", "a.txt: is empty; nothing to read"),
        ("a.html", b"<p><!-- no --></p>", "a.html: holds markup but no text"),
        ("a.md", b"---\nlang: en\n---\n", "a.md: holds markup but no text"),
        (
            "a.pdf",
            b"%PDF-1.4\n\x00\x01\x02",
            "a.pdf: looks binary; save it as text, Markdown, HTML or TMX",
        ),
        ("a.txt", ENGLISH.encode() + b" \xff", "a.txt: byte 90 is not UTF-8; convert the file"),
        (
            "a.txt",
            b"x" * 10_000_001,
            "a.txt: line 1 is longer than 10,000,000 characters; is this a text?",
        ),
        (
            "a.txt",
            b"Water",
            "a.txt: language unclear, the text is too short; use --lang (ar, en, es, fr, ru, zh)",
        ),
        (
            "a.en.txt",
            GERMAN.encode() * 9,
            "a.en.txt: language looks like 'de', which is not one of ar, en, es, fr, ru, zh; "
            "use --lang if it is",
        ),
        ("a.tmx", b"<tmx><body>", "a.tmx: line 1 is damaged XML"),
    ],
)
def test_what_cannot_be_read_gets_one_line(
    tmp_path: Path, name: str, content: bytes, line: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).startswith(line)


def test_files_that_are_none(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.txt") == "gone.txt: no such file or directory"
    (tmp_path / "folder.txt").mkdir()
    assert refused(tmp_path / "folder.txt") == "folder.txt: is a folder, not a file"
    os.mkfifo(tmp_path / "pipe.txt")
    pipe = "pipe.txt: is no regular file but a pipe, a socket or a device"
    assert refused(tmp_path / "pipe.txt") == pipe
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert refused(tmp_path / "loop.txt") == "loop.txt: too many levels of symbolic links"
    assert refused(tmp_path / "nul\0.txt") == "nul\0.txt: embedded null byte"


def test_a_file_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "vast.txt"
    with path.open("wb") as file:
        file.truncate((1 << 30) + (1 << 29))  # a hole: takes no room
    assert refused(path) == "vast.txt: 1.5 GiB is more than the limit of 1 GiB; split it"


def test_folders_are_walked_and_named_files_always_tried(tmp_path: Path) -> None:
    names = [
        "b.txt",
        "a/x.md",
        "a/deep/y.HTML",
        "a/z.tmx",
        ".hidden/h.txt",
        ".h.txt",
        "set.en",
        "n.doc",
    ]
    for name in names:
        write(tmp_path / name, "x")
    found = find([tmp_path, tmp_path / "b.txt", tmp_path / "n.doc", tmp_path / "gone"])
    assert [str(path.relative_to(tmp_path)) for path in found.files] == [
        "a/deep/y.HTML",
        "a/x.md",
        "a/z.tmx",
        "b.txt",
        "gone",
        "n.doc",
    ]
    assert found.errors == []


def test_links_to_folders_are_not_followed_and_other_things_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt", "x")
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "link.txt").symlink_to(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "dead.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "a" / "pipe.txt")
    assert [path.name for path in find([tmp_path / "a"]).files] == ["link.txt", "x.txt"]


def test_a_folder_without_files_to_read(tmp_path: Path) -> None:
    write(tmp_path / "a" / "picture.png", "x")
    (error,) = find([tmp_path / "a"]).errors
    suffixes = ".txt .md .markdown .html .htm .xhtml .docx .tmx .xlf .xliff"
    assert str(error) == f"{tmp_path}/a: holds no file to read ({suffixes})"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user may enter; the test runs as one who is not the administrator."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    administrator = os.geteuid() == 0
    yield folder
    if administrator:
        os.seteuid(0)
    for path in folder.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(folder)


def test_what_may_not_be_entered_or_read(open_folder: Path) -> None:
    good = write(open_folder / "good.txt", ENGLISH)
    shut = write(open_folder / "shut.txt", ENGLISH)
    write(open_folder / "locked" / "a.txt", ENGLISH)
    write(open_folder / "listed" / "b.txt", ENGLISH)
    shut.chmod(0)
    (open_folder / "locked").chmod(0)
    (open_folder / "listed").chmod(0o444)  # names can be seen, files not reached
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    found = find([open_folder])
    assert found.files == [good, open_folder / "listed" / "b.txt", shut]
    assert [str(error) for error in found.errors] == [f"{open_folder}/locked: permission denied"]
    assert refused(shut) == "shut.txt: permission denied"
    assert refused(open_folder / "listed" / "b.txt") == "b.txt: permission denied"
    assert refused(open_folder / "locked" / "a.txt") == "a.txt: permission denied"
    assert find([open_folder / "locked" / "a.txt"]).files == [open_folder / "locked" / "a.txt"]


def test_parallel_lines(tmp_path: Path) -> None:
    write(tmp_path / "set.en", "One\nTwo\n")
    write(tmp_path / "set.fr", "Un\nDeux\n")
    versions = list(read_lines(tmp_path / "set", symbol="E/9"))
    assert [(v.symbol, v.lang, v.text) for v in versions] == [
        ("E/9", "en", "One\nTwo"),
        ("E/9", "fr", "Un\nDeux"),
    ]


def test_the_resolution_the_project_began_with(data: Path) -> None:
    (path,) = (data / "seed").iterdir()
    (version,) = read(path)
    assert version.text.encode(version.encoding) == path.read_bytes()
    assert (version.symbol, version.lang) == ("A/RES/66/282", "zh")
    said = version.metadata
    assert (said.session, said.agenda_item, said.meeting) == (66, "118", 120)
    assert said.date == date(2012, 6, 29)
    assert (len(version.emphasis), len(version.mends)) == (29, 58)


def test_full_texts_in_six_languages(data: Path) -> None:
    read_ones = [read(path)[0] for path in find([data / "udhr", data / "cc_licences"]).files]
    assert {version.symbol for version in read_ones} == {"udhr", "by_4.0", "by-nc-sa_4.0"}
    assert len({(version.symbol, version.lang) for version in read_ones}) == 18
