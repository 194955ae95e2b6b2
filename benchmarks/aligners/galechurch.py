"""Gale and Church as the package ``galechurch`` (Apache-2.0, PyPI) does it.

From: texts. To: benchmarks.alignment. Not here: our own few lines of it (gale_church).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from alignment.scoring import Pair


def align(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Its beads with its own defaults. Raises ImportError if the package is not installed."""
    galechurch = import_module("galechurch")  # not of this project
    return [
        (
            tuple(range(bead.source_start, bead.source_end)),
            tuple(range(bead.target_start, bead.target_end)),
        )
        for bead in galechurch.align(left, right).beads
    ]
