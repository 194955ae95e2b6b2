"""``hexapla concordance`` on the sample documents, as people and programs read it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]


def test_lines_collocates_and_terms(command: Command, samples: Path) -> None:
    asked = ("concordance", "lead pipes", "--show", "fr", "--corpus", samples)
    done = command(*asked)
    lines = done.stdout.splitlines()
    assert "{=lead pipes=}" in lines[0]
    assert "{=" in lines[1]
    assert "in fr" in lines
    assert done.stderr.splitlines()[-1].endswith(" units")


def test_json_is_an_object_a_line_and_the_figures_last(command: Command, samples: Path) -> None:
    done = command(
        "concordance",
        "remain seized of the matter",
        *("--show", "zh"),
        "--json",
        "--corpus",
        samples,
        "--lang",
        "en",
    )
    *lines, figures = map(json.loads, done.stdout.splitlines())
    assert [line["symbol"] for line in lines] == [
        "A/RES/71/901",
        "A/RES/73/905",
        "A/RES/75/912",
        "A/RES/79/944",
    ]
    assert {line["keyword"] for line in lines} == {"remain seized of the matter"}
    assert figures["units"] == 4
    assert figures["terms"]["zh"] == [{"text": "继续处理此事", "count": 4, "share": 1.0}]
