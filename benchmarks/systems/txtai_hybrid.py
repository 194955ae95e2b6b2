"""txtai: its hybrid index with our vectors, its own terms over all texts of a row.

From: benchmarks.systems.all. To: the package txtai. Not here: anything of ours but the vectors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from benchmarks.systems.system import AbsentError, Indexed, Searches


@contextmanager
def open_txtai(indexed: Indexed) -> Iterator[Searches]:
    """Equal weights, its default. Raises AbsentError if txtai is not installed."""
    try:
        from txtai.embeddings import Embeddings  # noqa: PLC0415 - not a part of the project
    except ImportError:
        raise AbsentError("txtai is not installed") from None
    texts = indexed.joined()
    known = dict(zip(texts, indexed.vectors, strict=True))

    def transform(asked: Sequence[str]) -> NDArray[np.float32]:
        return np.array(
            [known[text] if text in known else indexed.query_vector(text) for text in asked]
        )

    embeddings = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    embeddings.index(
        (number, text, None) for number, text in zip(indexed.numbers, texts, strict=True)
    )
    try:
        yield {
            "txtai hybrid": lambda text, top: [int(row) for row, _ in embeddings.search(text, top)]
        }
    finally:
        embeddings.close()
