"""Files to versions: find them, decode them, take the markup off, know language and symbol.

From: paths as people give them. To: the segmenter. Not here: clauses (indexer.segmenter), nor what a
masthead looks like (indexer.masthead).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from indexer.document import Metadata, Version
from indexer.encoding import check_size, decode
from indexer.errors import ReadError
from indexer.identify import identify
from indexer.languages import LANGUAGES, NAMES, language
from indexer.masthead import describe
from indexer.mend import View, apply_mends
from indexer.names import split_name, symbol_of_stem
from indexer.readers.html import declared_encoding, read_html
from indexer.readers.lines import read_line_files
from indexer.readers.markdown import read_markdown
from indexer.readers.page import Page
from indexer.readers.plain import read_plain

_PAGES: dict[str, Callable[[str], Page]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
SUFFIXES = (*_PAGES, ".tmx")


class Found(NamedTuple):
    """What ``find`` found: files in order, and what could not be looked into."""

    files: list[Path]
    errors: list[ReadError]


def find(paths: Iterable[Path]) -> Found:
    """The files to read: each path given, and in folders all of ``SUFFIXES``, however deep.

    Hidden files and folders are passed over, links to folders are not followed. A file that was
    named is always among them, whatever its suffix, even if it is not there. Sorted, no repeats.
    """
    files: set[Path] = set()
    errors: list[ReadError] = []
    for path in paths:
        if not path.is_dir():
            files.add(path)
            continue
        inside = list(_walk(path, errors))
        if not inside and not errors:
            errors.append(ReadError(f"{path}: holds no file to read ({' '.join(SUFFIXES)})"))
        files.update(inside)
    return Found(sorted(files), errors)


def _walk(folder: Path, errors: list[ReadError]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        errors.append(_unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file():
                yield path


def read(path: Path, *, lang: str | None = None, symbol: str | None = None) -> list[Version]:
    """All versions in one file: one, but in TMX one a document and language.

    lang: of a text, whatever it looks like; TMX states its own. symbol: of the file's document,
        instead of what its masthead, its front matter or its name says.
    Raises ReadError, one line, if the file cannot be read or its language is not one of the six;
    ValueError if ``lang`` is unknown.
    """
    lang = None if lang is None else language(lang)
    if path.suffix.lower() == ".tmx":
        from indexer.readers.tmx import read_tmx  # noqa: PLC0415  (lxml: 35 ms)

        return read_tmx(path, symbol=symbol)
    return [_read_page(path, lang, symbol)]


def read_lines(prefix: Path, *, symbol: str | None = None) -> Iterator[Version]:
    """The versions in ``PREFIX.ar`` to ``PREFIX.zh``; see ``readers.lines.read_line_files``."""
    return read_line_files(prefix, symbol=symbol)


def _read_page(path: Path, lang: str | None, symbol: str | None) -> Version:
    data = _bytes(path)
    parse = _PAGES.get(path.suffix.lower(), read_plain)
    declared = declared_encoding(data) if parse is read_html else None
    text, encoding = decode(data, path, declared=declared)
    page = parse(text)
    reads = View(text, page.mends).text
    if not reads.strip():
        raise ReadError(f"{path}: holds markup but no text")
    lang = lang or _language(path, reads, page)
    masthead = describe(reads, lang)
    stem, _ = split_name(path)
    return Version(
        symbol or page.stated.get("symbol") or masthead.symbol or symbol_of_stem(stem),
        lang,
        text,
        _metadata(masthead.metadata, page, text),
        encoding=encoding,
        mends=page.mends,
        emphasis=page.emphasis,
        headings=page.headings,
    )


def _bytes(path: Path) -> bytes:
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise ReadError(f"{path}: is a folder, not a file")
        if not stat.S_ISREG(state.st_mode):
            raise ReadError(f"{path}: is no regular file (a pipe or a device)")
        check_size(state.st_size, path)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError | ValueError) -> ReadError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ReadError(f"{path}: {reason[:1].lower()}{reason[1:]}")


def _language(path: Path, reads: str, page: Page) -> str:
    """What the text shows; where it is too short for that, what markup and name say."""
    found = identify(reads)
    if found in LANGUAGES:
        return found
    hints = [page.stated.get("lang"), split_name(path)[1]]
    for hint in hints if found is None else ():
        try:
            return language(hint or "")
        except ValueError:
            continue
    known = ", ".join(sorted(NAMES))
    if found is None:
        raise ReadError(f"{path}: language unclear, the text is too short; use --lang ({known})")
    raise ReadError(
        f"{path}: language looks like {found!r}, which is not one of {known}; use --lang if it is"
    )


def _metadata(masthead: Metadata, page: Page, text: str) -> Metadata:
    """What the masthead does not say, the markup may: front matter, first heading, page title."""
    stated = _date(page.stated.get("date", ""))
    return replace(
        masthead,
        title=masthead.title or _title(page, text),
        date=masthead.date or stated,
        year=masthead.year or (stated.year if stated else None),
    )


def _title(page: Page, text: str) -> str | None:
    if "title" in page.stated or not page.headings:
        return page.stated.get("title")
    first = page.headings[0]
    return " ".join(apply_mends(text, first.start, first.end, page.mends).split())


def _date(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None
