"""LanceDB: its hybrid query with our vectors, its own full-text index over all texts of a row.

From: benchmarks.systems.all. To: the package lancedb. Not here: anything of ours but the vectors.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.systems.system import AbsentError, Indexed, Searches


@contextmanager
def open_lancedb(indexed: Indexed) -> Iterator[Searches]:
    """Fused by reciprocal ranks, its default. Raises AbsentError if lancedb is not installed."""
    try:
        import lancedb  # noqa: PLC0415 - not a part of the project
        from lancedb.rerankers import RRFReranker  # noqa: PLC0415
    except ImportError:
        raise AbsentError("lancedb is not installed") from None
    rows = [
        {"number": number, "text": text, "vector": vector.tolist()}
        for number, text, vector in zip(
            indexed.numbers, indexed.joined(), indexed.vectors, strict=True
        )
        if vector.any()
    ]
    with tempfile.TemporaryDirectory() as folder:
        table = lancedb.connect(folder).create_table("rows", rows)
        # No stemming: there is one language for all texts. ICU splits Chinese too.
        table.create_fts_index("text", base_tokenizer="icu", stem=False, remove_stop_words=False)

        def search(text: str, top: int) -> list[int]:
            vector = indexed.query_vector(text)
            if not vector.any():
                found = table.search(_words(text), query_type="fts")
            else:
                found = (
                    table.search(query_type="hybrid")
                    .vector(vector)
                    .distance_type("cosine")
                    .text(_words(text))
                    .rerank(RRFReranker())
                )
            return [int(hit["number"]) for hit in found.limit(top).to_list()]

        yield {"lancedb hybrid": search}


def _words(text: str) -> str:
    """Without signs that its query language takes for operators."""
    return "".join(letter if letter.isalnum() else " " for letter in text)
