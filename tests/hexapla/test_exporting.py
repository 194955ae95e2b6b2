"""hexapla export: whole corpora out and back, files replaced only when whole, one-line refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest

import hexapla
from alignment.exchange.rows import Written
from hexapla.corpus import Corpus
from hexapla.exporting import EXPORT_FORMATS, ExportFormat
from indexer.errors import CorpusError
from tests.hexapla.conftest import ROOT, Command


def exported(corpus: Corpus, form: ExportFormat, **options: tuple[str, ...]) -> str:
    out = StringIO(newline="")
    corpus.export(form, out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def tmx_of_samples(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tmx") / "samples.tmx"
    with hexapla.open(samples) as corpus:
        written = corpus.export("tmx", path)
        assert written == Written(len(exported(corpus, "jsonl").splitlines()))
    return path


def test_a_corpus_made_of_its_own_tmx_exports_the_same_in_every_format(
    samples: Path, tmx_of_samples: Path, tmp_path: Path
) -> None:
    with hexapla.open(samples) as before, hexapla.open(tmp_path / "corpus") as after:
        after.add([tmx_of_samples])
        assert after.symbols() == before.symbols()
        for form in EXPORT_FORMATS:
            langs = {"langs": ("fr", "ar")} if form == "xliff" else {}
            assert exported(after, form, **langs) == exported(before, form, **langs), form


def test_xliff_comes_back_as_it_went(samples: Path, tmp_path: Path) -> None:
    langs = ("ru", "zh")
    with hexapla.open(samples) as before, hexapla.open(tmp_path / "corpus") as after:
        before.export("xliff", tmp_path / "job.xlf", langs=langs)
        after.add([tmp_path / "job.xlf"])
        for form in EXPORT_FORMATS:
            assert exported(after, form, langs=langs) == exported(before, form, langs=langs), form


def test_what_was_reviewed_stays_so(tmp_path: Path) -> None:
    units = (
        '<tu><prop type="x-status">locked</prop><prop type="x-probability">0.25</prop>'
        '<tuv xml:lang="en"><seg>One</seg></tuv></tu>'
        '<tu><prop type="x-status">reviewed</prop><tuv xml:lang="en"><seg>Two</seg></tuv></tu>'
    )
    path = tmp_path / "memory.tmx"
    path.write_text(f"<tmx><body>{units}</body></tmx>", encoding="utf-8")
    with hexapla.open(tmp_path / "corpus") as corpus:
        corpus.add([path])
        found = [json.loads(line) for line in exported(corpus, "jsonl").splitlines()]
    assert [(u["status"], u["probability"], u["versions"]["en"]) for u in found] == [
        ("locked", 0.25, "One"),
        ("reviewed", None, "Two"),
    ]


def test_documents_and_languages_are_chosen_in_their_order(samples: Path) -> None:
    asked = ("E/RES/2022/903", "a/res/71/901")
    with hexapla.open(samples) as corpus:
        text = exported(corpus, "jsonl", symbols=asked, langs=("fr", "en"))
    units = [json.loads(line) for line in text.splitlines()]
    assert list(dict.fromkeys(unit["symbol"] for unit in units)) == [asked[0], "A/RES/71/901"]
    assert {tuple(unit["versions"]) for unit in units} == {("fr", "en")}


def test_units_without_the_languages_are_passed_over(samples: Path) -> None:
    with hexapla.open(samples) as corpus:  # the Russian version lacks a preambular paragraph
        russian = exported(corpus, "jsonl", symbols=("A/RES/79/944",), langs=("ru",)).splitlines()
        whole = exported(corpus, "jsonl", symbols=("A/RES/79/944",)).splitlines()
    assert len(russian) == sum("ru" in json.loads(line)["versions"] for line in whole)
    assert len(russian) == len(whole) - 1


def test_what_cannot_be_exported_is_told(samples: Path, tmp_path: Path) -> None:
    with hexapla.open(samples) as corpus:
        with pytest.raises(CorpusError, match="no document 'A/RES/71/999' in corpus"):
            exported(corpus, "csv", symbols=("A/RES/71/999",))
        with pytest.raises(ValueError, match="XLIFF holds two languages, not 6"):
            exported(corpus, "xliff")
        with pytest.raises(ValueError, match="pairs need two languages at least, not only fr"):
            exported(corpus, "tmx-pairs", langs=("fr",))
        with pytest.raises(ValueError, match="unknown language 'de'"):
            exported(corpus, "csv", langs=("en", "de"))
        with pytest.raises(ValueError, match="a language is named twice: en, en"):
            exported(corpus, "xliff", langs=("en", "en"))
        with pytest.raises(CorpusError, match="cannot write '.*/gone/a.tmx': no such file"):
            corpus.export("tmx", tmp_path / "gone" / "a.tmx")
    with hexapla.open(tmp_path / "empty") as empty:
        empty.add([])
        with pytest.raises(CorpusError, match="holds nothing to export"):
            exported(empty, "html")


def test_a_file_is_replaced_only_by_a_whole_one(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("before")
    with hexapla.open(samples) as corpus:
        with pytest.raises(CorpusError):
            corpus.export("csv", path, symbols=("A/RES/71/901", "none"))
        assert path.read_text() == "before"
        corpus.export("csv", path, symbols=("A/RES/71/901",))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfsymbol,kind")
    assert [left.name for left in tmp_path.iterdir()] == ["a.csv"]


def test_the_command_writes_the_same_bytes_to_standard_output_and_to_a_file(
    command: Command, samples: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    where = ("A/RES/71/901", "--corpus", samples)
    to_file = command("export", *where, "-o", path)
    units = len(command("export", *where, "--format", "jsonl").stdout.splitlines())
    assert (to_file.returncode, to_file.stdout) == (0, "")
    assert to_file.stderr == f"{units} units written\n"
    assert command("export", *where, "--format", "html").stdout == path.read_text(encoding="utf-8")


def test_a_device_is_written_to_and_stays(samples: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with hexapla.open(samples) as corpus, ThreadPoolExecutor() as reader:
        read = reader.submit(pipe.read_bytes)
        corpus.export("jsonl", pipe, symbols=["A/RES/71/901"])
        assert read.result().decode() == exported(corpus, "jsonl", symbols=("A/RES/71/901",))
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told_in_one_line(samples: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hexapla", "export", "--format", "csv", "--corpus", samples],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
        )
    expected = "hexapla: cannot write standard output: no space left on device\n"
    assert (done.returncode, done.stderr) == (1, expected)


def test_the_command_refuses_in_one_line(command: Command, samples: Path) -> None:
    done = command("export", "--corpus", samples, "--format", "xliff")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "hexapla: XLIFF holds two languages, not 6 (ar, zh, en, fr, ru, es); "
        "name two, the source first\n"
    )
    done = command("export", "--corpus", samples, "-o", "a.txt")
    assert (done.returncode, "say in which --format" in done.stderr) == (2, True)
