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
from benchmarks.parity import NoEncoder
from benchmarks.record import data_folder, keep
from hexapla.indexing import index
from hexapla.sources import line_source
from indexer.errors import KeywordUnavailableError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.generations import current, publish
from indexer.store.records import EncoderRecord
from search.keyword import KeywordEngine
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import bring_up_to_date, problems
from search.opensearch.names import corpus_id, make_corpus_id
from search.opensearch.settings import URL, Settings, settings_from
from search.parser import parse
from search.plan import Step
from search.planner import plan
from search.tantivy_engine import TantivyEngine
from search.tantivy_index import FOLDER, KeywordPart

KINDS = ("node", "cluster manager", "all nodes", "command")
SETS = 20  # of parallel lines, each a source of its own
CHANGED = 10  # of them in an even round
QUERIES = (
    "peace security",
    '"General Assembly"',
    "大会",
    "droits NEAR/5 homme",
    "terroris*",
    "год",
)
TOP = 200
PARTS = (KeywordPart(),)
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
        right = _right(folder)
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
    return OpenSearchEngine(Cluster(_settings()), corpus_id(folder), revision=0)


def targets(kind: str, running: Server, chance: random.Random) -> tuple[int, ...]:
    """Numbers of the nodes to kill."""
    if kind == "all nodes":
        return running.nodes
    cluster = Cluster(_settings())
    answer = cluster.ask(
        "GET", "/_cluster/state/nodes,cluster_manager_node", limit=cluster.index_limit()
    )
    cluster.close()
    manager = int(answer["nodes"][answer["cluster_manager_node"]]["name"].removeprefix("n"))
    others = [node for node in running.nodes if node != manager]
    return (manager,) if kind == "cluster manager" else (chance.choice(others),)


@contextmanager
def corpus_of(running: Server) -> Iterator[tuple[Path, Path]]:
    """Files, and a corpus made of them that is on the cluster. Words need no vectors."""
    os.environ[URL] = ",".join(running.urls)
    os.environ[f"{URL}_SHARDS"] = "3"
    with tempfile.TemporaryDirectory() as temporary:
        files, folder = Path(temporary) / "files", Path(temporary) / "corpus"
        files.mkdir()
        encoder = NoEncoder()
        record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
        Catalogue.create(folder, record).close()
        read(folder, write_sets(files))
        write(folder, rebuild=False)
        yield files, folder


def read(folder: Path, prefixes: list[Path]) -> None:
    """Bring SQLite and tantivy up to date."""
    with Catalogue.open(folder) as catalogue, catalogue.locked():
        sources = [line_source(prefix, symbol=None) for prefix in prefixes]
        list(index(catalogue, NoEncoder(), sources))
        publish(catalogue, PARTS)


def write(folder: Path, *, rebuild: bool) -> None:
    """Bring the cluster up to date."""
    cluster = Cluster(_settings())
    with Catalogue.open(folder) as catalogue, catalogue.locked():
        bring_up_to_date(cluster, make_corpus_id(folder), catalogue, rebuild=rebuild)
    cluster.close()


def writing(folder: Path, *, rebuild: bool) -> subprocess.Popen[bytes]:
    """``write`` in a process of its own."""
    word = "anew" if rebuild else "changes"
    return subprocess.Popen([sys.executable, "-m", "benchmarks.opensearch_kill", word, str(folder)])


def _settings() -> Settings:
    settings = settings_from(os.environ)
    assert settings is not None
    return settings


def _right(folder: Path) -> TantivyEngine:
    generation = current(folder)
    assert generation is not None
    return TantivyEngine(generation.folder / FOLDER)


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
    if not rebuilds:
        changed = chance.sample([files / f"set{number:02}" for number in range(SETS)], CHANGED)
        for prefix in changed:
            _change(Path(f"{prefix}.en"), number)
        read(folder, changed)
    searching = Searching(folder, report, expected=rebuilds)
    searching.start()
    command = writing(folder, rebuild=rebuilds)
    _wait_for_writing(folder)
    time.sleep(chance.uniform(0.0, 3.0))
    searching.killed()
    start = time.monotonic()
    if kind == "command":
        command.send_signal(signal.SIGKILL)
        command.wait()
        command = writing(folder, rebuild=False)
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


def _wait_for_writing(folder: Path) -> None:
    """Until the command has begun to write to the cluster."""
    cluster = Cluster(_settings())
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
    cluster = Cluster(_settings())
    with Catalogue.open(folder, read_only=True) as catalogue:
        found = problems(cluster, corpus_id(folder) or "", catalogue)
    engine, right = _engine(folder), _right(folder)
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
    keep("opensearch_kill", {"rounds": int(rounds), "seed": first, "kinds": _figures(done)})
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
    if sys.argv[1:2] in (["anew"], ["changes"]):
        write(Path(sys.argv[2]), rebuild=sys.argv[1] == "anew")
    else:
        main(*sys.argv[1:])
