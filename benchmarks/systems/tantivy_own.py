"""tantivy with its own analysers: a field a language, its stemmers, Chinese by two characters.

From: benchmarks.systems.all. To: the package tantivy. Not here: our terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import tantivy
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from benchmarks.systems.system import Indexed, Searches

LANGUAGES = {
    "ar": "arabic",
    "en": "english",
    "fr": "french",
    "ru": "russian",
    "es": "spanish",
}


@contextmanager
def open_tantivy(indexed: Indexed) -> Iterator[Searches]:
    """An index in memory; a query is looked for in all fields, as tantivy's parser reads it."""
    langs = indexed.collection.langs
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    for lang in langs:
        builder.add_text_field(lang, tokenizer_name=f"own_{lang}")
    index = tantivy.Index(builder.build())
    for lang in langs:
        index.register_tokenizer(f"own_{lang}", _analyser(lang))
    writer = index.writer(50_000_000, num_threads=1)
    for number, row in indexed.collection.rows.items():
        fields: dict[str, str | int] = {"number": number, **row}
        writer.add_document(tantivy.Document.from_dict(fields, index.schema))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(text: str, top: int) -> list[int]:
        query, _ = index.parse_query_lenient(text, list(langs))
        hits = searcher.search(query, top, count=False).hits
        found = searcher.fast_field_values("number", [address for _, address in hits])
        numbers: list[int] = np.array(found, np.int64).tolist()
        return numbers

    yield {"tantivy, own analysers": search}


def _analyser(lang: str) -> TextAnalyzer:
    if lang == "zh":
        return TextAnalyzerBuilder(Tokenizer.ngram(2, 2)).filter(Filter.lowercase()).build()
    words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    return words.filter(Filter.stemmer(LANGUAGES[lang])).build()
