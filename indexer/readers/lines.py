"""Parallel line files: line n of ``name.en`` answers to line n of ``name.zh``.

The files are mapped, not loaded: what is kept is where each line starts, so that millions of lines
cost eight bytes each and a document is decoded when its turn comes.
From: readers.read. To: the segmenter, as versions whose segments are given. Not here: alignment.

Lines end at a line feed (a carriage return before it is dropped) and at nothing else: form feeds,
U+0085 and U+2028 occur inside UN text.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.document import Metadata, Segment, Version
from indexer.errors import ReadError
from indexer.languages import LANGUAGES
from indexer.readers.encoding import MAX_LINE
from indexer.readers.files import unreadable
from indexer.readers.names import symbol_of_id

_BLOCK = 1 << 24  # bytes looked at in one go
_ENGLISH_PLACE = re.compile(r"\ben:(\d+):(\d+)")
_ANY_PLACE = re.compile(r"\b[a-z]{2}:(\d+):(\d+)")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _LineFile:
    """starts: (lines + 1,) int64, byte offset of each line and of the end, plus one."""

    path: Path
    data: bytes | mmap.mmap
    starts: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def line(self, row: int) -> str:
        return self.data[self.starts[row] : self.starts[row + 1] - 1].decode().removesuffix("\r")


def read_line_files(prefix: Path, *, symbol: str | None = None) -> Iterator[Version]:
    """The versions in ``PREFIX.ar`` to ``PREFIX.zh``, document by document.

    symbol: of all lines, which then are one document, whatever ``PREFIX.ids`` says.
    With ``PREFIX.ids``, the lines of one id are a document, wherever in the file they stand, and
    documents come in order of first appearance; without, all lines are one, named after the prefix.
    A document's rows stand in reading order where the ids tell it (``en:11:1`` is paragraph 11,
    sentence 1), else in the file's. ``Segment.row`` counts from 0 within the document; an empty
    line gives no segment.
    Raises ReadError before the first version if there are no such files, if their numbers of lines
    differ, or if one is not UTF-8 throughout.
    """
    files = {lang: _open(Path(f"{prefix}.{lang}")) for lang in LANGUAGES if _exists(prefix, lang)}
    if not files:
        wanted = ", ".join(f"{prefix.name}.{lang}" for lang in LANGUAGES)
        raise ReadError(f"{prefix}: none of the files {wanted} is there")
    ids = _open(Path(f"{prefix}.ids")) if _exists(prefix, "ids") and symbol is None else None
    _check_counts([*files.values(), *([ids] if ids else [])])
    return _versions(prefix, files, _documents(ids) if ids else None, symbol or prefix.name)


def _exists(prefix: Path, suffix: str) -> bool:
    return Path(f"{prefix}.{suffix}").exists()


def _versions(
    prefix: Path,
    files: dict[str, _LineFile],
    documents: dict[str, list[int]] | None,
    symbol: str,
) -> Iterator[Version]:
    if documents is None:
        rows = range(len(next(iter(files.values()))))
        yield from _document(prefix, files, rows, symbol=symbol, year=None)
        return
    for identifier, chosen in documents.items():
        name, year = symbol_of_id(identifier)
        yield from _document(prefix, files, chosen, symbol=name, year=year)


def _document(
    prefix: Path,
    files: dict[str, _LineFile],
    rows: Sequence[int],
    *,
    symbol: str,
    year: int | None,
) -> Iterator[Version]:
    for lang, file in files.items():
        text, segments = join_rows((row, file.line(line)) for row, line in enumerate(rows))
        if segments:
            yield Version(
                symbol,
                lang,
                text,
                Metadata(year=year),
                collection=prefix.name,
                segments=segments,
            )


def join_rows(rows: Iterator[tuple[int, str]]) -> tuple[str, tuple[Segment, ...]]:
    r"""Rows joined by line feeds, and where each stands, without the white space around it.

    >>> text, segments = join_rows(iter([(0, "Article 1"), (1, ""), (2, " All ")]))
    >>> text, [(segment.row, segment.start, segment.end) for segment in segments]
    ('Article 1\n All ', [(0, 0, 9), (2, 11, 14)])
    """
    pieces: list[str] = []
    segments: list[Segment] = []
    start = 0
    for row, line in rows:
        bare = line.strip()
        if not bare:
            continue
        inner = start + len(line) - len(line.lstrip())
        segments.append(Segment(row, inner, inner + len(bare)))
        pieces.append(line)
        start += len(line) + 1
    return "\n".join(pieces), tuple(segments)


def _documents(ids: _LineFile) -> dict[str, list[int]]:
    """Rows of each document id, which is the first word of a line."""
    documents: dict[str, list[tuple[int, ...]]] = {}
    for row in range(len(ids)):
        identifier, _, places = ids.line(row).strip().partition(" ")
        if not identifier:
            raise ReadError(f"{ids.path}: line {row + 1} names no document")
        documents.setdefault(identifier, []).append((*_place(places), row))
    return {name: [row[-1] for row in sorted(rows)] for name, rows in documents.items()}


def _place(places: str) -> tuple[int, int]:
    """Paragraph and sentence in the English version, else in the one named first, else zeros."""
    found = _ENGLISH_PLACE.search(places) or _ANY_PLACE.search(places)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _check_counts(files: list[_LineFile]) -> None:
    if len({len(file) for file in files}) > 1:
        counts = ", ".join(f"{file.path.name} {len(file):,}" for file in files)
        raise ReadError(f"{files[0].path.parent}: parallel files differ in lines: {counts}")


def _open(path: Path) -> _LineFile:
    try:
        with path.open("rb") as file:
            empty = path.stat().st_size == 0
            data = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    starts = _line_starts(data)
    _check_text(path, data, starts)
    return _LineFile(path, data, starts)


def _line_starts(data: bytes | mmap.mmap) -> NDArray[np.int64]:
    begin = len(_BOM) if data[: len(_BOM)] == _BOM else 0
    found = [np.array([begin], np.int64)]
    for block in range(begin, len(data), _BLOCK):
        feeds = np.flatnonzero(np.frombuffer(data[block : block + _BLOCK], np.uint8) == ord("\n"))
        found.append(feeds.astype(np.int64) + (block + 1))
    if len(data) > begin and data[-1:] != b"\n":
        found.append(np.array([len(data) + 1], np.int64))
    return np.concatenate(found)


def _check_text(path: Path, data: bytes | mmap.mmap, starts: NDArray[np.int64]) -> None:
    """All of it is UTF-8 without NUL bytes, and no line is longer than a line may be."""
    if len(starts) > 1 and np.diff(starts).max() > 4 * MAX_LINE:
        line = int(np.diff(starts).argmax()) + 1
        raise ReadError(f"{path}: line {line} is longer than {MAX_LINE:,} characters")
    start = int(starts[0])
    while start < len(data):
        end = int(starts[np.searchsorted(starts, start + _BLOCK, side="right") - 1])
        end = end if end > start else int(starts[np.searchsorted(starts, start, side="right")])
        block = data[start:end]
        if b"\0" in block:
            raise ReadError(f"{path}: looks binary; parallel files must be UTF-8 text")
        try:
            block.decode()
        except UnicodeDecodeError as error:
            line = int(np.searchsorted(starts, start + error.start, side="right"))
            raise ReadError(
                f"{path}: byte {start + error.start} (line {line}) is not UTF-8; convert the file"
            ) from None
        start = end
