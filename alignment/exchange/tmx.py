"""TMX 1.4: units as translation memories know them, with any number of languages in each.

What TMX has no element for stands in ``prop`` elements, whose types docs/exchange.md lists;
indexer.readers.tmx reads them back, so that nothing is lost. There is no clock in the file: the
same units give the same bytes.

Source: TMX 1.4b specification, LISA OSCAR, 2005.
From: rows. To: CAT tools, and the reader. Not here: files of two languages each (tmx_pairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from alignment.exchange.rows import Document, Placed, Row, Written
from alignment.exchange.xml import attribute, content
from indexer.document import Metadata

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
        facts = "".join(document_props(document.metadata))
        for row in document.rows:
            variants = "".join(_variant(row, lang) for lang in langs if lang in row.clauses)
            out.write(unit_element(document, row, facts, variants))
            facts = ""
            count += 1
    out.write(TAIL)
    return Written(count)


def unit_element(document: Document, row: Row, more: str, variants: str) -> str:
    """A ``tu``. more: further props; variants: its ``tuv`` elements, all as markup."""
    day = document.metadata.date
    date = f' creationdate="{day:%Y%m%d}T000000Z"' if day else ""
    props = "".join(
        [
            prop("x-document", document.symbol),
            prop("x-collection", document.collection),
            prop("x-kind", row.kind),
            prop("x-status", row.status),
            prop("x-probability", row.probability),
        ]
    )
    return f"<tu{date}>\n{props}{more}{variants}</tu>\n"


def variant_element(lang: str, props: str, text: str) -> str:
    """A ``tuv``. props: as markup; text: as it reads."""
    return f'<tuv xml:lang="{attribute(lang)}">\n{props}<seg>{content(text, _code)}</seg>\n</tuv>\n'


def document_props(metadata: Metadata) -> Iterator[str]:
    """What a document says of itself; it stands in the first unit of each document."""
    yield prop("x-title", metadata.title)
    yield prop("x-session", metadata.session)
    yield prop("x-agenda-item", metadata.agenda_item)
    yield prop("x-date", metadata.date)
    yield prop("x-meeting", metadata.meeting)
    yield prop("x-year", metadata.year)


def prop(kind: str, value: object) -> str:
    """A ``prop``, nothing for None."""
    return "" if value is None else f'<prop type="{kind}">{content(str(value))}</prop>\n'


def _variant(row: Row, lang: str) -> str:
    placed = row.placed(lang)
    return variant_element(lang, "".join(_clause_props(row, placed)), row.text(lang))


def _clause_props(row: Row, placed: Sequence[Placed]) -> Iterator[str]:
    """Kind and number of the clause, or, of several, each with its span; leads and calls."""
    if len(placed) == 1:
        clause = placed[0].clause
        yield prop("x-kind", clause.kind if clause.kind != row.kind else None)
        yield prop("x-number", clause.number)
    else:
        for one in placed:
            number = f" {one.clause.number}" if one.clause.number is not None else ""
            yield prop("x-clause", f"{one.start} {one.end} {one.clause.kind}{number}")
    for one in placed:
        if one.clause.lead:
            start, end = one.clause.lead
            yield prop("x-lead", f"{one.start + start} {one.start + end}")
        for call in one.clause.calls:
            yield prop("x-call", f"{one.start + call.offset} {call.label}")


def _code(code: int) -> str:
    """A character that XML cannot hold, as an inline code."""
    return f'<ph type="x-char">U+{code:04X}</ph>'
