"""TMX, with any number of languages in a unit, read as a stream.

Each ``tu`` is a row; each ``seg`` in it a segment of the version of its language. Inline elements
are flattened: text that is marked (``hi``) stays, codes (``ph``, ``bpt`` ...) go.
From: indexer.read. To: the segmenter, as versions whose segments are given. Not here: writing TMX.

Nothing outside the file is read and no entity is expanded. Source: TMX 1.4b, sections 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from indexer.document import Metadata, Version
from indexer.errors import ReadError
from indexer.files import check_file, unreadable
from indexer.languages import LANGUAGES, language
from indexer.names import split_name, symbol_of_stem
from indexer.readers.lines import join_rows

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_SYMBOL_PROPS = frozenset({"x-document", "x-symbol"})
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class _Rows:
    """The rows of one document: how many, and the texts of each language with their row."""

    count: int = 0
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def read_tmx(path: Path, *, symbol: str | None = None) -> list[Version]:
    """The versions in a TMX file, document by document in order of first appearance.

    symbol: of the whole file; without, that of each unit's ``x-document`` or ``x-symbol`` prop,
        else what the file's name says.
    Other languages than the six are left out. A unit that holds a language twice gives one row with
    two segments. Raises ReadError if the file is damaged anywhere, declares entities of its own, or
    holds none of the six languages: nothing of it is used then.
    """
    stem, _ = split_name(path)
    documents: dict[str, _Rows] = {}
    check_file(path)
    try:
        for unit in _units(path):
            name = symbol or _stated_symbol(unit) or symbol_of_stem(stem)
            _add(documents.setdefault(name, _Rows()), unit, path)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path}: {_explained(error)}") from None
    except OSError as error:
        raise unreadable(path, error) from None
    versions = [v for name, rows in documents.items() for v in _versions(path, name, rows)]
    if not versions:
        raise ReadError(f"{path}: no unit holds any of {', '.join(sorted(LANGUAGES))}")
    return versions


def _units(path: Path) -> Iterator[etree._Element]:
    """Each ``tu`` once it is complete; it is emptied when the next is asked for."""
    with path.open("rb") as file:
        events = etree.iterparse(
            file,
            events=("end",),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            if etree.QName(element).localname != "tu":
                continue
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    root = events.root
    if root is None or etree.QName(root).localname != "tmx":
        name = "nothing" if root is None else etree.QName(root).localname
        raise ReadError(f"{path}: is XML but not TMX; its root is <{name}>")


def _add(rows: _Rows, unit: etree._Element, path: Path) -> None:
    for variant in _children(unit, "tuv"):
        lang = _language(variant)
        for segment in _children(variant, "seg") if lang else ():
            if any(isinstance(node, etree._Entity) for node in segment.iter()):
                line = segment.sourceline
                raise ReadError(f"{path}: line {line} uses an entity, which is never expanded")
            text = _SPACE.sub(" ", "".join(_flat(segment))).strip()
            if lang and text:
                rows.texts.setdefault(lang, []).append((rows.count, text))
    rows.count += 1


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if etree.QName(child).localname == name)


def _flat(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if etree.QName(child).localname not in _CODES:
            yield from _flat(child)
        yield child.tail or ""


def _language(variant: etree._Element) -> str | None:
    try:
        return language(str(variant.get(_XML_LANG) or variant.get("lang") or ""))
    except ValueError:
        return None


def _stated_symbol(unit: etree._Element) -> str | None:
    for prop in _children(unit, "prop"):
        if prop.get("type") in _SYMBOL_PROPS and (prop.text or "").strip():
            return str(prop.text).strip()
    return None


def _versions(path: Path, symbol: str, rows: _Rows) -> Iterator[Version]:
    for lang in LANGUAGES:
        text, segments = join_rows(iter(rows.texts.get(lang, ())))
        if segments:
            yield Version(symbol, lang, text, Metadata(), collection=path.name, segments=segments)


def _explained(error: etree.XMLSyntaxError) -> str:
    where = f"line {error.lineno} is" if error.lineno else "is"
    what = (error.msg or "cut short").split(", ")[0]  # behind it, advice for programmers
    return f"{where} damaged XML ({what}); export the file again"
