"""The systems that are measured, by the name that the command line knows them by.

From: one module a system. To: benchmarks.retrieval. Not here: what they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.systems.bm25s_own import open_bm25s
from benchmarks.systems.lancedb_hybrid import open_lancedb
from benchmarks.systems.lexicons import OtherLexicons
from benchmarks.systems.opensearch_hybrid import OpenSearchRival
from benchmarks.systems.ours import open_ours
from benchmarks.systems.system import Open
from benchmarks.systems.tantivy_own import open_tantivy
from benchmarks.systems.txtai_hybrid import open_txtai

NAMES = ("hexapla", "lexicons", "bm25s", "tantivy", "opensearch", "lancedb", "txtai")


@contextmanager
def opened_systems(names: Sequence[str]) -> Iterator[dict[str, Open]]:
    """Those of these names; what they started is stopped at the end."""
    opensearch, lexicons = OpenSearchRival(), OtherLexicons()
    systems: dict[str, Open] = {
        "hexapla": open_ours,
        "lexicons": lexicons,
        "bm25s": open_bm25s,
        "tantivy": open_tantivy,
        "opensearch": opensearch,
        "lancedb": open_lancedb,
        "txtai": open_txtai,
    }
    try:
        yield {name: systems[name] for name in names}
    finally:
        opensearch.close()
        lexicons.close()
