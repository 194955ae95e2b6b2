"""What a system is to the benchmark: it is given a collection, and then answers queries.

From: benchmarks.retrieval. To: every system. Not here: any system.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.retrieval_sets.query_set import Collection
from indexer.encoders.encoder import Encoder
from search.snapshot import Snapshot

# (query, how many) -> numbers of rows, best first, no repeats
Search = Callable[[str, int], list[int]]
Searches = dict[str, Search]  # {name of the system: how it is asked}


@dataclass(frozen=True, slots=True)
class Indexed:
    """A collection and what Hexapla made of it.

    snapshot: open for searching. row_of: ``{unit: number of its row}``.
    vectors: (n, d) float32, unit length, in the order of the rows: the mean over each row's
    languages. encoder: makes those of queries.
    """

    collection: Collection
    snapshot: Snapshot
    row_of: dict[int, int]
    vectors: NDArray[np.float32]
    encoder: Encoder

    @property
    def numbers(self) -> list[int]:
        """Of the rows, rising."""
        return list(self.collection.rows)

    def joined(self) -> list[str]:
        """Each row's texts in all languages as one, for systems that know one field."""
        return ["\n".join(row.values()) for row in self.collection.rows.values()]

    def query_vector(self, text: str) -> NDArray[np.float32]:
        """(d,) float32, unit length; zeros for a text of which nothing is known."""
        vector: NDArray[np.float32] = self.encoder.encode_queries([text])[0]
        return vector


Open = Callable[[Indexed], AbstractContextManager[Searches]]


class AbsentError(Exception):
    """A rival that is not installed, or cannot run here; its text says what is missing."""
