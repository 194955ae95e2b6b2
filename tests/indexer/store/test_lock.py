"""One writer at a time, whatever became of the last one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from indexer.errors import CorpusBusyError, CorpusError
from indexer.store.lock import WriteLock

HOLDER = """
import sys, time
from pathlib import Path
from indexer.store.lock import WriteLock
with WriteLock(Path(sys.argv[1])).held():
    sys.stdout.write("held")
    sys.stdout.flush()
    time.sleep(60)
"""


@contextmanager
def holder(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.read(4) == b"held"
            yield process
        finally:
            process.kill()


def test_who_holds_it_is_named(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        message = (
            rf"corpus '{tmp_path}' is being written by process {other.pid} \(since \d\d:\d\d\); "
            "wait for it or stop it"
        )
        with pytest.raises(CorpusBusyError, match=message), WriteLock(tmp_path).held():
            pass


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
        with WriteLock(tmp_path).held():
            assert str(os.getpid()) in (tmp_path / "lock").read_text()


def test_it_can_be_taken_again_by_who_has_it(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path)
    with lock.held():
        with lock.held():
            pass
        with pytest.raises(CorpusBusyError), WriteLock(tmp_path).held():
            pass
    with WriteLock(tmp_path).held():
        pass


def test_an_exception_lets_it_go(tmp_path: Path) -> None:
    lock = WriteLock(tmp_path)
    with pytest.raises(KeyError), lock.held():
        raise KeyError
    with WriteLock(tmp_path).held():
        pass


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot lock it"), WriteLock(tmp_path / "no").held():
        pass


def test_a_lock_file_of_nonsense_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("{")
    with WriteLock(tmp_path).held():
        pass
