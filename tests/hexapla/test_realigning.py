"""Documents of a corpus aligned anew, and versions that are replaced, in real corpora."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import hexapla
from alignment.keeping import FIRM
from indexer.document import Status, Unit
from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "hexapla" / "samples"
SYMBOL = "A/RES/79/944"
KEY = DocumentKey(SYMBOL, "")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The six versions of a sample resolution, to be changed at will."""
    folder = tmp_path / "files"
    folder.mkdir()
    for path in SAMPLES.glob("A-RES-79-944.*"):
        shutil.copy(path, folder)
    return folder


def units(corpus: Path) -> list[Unit]:
    with Catalogue.open(corpus) as catalogue, catalogue.writing() as writer:
        return writer.units(KEY)


def put(corpus: Path, new: list[Unit]) -> None:
    with Catalogue.open(corpus) as catalogue, catalogue.writing() as writer:
        writer.put_units(KEY, new)


def indexed(files: Path, corpus: Path) -> list[Unit]:
    with hexapla.open(corpus) as opened:
        opened.add([files])
    return units(corpus)


def locked(corpus: Path, status: Status = "locked") -> tuple[list[Unit], Unit]:
    """A person pairs two neighbouring paragraphs wrongly in English and French, and locks it."""
    found = units(corpus)
    whole = [unit for unit in found if len(unit.members) == 6 and unit.probability is not None]
    one, other = whole[5], whole[6]
    mixed = Unit({**one.members, "fr": other.members["fr"]}, status, 1.0)
    rest = Unit({**other.members, "fr": one.members["fr"]}, probability=0.5)
    new = [mixed if u == one else rest if u == other else u for u in found]
    put(corpus, new)
    return new, mixed


def test_aligning_anew_gives_the_same(files: Path, tmp_path: Path) -> None:
    before = indexed(files, tmp_path / "corpus")
    with hexapla.open(tmp_path / "corpus") as corpus:
        (done,) = corpus.align()
    assert (done.symbol, done.units, done.changed, done.kept) == (SYMBOL, len(before), 0, 0)
    assert units(tmp_path / "corpus") == before


def test_what_is_not_reviewed_is_put_right_again(files: Path, tmp_path: Path) -> None:
    before = indexed(files, tmp_path / "corpus")
    locked(tmp_path / "corpus", "auto")
    with hexapla.open(tmp_path / "corpus") as corpus:
        (done,) = corpus.align([SYMBOL])
    assert done.changed == 2
    assert units(tmp_path / "corpus") == before


@pytest.mark.parametrize("status", ["locked", "reviewed"])
def test_what_a_person_has_said_stays(files: Path, tmp_path: Path, status: Status) -> None:
    before = indexed(files, tmp_path / "corpus")
    _, mixed = locked(tmp_path / "corpus", status)
    with hexapla.open(tmp_path / "corpus") as corpus:
        (done,) = corpus.align([SYMBOL])
    after = units(tmp_path / "corpus")
    assert done.kept == 1
    assert [unit for unit in after if unit.status in FIRM] == [mixed]
    # All but the two that the person mixed come out as they were.
    same = [unit.members for unit in before if unit.members in [u.members for u in after]]
    assert len(same) == len(before) - 2
    for lang in before[0].members:
        places = sorted(at for unit in after for at in unit.members.get(lang, ()))
        assert places == list(range(len(places)))


def test_two_versions_are_aligned_around_what_is_locked(files: Path, tmp_path: Path) -> None:
    for lang in ("ar", "zh", "ru", "es"):
        (files / f"A-RES-79-944.{lang}.txt").unlink()
    before = indexed(files, tmp_path / "corpus")
    chosen = next(unit for unit in before if unit.members == {"en": (6,), "fr": (6,)})
    wrong = [Unit({"en": (6,)}, "locked", 1.0), Unit({"fr": (6,)}, "locked", 1.0)]
    at = before.index(chosen)
    put(tmp_path / "corpus", [*before[:at], *wrong, *before[at + 1 :]])
    with hexapla.open(tmp_path / "corpus") as corpus:
        corpus.align([SYMBOL])
    after = units(tmp_path / "corpus")
    assert [unit for unit in after if unit.status == "locked"] == wrong
    rest = [unit.members for unit in after if unit.status != "locked"]
    assert rest == [unit.members for unit in before if unit != chosen]


def test_a_corrected_version_changes_its_column_where_it_differs(
    files: Path, tmp_path: Path
) -> None:
    before = indexed(files, tmp_path / "corpus")
    new, mixed = locked(tmp_path / "corpus")
    french = files / "A-RES-79-944.fr.txt"
    text = french.read_text(encoding="utf-8")
    paragraphs = text.split("\n\n")
    longest = max(range(len(paragraphs)), key=lambda at: len(paragraphs[at]))
    paragraphs[longest] = paragraphs[longest].replace(" de ", " du ", 1)
    french.write_text("\n\n".join(paragraphs), encoding="utf-8")
    after = indexed(files, tmp_path / "corpus")
    assert [unit for unit in after if unit.status == "locked"] == [mixed]
    assert [unit.members for unit in after] == [unit.members for unit in new]
    assert sum(unit not in new for unit in after) <= 1
    assert len(after) == len(before)


def test_removing_a_version_takes_its_column_only(files: Path, tmp_path: Path) -> None:
    before = indexed(files, tmp_path / "corpus")
    (files / "A-RES-79-944.zh.txt").unlink()
    with hexapla.open(tmp_path / "corpus") as corpus:
        corpus.add([files], prune=True)
    after = units(tmp_path / "corpus")
    without = [{k: v for k, v in unit.members.items() if k != "zh"} for unit in before]
    assert [unit.members for unit in after] == [members for members in without if members]
    assert [unit.probability for unit in after] == [
        unit.probability for unit in before if set(unit.members) != {"zh"}
    ]


def test_a_document_that_is_not_there(files: Path, tmp_path: Path) -> None:
    indexed(files, tmp_path / "corpus")
    with hexapla.open(tmp_path / "corpus") as corpus, pytest.raises(CorpusError, match="A/1/2"):
        corpus.align(["A/1/2"])


def test_a_corpus_that_is_not_there(tmp_path: Path) -> None:
    with hexapla.open(tmp_path / "none") as corpus, pytest.raises(CorpusError, match="no corpus"):
        corpus.align()
    assert not (tmp_path / "none").exists()


def test_killed_at_any_moment_a_document_is_as_it_was_or_aligned(tmp_path: Path) -> None:
    """Kill -9 while all samples are aligned anew, after all of their units had been taken apart."""
    corpus = tmp_path / "corpus"
    with hexapla.open(corpus) as opened:
        opened.add([SAMPLES])
    with Catalogue.open(corpus) as catalogue, catalogue.writing() as writer:
        right = {key: writer.units(key) for key in catalogue.documents()}
        apart = {
            key: [
                Unit({lang: (at,)}) for u in found for lang, ats in u.members.items() for at in ats
            ]
            for key, found in right.items()
        }
        for key, single in apart.items():
            writer.put_units(key, single)
    command = [sys.executable, "-m", "hexapla", "align", "--corpus", str(corpus)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = [process.stdout.readline().split()[0]]
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
    reported += [line.split()[0] for line in rest if "units" in line]
    assert process.returncode == -signal.SIGKILL
    with Catalogue.open(corpus) as catalogue, catalogue.writing() as writer:
        now = {key: writer.units(key) for key in catalogue.documents()}
    assert all(now[key] == right[key] for key in right if key.symbol in reported)
    assert all(now[key] in (right[key], apart[key]) for key in right)
    with hexapla.open(corpus) as opened:
        opened.align()
        assert opened.check() == []
    with Catalogue.open(corpus) as catalogue, catalogue.writing() as writer:
        assert {key: writer.units(key) for key in catalogue.documents()} == right
