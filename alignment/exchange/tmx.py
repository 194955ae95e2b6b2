"""TMX 1.4: units as translation memories know them, with any number of languages in each.

What TMX has no element for stands in ``prop`` elements, whose types docs/exchange.md lists;
indexer.readers.tmx reads them back, so that nothing is lost. There is no clock in the file: the
same units give the same bytes.

Source: TMX 1.4b specification, LISA OSCAR, 2005.
From: rows. To: CAT tools, and the reader. Not here: files of two languages a unit (tmx_pairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from alignment.exchange.rows import Document, Row, Written
from alignment.exchange.statements import (
    Statement,
    clause_statements,
    document_statements,
    row_statements,
)
from alignment.exchange.xml import attribute, content

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
<header creationtool="hexapla" creationtoolversion="1" segtype="block" o-tmf="hexapla" \
adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
"""
TAIL = "</body>\n</tmx>\n"


def write_tmx(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """One ``tu`` a unit, in it one ``tuv`` for each of ``langs`` that the unit has."""
    count = 0
    out.write(HEAD)
    for document in documents:
        facts = list(document_statements(document.metadata))
        for row in document.rows:
            variants = [
                variant_element(lang, clause_statements(row, lang), row.text(lang))
                for lang in langs
                if lang in row.clauses
            ]
            out.write(unit_element(document, row, facts, variants))
            facts = []
            count += 1
    out.write(TAIL)
    return Written(count)


def unit_element(
    document: Document, row: Row, more: Iterable[Statement], variants: Iterable[str]
) -> str:
    """A ``tu`` of these ``tuv`` elements. more: what is stated beside what the row is."""
    day = document.metadata.date
    date = f' creationdate="{day:%Y%m%d}T000000Z"' if day else ""
    whose = [("document", document.symbol)]
    if document.collection is not None:
        whose.append(("collection", document.collection))
    props = _props([*whose, *row_statements(row), *more])
    return f"<tu{date}>\n{props}{''.join(variants)}</tu>\n"


def variant_element(lang: str, stated: Iterable[Statement], text: str) -> str:
    """A ``tuv`` with what is stated of its clauses."""
    segment = f"<seg>{content(text, _inline_code)}</seg>"
    return f'<tuv xml:lang="{attribute(lang)}">\n{_props(stated)}{segment}\n</tuv>\n'


def _props(stated: Iterable[Statement]) -> str:
    return "".join(f'<prop type="x-{name}">{content(value)}</prop>\n' for name, value in stated)


def _inline_code(code: int) -> str:
    """A character that XML cannot hold."""
    return f'<ph type="x-char">U+{code:04X}</ph>'
