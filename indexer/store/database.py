"""SQLite as the catalogue uses it: one connection, explicit transactions, errors in one line.

From: store.catalogue, store.writer. Not here: what is in the tables.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from indexer.errors import CorpusBusyError, CorpusError

Row = tuple[Any, ...]

_CACHE_KIB = 32_768
_WAL_KEPT_BYTES = 64 * 2**20
_BUSY_SECONDS = 10.0


class Database:
    """A connection to ``file``, which must exist unless ``create``.

    It may go from thread to thread but serves one at a time. The corpus folder names the place in
    errors. Raises CorpusError (one line) from every method when SQLite fails.
    """

    def __init__(self, file: Path, *, read_only: bool = False, create: bool = False) -> None:
        self._place = file.parent
        try:
            self._connection = _connect(file, read_only=read_only, create=create)
        except sqlite3.Error as error:
            raise _in_one_line(error, self._place) from error
        try:
            self._settle(read_only=read_only)
        except sqlite3.Error as error:
            self._connection.close()
            raise _in_one_line(error, self._place) from error

    def _settle(self, *, read_only: bool) -> None:
        run = self._connection.execute
        run(f"PRAGMA cache_size = -{_CACHE_KIB}")
        if read_only:
            run("PRAGMA query_only = ON")
            return
        run("PRAGMA page_size = 8192")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")  # what was committed outlives a power cut
        run(f"PRAGMA journal_size_limit = {_WAL_KEPT_BYTES}")

    def close(self) -> None:
        self._connection.close()

    def rows(self, sql: str, *values: object) -> list[Row]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise _in_one_line(error, self._place) from error

    def row(self, sql: str, *values: object) -> Row | None:
        try:
            found: Row | None = self._connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise _in_one_line(error, self._place) from error
        return found

    def value(self, sql: str, *values: object) -> Any:
        """The first column of the first row; None when there is none."""
        found = self.row(sql, *values)
        return found[0] if found else None

    def run(self, sql: str, *values: object) -> int:
        """Carry out a statement; the id of the row it inserted, if it inserted one."""
        try:
            return self._connection.execute(sql, values).lastrowid or 0
        except sqlite3.Error as error:
            raise _in_one_line(error, self._place) from error

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Carry out a statement once for each row."""
        try:
            self._connection.executemany(sql, rows)
        except sqlite3.Error as error:
            raise _in_one_line(error, self._place) from error

    def run_script(self, sql: str) -> None:
        """Statements one after the other, inside the open transaction; none may hold a ';'."""
        for statement in sql.split(";\n"):
            self.run(statement)

    @property
    def changes(self) -> int:
        """Rows inserted, updated and deleted through this connection so far."""
        return self._connection.total_changes

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done inside, or, after any exception, nothing of it."""
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have ended it already
                self._connection.rollback()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever another process writes meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()


def _connect(file: Path, *, read_only: bool, create: bool) -> sqlite3.Connection:
    mode = "rwc" if create else "rw"
    # SQLite needs to write beside the file even to read it; where it may not, the file cannot
    # change under us either.
    if read_only and not os.access(file.parent, os.W_OK):
        mode = "ro&immutable=1"
    return sqlite3.connect(
        f"file:{quote(str(file.absolute()))}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _in_one_line(error: sqlite3.Error, place: Path) -> CorpusError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return CorpusError(
            f"corpus '{place}': the disk is full; make room and run the command again, "
            "what was stored before is safe"
        )
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return CorpusError(
            f"corpus '{place}': its catalogue is damaged ({error}); restore it or index anew"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CorpusBusyError(f"corpus '{place}' is busy ({error}); try again in a moment")
    return CorpusError(f"corpus '{place}': its catalogue cannot be used: {error}")
