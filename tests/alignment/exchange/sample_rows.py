"""A small document in the shapes that exports must handle; for the tests beside it."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Protocol

from alignment.exchange.rows import Document, Row, Written
from indexer.document import Call, Clause, Kind, Metadata, Span


class Writer(Protocol):
    def __call__(
        self, documents: list[Document], langs: tuple[str, ...], out: StringIO
    ) -> Written: ...


def clause(
    text: str,
    number: str | None = None,
    *,
    kind: Kind = "operative",
    lead: Span | None = None,
    calls: tuple[Call, ...] = (),
) -> Clause:
    return Clause(kind, number, 0, len(text), text, lead=lead, calls=calls)


METADATA = Metadata("Wells & pumps", 66, "118", date(2012, 6, 29), 120, 2012)
ROWS = [
    Row({"en": [clause("Wells & pumps", kind="title")], "ar": [clause("الآبار", kind="title")]}),
    Row(
        {
            "en": [clause("Notes the report.", "1", lead=(0, 5), calls=(Call("1", 16),))],
            "ar": [clause("تحيط علما بالتقرير.", "١", calls=(Call("1", 18),))],
            "fr": [clause("Prend note du rapport.", "1")],
        },
        "locked",
        0.625,
    ),
    Row(
        {
            "en": [clause("One.", kind="sentence"), clause("Two\x0c.", kind="sentence")],
            "fr": [clause("Un et deux.", kind="sentence")],
        },
        "auto",
        0.5,
    ),
    Row(
        {lang: [clause("A/66/1.", "1", kind="footnote")] for lang in ("en", "ar")},
        "reviewed",
    ),
]
DOCUMENT = Document("A/RES/66/282", ROWS, METADATA)
LANGS = ("ar", "en", "fr")


def as_text(write: Writer, *documents: Document, langs: tuple[str, ...] = LANGS) -> str:
    out = StringIO(newline="")
    write(list(documents or [DOCUMENT]), langs, out)
    return out.getvalue()
