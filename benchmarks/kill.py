"""kill -9 at random moments: nothing that was reported as done may be lost.

    python -m benchmarks.kill [ROUNDS] [SEED]

Each round indexes files in a process of its own (every third round: repairs), kills it with SIGKILL
at a seeded random moment, opens the corpus, and compares: every file that the process reported is
there with all its clauses, and found by a search for its own words. After the last round the index
is run to its end and compared with a corpus made without any kill.
"""

from __future__ import annotations

import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from itertools import count
from pathlib import Path

import hexapla
from benchmarks.record import data_folder, keep, run
from benchmarks.record import hexapla as command

HAN = re.compile("[\u4e00-\u9fff]+")


def write_files(folder: Path, *, documents: int = 100) -> None:
    """One text file a document and language, made from the development set's documents."""
    lines = (data_folder() / "unv1_dev" / "docs.jsonl").read_text(encoding="utf-8").split("\n")
    for number, line in enumerate(lines[:documents]):
        record = json.loads(line)
        for lang in ("ar", "zh", "en", "fr", "ru", "es"):
            text = "\n\n".join(record[lang]) + "\n"
            (folder / f"d{number:04}.{lang}.txt").write_text(text, encoding="utf-8")


def killed_after(seconds: float, arguments: list[str]) -> tuple[list[str], bool]:
    """Run a command, kill it after some seconds; the lines it had printed, and if it was killed."""
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(seconds, process.send_signal, [signal.SIGKILL])
    timer.start()
    assert process.stdout is not None
    printed = process.stdout.read().split("\n")
    timer.cancel()
    complete = [line for line in printed[:-1] if line]
    return complete, process.wait() == -signal.SIGKILL


def lost(corpus_folder: Path, reported: set[str]) -> list[str]:
    """What was reported and is not there, or cannot be found by its own words."""
    if not reported:
        return []
    with hexapla.open(corpus_folder) as corpus:
        there = corpus.sources()
        missing = sorted(reported - set(there))
        for path in sorted(reported & set(there))[::7]:
            lang = Path(path).suffixes[0][1:]
            words = some_words(Path(path), lang)
            hits = corpus.search(f'"{words}"', mode="keyword", langs=[lang], top=1000).hits
            if Path(path).name.partition(".")[0] not in {hit.symbol for hit in hits}:
                missing.append(f"{path}: not found by {words!r}")
        missing += corpus.check()
    return missing


def some_words(path: Path, lang: str) -> str:
    """A few words in a row of a file's longest line, past the number it may begin with."""
    line = max(path.read_text(encoding="utf-8").split("\n"), key=len).replace('"', " ")
    if lang == "zh":
        return max(HAN.findall(line), key=len, default="")[:8]
    return " ".join(line.split()[2:7])


def contents(corpus_folder: Path) -> list[tuple[object, ...]]:
    """Every clause of a corpus, without the ids that depend on the history."""
    with hexapla.open(corpus_folder) as corpus:
        return sorted(
            (clause.symbol, clause.lang, clause.start, clause.end, clause.kind, clause.text)
            for symbol in corpus.symbols()
            for clause in corpus.show(symbol)
        )


def main(rounds: int = 30, seed: int = 1) -> None:
    """Go on until it was killed ``rounds`` times; exits with 1 if what was reported is lost."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as temporary:
        files, corpus, whole = (Path(temporary) / name for name in ("files", "corpus", "whole"))
        files.mkdir()
        write_files(files)
        start = time.perf_counter()
        run(command("index", files, "--corpus", whole, "--json"))
        seconds = time.perf_counter() - start
        reported: set[str] = set()
        losses: list[str] = []
        kills = 0
        for number in count():
            if kills == rounds:
                break
            if number % 3 == 2:
                arguments = command("check", "--repair", "--corpus", corpus)
                _, killed = killed_after(chance.uniform(0.2, 1.5), arguments)
            else:
                changed = chance.sample(sorted(files.iterdir()), 60)
                for path in changed:
                    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
                arguments = command("index", files, "--corpus", corpus, "--json")
                printed, killed = killed_after(chance.uniform(0.3, 0.8 * seconds), arguments)
                reported |= {json.loads(line)["path"] for line in printed}
            kills += killed
            losses += lost(corpus, reported)
        run(command("index", files, "--corpus", corpus, "--json"))
        run(command("index", files, "--corpus", whole, "--json"))
        same = contents(corpus) == contents(whole)
    keep(
        "kill",
        {"killed": kills, "seed": seed, "reported": len(reported)}
        | {"lost": losses, "same_as_never_killed": same},
    )
    sys.exit(0 if same and not losses else 1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
