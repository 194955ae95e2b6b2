"""What a format of translation units has no element for, as pairs of a name and a value.

TMX writes them as ``prop`` elements, XLIFF as metadata; indexer.readers.statements reads them back.

From: rows. To: the writers of TMX and XLIFF. Not here: text, languages.
"""

from __future__ import annotations

from collections.abc import Iterator

from alignment.exchange.rows import Placed, Row
from indexer.document import Metadata

Statement = tuple[str, str]


def document_statements(metadata: Metadata) -> Iterator[Statement]:
    """What a document says of itself, as far as it is known."""
    facts = {
        "title": metadata.title,
        "session": metadata.session,
        "agenda-item": metadata.agenda_item,
        "date": metadata.date,  # its text is ISO 8601
        "meeting": metadata.meeting,
        "year": metadata.year,
    }
    return ((name, str(fact)) for name, fact in facts.items() if fact is not None)


def row_statements(row: Row) -> Iterator[Statement]:
    """Kind of its first clause, status, probability."""
    yield "kind", row.kind
    yield "status", row.status
    if row.probability is not None:
        yield "probability", repr(row.probability)


def clause_statements(row: Row, lang: str) -> Iterator[Statement]:
    """What is known of the clauses of a row in one language.

    A plain clause has a number, and a kind if it is not the row's. Where there are several, or a
    lead or footnote calls, each clause comes with its span, and what belongs to it follows.

    >>> from indexer.document import Call, Clause
    >>> text = "Decides to meet."
    >>> clause = Clause("operative", "4", 0, 16, text, lead=(0, 7), calls=(Call("1", 15),))
    >>> list(clause_statements(Row({"en": [clause]}), "en"))
    [('clause', '0 16 operative 4'), ('lead', '0 7'), ('call', '15 1')]
    """
    placed = row.placed(lang)
    first = placed[0].clause
    if len(placed) > 1 or first.lead or first.calls:
        for one in placed:
            yield from _spanned(one)
        return
    if first.kind != row.kind:
        yield "kind", first.kind
    if first.number is not None:
        yield "number", first.number


def _spanned(one: Placed) -> Iterator[Statement]:
    """Offsets count code points of the text of the row."""
    clause = one.clause
    number = "" if clause.number is None else f" {clause.number}"
    yield "clause", f"{one.start} {one.end} {clause.kind}{number}"
    if clause.lead:
        yield "lead", f"{one.start + clause.lead[0]} {one.start + clause.lead[1]}"
    for call in clause.calls:
        yield "call", f"{one.start + call.offset} {call.label}"
