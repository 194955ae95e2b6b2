"""A unit as a keyword engine knows it: the same fields in every engine.

From: the catalogue. To: search.tantivy_index. Not here: how an engine stores a field.
"""

from __future__ import annotations

from indexer.analysis.tokens import BIGRAMS, FIELDS, bigram_terms, terms
from indexer.store.records import UnitRecord

# Streams of terms joined by spaces; a term's position is its place in the stream. BM25, phrases.
STREAMS = FIELDS
# Every stream of every unit ends with it, also that of a language the unit does not have. Engines
# take the mean length of a field, and how rare a term is, from the units that have the field
# (Lucene) or from all units (tantivy): so these are the same.
END = "$"
# Exact texts, several to a unit for "lang". Filters, facets.
FACT_FIELDS = ("lang", "body", "kind", "symbol")
# Non-negative numbers. Filters, order.
NUMBER_FIELDS = ("id", "year")


def document(unit: UnitRecord) -> dict[str, list[str | int]]:
    """The fields of a unit, the same in every engine: streams of terms, and what is known of it."""
    streams: dict[str, list[str]] = {name: [] for name in STREAMS}
    streams |= {lang: terms(text, lang) for lang, text in unit.texts.items()}
    if "zh" in unit.texts:
        streams[BIGRAMS] = bigram_terms(unit.texts["zh"])
    fields: dict[str, list[str | int]] = {
        name: [" ".join([*stream, END])] for name, stream in streams.items()
    }
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
