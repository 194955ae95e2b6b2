"""Bertalign's two-pass search (``bertalign``, GPL-3.0, PyPI, Python 3.12) on our vectors.

It runs as a process of its own, with the Python that ``$HEXAPLA_BERTALIGN`` names and that has the
package installed; what it is given and gives back are files.

From: texts, our encoder. To: benchmarks.alignment. Not here: LaBSE, for which it was made.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alignment.scoring import Pair

DRIVER = Path(__file__).with_name("bertalign_driver.py")
LONGEST = 5  # sentences of a bead, both sides counted: its default
MOST_LETTERS = 10_000  # of a joined text, as it cuts them

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Texts = tuple[Sequence[str], Sequence[str]]


def align(documents: Sequence[Texts], encode: Encode) -> list[list[Pair]]:
    """Its beads with its own defaults, all documents in one process.

    Raises ImportError if ``$HEXAPLA_BERTALIGN`` names no Python that has the package.
    """
    python = os.environ.get("HEXAPLA_BERTALIGN")
    if not python:
        raise ImportError("set HEXAPLA_BERTALIGN to a Python that has bertalign")
    with tempfile.TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            (left, left_bytes), (right, right_bytes) = (_windows(one, encode) for one in document)
            np.savez(
                Path(folder) / f"{number}.npz",
                left=left,
                right=right,
                left_bytes=left_bytes,
                right_bytes=right_bytes,
            )
        done = subprocess.run(
            # -P: this folder holds a file of the same name as the package.
            [python, "-P", str(DRIVER), folder, str(len(documents)), str(LONGEST)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            # Another Python: what is on the path of this one is not for it.
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [[(tuple(left), tuple(right)) for left, right in beads] for beads in found]


def _windows(texts: Sequence[str], encode: Encode) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """(windows, n, d) vectors and (windows, n) bytes of the last 1, 2, ... texts at each place."""
    vectors, sizes = [], []
    for size in range(1, LONGEST):
        joined = ["PAD"] * min(size - 1, len(texts))
        joined += [" ".join(texts[at : at + size]) for at in range(len(texts) - size + 1)]
        cut = [text[:MOST_LETTERS] for text in joined]
        vectors.append(encode(cut))
        sizes.append([len(text.encode()) for text in cut])
    return np.stack(vectors), np.array(sizes, np.int64)
