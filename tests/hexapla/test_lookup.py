"""``hexapla lookup`` as a process: texts, files, standard input, bad input."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Command = Callable[..., subprocess.CompletedProcess[str]]


def objects(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_clause_in_every_language_wanted(command: Command, samples: Path) -> None:
    done = command(
        "lookup",
        "Calls upon Member States to bring safe drinking water to every school by 2035",
        *("--to", "fr,zh", "--top", 1, "--corpus", samples),
    )
    head, en, fr, zh, change, _ = done.stdout.splitlines()
    assert head == (
        "1. 92 % (100 % numbers aside), the same but for numbers  "
        "A/RES/79/944 operative 2, 2024-12-11, auto, p 1.00"
    )
    assert en.endswith("to every school by [-2030-]{+2035+};")
    assert fr.startswith("   fr  Demande aux États Membres")
    assert "d’ici à {=2030=}" in fr
    assert zh == "   zh  促请会员国在 {=2030=} 年之前为每所学校提供安全饮用水；"
    assert change.strip() == "to change: 2030 -> 2035"


def test_what_would_have_to_change_is_marked_in_every_version(
    command: Command, samples: Path
) -> None:
    text = "Forbids Member States to bring safe drinking water to every school by 2025"
    done = command("lookup", text, "--corpus", samples, "--json")
    first, *_ = objects(done.stdout)
    marked = {
        lang: [first["versions"][lang][start:end] for start, end in spans]
        for lang, spans in first["equivalents"].items()
    }
    assert (first["symbol"], first["percent"]) == ("A/RES/73/905", 92)
    assert {lang: marked[lang] for lang in ("fr", "zh", "ar")} == {
        "fr": ["instamment"],
        "zh": ["敦促"],
        "ar": ["تحث"],
    }


def test_a_file_is_looked_up_line_by_line(command: Command, samples: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Decides to remain seized of the matter\n\n决定继续处理此事\n", "utf-8")
    done = command("lookup", draft, "--corpus", samples, "--top", 1, "--json")
    first, second = objects(done.stdout)
    assert (first["query"], first["sort"], first["uses"]) == (
        "Decides to remain seized of the matter",
        "exact",
        4,
    )
    assert (second["lang"], second["percent"], second["equivalents"]) == ("zh", 100, {})
    assert first["unit"] == second["unit"]


def test_a_bad_line_does_not_stop_the_others(
    command: Command, samples: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"???\n{'long ' * 9_000}\nDecides to remain seized of the matter\n", "utf-8")
    done = command("lookup", draft, "--corpus", samples, "--top", 1, "--json")
    assert done.returncode == 1
    assert [found["percent"] for found in objects(done.stdout)] == [100]
    nothing, long = done.stderr.splitlines()
    assert nothing == "hexapla: line 1: no word to look up in '???'"
    assert long.startswith("hexapla: line 2: the text has 45,000 characters; at most 20,000")


def test_bad_input_is_one_line(command: Command, samples: Path) -> None:
    for arguments, words in (
        (("",), "no word to look up"),
        (("word " * 20_000,), "100,000 characters; at most 20,000"),
        (("water", "--from", "de"), "unknown language 'de'"),
        (("water", "--to", "tlh"), "unknown language 'tlh'"),
    ):
        done = command("lookup", *arguments, "--corpus", samples)
        assert done.returncode in {1, 2}
        assert words in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr


def test_a_corpus_without_alignment_says_so(command: Command, tmp_path: Path) -> None:
    for lang, text in (("en", "The harbour opens in spring.\n"), ("fr", "Le pont est fermé.\n")):
        (tmp_path / f"{lang}-alone.{lang}.txt").write_text(text, "utf-8")
    corpus = ("--corpus", tmp_path / "c")
    assert command("index", tmp_path, *corpus).returncode == 0
    done = command("lookup", "The harbour opens", "--from", "en", "--to", "fr", *corpus)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "has no en text aligned with fr" in line
