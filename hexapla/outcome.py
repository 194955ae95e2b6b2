"""What became of a source that was to be indexed.

From: hexapla.indexing. To: whoever asked for it. Not here: how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["indexed", "unchanged", "failed", "removed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source.

    path: absolute. symbols, languages: what it holds. message: if it failed, one line.
    """

    path: str
    state: State
    symbols: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    clauses: int = 0
    message: str | None = None
