"""One version of a document, ready to be aligned.

From: the segmenter and an encoder. To: pairwise.pairs, multiway.six. Not here: evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.document import Clause


@dataclass(frozen=True, slots=True)
class Side:
    """The body of a version; footnotes are a stream of their own and aligned apart.

    lang: any code; the six languages have stems, others only length, numbers and bare words.
    vectors: (n, d) float32, row i of unit length for ``clauses[i]``; a row of zeros says that
        nothing is known of the clause. d may be 0: an alignment without vectors.
    """

    lang: str
    clauses: tuple[Clause, ...]
    vectors: NDArray[np.float32]

    def some(self, positions: Sequence[int]) -> Side:
        """Some of the clauses, as a version of their own."""
        chosen = list(positions)
        return Side(self.lang, tuple(self.clauses[at] for at in chosen), self.vectors[chosen])

    def __post_init__(self) -> None:
        """Raises ValueError if there is not exactly one vector a clause."""
        if self.vectors.ndim != 2 or len(self.vectors) != len(self.clauses):
            raise ValueError(
                f"{len(self.clauses)} clauses in {self.lang!r} need a vector each, "
                f"got an array of shape {self.vectors.shape}"
            )
