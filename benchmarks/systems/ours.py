"""Hexapla itself: by words, by meaning, by both, as a user's search with its defaults.

From: benchmarks.systems.all. To: search.answer. Not here: how a language is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from benchmarks.systems.system import Indexed, Searches
from indexer.errors import QueryError
from search.answer import search
from search.fusion import Fusion
from search.retrieval import MODES, Mode


@contextmanager
def open_ours(indexed: Indexed) -> Iterator[Searches]:
    """The corpus that was made for all systems is what is searched."""
    yield {
        **{f"hexapla {mode}": partial(asked, indexed, mode) for mode in MODES},
        "hexapla hybrid, rrf": partial(asked, indexed, "hybrid", fusion="rrf"),
    }


def asked(
    indexed: Indexed, mode: Mode, text: str, top: int, *, fusion: Fusion = "convex"
) -> list[int]:
    """Numbers of rows, best first; none for a query in which there is nothing to look for."""
    try:
        hits = search(text, indexed.snapshot, mode=mode, top=top, fusion=fusion).hits
    except QueryError:
        return []
    return [indexed.row_of[hit.unit] for hit in hits]
