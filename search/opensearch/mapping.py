"""What an index on a cluster looks like: settings and fields.

The fields are those of every engine (search.fields). Streams of terms are cut at white space only
and scored with the BM25 that tantivy has too; nothing is analysed by OpenSearch. ``revision`` is
the catalogue's in which the unit last changed: id and revision together tell whether a unit is up
to date. The texts themselves are not kept, since SQLite has them.

From: opensearch.index, which makes indexes. To: the same. Not here: documents (search.fields).
"""

from __future__ import annotations

from typing import Any

from indexer.analysis.tokens import LONGEST
from search.fields import FACT_FIELDS, STREAMS
from search.opensearch.settings import Settings

# To be raised when the fields or the analysis change: the index is then built anew.
FORM = "1"

_OWN = "hexapla"  # of the names below, and where an index says what it holds


def index_body(settings: Settings, *, major: int, meta: dict[str, Any]) -> dict[str, Any]:
    """What makes an index. major: version of OpenSearch. meta: see ``described``."""
    return {
        "settings": {
            "number_of_shards": settings.shards,
            **_replicas(settings.replicas),
            # What has been written is seen when all of it has been written.
            "refresh_interval": "-1",
            "analysis": {
                "analyzer": {_OWN: {"type": "custom", "tokenizer": _OWN}},
                # Its own limit is 255 UTF-16 units, and what is longer is cut in two.
                "tokenizer": {_OWN: {"type": "whitespace", "max_token_length": 2 * LONGEST}},
            },
            "similarity": {_OWN: {"type": _similarity(major), "k1": 1.2, "b": 0.75}},
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"enabled": False},
            "_meta": {_OWN: meta},
            "properties": _fields(),
        },
    }


def described(index: dict[str, Any]) -> dict[str, Any]:
    """What an index says that it holds, in the cluster's answer about it; {} if it is not ours."""
    meta = index.get("mappings", {}).get("_meta", {}).get(_OWN, {})
    return meta if isinstance(meta, dict) else {}


def meta_body(meta: dict[str, Any]) -> dict[str, Any]:
    """What changes what an index says that it holds."""
    return {"_meta": {_OWN: meta}}


def _fields() -> dict[str, Any]:
    stream = {"type": "text", "analyzer": _OWN, "similarity": _OWN}
    return {
        **dict.fromkeys(STREAMS, stream),
        **{name: {"type": "keyword"} for name in FACT_FIELDS},
        "id": {"type": "long"},
        "year": {"type": "short"},
        "revision": {"type": "long"},
    }


def _similarity(major: int) -> str:
    """BM25 with the factor k1 + 1, as tantivy has it; since version 3 it has another name."""
    return "BM25" if major < 3 else "LegacyBM25"


def _replicas(wanted: str) -> dict[str, Any]:
    return {"auto_expand_replicas": wanted} if "-" in wanted else {"number_of_replicas": wanted}
