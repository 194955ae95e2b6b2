"""Word documents (DOCX): their paragraphs as text, blank lines between them.

Bold and italic words are emphasised, paragraphs of heading styles are headings, footnotes stand
below, called by raised numbers as in plain text. What was deleted with changes tracked is not read,
what was inserted is. Numbers that Word itself puts before paragraphs are not in the text.

From: readers.read. To: the same. Not here: structure, clauses.
Source: ISO/IEC 29500-1 (Office Open XML), WordprocessingML.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from indexer.document import Heading, Span
from indexer.errors import ReadError
from indexer.readers.files import check_file
from indexer.readers.page import Page, superscript

LARGEST_PART = 64 * 2**20  # bytes of an unpacked part; a page of text is about 20,000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_APART = "\n\n"


def read_docx(path: Path) -> tuple[str, Page]:
    """The text of a document, and which of it is emphasised or a heading.

    Raises ReadError if it is no DOCX file, damaged, or too large.
    """
    check_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            body = _part(archive, "word/document.xml", path)
            notes = _part(archive, "word/footnotes.xml", path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise ReadError(f"{path}: is no DOCX file, or damaged ({error})") from None
    if body is None:
        raise ReadError(f"{path}: is no DOCX file: it holds no word/document.xml")
    reader = _Reader()
    for paragraph in body.iter(f"{_W}p"):
        if not _is_inside(paragraph, _FALLBACK):
            reader.read(paragraph)
    if notes is not None:
        reader.read_notes(notes)
    return reader.text, Page(emphasis=tuple(reader.emphasis), headings=tuple(reader.headings))


class _Reader:
    """What has been read so far. called: ids of footnotes, in the order of their calls."""

    def __init__(self) -> None:
        self.text = ""
        self.emphasis: list[Span] = []
        self.headings: list[Heading] = []
        self.called: list[str] = []

    def read(self, paragraph: etree._Element, before: str = "") -> None:
        """Append a paragraph that holds more than space. before: what stands at its beginning."""
        start = len(self.text) + len(_APART) * bool(self.text)
        pieces, emphasis = [before], []
        at = start + len(before)
        for text, is_emphasised in self._runs(paragraph):
            if is_emphasised and text.strip():
                emphasis.append((at, at + len(text)))
            pieces.append(text)
            at += len(text)
        joined = "".join(pieces)
        if not joined.strip():
            return
        self.text += f"{_APART * bool(self.text)}{joined}"
        self.emphasis += emphasis
        level = _heading_level(paragraph)
        if level:
            self.headings.append(Heading(start, start + len(joined), level))

    def read_notes(self, notes: etree._Element) -> None:
        """Append the footnotes that were called, each with the number of its call."""
        by_id = {note.get(f"{_W}id"): note for note in notes.iter(f"{_W}footnote")}
        for number, name in enumerate(self.called, 1):
            before = f"{superscript(str(number))} "
            for paragraph in by_id[name].iter(f"{_W}p") if name in by_id else ():
                self.read(paragraph, before)
                before = ""

    def _runs(
        self, element: etree._Element, is_emphasised: bool = False
    ) -> Iterator[tuple[str, bool]]:
        """The texts of a paragraph, and whether each is bold or italic."""
        for child in element:
            if child.tag in _SKIPPED or child.tag == f"{_W}p":
                continue  # a paragraph in a text box comes by itself
            if child.tag == f"{_W}t":
                yield child.text or "", is_emphasised
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag], is_emphasised
            elif child.tag == f"{_W}footnoteReference":
                self.called.append(str(child.get(f"{_W}id")))
                yield superscript(str(len(self.called))), False
            elif child.tag == f"{_W}r":
                yield from self._runs(child, _is_emphasised(child))
            else:
                yield from self._runs(child, is_emphasised)


def _part(archive: zipfile.ZipFile, name: str, path: Path) -> etree._Element | None:
    try:
        entry = archive.getinfo(name)
    except KeyError:
        return None
    if entry.file_size > LARGEST_PART:
        raise ReadError(f"{path}: {name} unpacks to {entry.file_size:,} bytes; split the document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(archive.read(entry), parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path}: {name} is damaged: {error.msg}") from None


def _is_inside(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _is_emphasised(run: etree._Element) -> bool:
    return any(
        mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")
        for mark in (run.find(f"{_W}rPr/{_W}{name}") for name in ("b", "i"))
    )


def _heading_level(paragraph: etree._Element) -> int:
    """1 for the highest; 0 for a paragraph that is none."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = "" if style is None else str(style.get(f"{_W}val")).lower()
    if name in ("title", "titre"):
        return 1
    digits = name.removeprefix("heading")
    return int(digits) if digits != name and digits.isdigit() and digits != "0" else 0
