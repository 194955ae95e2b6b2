"""``hexapla search --collapse`` and ``--fusion``, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.hexapla.conftest import Command


@pytest.fixture
def corpus(command: Command, tmp_path: Path) -> Path:
    """Three documents that end alike, one of them twice."""
    files = tmp_path / "files"
    files.mkdir()
    for number, lines in {
        1: ["Asks for a bridge.", "Decides to wait."],
        2: ["Asks for a road.", "DECIDES to wait;"],
        3: ["Decides to wait.", "Thanks the town.", "Decides to wait."],
    }.items():
        text = "".join(f"{line}\n\n" for line in lines)
        (files / f"A-RES-70-{number}.en.txt").write_text(text, encoding="utf-8")
    folder = tmp_path / "corpus"
    command("index", files, "--corpus", folder)
    return folder


def test_each_wording_once_with_the_documents_of_the_others(command: Command, corpus: Path) -> None:
    done = command(
        "search", "decides to wait", "--mode", "keyword", "--collapse", "--corpus", corpus
    )
    assert "the same words 3 times more: A/RES/70/2, A/RES/70/3 (2)" in done.stdout
    assert done.stderr.strip() == "1-1 of 1 wordings in 4 units"


def test_as_json(command: Command, corpus: Path) -> None:
    arguments = ("search", "decides to wait", "--mode", "keyword", "--json", "--corpus", corpus)
    (hit,) = map(json.loads, command(*arguments, "--collapse").stdout.splitlines())
    assert hit["count"] == 4
    symbols = [other["symbol"] for other in hit["others"]]
    assert symbols == ["A/RES/70/2", "A/RES/70/3", "A/RES/70/3"]
    every = [json.loads(line) for line in command(*arguments).stdout.splitlines()]
    assert len(every) == 4
    assert all("count" not in one for one in every)


def test_fusion_by_ranks_says_so_in_its_weights(command: Command, corpus: Path) -> None:
    arguments = ("search", "bridge", "--top", 1, "--json", "--explain", "--corpus", corpus)
    (hit,) = map(json.loads, command(*arguments, "--fusion", "rrf").stdout.splitlines())
    weights = {reason["weight"] for reason in hit["explain"].values()}
    assert len(weights) == 1
    assert hit["explain"]["keyword"]["rank"] == 1
