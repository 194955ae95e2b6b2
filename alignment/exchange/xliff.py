"""XLIFF 2.0: units of two languages, for translation and revision.

A document is a ``file``, a unit a ``unit`` of one segment. The state of the segment comes from the
unit's status; the status itself is its ``subState``. Kind, number, probability and what a document
says of itself stand in the metadata module, under the category "hexapla".

Source: XLIFF Version 2.0, OASIS Standard, 2014, sections 4 and 5.4 (metadata).
From: rows. To: CAT tools, and indexer.readers.xliff. Not here: more than two languages (tmx).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import TextIO

from alignment.exchange.rows import Document, Row, Written, direction
from alignment.exchange.statements import (
    Statement,
    clause_statements,
    document_statements,
    row_statements,
)
from alignment.exchange.xml import attribute, content
from indexer.readers.statements import XLIFF_STATES


def write_xliff(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """Every unit that has either language. langs: source, target.

    Raises ValueError unless there are just two languages.
    """
    if len(langs) != 2:
        raise ValueError(
            f"XLIFF holds two languages, not {len(langs)} ({', '.join(langs)}); "
            "name two, the source first"
        )
    source, target = langs
    units = 0
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" version="2.0" '
        f'srcLang="{attribute(source)}" trgLang="{attribute(target)}">\n'
    )
    files = count(1)
    for document in documents:
        number = 0
        for number, row in enumerate(document.rows, 1):
            if number == 1:
                out.write(_file_start(document, next(files), source, target))
            out.write(_unit(row, number, source, target))
        out.write("</file>\n" if number else "")
        units += number
    out.write("</xliff>\n")
    return Written(units)


def _file_start(document: Document, number: int, source: str, target: str) -> str:
    stated = [("document", document.symbol)]
    if document.collection is not None:
        stated.append(("collection", document.collection))
    stated += document_statements(document.metadata)
    return (
        f'<file id="f{number}" original="{attribute(document.symbol)}" canResegment="no" '
        f'srcDir="{direction(source)}" trgDir="{direction(target)}" xml:space="preserve">\n'
        f"<mda:metadata>\n{_group(stated)}</mda:metadata>\n"
    )


def _unit(row: Row, number: int, source: str, target: str) -> str:
    metadata = "".join(
        [
            _group(row_statements(row)),
            _group(_stated(row, source), "source"),
            _group(_stated(row, target), "target"),
        ]
    )
    is_translated = source in row.clauses and target in row.clauses
    state = XLIFF_STATES[row.status] if is_translated else "initial"
    return (
        f'<unit id="u{number}">\n<mda:metadata>\n{metadata}</mda:metadata>\n'
        f'<segment state="{state}" subState="hexapla:{row.status}">\n'
        f"{_side('source', row.text(source))}"
        f"{_side('target', row.text(target)) if target in row.clauses else ''}"
        "</segment>\n</unit>\n"
    )


def _side(name: str, text: str) -> str:
    return f"<{name}>{content(text, _code_point)}</{name}>\n"


def _stated(row: Row, lang: str) -> Iterable[Statement]:
    return clause_statements(row, lang) if lang in row.clauses else ()


def _group(stated: Iterable[Statement], side: str | None = None) -> str:
    applies = f' appliesTo="{side}"' if side else ""
    metas = "".join(
        f'<mda:meta type="{name}">{content(value)}</mda:meta>\n' for name, value in stated
    )
    if not metas:
        return ""
    return f'<mda:metaGroup category="hexapla"{applies}>\n{metas}</mda:metaGroup>\n'


def _code_point(code: int) -> str:
    return f'<cp hex="{code:04X}"/>'
