"""Units as JSON, one object a line.

From: rows. To: programs. Not here: what the fields mean (docs/exchange.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TextIO

from alignment.exchange.rows import Document, Row, Written


def write_jsonl(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """One object a unit; of ``langs``, those that it has, in that order."""
    count = 0
    for document in documents:
        about = _about(document)
        for row in document.rows:
            out.write(json.dumps({**about, **_unit(row, langs)}, ensure_ascii=False) + "\n")
            count += 1
    return Written(count)


def _about(document: Document) -> dict[str, object]:
    metadata = document.metadata
    about: dict[str, object] = {"symbol": document.symbol}
    if document.collection is not None:
        about["collection"] = document.collection
    return {
        **about,
        "title": metadata.title,
        "date": metadata.date.isoformat() if metadata.date else None,
        "year": metadata.year,
    }


def _unit(row: Row, langs: Sequence[str]) -> dict[str, object]:
    there = [lang for lang in langs if lang in row.clauses]
    return {
        "kind": row.kind,
        "number": row.number,
        "status": row.status,
        "probability": row.probability,
        "versions": {lang: row.text(lang) for lang in there},
        "clauses": {lang: _clauses(row, lang) for lang in there},
    }


def _clauses(row: Row, lang: str) -> list[dict[str, object]]:
    """start, end and the offsets of calls count code points of the version's text beside it."""
    return [
        {
            "kind": one.clause.kind,
            "number": one.clause.number,
            "start": one.start,
            "end": one.end,
            "calls": [[call.label, one.start + call.offset] for call in one.clause.calls],
        }
        for one in row.placed(lang)
    ]
