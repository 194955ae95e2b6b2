"""Vecalign's search as the package ``sentalign`` (Apache-2.0, PyPI) does it, on our vectors.

From: texts, our encoder. To: benchmarks.alignment. Not here: its own choice of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from alignment.scoring import Pair


def align(
    left: Sequence[str],
    right: Sequence[str],
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
) -> list[Pair]:
    """Its beads with its own defaults, up to seven sentences on a side, joined ones encoded anew.

    Raises ImportError if the package is not installed.
    """
    sentalign = import_module("sentalign").sentalign  # not of this project
    found = sentalign(list(left), list(right), lambda texts: _known(encode(texts)))
    return [(tuple(bead.src_indices), tuple(bead.tgt_indices)) for bead in found.alignments]


def _known(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows without zeros, which it cannot take: a text of which nothing is known is a little of
    everything.
    """
    found = rows.copy()
    found[~np.asarray(rows.any(axis=1))] = 1e-3
    return found
