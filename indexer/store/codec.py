"""How the nouns of the project are written into the catalogue's columns, and read back.

From: store.writer (writing), store.stored (reading). Not here: SQL.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.document import Call, Clause, Mend, Metadata, Span

_DEFLATE_FROM_BYTES = 2048  # below, it costs more time than it saves room
_DEFLATE_LEVEL = 1  # UN prose: 2.6 times smaller at 90 MB/s; level 6: 3.1 times at 25 MB/s


def mends_to_json(mends: tuple[Mend, ...]) -> str | None:
    if not mends:
        return None
    return _dump([[mend.start, mend.end, mend.replacement] for mend in mends])


def mends_from_json(text: str | None) -> tuple[Mend, ...]:
    return tuple(Mend(*mend) for mend in json.loads(text)) if text else ()


def calls_to_json(calls: tuple[Call, ...]) -> str | None:
    return _dump([[call.label, call.offset] for call in calls]) if calls else None


def calls_from_json(text: str | None) -> tuple[Call, ...]:
    return tuple(Call(*call) for call in json.loads(text)) if text else ()


def lead_from_columns(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else (start, end)


def metadata_to_json(metadata: Metadata) -> str:
    """Only what is known, so that most rows are short.

    >>> metadata_to_json(Metadata(session=66, date=date(2012, 6, 29)))
    '{"session":66,"date":"2012-06-29"}'
    """
    known = {name: getattr(metadata, name) for name in Metadata.__slots__}
    return _dump(
        {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in known.items()
            if value is not None
        }
    )


def metadata_from_json(text: str) -> Metadata:
    known: dict[str, Any] = json.loads(text)
    if "date" in known:
        known["date"] = date.fromisoformat(known["date"])
    return Metadata(**known)


def raw_to_blob(text: str) -> tuple[bytes, bool]:
    """The text in UTF-8, and whether it was deflated: it is when that makes it smaller."""
    plain = text.encode("utf-8", "surrogatepass")
    if len(plain) < _DEFLATE_FROM_BYTES:
        return plain, False
    deflated = zlib.compress(plain, _DEFLATE_LEVEL)
    return (deflated, True) if len(deflated) < len(plain) else (plain, False)


def raw_from_blob(blob: bytes, is_deflated: bool) -> str:
    return (zlib.decompress(blob) if is_deflated else blob).decode("utf-8", "surrogatepass")


def vectors_to_blobs(vectors: NDArray[np.float32]) -> Iterable[bytes]:
    """(n, d) float32 to n blobs of float16, little-endian whatever the machine."""
    halves = np.ascontiguousarray(vectors, dtype="<f2")
    width = halves.shape[1] * halves.itemsize
    whole = halves.tobytes()
    return (whole[at : at + width] for at in range(0, len(whole), width))


def vectors_from_blobs(blobs: list[bytes], dimension: int) -> NDArray[np.float32]:
    """N blobs to (n, d) float32."""
    halves = np.frombuffer(b"".join(blobs), dtype="<f2")
    return halves.reshape(len(blobs), dimension).astype(np.float32)


def clause_columns(clause: Clause) -> tuple[object, ...]:
    """From ``kind`` to ``parent``, in the order of the table."""
    lead = clause.lead or (None, None)
    return (
        clause.kind,
        clause.number,
        clause.start,
        clause.end,
        clause.text,
        mends_to_json(clause.mends),
        calls_to_json(clause.calls),
        *lead,
        clause.parent,
    )


def clause_from_columns(columns: tuple[Any, ...]) -> Clause:
    """The inverse of :func:`clause_columns`."""
    kind, number, start, end, text, mends, calls, lead_start, lead_end, parent = columns
    return Clause(
        kind,
        number,
        start,
        end,
        text,
        mends_from_json(mends),
        lead_from_columns(lead_start, lead_end),
        calls_from_json(calls),
        parent,
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
