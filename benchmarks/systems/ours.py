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
from search.retrieval import MODES, Mode


@contextmanager
def open_ours(indexed: Indexed) -> Iterator[Searches]:
    """The corpus that was made for all systems is what is searched."""
    yield {f"hexapla {mode}": partial(_search, indexed, mode) for mode in MODES}


def _search(indexed: Indexed, mode: Mode, text: str, top: int) -> list[int]:
    try:
        hits = search(text, indexed.snapshot, mode=mode, top=top).hits
    except QueryError:  # nothing in it to look for
        return []
    return [indexed.row_of[hit.unit] for hit in hits]
