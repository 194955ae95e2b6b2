"""``hexapla history`` on the sample documents: every recurring clause, in all six languages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

import hexapla
from hexapla.translating import difference

Command = Callable[..., subprocess.CompletedProcess[str]]

GOLDEN = Path(__file__).parent / "golden" / "histories.txt"


def cases() -> list[tuple[str, list[str]]]:
    text = GOLDEN.read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    blocks = [block.strip().splitlines() for block in kept.split("\n\n") if block.strip()]
    return [(head, lines) for head, *lines in blocks]


def lines_of(wordings: list[hexapla.Wording]) -> Iterator[str]:
    before = ""
    for one in wordings:
        spaced = one.lang != "zh"
        text = difference(before, one.text, one.changes, spaced=spaced, onto_new=True)
        uses = ", ".join(f"{use.symbol}#{use.number}" for use in one.uses)
        part = "" if one.is_whole else "> "
        yield click.unstyle(f"{part}{one.first.date} {uses} | {text}")
        before = one.text


@pytest.mark.parametrize(("head", "expected"), cases(), ids=[head for head, _ in cases()])
def test_golden_histories(samples: Path, head: str, expected: list[str]) -> None:
    reference, lang = head.split()
    with hexapla.open(samples) as corpus:
        found = corpus.history(reference, source=lang)
    assert list(lines_of(found)) == expected


def test_what_people_and_programs_read(command: Command, samples: Path) -> None:
    formula = ("history", "remain seized of the matter", "--to", "fr", "--corpus", samples)
    assert "en  Decides to remain seized of the matter." in command(*formula).stdout
    asked = (*formula, "--min", 80)
    head, where, en, fr, _ = command(*asked).stdout.splitlines()
    assert head == "1. 2016-12-14 to 2024-12-11, 4 uses, inside longer clauses"
    assert where == "   in  A/RES/71/901 11, A/RES/73/905 12, A/RES/75/912 13, A/RES/79/944 12"
    assert en == "   en  remain seized of the matter"
    assert fr.endswith("rester saisie de la question")
    (line,) = command(*asked, "--json", "--since", 2018).stdout.splitlines()
    told = json.loads(line)
    assert [use["year"] for use in told["uses"]] == [2018, 2020, 2024]
    assert len(told["renderings"]["fr"][0]["units"]) == 3


def test_what_answers_to_new_words_is_marked(command: Command, samples: Path) -> None:
    asked = ("history", "A/RES/71/901#2", "--to", "fr,zh", "--corpus", samples)
    assert "Engage {=instamment=} les États Membres" in command(*asked).stdout
    told = [json.loads(line) for line in command(*asked, "--json").stdout.splitlines()]
    (first,), (second,) = (one["renderings"]["fr"] for one in told[:2])
    assert first["equivalents"] == []
    assert [second["text"][a:b] for a, b in second["equivalents"]] == ["instamment"]


def test_what_answers_to_a_marked_phrase(samples: Path) -> None:
    with hexapla.open(samples) as corpus:
        found = corpus.history("A/RES/71/901#2", targets=["ar", "zh"], mark="Member States")
    assert [one.text[slice(*span)] for one in found for span in one.marked] == ["Member States"] * 4
    for lang, answer in (("ar", "الدول الأعضاء"), ("zh", "会员国")):
        for one in found:
            (rendering,) = one.renderings[lang]
            ((start, end),) = rendering.equivalents
            assert rendering.text[start:end].endswith(answer)
