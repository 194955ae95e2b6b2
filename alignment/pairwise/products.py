"""Products of the vectors of two versions, wherever a band says that they may be needed.

From: vectors, pairwise.band. To: pairwise.chain, pairwise.evidence. Not here: what they mean.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band

Floats32 = NDArray[np.float32]

ROWS_AT_ONCE = 16  # small enough for one thread: on a busy machine two wait for each other


def products(left: Floats32, right: Floats32, band: Band) -> Floats32:
    """(size + 1,): at cell (i, j) the product of left row i - 1 and right row j - 1, else 0."""
    found = np.zeros(band.size + 1, np.float32)
    n = len(band.first) - 1
    for top in range(0, n, ROWS_AT_ONCE):
        bottom = min(top + ROWS_AT_ONCE, n)
        low, high = max(int(band.first[top + 1]), 1), int(band.last[bottom])
        block = left[top:bottom] @ right[low - 1 : high].T
        cells = slice(band.starts[top + 1], band.starts[bottom + 1])
        rows, columns = band.rows[cells] - top - 1, band.columns[cells] - low
        values = block[rows, columns]  # what stands in column 0 is wrong, and taken out
        found[cells] = np.where(columns >= 0, values, 0)
    return found
