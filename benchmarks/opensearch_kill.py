"""Nodes that crash while a corpus is indexed and searched: nothing may be lost, no answer wrong.

    python -m benchmarks.opensearch_kill [ROUNDS] [SEED]

On three nodes that are started for it (three shards, one replica) each round writes a corpus and,
all the while, searches it; at a seeded random moment one node, the cluster manager, or all nodes
are killed (SIGKILL), and brought back after a few seconds. Odd rounds make the index anew beside
the one that is searched, even rounds index files that changed. Nobody helps: the command must end
by itself with everything in step, every answer meanwhile must be the right one or say that there is
none, and searches must come back by themselves. A fourth kind kills the command instead, and runs
it again. ROUNDS of each kind.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.opensearch_server import Server, server
from benchmarks.record import data_folder, hexapla, keep
from hexapla.corpus import open_corpus
from indexer.errors import KeywordUnavailableError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from search.keyword import KeywordEngine
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import problems
from search.opensearch.names import corpus_id
from search.opensearch.settings import URL, settings_from
from search.parser import parse
from search.plan import Step
from search.planner import plan
from search.snapshot import Snapshot

KINDS = ("node", "cluster manager", "all nodes", "command")
SETS = 8  # of parallel lines, each a source of its own
CHANGED = 3  # of them in an even round
QUERIES = (
    "peace security",
    '"General Assembly"',
    "大会",
    "droits NEAR/5 homme",
    "terroris*",
    "год",
)
TOP = 200
PATIENCE = 300  # seconds for a command, and for searches to come back

Found = tuple[list[int], int]  # ids of all that hold, how many of them are in a ranking


@dataclass
class Round:
    """What one round showed.

    longest_silence: seconds between two answers, from the kill on. seconds_to_end: of the command.
    """

    kind: str
    writes: str
    answers: int = 0
    unavailable: int = 0
    wrong: list[str] = field(default_factory=list)
    longest_silence: float | None = None
    seconds_to_end: float | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        back = self.longest_silence is not None and self.seconds_to_end is not None
        return back and not self.wrong and not self.problems


class Searching:
    """Searches without pause, in a thread of its own, and keeps what was wrong with them."""

    def __init__(self, folder: Path, report: Round, *, expected: bool) -> None:
        self._report = report
        self._last: float | None = None  # when there was an answer, from the kill on
        self._stop = threading.Event()
        self._steps = {text: plan(parse(text)) for text in QUERIES}
        right = Snapshot.open(folder).keyword
        self._right = {text: _found(right, step) for text, step in self._steps.items()}
        self._compares = expected
        self._engine = _engine(folder)
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def killed(self) -> None:
        self._last = time.monotonic()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._engine.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            for text, step in self._steps.items():
                self._search(text, step)

    def _search(self, text: str, step: Step) -> None:
        try:
            found = _found(self._engine, step)
        except KeywordUnavailableError:
            self._report.unavailable += 1
            time.sleep(0.1)
            return
        self._report.answers += 1
        if self._compares and found != self._right[text]:
            self._report.wrong.append(text)
        if self._last:
            now = time.monotonic()
            silence = max(self._report.longest_silence or 0.0, now - self._last)
            self._report.longest_silence, self._last = round(silence, 1), now


def _found(engine: KeywordEngine, step: Step) -> Found:
    return engine.matching(step).tolist(), engine.search(step, TOP).scores.size


def _engine(folder: Path) -> OpenSearchEngine:
    settings = settings_from(os.environ)
    assert settings is not None
    return OpenSearchEngine(Cluster(settings), corpus_id(folder), revision=0)


def targets(kind: str, running: Server, chance: random.Random) -> tuple[int, ...]:
    """Numbers of the nodes to kill."""
    if kind == "all nodes":
        return running.nodes
    settings = settings_from(os.environ)
    assert settings is not None
    cluster = Cluster(settings)
    answer = cluster.ask(
        "GET", "/_cluster/state/nodes,cluster_manager_node", limit=cluster.index_limit()
    )
    cluster.close()
    manager = int(answer["nodes"][answer["cluster_manager_node"]]["name"].removeprefix("n"))
    others = [node for node in running.nodes if node != manager]
    return (manager,) if kind == "cluster manager" else (chance.choice(others),)


@contextmanager
def corpus_of(running: Server) -> Iterator[tuple[Path, Path]]:
    """Files, and a corpus made of them that is on the cluster."""
    os.environ[URL] = ",".join(running.urls)
    os.environ[f"{URL}_SHARDS"] = "3"
    with tempfile.TemporaryDirectory() as temporary:
        files, folder = Path(temporary) / "files", Path(temporary) / "corpus"
        files.mkdir()
        with open_corpus(folder) as corpus:
            for prefix in write_sets(files):
                corpus.add_lines(prefix)
        yield files, folder


def write_sets(folder: Path) -> list[Path]:
    """The development set in ``SETS`` sets of parallel lines."""
    whole = data_folder() / "unv1_dev" / "UNv1.0.devset"
    for lang in LANGUAGES:
        lines = Path(f"{whole}.{lang}").read_text(encoding="utf-8").split("\n")[:-1]
        size = len(lines) // SETS
        for number in range(SETS):
            text = "\n".join(lines[number * size : (number + 1) * size]) + "\n"
            (folder / f"set{number:02}.{lang}").write_text(text, encoding="utf-8")
    return [folder / f"set{number:02}" for number in range(SETS)]


def one_round(kind: str, number: int, running: Server, place: tuple[Path, Path]) -> Round:
    """Write, search, kill, bring back, compare."""
    files, folder = place
    chance = random.Random(f"{kind} {number}")
    rebuilds = number % 2 == 1
    report = Round(kind, "anew" if rebuilds else "changes")
    if rebuilds:
        arguments = hexapla("check", "--repair", "--corpus", folder)
    else:
        arguments = hexapla("index", "--corpus", folder)
        for prefix in chance.sample([files / f"set{number:02}" for number in range(SETS)], CHANGED):
            _change(Path(f"{prefix}.en"), number)
            arguments += ["--lines", str(prefix)]
    searching = Searching(folder, report, expected=rebuilds)
    searching.start()
    command = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
    _wait_for_writing(folder)
    time.sleep(chance.uniform(0.0, 3.0))
    searching.killed()
    start = time.monotonic()
    if kind == "command":
        command.send_signal(signal.SIGKILL)
        command.wait()
        command = subprocess.Popen(hexapla("index", "--corpus", folder, "--opensearch", _urls()))
    else:
        nodes = targets(kind, running, chance)
        running.kill(*nodes)
        time.sleep(chance.uniform(0.0, 4.0))
        running.resume(*nodes)
    if command.wait(timeout=PATIENCE):
        report.problems.append(f"the command ended with {command.returncode}")
    report.seconds_to_end = round(time.monotonic() - start, 1)
    report.problems += _differences(folder)
    searching.stop()
    return report


def _change(path: Path, number: int) -> None:
    """Other words in every second line."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    changed = [
        f"{line} (round {number})" if at % 2 else line for at, line in enumerate(lines, number)
    ]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")


def _urls() -> str:
    return os.environ[URL]


def _wait_for_writing(folder: Path) -> None:
    """Until the command has begun to write to the cluster."""
    settings = settings_from(os.environ)
    assert settings is not None
    cluster = Cluster(settings)
    path = f"/hexapla-{corpus_id(folder)}-*/_mapping"
    for _ in range(600):
        answer = cluster.ask("GET", path, limit=cluster.index_limit())
        meta = [one["mappings"]["_meta"]["hexapla"] for one in answer.values()]
        if any(one["towards"] is not None for one in meta):
            break
        time.sleep(0.1)
    cluster.close()


def _differences(folder: Path) -> list[str]:
    """What the cluster and SQLite do not agree in, and answers that are not tantivy's."""
    settings = settings_from(os.environ)
    assert settings is not None
    cluster = Cluster(settings)
    with Catalogue.open(folder, read_only=True) as catalogue:
        found = problems(cluster, corpus_id(folder) or "", catalogue)
    engine, right = _engine(folder), Snapshot.open(folder).keyword
    for text in QUERIES:
        step = plan(parse(text))
        if _patiently(engine, step) != right.matching(step).tolist():
            found.append(f"{text}: other units")
    engine.close()
    cluster.close()
    return found


def _patiently(engine: KeywordEngine, step: Step) -> list[int] | None:
    """What holds, as soon as it is told; None if it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return [int(id_) for id_ in engine.matching(step)]
        except KeywordUnavailableError:
            time.sleep(0.5)
    return None


def main(rounds: str = "10", seed: str = "1") -> None:
    """Exits with 1 if anything was lost, wrong, or did not come back."""
    done: list[Round] = []
    first = int(seed)
    with server(nodes=3) as running, corpus_of(running) as place:
        for number in range(first, first + int(rounds)):
            for kind in KINDS:
                done.append(one_round(kind, number, running, place))
                print(done[-1], file=sys.stderr, flush=True)
    keep("opensearch_kill", _figures(done) | {"rounds": int(rounds), "seed": first})
    sys.exit(0 if all(one.is_good for one in done) else 1)


def _figures(done: list[Round]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for kind in KINDS:
        mine = [one for one in done if one.kind == kind]
        figures[kind] = {
            "kills": len(mine),
            "good": sum(one.is_good for one in mine),
            "answers": sum(one.answers for one in mine),
            "unavailable": sum(one.unavailable for one in mine),
            "wrong": [text for one in mine for text in one.wrong],
            "problems": [problem for one in mine for problem in one.problems],
            "longest_silence": [one.longest_silence for one in mine],
            "seconds_to_end": [one.seconds_to_end for one in mine],
        }
    return figures


if __name__ == "__main__":
    main(*sys.argv[1:])
