"""Files to versions: find them, decode them, take the markup off, know language and symbol.

From: paths as people give them. To: the segmenter. Not here: clauses (structure.segmenter), what
a masthead looks like (structure.masthead).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from indexer.document import Metadata, Version
from indexer.errors import ReadError
from indexer.languages import LANGUAGES, NAMES, language
from indexer.mend import View, apply_mends
from indexer.readers.encoding import decode
from indexer.readers.files import file_bytes, unreadable
from indexer.readers.html import declared_encoding, read_html
from indexer.readers.identify import identify
from indexer.readers.lines import read_line_files
from indexer.readers.markdown import read_markdown
from indexer.readers.names import split_name, symbol_of_stem
from indexer.readers.page import Page
from indexer.readers.plain import read_plain
from indexer.structure.masthead import describe

_PAGES: dict[str, Callable[[str], Page]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
_XLIFF = (".xlf", ".xliff")
_DOCX = ".docx"
SUFFIXES = (*_PAGES, _DOCX, ".tmx", *_XLIFF)


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
        if not _holds(path.is_dir):
            files.add(path)
            continue
        inside, problems = _walk(path)
        if not inside and not problems:
            problems = [ReadError(f"{path}: holds no file to read ({' '.join(SUFFIXES)})")]
        files.update(inside)
        errors += problems
    return Found(sorted(files), errors)


def _walk(folder: Path) -> tuple[list[Path], list[ReadError]]:
    errors: list[ReadError] = []
    files: list[Path] = []

    def note(error: OSError) -> None:
        errors.append(unreadable(Path(error.filename), error))

    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(place, name) for name in names if not name.startswith("."))
        known = (path for path in paths if path.suffix.lower() in SUFFIXES)
        files += (path for path in known if _holds(path.is_file, forbidden=True))
    return files, errors


def _holds(question: Callable[[], bool], *, forbidden: bool = False) -> bool:
    """The answer to a question about a path; ``forbidden`` where it may not be asked."""
    try:
        return question()
    except OSError:
        return forbidden


def read(path: Path, *, lang: str | None = None, symbol: str | None = None) -> list[Version]:
    """All versions in one file: one, but in TMX and XLIFF one a document and language.

    lang: of a text, whatever it looks like; TMX and XLIFF state their own. symbol: of the file's
        document, instead of what its masthead, its front matter or its name says.
    Raises ReadError, one line, if the file cannot be read or its language is not one of the six;
    ValueError if ``lang`` is unknown.
    """
    lang = None if lang is None else language(lang)
    if path.suffix.lower() == ".tmx":
        from indexer.readers.tmx import read_tmx  # noqa: PLC0415  (lxml: 35 ms)

        return read_tmx(path, symbol=symbol)
    if path.suffix.lower() in _XLIFF:
        from indexer.readers.xliff import read_xliff  # noqa: PLC0415

        return read_xliff(path, symbol=symbol)
    if path.suffix.lower() == _DOCX:
        from indexer.readers.docx import read_docx  # noqa: PLC0415

        return [_version(path, *read_docx(path), lang=lang, symbol=symbol)]
    return [_read_page(path, lang, symbol)]


def read_lines(prefix: Path, *, symbol: str | None = None) -> Iterator[Version]:
    """The versions in ``PREFIX.ar`` to ``PREFIX.zh``; see ``readers.lines.read_line_files``."""
    return read_line_files(prefix, symbol=symbol)


def _read_page(path: Path, lang: str | None, symbol: str | None) -> Version:
    data = file_bytes(path)
    parse = _PAGES.get(path.suffix.lower(), read_plain)
    declared = declared_encoding(data) if parse is read_html else None
    text, encoding = decode(data, path, declared=declared)
    return _version(path, text, parse(text), encoding, lang=lang, symbol=symbol)


def _version(
    path: Path,
    text: str,
    page: Page,
    encoding: str = "utf-8",
    *,
    lang: str | None,
    symbol: str | None,
) -> Version:
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
    """What the markup states, then what the masthead says, then what may stand for it."""
    stated = _date(page.stated.get("date", ""))
    title = page.stated.get("title") or masthead.title or _heading(page, text)
    return replace(
        masthead,
        title=title or page.stated.get("caption"),
        date=stated or masthead.date,
        year=stated.year if stated else masthead.year,
    )


def _heading(page: Page, text: str) -> str | None:
    for first in page.headings[:1]:
        return " ".join(apply_mends(text, first.start, first.end, page.mends).split())
    return None


def _date(stated: str) -> date | None:
    try:
        return date.fromisoformat(stated)
    except ValueError:
        return None
