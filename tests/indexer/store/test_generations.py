"""What is derived: published whole or not at all, brought up to date, checked."""

from __future__ import annotations

import errno
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.errors import CorpusBusyError, CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.changes import Changes
from indexer.store.column_part import ColumnPart
from indexer.store.generations import Generation, current, publish, verify
from indexer.store.vector_part import VectorPart
from indexer.store.vectors import IDS_FILE
from tests.indexer.store.small_corpus import create, put_document

PARTS = (VectorPart(), ColumnPart())


class Diary:
    """A part that writes down what it was given, and fails if it is told to."""

    name = "diary"

    def __init__(self, version: str = "1", *, fails_with: OSError | None = None) -> None:
        self.version = version
        self._fails_with = fails_with

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        if self._fails_with:
            (target / "half").write_bytes(b"half")
            raise self._fails_with
        before = previous.name if previous else "nothing"
        ids = (changes.upserted.tolist(), changes.deleted.tolist())
        (target / "diary").mkdir()
        (target / "diary" / "entry").write_text(f"{before} {changes.since} {ids}")

    def ids(self, generation: Path) -> NDArray[np.int64]:
        raise CorpusError(f"{generation.name}: a diary knows no units")


def entry(generation: Generation) -> str:
    return (generation.folder / "diary" / "entry").read_text()


def folders(catalogue: Catalogue) -> list[str]:
    return sorted(path.name for path in (catalogue.folder / "generations").iterdir())


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with create(tmp_path / "corpus") as made:
        with made.writing() as writer:
            put_document(writer, "A/1", {"en": ["Peace", "Water"]})
        yield made


def test_the_first_generation_is_of_everything(catalogue: Catalogue) -> None:
    assert current(catalogue.folder) is None
    generation = publish(catalogue, [Diary()])
    assert entry(generation) == "nothing 0 ([1, 2], [])"
    assert (generation.number, generation.revision) == (1, 1)
    assert current(catalogue.folder) == generation


def test_the_next_is_made_from_the_last_and_the_changes(catalogue: Catalogue) -> None:
    publish(catalogue, [Diary()])
    with catalogue.writing() as writer:
        writer.drop_source("A/1.en")
        put_document(writer, "A/2", {"en": ["Land"]})
    generation = publish(catalogue, [Diary()])
    assert entry(generation) == "000001 1 ([3], [1, 2])"
    assert current(catalogue.folder) == generation


def test_where_nothing_changed_nothing_is_written(catalogue: Catalogue) -> None:
    first = publish(catalogue, [Diary()])
    with catalogue.writing() as writer:
        writer.drop_source("never seen")
    assert publish(catalogue, [Diary()]) == first
    assert publish(catalogue, [Diary()], rebuild=True).number == 2


def test_another_version_of_a_part_is_made_anew(catalogue: Catalogue) -> None:
    publish(catalogue, [Diary()])
    assert entry(publish(catalogue, [Diary("2")])) == "nothing 0 ([1, 2], [])"


def test_an_older_catalogue_put_back_makes_everything_anew(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/2", {"en": ["Land"]})
    publish(catalogue, [Diary()])
    catalogue._database.run("UPDATE meta SET value = 1 WHERE key = 'revision'")
    assert entry(publish(catalogue, [Diary()])) == "nothing 0 ([1, 2, 3], [])"


def test_the_one_before_is_kept_and_what_was_left_is_swept(catalogue: Catalogue) -> None:
    for at in range(3):
        with catalogue.writing() as writer:
            put_document(writer, f"S/{at}", {"en": ["War"]})
        publish(catalogue, PARTS)
        (catalogue.folder / "generations" / "000009.tmp" / "keyword").mkdir(parents=True)
    assert folders(catalogue) == ["000002", "000003", "000009.tmp"]


def test_an_incomplete_generation_is_passed_over(catalogue: Catalogue) -> None:
    first = publish(catalogue, PARTS)
    second = publish(catalogue, PARTS, rebuild=True)
    (second.folder / IDS_FILE).write_bytes(b"")
    assert current(catalogue.folder) == first
    third = publish(catalogue, PARTS, rebuild=True)
    assert current(catalogue.folder) == third
    assert folders(catalogue) == ["000001", "000003"]


def test_a_full_disk_leaves_the_last_one_current(catalogue: Catalogue) -> None:
    first = publish(catalogue, [Diary()])
    full = Diary("2", fails_with=OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(CorpusError, match="the disk is full; make room and run the command again"):
        publish(catalogue, [full])
    assert current(catalogue.folder) == first
    assert folders(catalogue) == ["000001"]


def test_one_process_publishes(catalogue: Catalogue) -> None:
    with (
        Catalogue.open(catalogue.folder) as other,
        other.locked(),
        pytest.raises(CorpusBusyError, match="is being written"),
    ):
        publish(catalogue, PARTS)


def test_what_agrees_has_no_problems(catalogue: Catalogue) -> None:
    assert verify(catalogue, PARTS) == ["nothing is derived from the catalogue yet"]
    publish(catalogue, PARTS)
    assert verify(catalogue, PARTS) == []


def test_what_does_not_agree_is_told(catalogue: Catalogue) -> None:
    generation = publish(catalogue, PARTS)
    ids = generation.folder / IDS_FILE
    ids.write_bytes(ids.read_bytes()[:-8] + (77).to_bytes(8, "little"))
    assert verify(catalogue, PARTS) == ["vectors: 2 units, 1 missing, 1 unknown"]
    with catalogue.writing() as writer:
        put_document(writer, "A/2", {"en": ["Land"]})
    assert verify(catalogue, PARTS) == ["generation 1 is of revision 1, the catalogue of 2"]
    publish(catalogue, [Diary()])
    assert verify(catalogue, [Diary()]) == ["diary: 000002: a diary knows no units"]


PUBLISH = """
import sys
from pathlib import Path
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from tests.indexer.store.test_generations import PARTS
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    while True:
        publish(catalogue, PARTS, rebuild=True)
"""


def test_a_killed_process_leaves_a_complete_generation(catalogue: Catalogue) -> None:
    publish(catalogue, PARTS)
    moments = random.Random(11)
    for _ in range(4):
        command = [sys.executable, "-c", PUBLISH, str(catalogue.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
        assert verify(catalogue, PARTS) == []
    publish(catalogue, PARTS, rebuild=True)
    assert len(folders(catalogue)) == 2
