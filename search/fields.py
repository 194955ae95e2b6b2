"""A unit as a keyword engine knows it: the same fields in every engine.

From: the catalogue. To: search.tantivy_index. Not here: how an engine stores a field.
"""

from __future__ import annotations

from indexer.analysis.tokens import BIGRAMS, FIELDS, bigram_terms, terms
from indexer.store.records import UnitRecord

# Streams of terms joined by spaces; a term's position is its place in the stream. BM25, phrases.
STREAMS = FIELDS
# Exact texts, several to a unit for "lang". Filters, facets.
FACT_FIELDS = ("lang", "body", "kind", "symbol")
# Non-negative numbers. Filters, order.
NUMBER_FIELDS = ("id", "year")


def document(unit: UnitRecord) -> dict[str, list[str | int]]:
    """The fields of a unit, the same in every engine: streams of terms, and what is known of it."""
    streams = {lang: terms(text, lang) for lang, text in unit.texts.items()}
    if "zh" in unit.texts:
        streams[BIGRAMS] = bigram_terms(unit.texts["zh"])
    fields: dict[str, list[str | int]] = {name: [" ".join(s)] for name, s in streams.items()}
    fields |= {
        "id": [unit.id],
        "lang": list(unit.texts),
        "kind": [unit.kind],
        "symbol": [unit.symbol.upper()],
    }
    if unit.body:
        fields["body"] = [unit.body]
    if unit.year is not None:
        fields["year"] = [unit.year]
    return fields
