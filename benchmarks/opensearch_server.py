"""A real OpenSearch to measure and test with, started and stopped by the benchmark itself.

The program that starts one is named by $HEXAPLA_OPENSEARCH_SERVER, else it is the
``opensearch-test`` on the path or beside the project. It takes ``start DIR NODES PORT``,
``stop DIR [NODE]`` and ``resume DIR NODE``, and prints one URL a node.

From: benchmarks and tests. To: that program. Not here: speaking to the server.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "opensearch" / "opensearch-test"
_HEAP = "512m"  # a node


def program() -> str | None:
    """The program that starts a server; None if there is none."""
    named = os.environ.get("HEXAPLA_OPENSEARCH_SERVER") or shutil.which("opensearch-test")
    return named or (str(_BESIDE) if _BESIDE.is_file() else None)


@dataclass(frozen=True, slots=True)
class Server:
    """A running cluster. urls: one a node, in the order of their numbers, which start at 1."""

    program: str
    folder: Path
    urls: tuple[str, ...]

    @property
    def nodes(self) -> tuple[int, ...]:
        """Numbers of all nodes."""
        return tuple(range(1, len(self.urls) + 1))

    def kill(self, *nodes: int) -> None:
        """Have nodes crash, all at once; returns when they are gone."""
        self._each("stop", nodes)

    def resume(self, *nodes: int) -> None:
        """Bring nodes back with their data; returns when they answer."""
        self._each("resume", nodes)

    def _each(self, verb: str, nodes: Sequence[int]) -> None:
        # At the same time: no node answers before most of them are there.
        with ThreadPoolExecutor(len(nodes)) as pool:
            commands = ([self.program, verb, str(self.folder), str(node)] for node in nodes)
            list(pool.map(_run, commands))


@contextmanager
def server(nodes: int = 1) -> Iterator[Server]:
    """A cluster of so many nodes, gone without trace at the end; exits if none can be started."""
    found = program()
    if found is None:
        sys.exit("no program that starts OpenSearch; name it in HEXAPLA_OPENSEARCH_SERVER")
    # In a folder that all may enter: as root the server runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="hexapla-opensearch-"))
    folder.chmod(0o755)
    try:
        port = free_ports(nodes)
        printed = _run([found, "start", str(folder), str(nodes), str(port)])
        running = Server(found, folder, tuple(printed.split()))
        try:
            yield running
        finally:
            running.kill(*running.nodes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_ports(nodes: int) -> int:
    """The first of so many ports that are free, and those 100 above."""
    # Not all from the same one: several may look at the same time.
    begin = os.getpid() % 50
    for first in range(9310 + 100 * begin, 9310 + 100 * (begin + 100), 200):
        wanted = [first + above + node for above in (0, 100) for node in range(nodes)]
        if all(map(_is_free, wanted)):
            return first
    sys.exit("no free ports for OpenSearch")


def _is_free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _run(arguments: list[str]) -> str:
    environment = {"OPENSEARCH_HEAP": _HEAP, **os.environ, "SIGNAL": "KILL"}
    # Not through a pipe: the server inherits it, and its end would be waited for.
    with tempfile.TemporaryFile("w+") as printed:
        subprocess.run(
            arguments, stdout=printed, stderr=subprocess.STDOUT, env=environment, check=True
        )
        printed.seek(0)
        return printed.read()
