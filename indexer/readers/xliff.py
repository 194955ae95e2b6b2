"""XLIFF 1.2 and 2.x, read as a stream: each segment with its translation is a row.

Each ``file`` is a document. Inline codes go, the text they mark stays; characters that XML cannot
hold (``cp``) come back. Alternative translations, notes and other modules are passed over. The
state of a segment becomes the status of the row: what was reviewed, approved or final is reviewed.
From: indexer.read. To: the segmenter, as versions whose segments are given. Not here: writing XLIFF
(alignment.exchange), what our own export states beside the text (readers.statements).

Nothing outside the file is read and no entity is expanded. Source: XLIFF 1.2 and 2.0 (OASIS).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath

from lxml import etree

from indexer.document import Status, Version
from indexer.errors import ReadError
from indexer.languages import LANGUAGES, language
from indexer.readers.files import check_file, unreadable
from indexer.readers.names import split_name, symbol_of_stem
from indexer.readers.statements import (
    XLIFF_STATES,
    Statement,
    restored_character,
    stated_clauses,
    stated_metadata,
    stated_row,
)
from indexer.readers.tmx import explained
from indexer.readers.unit_rows import UnitRows

_NAMESPACE = re.compile(r"urn:oasis:names:tc:xliff:document:(1\.[12]|2\.[0-9])")
_METADATA = "{urn:oasis:names:tc:xliff:metadata:2.0}"
_CODES = frozenset({"bpt", "ept", "it", "ph"})  # of 1.2, where they hold the code itself
_REVIEWED = frozenset({"reviewed", "final", "signed-off"})
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class _File:
    """What holds for all units of a ``file``. languages: None for one that is none of the six."""

    languages: dict[str, str | None]
    stated: Sequence[Statement]
    original: str

    @property
    def is_ours(self) -> bool:
        return bool(self.stated)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A segment. sides: by "source" and "target", text and what is stated of it."""

    status: Status
    stated: Sequence[Statement]
    sides: dict[str, tuple[str, Sequence[Statement]]]


def read_xliff(path: Path, *, symbol: str | None = None) -> list[Version]:
    """The versions in an XLIFF file, ``file`` by ``file``.

    symbol: of the whole file; without, what our own export states, else the name of the original
        that each ``file`` was made from, else the name of the XLIFF file.
    Other languages than the six are left out. Raises ReadError if the file is damaged anywhere,
    declares entities of its own, or holds none of the six languages: nothing of it is used then.
    """
    documents: dict[tuple[str, str], UnitRows] = {}
    check_file(path)
    try:
        for file, pair in _pairs(path):
            key = _key(path, symbol, file)
            if key not in documents:
                documents[key] = UnitRows(*key, stated_metadata(file.stated))
            _add(documents[key], file, pair)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"{path}: {explained(error)}") from None
    except OSError as error:
        raise unreadable(path, error) from None
    versions = [version for rows in documents.values() for version in rows.versions()]
    if not versions:
        raise ReadError(f"{path}: no unit holds any of {', '.join(sorted(LANGUAGES))}")
    return versions


def _pairs(path: Path) -> Iterator[tuple[_File, _Pair]]:
    """Each segment, with the file it stands in, once its unit is complete."""
    with path.open("rb") as stream:
        events = etree.iterparse(
            stream,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        file = _File({}, (), "")
        for event, element in events:
            name = etree.QName(element).localname
            if event == "start":
                if element.getparent() is None:
                    _check_root(path, element)
                elif name == "file" and _is_core(element):
                    file = _opened(element)
            elif element.tag == f"{_METADATA}metadata" and _local(element.getparent()) == "file":
                file = replace(file, stated=_stated(element.getparent(), None))
            elif name in ("unit", "trans-unit") and _is_core(element):
                _check_entities(path, element)
                for pair in _segments(element, file):
                    yield file, pair
                _forget(element)


def _check_root(path: Path, root: etree._Element) -> None:
    if _local(root) != "xliff":
        raise ReadError(f"{path}: is XML but not XLIFF; its root is <{_local(root)}>")
    if not _is_core(root):
        version = root.get("version") or "unknown"
        raise ReadError(f"{path}: is XLIFF of version {version}; known: 1.1, 1.2, 2.x")


def _check_entities(path: Path, unit: etree._Element) -> None:
    if any(isinstance(node, etree._Entity) for node in unit.iter()):
        line = unit.sourceline
        raise ReadError(f"{path}: line {line} uses an entity, which is never expanded")


def _forget(unit: etree._Element) -> None:
    unit.clear()
    parent = unit.getparent()
    while parent is not None and unit.getprevious() is not None:
        del parent[0]


def _opened(element: etree._Element) -> _File:
    """The languages stand at the file in 1.2, at the root in 2.x."""
    root = element.getroottree().getroot()
    source = element.get("source-language") or root.get("srcLang")
    target = element.get("target-language") or root.get("trgLang")
    languages = {"source": _language(source), "target": _language(target)}
    return _File(languages, (), element.get("original") or "")


def _key(path: Path, symbol: str | None, file: _File) -> tuple[str, str]:
    """Symbol and collection of the document that a file is."""
    if symbol:
        return symbol, path.name
    facts = dict(file.stated)
    if facts.get("document", "").strip():
        return facts["document"].strip(), facts.get("collection", path.name)
    stem, _ = split_name(Path(PureWindowsPath(file.original).name or path.name))
    return symbol_of_stem(stem), path.name


def _segments(unit: etree._Element, file: _File) -> Iterator[_Pair]:
    """The segments of a unit: itself in 1.2."""
    is_segmented = etree.QName(unit).localname == "unit"
    for segment in _core_children(unit, "segment") if is_segmented else (unit,):
        sides: dict[str, tuple[str, Sequence[Statement]]] = {}
        for side in ("source", "target"):
            for element in _core_children(segment, side):
                text = "".join(_flat(element))
                text = text if file.is_ours else _SPACE.sub(" ", text).strip()
                if file.languages.get(side) and text.strip():
                    sides[side] = (text, _stated(unit, side))
        yield _Pair(_status(segment), _stated(unit, None), sides)


def _add(rows: UnitRows, file: _File, pair: _Pair) -> None:
    row = rows.new_row()
    of_row = replace(stated_row(pair.stated), status=pair.status)
    for side, (text, stated) in pair.sides.items():
        lang = file.languages[side]
        if lang:
            rows.add(row, lang, text, stated=of_row, clauses=stated_clauses(stated, text, of_row))


def _status(segment: etree._Element) -> Status:
    """The status that we wrote, while the state still is the one that we gave it."""
    target = next(_core_children(segment, "target"), None)
    state = segment.get("state") or (None if target is None else target.get("state"))
    for status, given in XLIFF_STATES.items():
        if segment.get("subState") == f"hexapla:{status}" and state in (given, "initial"):
            return status
    is_reviewed = state in _REVIEWED or segment.get("approved") == "yes"
    return "reviewed" if is_reviewed else "imported"


def _stated(parent: etree._Element | None, side: str | None) -> list[Statement]:
    """What the metadata of a file or unit states under our name: of one side, or, None, of all."""
    if parent is None:
        return []
    return [
        (str(meta.get("type") or ""), meta.text or "")
        for metadata in parent.iterchildren(f"{_METADATA}metadata")
        for group in metadata.iterchildren(f"{_METADATA}metaGroup")
        if group.get("category") == "hexapla" and group.get("appliesTo") == side
        for meta in group.iterchildren(f"{_METADATA}meta")
    ]


def _flat(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _local(child)
        if name == "cp":
            yield restored_character(child.get("hex") or "")
        elif name not in _CODES:
            yield from _flat(child)
        yield child.tail or ""


def _core_children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in element if _local(child) == name and _is_core(child))


def _is_core(element: etree._Element) -> bool:
    """Of XLIFF itself, not of a module; files of 1.2 often name no namespace."""
    namespace = etree.QName(element).namespace
    return namespace is None or bool(_NAMESPACE.fullmatch(namespace))


def _local(element: etree._Element | None) -> str:
    return "" if element is None else etree.QName(element).localname


def _language(code: str | None) -> str | None:
    try:
        return language(code or "")
    except ValueError:
        return None
