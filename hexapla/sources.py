"""What a person names on the command line, as sources that can be read.

A source is what is read, replaced and dropped as a whole: one file, or the files of one set of
parallel lines. Its key in the catalogue is its absolute path.

From: the command line and hexapla.Corpus. To: hexapla.indexing. Not here: reading.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from indexer.document import Version
from indexer.errors import ReadError
from indexer.languages import LANGUAGES, language
from indexer.readers.files import unreadable
from indexer.readers.read import find, read, read_lines
from indexer.store.records import SourceRecord

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read. path: its key. files: all it is read from. options: canonical JSON."""

    path: str
    files: tuple[Path, ...]
    options: str
    read: Callable[[], Iterable[Version]]


def file_sources(
    paths: Iterable[Path], *, lang: str | None = None, symbol: str | None = None
) -> tuple[list[Source], list[ReadError]]:
    """A source for each file, and for each file of a known kind below each folder.

    lang, symbol: override what the file says of itself.
    Returns also what could not be looked into. Raises ValueError for an unknown language.
    """
    code = language(lang) if lang else None
    options = _options(lang=code, symbol=symbol)
    files, errors = find(paths)
    sources = [
        Source(
            path=str(path.absolute()),
            files=(path,),
            options=options,
            read=partial(read, path, lang=code, symbol=symbol),
        )
        for path in files
    ]
    return sources, errors


def line_source(prefix: Path, *, symbol: str | None = None) -> Source:
    """The parallel lines ``PREFIX.ar`` ... ``PREFIX.es``, with ``PREFIX.ids`` if it is there.

    Raises ReadError if none of them is there.
    """
    names = [prefix.with_name(f"{prefix.name}.{end}") for end in (*LANGUAGES, "ids")]
    files = tuple(path for path in names if path.exists())
    if not files:
        raise ReadError(
            f"{prefix}: no parallel lines there; expected files such as {prefix.name}.en"
        )
    return Source(
        path=str(prefix.absolute()),
        files=files,
        options=_options(lines=True, symbol=symbol),
        read=partial(read_lines, prefix, symbol=symbol),
    )


def fingerprint(source: Source) -> SourceRecord:
    """What the files of a source hold now, as a hash over all of them.

    Raises ReadError when one cannot be read.
    """
    digest, size, mtime_ns = hashlib.sha256(), 0, 0
    for path in source.files:
        try:
            status = path.stat()
            with path.open("rb") as file:
                digest.update(path.name.encode(errors="surrogateescape") + b"\0")
                while block := file.read(_BLOCK):
                    digest.update(block)
        except OSError as error:
            raise unreadable(path, error) from None
        size += status.st_size
        mtime_ns = max(mtime_ns, status.st_mtime_ns)
    return SourceRecord(source.path, digest.hexdigest(), size, mtime_ns, source.options)


def size(source: Source) -> int:
    """Bytes of its files; 0 for what is not there."""
    return sum(path.stat().st_size for path in source.files if path.is_file())


def vanished(known: Iterable[str], given: Iterable[Path]) -> list[str]:
    """Keys among ``known`` that lie at or below what was given and are not on disk any more."""
    roots = [path.absolute() for path in given]
    below = (path for path in map(Path, known) if any(path.is_relative_to(root) for root in roots))
    return [str(path) for path in below if not _is_there(path)]


def _is_there(path: Path) -> bool:
    """Whether a source's file, or one of its files of parallel lines, is on disk."""
    return path.exists() or any(
        path.with_name(f"{path.name}.{lang}").exists() for lang in LANGUAGES
    )


def _options(**given: object) -> str:
    return json.dumps({k: v for k, v in given.items() if v is not None}, sort_keys=True)
