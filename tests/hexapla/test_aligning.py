"""hexapla align: files in, beads, units or exchange formats out, as a person would call it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

SAMPLES = Path(__file__).resolve().parents[2] / "hexapla" / "samples"
RESOLUTION = "A-RES-79-944"  # the Russian version lacks the sixth preambular paragraph


def sample(lang: str) -> Path:
    return SAMPLES / f"{RESOLUTION}.{lang}.txt"


def test_six_versions_become_units_and_a_missing_paragraph_is_a_gap(command: Command) -> None:
    done = command("align", *(sample(lang) for lang in ("ar", "zh", "en", "fr", "ru", "es")))
    units = [json.loads(line) for line in done.stdout.splitlines()]
    gaps = [unit for unit in units if not unit["ru"]]
    assert len(gaps) == 1
    assert [len(gaps[0][lang]) for lang in ("ar", "zh", "en", "fr", "es")] == [1] * 5
    for lang in ("ar", "zh", "en", "fr", "ru", "es"):
        places = sorted(place for unit in units for place in unit[lang])
        assert places == list(range(len(places)))
    # Footnotes answer to each other by their labels: nothing is uncertain about them.
    sure = [unit["probability"] for unit in units if unit["probability"] is not None]
    assert len(sure) == len(units) - 2
    assert all(0 < probability < 1 for probability in sure)


def test_two_files_give_beads_as_scorers_read_them(command: Command, tmp_path: Path) -> None:
    german = ["Die Brücke wird 2031 gebaut.", "", "Der Hafen bleibt offen.", "Niemand wohnt dort."]
    french = ["Le pont sera construit en 2031.", "Le port reste ouvert.", "Personne n’y habite."]
    (tmp_path / "a").write_text("\n".join(german) + "\n", encoding="utf-8")
    (tmp_path / "b").write_text("\n".join(french) + "\n", encoding="utf-8")
    arguments = ("--pre-segmented", "--from", "de", "--to", "fr")
    done = command("align", tmp_path / "a", tmp_path / "b", *arguments)
    beads = [line.rsplit(":", 1)[0] for line in done.stdout.splitlines()]
    assert beads == ["[0]:[0]", "[2]:[1]", "[3]:[2]", "[1]:[]"]


def test_the_name_of_the_output_gives_the_format(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "out.tmx"
    done = command("align", sample("en"), sample("ar"), "-o", target)
    assert (done.returncode, done.stdout) == (0, "")
    text = target.read_text(encoding="utf-8")
    assert "A/RES/79/944" in text
    assert "تقرر أن تبقي المسألة قيد نظرها." in text
    again = command("index", target, "--corpus", tmp_path / "corpus")
    assert again.returncode == 0
    found = command("search", '"remain seized"', "--corpus", tmp_path / "corpus", "--json")
    assert "تقرر أن تبقي" in json.loads(found.stdout.splitlines()[0])["versions"]["ar"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([sample("en")], "two to 6 files can be aligned, not 1"),
        ([sample("en"), sample("en")], "language 'en' is given twice"),
        ([sample("en"), SAMPLES / "none.fr.txt"], "none.fr.txt: no such file"),
        ([sample("en"), sample("fr"), "--langs", "en"], "1 languages for 2 files"),
        (
            [sample("en"), sample("fr"), sample("ar"), "--format", "beads"],
            "beads are of two files, not 3",
        ),
    ],
)
def test_a_mistake_gets_one_line(command: Command, arguments: list[object], line: str) -> None:
    done = command("align", *arguments)
    assert done.returncode == 1
    assert line in done.stderr
    assert len(done.stderr.splitlines()) == 1
