"""hexapla.command_line: real processes, what they print where, and how they exit."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

SAMPLES = Path(__file__).resolve().parents[2] / "hexapla" / "samples"


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_index_reports_each_file_once_it_is_stored(command: Command, tmp_path: Path) -> None:
    files = tmp_path / "files"
    shutil.copytree(SAMPLES, files)
    first = command("index", files, "--corpus", tmp_path / "c", "--json")
    assert first.returncode == 0
    reported = objects(first.stdout)
    assert {Path(one["path"]).name for one in reported} == {path.name for path in files.iterdir()}
    assert {one["state"] for one in reported} == {"indexed"}
    languages = {lang for one in reported for lang in one["languages"]}
    assert languages == {"ar", "en", "es", "fr", "ru", "zh"}
    assert "54 indexed" in first.stderr

    again = command("index", files, "--corpus", tmp_path / "c", "--json")
    assert again.stdout == ""
    assert "54 unchanged" in again.stderr


def test_a_changed_file_replaces_its_version_and_a_vanished_one_goes_with_prune(
    command: Command, tmp_path: Path
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "a.en.txt").write_text("The harbour opens in spring.\n", encoding="utf-8")
    (files / "b.en.txt").write_text("The bridge is closed today.\n", encoding="utf-8")
    corpus = ("--corpus", tmp_path / "c")
    command("index", files, *corpus)

    (files / "a.en.txt").write_text("The harbour opens in autumn.\n", encoding="utf-8")
    (files / "b.en.txt").unlink()
    assert "1 indexed" in command("index", files, *corpus).stderr
    assert objects(command("search", "spring", "--mode", "keyword", "--json", *corpus).stdout) == []
    found = objects(command("search", "autumn", "--mode", "keyword", "--json", *corpus).stdout)
    assert [hit["versions"]["en"] for hit in found] == ["The harbour opens in autumn."]
    assert "bridge" in command("search", "bridge", "--mode", "keyword", *corpus).stdout

    assert "1 removed" in command("index", files, "--prune", *corpus).stderr
    assert command("search", "bridge", "--mode", "keyword", *corpus).stdout == ""
    assert command("check", *corpus).returncode == 0


def test_a_hit_as_json_has_the_shared_names(command: Command, samples: Path) -> None:
    done = command("search", '"remain seized"', "--top", 1, "--json", "--corpus", samples)
    (hit,) = objects(done.stdout)
    assert list(hit) == [
        "unit",
        "score",
        "symbol",
        "collection",
        "kind",
        "number",
        "year",
        "versions",
        "highlights",
        "status",
        "probability",
    ]
    assert hit["kind"] == "operative"
    text = hit["versions"]["en"]
    assert [text[start:end].lower() for start, end in hit["highlights"]["en"]] in (
        ["remain seized"],
        ["remain", "seized"],
    )


@pytest.mark.parametrize("query", ["A/RES/71/901", "71/901"])
def test_a_symbol_finds_where_it_is_cited_in_all_languages(
    command: Command, samples: Path, query: str
) -> None:
    done = command("search", query, "--mode", "keyword", "--top", 20, "--json", "--corpus", samples)
    cited = [hit for hit in objects(done.stdout) if hit["symbol"] == "A/RES/73/905"]
    assert cited
    for hit in cited:
        for lang in ("ar", "zh", "en", "fr", "ru", "es"):
            assert "71/901" in hit["versions"][lang]
            assert hit["highlights"][lang]


def test_show_gives_one_paragraph_in_six_languages(command: Command, samples: Path) -> None:
    done = command("show", "A/RES/71/901", "--para", 11, "--json", "--corpus", samples)
    clauses = objects(done.stdout)
    assert {clause["lang"]: clause["kind"] for clause in clauses} == dict.fromkeys(
        ("ar", "zh", "en", "fr", "ru", "es"), "operative"
    )
    (english,) = [clause for clause in clauses if clause["lang"] == "en"]
    raw = (SAMPLES / "A-RES-71-901.en.txt").read_text(encoding="utf-8")
    assert raw[english["start"] : english["end"]].startswith("11.")
    assert english["text"] == "Decides to remain seized of the matter."


def test_show_with_lettered_paragraphs_brings_what_belongs_to_a_number(
    command: Command, samples: Path
) -> None:
    done = command(
        "show", "A/RES/71/901", "--para", 4, "--lang", "es", "--json", "--corpus", samples
    )
    assert [(c["kind"], c["number"]) for c in objects(done.stdout)] == [
        ("operative", "4"),
        ("subparagraph", "a)"),
        ("subparagraph", "b)"),
        ("subparagraph", "c)"),
    ]


def test_output_is_plain_when_piped_and_coloured_on_a_terminal(
    command: Command, samples: Path
) -> None:
    arguments = ("search", "water", "--top", "1", "--corpus", str(samples))
    assert "\x1b[" not in command(*arguments).stdout
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "hexapla", *arguments], stdout=theirs, stderr=subprocess.DEVNULL
    ) as process:
        os.close(theirs)
        seen = b""
        while part := _read(ours):
            seen += part
    os.close(ours)
    assert process.returncode == 0
    assert b"\x1b[" in seen


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says so when the other end of a terminal is closed
        return b""


def test_pages_follow_each_other(command: Command, samples: Path) -> None:
    def units(*more: object) -> list[int]:
        done = command("search", "water schools", "--json", *more, "--corpus", samples)
        return [hit["unit"] for hit in objects(done.stdout)]

    assert units("--top", 5) + units("--top", 5, "--page", 2) == units("--top", 10)


def test_facets_and_explanations_are_printed(command: Command, samples: Path) -> None:
    done = command("search", "water", "--facets", "--explain", "--top", 1, "--corpus", samples)
    assert "keyword: rank" in done.stdout
    assert "\nyear: " in done.stdout


@pytest.mark.parametrize(
    "arguments", ["show A/78/9041", "search water --top 200 --json", "export --format jsonl"]
)
def test_a_reader_that_goes_away_is_no_error(samples: Path, arguments: str) -> None:
    ours = f"{sys.executable} -m hexapla {arguments} --corpus '{samples}'"
    line = f"{ours} | head -n 1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.stdout == "0\n"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["index", "search", "show", "check"])
def test_help_teaches_by_example(command: Command, name: str) -> None:
    done = command(name, "--help")
    assert done.returncode == 0
    assert "--corpus DIR" in done.stdout
    if name != "check":
        assert f"hexapla {name} " in done.stdout.partition("Usage:")[2].partition("\n")[2]


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["index"], 2, "Error: nothing to index: give files, folders or --lines PREFIX"),
        (["search", "x", "--mode", "magic"], 2, "is not one of 'hybrid', 'keyword', 'semantic'"),
        (
            ["search", "x", "--lang", "zz"],
            1,
            "unknown language 'zz'; known: ar, en, es, fr, ru, zh",
        ),
        (["search", "peace AND"], 1, "hexapla: AND at character 7 has nothing after it"),
        (["show", "A/RES/71/902"], 1, "no document 'A/RES/71/902'"),
        (["show", "A/RES/71/901", "--para", "99"], 1, "A/RES/71/901 has no paragraph 99"),
    ],
)
def test_a_mistake_gets_one_line(
    command: Command, samples: Path, arguments: list[str], code: int, line: str
) -> None:
    done = command(*arguments, "--corpus", samples)
    assert done.returncode == code
    assert done.stdout == ""
    assert line in done.stderr
    assert "Traceback" not in done.stderr
    assert code == 2 or len(done.stderr.splitlines()) == 1


def test_no_corpus_is_said_in_one_line(command: Command, tmp_path: Path) -> None:
    done = command("search", "water", "--corpus", tmp_path / "none")
    assert done.returncode == 1
    assert done.stderr.startswith(f"hexapla: no corpus in '{tmp_path / 'none'}'; make one with")
    assert not (tmp_path / "none").exists()
