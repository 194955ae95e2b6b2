"""``hexapla lookup --batch``: four kinds of draft, one report; the memory is read back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import hexapla
from indexer.readers.read import read
from tests.indexer.readers.docx_file import paragraph, write

Command = Callable[..., subprocess.CompletedProcess[str]]

CLAUSES = (
    "Calls upon Member States to bring safe drinking water to every school by 2035;",
    "Decides to remain seized of the matter.",
    "Nobody has ever written anything like this before in any of these documents.",
)


def text_file(folder: Path) -> Path:
    path = folder / "draft.en.txt"
    path.write_text("".join(f"{clause}\n\n" for clause in CLAUSES), "utf-8")
    return path


def docx_file(folder: Path) -> Path:
    return write(folder / "draft.docx", "".join(map(paragraph, CLAUSES)))


def tmx_file(folder: Path) -> Path:
    units = "".join(f'<tu><tuv xml:lang="en"><seg>{clause}</seg></tuv></tu>' for clause in CLAUSES)
    path = folder / "draft.tmx"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><tmx version="1.4">'
        f'<header srclang="en" datatype="plaintext"/><body>{units}</body></tmx>',
        "utf-8",
    )
    return path


def xliff_file(folder: Path) -> Path:
    units = "".join(
        f'<trans-unit id="{at}"><source>{clause}</source></trans-unit>'
        for at, clause in enumerate(CLAUSES)
    )
    path = folder / "draft.xlf"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="draft" source-language="en" target-language="fr" datatype="plaintext">'
        f"<body>{units}</body></file></xliff>",
        "utf-8",
    )
    return path


@pytest.mark.parametrize("made", [text_file, docx_file, tmx_file, xliff_file])
def test_every_kind_of_draft(samples: Path, tmp_path: Path, made: Callable[[Path], Path]) -> None:
    with hexapla.open(samples) as corpus:
        found = corpus.pretranslate(made(tmp_path), source="en", targets=["fr"])
    assert [(one.band, one.masked_band) for one in found.drafts] == [
        ("85-94", "100"),
        ("100", "100"),
        ("new", "new"),
    ]
    assert [one.words for one in found.drafts] == [14, 7, 13]


def test_the_report_and_the_memory(command: Command, samples: Path, tmp_path: Path) -> None:
    memory = tmp_path / "draft.tmx"
    done = command(
        *("lookup", "--batch", text_file(tmp_path), "--to", "fr,ar", "-o", memory),
        *("--corpus", samples),
    )
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["100", "1", "7", "21%", "2", "21", "62%"] in rows
    assert ["85-94", "1", "14", "41%", "0", "0", "0%"] in rows
    assert ["new", "1", "13", "38%", "1", "13", "38%"] in rows
    versions = {version.lang: version for version in read(memory)}
    assert set(versions) == {"en", "fr", "ar"}
    texts = [versions["en"].text[one.start : one.end] for one in versions["en"].segments or ()]
    assert texts[1] == "Decides to remain seized of the matter."
    stated = memory.read_text("utf-8")
    assert '<prop type="x-match">92</prop>' in stated
    assert f'<prop type="x-draft">{CLAUSES[0]}</prop>' in stated


def test_json_is_an_object_a_clause_and_the_report_last(
    command: Command, samples: Path, tmp_path: Path
) -> None:
    done = command("lookup", "--batch", text_file(tmp_path), "--json", "--corpus", samples)
    *clauses, report = map(json.loads, done.stdout.splitlines())
    assert [one["percent"] for one in clauses] == [92, 100, None]
    assert clauses[1]["versions"]["zh"] == "决定继续处理此事。"
    assert sum(band["clauses"] for band in report["report"]) == 3


def test_bad_drafts_get_one_line(command: Command, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "two.tmx").write_text(
        '<?xml version="1.0"?><tmx version="1.4"><header srclang="en" datatype="plaintext"/><body>'
        '<tu><tuv xml:lang="en"><seg>A</seg></tuv><tuv xml:lang="fr"><seg>B</seg></tuv></tu>'
        "</body></tmx>",
        "utf-8",
    )
    (tmp_path / "empty.txt").write_text("", "utf-8")
    for name, words in (
        ("absent.docx", "no such file"),
        ("two.tmx", "say with --from which is to be translated"),
        ("empty.txt", "is empty"),
    ):
        done = command("lookup", "--batch", tmp_path / name, "--corpus", samples)
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert name in line
        assert words in line
