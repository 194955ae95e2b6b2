"""Which index on a cluster is whose: the corpus's id, and the names that come from it.

A corpus that is kept on a cluster has an id of its own, in a file of its folder; it holds no URL,
since the cluster may be reached by another one from elsewhere. An index is named with the id and a
number, ``hexapla-3f2a…-000002``, and found by the alias ``hexapla-3f2a…``.

From: hexapla.corpus. To: opensearch.index. Not here: indexes.
"""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path

from indexer.errors import CorpusError

FILE = "opensearch.json"
_ID = re.compile(r"[0-9a-f]{16}")


def corpus_id(folder: Path) -> str | None:
    """The id of the corpus in a folder; None if it was never on a cluster.

    Raises CorpusError if the file that holds it is damaged.
    """
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        found = json.loads(text)["corpus"]
    except (ValueError, KeyError, TypeError):
        found = None
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise CorpusError(
            f"'{folder / FILE}' is damaged; remove it, and the corpus gets a new index on the "
            "cluster"
        )
    return found


def make_corpus_id(folder: Path) -> str:
    """The id of the corpus in a folder, which gets one if it has none."""
    found = corpus_id(folder)
    if found is None:
        found = secrets.token_hex(8)
        temporary = folder / f"{FILE}.tmp"
        temporary.write_text(json.dumps({"corpus": found}) + "\n", encoding="utf-8")
        temporary.rename(folder / FILE)
    return found


def alias(corpus: str) -> str:
    """The name under which a corpus is searched."""
    return f"hexapla-{corpus}"


def index_name(corpus: str, number: int) -> str:
    """The name of a corpus's index of that number.

    >>> index_name("3f2a", 2)
    'hexapla-3f2a-000002'
    """
    return f"{alias(corpus)}-{number:06}"


def number_of(name: str) -> int:
    """The number in an index's name."""
    return int(name.rpartition("-")[2])
