"""One writer at a time: a lock on a corpus's folder that says who holds it.

The operating system drops the lock when its process dies, however it dies, so a lock file that is
left behind means nothing: only a lock that is held does.

From: store.catalogue, store.generations. Not here: readers, who never wait for anyone.
"""

from __future__ import annotations

import fcntl
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from indexer.errors import CorpusBusyError, CorpusError


class WriteLock:
    """The right to write to the corpus in ``folder``; may be taken again by who has it already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock inside the ``with``.

        Raises CorpusBusyError, at once, when another process (or another lock object of this one)
        holds it; CorpusError when the folder cannot be written to.
        """
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        descriptor = self._acquire()
        self._depth = 1
        try:
            yield
        finally:
            self._depth = 0
            os.close(descriptor)

    def _acquire(self) -> int:
        folder = self._folder
        path = folder / "lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise CorpusError(f"corpus '{folder}': cannot lock it: {error.strerror}") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = _holder(path)
            os.close(descriptor)
            raise CorpusBusyError(
                f"corpus '{folder}' is being written by {holder}; wait for it or stop it"
            ) from None
        _sign(descriptor)
        return descriptor


def _sign(descriptor: int) -> None:
    """Write down who holds the lock; a full disk must not keep anyone from deleting things."""
    holder = {
        "pid": os.getpid(),
        "command": " ".join(sys.argv),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
    except OSError:
        pass


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        since = datetime.fromisoformat(holder["since"])
        return f"process {int(holder['pid'])} (since {since:%H:%M})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
