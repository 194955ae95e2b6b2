"""The lines of a file to an array of vectors on disk.

From: a text file. To: an array in NumPy's format. Not here: how a vector comes about.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.encoders.encoder import Encoder
from indexer.errors import ReadError
from indexer.readers.encoding import decode
from indexer.readers.files import file_bytes

LINES_AT_ONCE = 8_192


def encode_lines(path: Path, output: Path, encoder: Encoder) -> tuple[int, int]:
    """Write (lines, dimension) float32; says both numbers.

    The file is written beside its place and then put there, so that a run that is stopped leaves
    no half of it. Memory does not grow with the lines.
    Raises ReadError if the file cannot be read or the output cannot be written.
    """
    text, _ = decode(file_bytes(path), path)
    lines = text.removesuffix("\n").split("\n") if text else []
    shape = (len(lines), encoder.dimension)
    unfinished = output.with_name(f".{output.name}.part")
    try:
        _write(unfinished, lines, encoder)
        unfinished.replace(output)
    except OSError as error:
        raise ReadError(f"{output}: cannot be written ({error.strerror}); choose another") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return shape


def _write(path: Path, lines: list[str], encoder: Encoder) -> None:
    with path.open("wb") as file:
        header = {"descr": "<f4", "fortran_order": False, "shape": (len(lines), encoder.dimension)}
        np.lib.format.write_array_header_1_0(file, header)
        for start in range(0, len(lines), LINES_AT_ONCE):
            vectors = encoder.encode(lines[start : start + LINES_AT_ONCE])
            file.write(vectors.astype("<f4", copy=False).tobytes())
