"""Units as a table for spreadsheets: one row a unit, one column a language.

The file begins with a byte order mark, without which spreadsheets take UTF-8 for something else;
rows end with a carriage return and a line feed (RFC 4180).

From: rows. To: people with a spreadsheet; for programs there is JSONL.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from alignment.exchange.rows import Document, Written

_BOM = "\ufeff"
FIELDS = ("symbol", "kind", "number", "status", "probability")


def write_csv(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """A head with the names of the columns, then the units; a missing language is an empty cell.

    out: must not translate line ends.
    """
    out.write(_BOM)
    table = csv.writer(out)
    table.writerow([*FIELDS, *langs])
    count = 0
    for document in documents:
        for row in document.rows:
            facts = (document.symbol, row.kind, row.number, row.status, row.probability)
            table.writerow([*facts, *(row.text(lang) for lang in langs)])
            count += 1
    return Written(count)
