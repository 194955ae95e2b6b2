"""Arrays in files of a generation: NumPy's .npy, mapped when read, streamed when written.

From: store.vectors, store.columns. Not here: which arrays there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import DTypeLike, NDArray

from indexer.errors import CorpusError


def load_array(file: Path) -> NDArray[Any]:
    """The array in a file, mapped into memory: what is not looked at is not read.

    Raises CorpusError if the file is missing or damaged.
    """
    try:
        array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise damaged(file) from error
    return array


def save_array(file: Path, array: NDArray[Any]) -> None:
    """Write an array; an OSError of a full disk comes from here, not from a mapped page later."""
    save_blocks(file, [array], shape=array.shape, dtype=array.dtype)


def save_blocks(
    file: Path, blocks: Iterable[NDArray[Any]], *, shape: tuple[int, ...], dtype: DTypeLike
) -> None:
    """Write an array of that shape whose rows come in blocks, so that it need not fit in memory."""
    wanted = np.dtype(dtype)
    header = {"descr": npy.dtype_to_descr(wanted), "fortran_order": False, "shape": shape}
    with file.open("wb") as out:
        npy.write_array_header_1_0(out, header)
        for block in blocks:
            out.write(np.ascontiguousarray(block, dtype=wanted).data)


def damaged(file: Path) -> CorpusError:
    """The error to raise for a derived file that is not what it should be."""
    return CorpusError(f"{file} is damaged; run: hexapla check --repair")
