"""TMX, with any number of languages in a unit, read as a stream.

Each ``tu`` is a row; each ``seg`` in it a segment of the version of its language. Inline elements
are flattened: text that is marked (``hi``) stays, codes (``ph``, ``bpt`` ...) go. What our own
export states in ``prop`` elements is taken at its word, whoever wrote the file; white space and the
spans of clauses only in files that we wrote.
From: readers.read. To: the segmenter, as versions whose segments are given. Not here: writing TMX
(alignment.exchange), what is stated (readers.statements).

Nothing outside the file is read and no entity is expanded. Source: TMX 1.4b, sections 2 and 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from indexer.document import Version
from indexer.errors import ReadError
from indexer.languages import LANGUAGES, language
from indexer.readers.files import check_file, unreadable
from indexer.readers.names import split_name, symbol_of_stem
from indexer.readers.statements import (
    Statement,
    restored_character,
    stated_clauses,
    stated_metadata,
    stated_row,
)
from indexer.readers.unit_rows import UnitRows

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A ``tu``. is_ours: written by our own export, so that every character of it counts."""

    element: etree._Element
    is_ours: bool


@dataclass(frozen=True, slots=True)
class _Variant:
    """A ``seg`` and what is stated with it."""

    lang: str
    text: str
    stated: Sequence[Statement]


@dataclass(slots=True)
class _Document:
    """A document on its way. numbers: row of each stated unit; pairs: whose text a row has.

    Where every pair of languages is a ``tu`` of its own, those of one unit state its number, and a
    language is taken from the first pair that has it.
    """

    rows: UnitRows
    numbers: dict[str, int] = field(default_factory=dict)
    pairs: dict[tuple[int, str], tuple[str, ...]] = field(default_factory=dict)


def read_tmx(path: Path, *, symbol: str | None = None) -> list[Version]:
    """The versions in a TMX file, document by document in order of first appearance.

    symbol: of the whole file; without, that of each unit's ``x-document`` or ``x-symbol`` prop,
        else what the file's name says.
    Other languages than the six are left out. A unit that holds a language twice gives one row with
    two segments. Raises ReadError if the file is damaged anywhere, declares entities of its own, or
    holds none of the six languages: nothing of it is used then.
    """
    documents: dict[tuple[str, str], _Document] = {}
    check_file(path)
    try:
        for unit in _units(path):
            stated = _stated(unit.element)
            key = _key(path, symbol, dict(stated))
            if key not in documents:
                documents[key] = _Document(UnitRows(*key, stated_metadata(stated)))
            _add(documents[key], stated, list(_variants(unit, path)))
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path}: {explained(error)}") from None
    except OSError as error:
        raise unreadable(path, error) from None
    versions = [v for document in documents.values() for v in document.rows.versions()]
    if not versions:
        raise ReadError(f"{path}: no unit holds any of {', '.join(sorted(LANGUAGES))}")
    return versions


def _units(path: Path) -> Iterator[_Unit]:
    """Each ``tu`` once it is complete; it is emptied when the next is asked for."""
    is_ours = False
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
            name = etree.QName(element).localname
            if name == "header":
                is_ours = element.get("creationtool") == "hexapla"
            if name != "tu":
                continue
            yield _Unit(element, is_ours)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    root = events.root
    if root is None or etree.QName(root).localname != "tmx":
        name = "nothing" if root is None else etree.QName(root).localname
        raise ReadError(f"{path}: is XML but not TMX; its root is <{name}>")


def _key(path: Path, symbol: str | None, stated: dict[str, str]) -> tuple[str, str]:
    """Symbol and collection of the document that a unit belongs to."""
    if symbol:
        return symbol, path.name
    stem, _ = split_name(path)
    names = (stated.get(name, "").strip() for name in ("document", "symbol"))
    return next(filter(None, names), symbol_of_stem(stem)), stated.get("collection", path.name)


def _add(document: _Document, stated: Sequence[Statement], variants: Sequence[_Variant]) -> None:
    rows = document.rows
    number = dict(stated).get("unit")
    row = document.numbers.get(number) if number else None
    if row is None:
        row = rows.new_row()
    if number:
        document.numbers[number] = row
    of_all = stated_row(stated)
    pair = tuple(variant.lang for variant in variants)
    for variant in variants:
        if number and document.pairs.setdefault((row, variant.lang), pair) != pair:
            continue
        clauses = stated_clauses(variant.stated, variant.text, of_all)
        rows.add(row, variant.lang, variant.text, stated=of_all, clauses=clauses)


def _variants(unit: _Unit, path: Path) -> Iterator[_Variant]:
    """The segments in one of the six languages that hold more than space."""
    for element in _children(unit.element, "tuv"):
        lang = _language(element)
        for segment in _children(element, "seg") if lang else ():
            if any(isinstance(node, etree._Entity) for node in segment.iter()):
                line = segment.sourceline
                raise ReadError(f"{path}: line {line} uses an entity, which is never expanded")
            text = "".join(_flat(segment))
            if not unit.is_ours:
                text = _SPACE.sub(" ", text).strip()
            if lang and text.strip():
                stated = _stated(element)
                if not unit.is_ours:
                    stated = [one for one in stated if one[0] in ("kind", "number")]
                yield _Variant(lang, text, stated)


def _stated(element: etree._Element) -> list[Statement]:
    """The props of a ``tu`` or ``tuv`` that may be ours."""
    props = ((str(prop.get("type") or ""), prop.text or "") for prop in _children(element, "prop"))
    return [(kind.removeprefix("x-"), text) for kind, text in props if kind.startswith("x-")]


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if etree.QName(child).localname == name)


def _flat(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if etree.QName(child).localname not in _CODES:
            yield from _flat(child)
        elif child.get("type") == "x-char":
            yield restored_character((child.text or "").removeprefix("U+"))
        yield child.tail or ""


def _language(variant: etree._Element) -> str | None:
    try:
        return language(str(variant.get(_XML_LANG) or variant.get("lang") or ""))
    except ValueError:
        return None


def explained(error: etree.XMLSyntaxError) -> str:
    """What is wrong with a file that should be XML, and what to do."""
    where = f"line {error.lineno} is" if error.lineno else "is"
    what = (error.msg or "cut short").split(", ")[0]  # behind it, advice for programmers
    return f"{where} damaged XML ({what}); export the file again"
