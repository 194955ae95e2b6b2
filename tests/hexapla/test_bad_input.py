"""Bad input: one clear line each, and the good file beside it is indexed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]

SAMPLES = Path(__file__).resolve().parents[2] / "hexapla" / "samples"

GOOD = "The harbour opens in spring.\n"

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>The harbour</seg></tuv><tuv xml:lang="fr"><seg>Le port</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>The bridge</seg></tuv><tuv xml:lang="fr"><seg>Le pont</seg></tuv></tu>
</body></tmx>
"""

BOMB = """<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>&g;</seg></tuv></tu>
</body></tmx>
"""

BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n\t\n", "is empty"),
    "binary.txt": (bytes(range(256)) * 64, "binary"),
    "latin.en.txt": ("The café is closed. ".encode() * 40 + b"\xff\xfe\xfa", "is not UTF-8"),
    "half.tmx": (TMX[: len(TMX) * 2 // 3].encode(), "half.tmx"),
    "bomb.tmx": (BOMB.encode(), "bomb.tmx"),
    "notxml.tmx": (b"hello", "notxml.tmx"),
    "german.txt": (
        "Die Brücke bleibt wegen der Bauarbeiten bis auf weiteres für den Verkehr gesperrt. "
        "Wir bitten alle Reisenden um Verständnis und wünschen eine gute Fahrt.".encode(),
        "--lang",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_line_and_the_good_one_is_indexed(
    command: Command, tmp_path: Path, name: str
) -> None:
    files, corpus = tmp_path / "files", tmp_path / "corpus"
    files.mkdir()
    content, word = BAD[name]
    (files / name).write_bytes(content)
    (files / "good.en.txt").write_text(GOOD, encoding="utf-8")
    done = command("index", files, "--corpus", corpus, "--json")
    assert done.returncode == 1
    complaint, summary = done.stderr.splitlines()
    assert complaint.startswith("hexapla: ")
    assert name in complaint
    assert word in complaint
    assert "1 indexed, 1 could not be read" in summary
    assert [Path(json.loads(line)["path"]).name for line in done.stdout.splitlines()] == [
        "good.en.txt"
    ]
    assert command("search", "harbour", "--corpus", corpus).returncode == 0


def test_a_huge_line_is_refused_quickly_and_in_little_memory(
    command: Command, tmp_path: Path
) -> None:
    with (tmp_path / "huge.en.txt").open("wb") as file:
        for _ in range(200):
            file.write(b"harbour " * (1 << 17))
    done = command("index", tmp_path / "huge.en.txt", "--corpus", tmp_path / "corpus")
    assert done.returncode == 1
    complaint, _ = done.stderr.splitlines()
    assert "huge.en.txt" in complaint
    assert "line" in complaint


def test_a_version_that_became_unreadable_stays_as_it_was(command: Command, tmp_path: Path) -> None:
    file, corpus = tmp_path / "a.en.txt", tmp_path / "corpus"
    file.write_text(GOOD, encoding="utf-8")
    command("index", file, "--corpus", corpus)
    file.write_bytes(b"")
    assert command("index", file, "--corpus", corpus).returncode == 1
    assert "harbour" in command("search", "harbour", "--corpus", corpus).stdout


def test_two_files_of_one_version_clash_and_nothing_else_suffers(
    command: Command, tmp_path: Path
) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "note.en.txt").write_text(f"{GOOD} {folder}", encoding="utf-8")
    (tmp_path / "b" / "other.en.txt").write_text("The bridge is closed.\n", encoding="utf-8")
    done = command("index", tmp_path / "a", tmp_path / "b", "--corpus", tmp_path / "corpus")
    assert done.returncode == 1
    complaint, summary = done.stderr.splitlines()
    assert "is in the corpus already, from" in complaint
    assert "2 indexed, 1 could not be read" in summary


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone without permission")
def test_what_may_not_be_read_gets_one_line(tmp_path: Path) -> None:
    files = tmp_path / "files"
    (files / "closed").mkdir(parents=True)
    (files / "closed" / "a.en.txt").write_text(GOOD, encoding="utf-8")
    (files / "secret.en.txt").write_text(GOOD, encoding="utf-8")
    (files / "good.en.txt").write_text(GOOD, encoding="utf-8")
    (files / "secret.en.txt").chmod(0)
    (files / "closed").chmod(0)
    done = _as_nobody("index", files, "--corpus", tmp_path / "corpus", open_to_all=tmp_path)
    assert done.returncode == 1
    complaints = done.stderr.splitlines()[:-1]
    assert len(complaints) == 2
    assert all("permission denied" in line for line in complaints)
    assert "1 indexed, 2 could not be read" in done.stderr


def _as_nobody(*arguments: object, open_to_all: Path) -> subprocess.CompletedProcess[str]:
    """The command without root's rights, which see through every permission."""
    for path in (open_to_all, *open_to_all.parents):
        if path.stat().st_uid == os.geteuid() and path != Path("/"):
            path.chmod(path.stat().st_mode | 0o777 if path == open_to_all else 0o755)
    program = (
        # Once with rights, because nobody may not be allowed to import what is imported late.
        "import os, sys, tempfile, hexapla, hexapla.command_line as c\n"
        "with tempfile.TemporaryDirectory() as folder, hexapla.open(folder) as corpus:\n"
        f"    corpus.add([{str(SAMPLES)!r} + '/A-RES-71-901.en.txt'])\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "c.main()"
    )
    root = str(Path(__file__).resolve().parents[2])
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=root,
        env={**os.environ, "PYTHONPATH": root, "HOME": str(open_to_all)},
        check=False,
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of six megabytes, where the test may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("cannot mount a small file system here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_is_said_in_one_line_and_loses_nothing(
    command: Command, small_disk: Path, tmp_path: Path
) -> None:
    corpus = small_disk / "corpus"
    first = tmp_path / "first.en.txt"
    first.write_text(GOOD, encoding="utf-8")
    assert command("index", first, "--corpus", corpus).returncode == 0
    many = tmp_path / "many"
    many.mkdir()
    for number in range(300):
        words = " ".join(f"w{number}x{word}" for word in range(2000))
        (many / f"n{number}.en.txt").write_text(words + "\n", encoding="utf-8")
    done = command("index", many, "--lang", "en", "--corpus", corpus)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "disk is full" in done.stderr
    assert "harbour" in command("search", "harbour", "--corpus", corpus).stdout


def test_a_corpus_of_another_encoder_is_not_mixed(command: Command, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    file = tmp_path / "a.en.txt"
    file.write_text(GOOD, encoding="utf-8")
    command("index", file, "--corpus", corpus)
    with sqlite3.connect(corpus / "catalogue.sqlite") as database:
        database.execute("UPDATE meta SET value = 768 WHERE key = 'encoder_dimension'")
        database.execute("UPDATE meta SET value = 'LaBSE' WHERE key = 'encoder_name'")
    database.close()
    encoder = SAMPLES.parents[1] / "indexer" / "data" / "encoder"
    done = command("index", file, "--corpus", corpus, "--encoder", encoder)
    assert done.returncode == 1
    assert "holds 768-d LaBSE vectors, this encoder makes 384" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_not_a_corpus_is_said_in_one_line(command: Command, tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database" * 100)
    done = command("search", "x", "--corpus", tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_an_unknown_language_is_refused_before_anything_is_read(
    command: Command, tmp_path: Path
) -> None:
    done = command("index", SAMPLES, "--lang", "zz", "--corpus", tmp_path / "c")
    assert done.returncode == 1
    assert done.stderr == "hexapla: unknown language 'zz'; known: ar, en, es, fr, ru, zh\n"
    assert not (tmp_path / "c").exists()


def test_a_second_writer_is_told_who_writes(command: Command, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    file = tmp_path / "a.en.txt"
    file.write_text(GOOD, encoding="utf-8")
    command("index", file, "--corpus", corpus)
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from indexer.store.lock import WriteLock\n"
            f"with WriteLock(Path({str(corpus)!r})).held():\n"
            "    print('held', flush=True); sys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=SAMPLES.parents[1],
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    done = command("index", file, "--corpus", corpus)
    searched = command("search", "harbour", "--corpus", corpus)
    holder.communicate("")
    assert done.returncode == 1
    assert f"is being written by process {holder.pid} (since" in done.stderr
    assert "harbour" in searched.stdout
