"""Sums of token vectors, text by text.

From: token ids and a table of vectors. To: encoders.static_encoder, encoders.blend_encoder.
Not here: order of tokens (encoders.ngrams).
"""

from __future__ import annotations

from itertools import chain

import numpy as np

from indexer.encoders.weights import Floats, Table

TOKENS_AT_ONCE = 1_024  # the float32 vectors of so many tokens: 1 MiB, which a cache holds


def add_tokens(sums: Floats, ids: list[list[int]], table: Table) -> None:
    """Add to each row of ``sums``, (n, d), in place, the table's rows of its text's tokens."""
    if len(ids) == 1 and 0 < len(ids[0]) <= TOKENS_AT_ONCE:  # a query: in a quarter of the time
        # Added up in the same order as below, so that no text's sum depends on its neighbours.
        sums[0] += np.add.reduceat(table.rows(np.array(ids[0], np.int64)), [0], axis=0)[0]
        return
    counts = np.array([len(one) for one in ids], dtype=np.int64)
    tokens = np.fromiter(chain.from_iterable(ids), np.int64, count=counts.sum())
    text_of = np.repeat(np.arange(len(ids)), counts)
    # Each token that occurs is widened once: that took as long as all the sums.
    kinds, tokens = np.unique(tokens, return_inverse=True)
    wide = table.rows(kinds)
    for start in range(0, len(tokens), TOKENS_AT_ONCE):
        some = slice(start, start + TOKENS_AT_ONCE)
        first = np.flatnonzero(np.diff(text_of[some], prepend=-1))
        sums[text_of[some][first]] += np.add.reduceat(wide[tokens[some]], first, axis=0)
