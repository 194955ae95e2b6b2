"""Files opened, with errors that a person can read.

From: paths. To: readers.read and the readers. Not here: what the bytes mean (readers.encoding).
"""

from __future__ import annotations

import stat
from pathlib import Path

from indexer.errors import ReadError

MAX_BYTES = 1 << 30  # 1 GiB: all six versions of the longest document are a thousandth of it


def file_bytes(path: Path) -> bytes:
    """All bytes of a regular file. Raises ReadError."""
    check_file(path)
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None


def check_file(path: Path) -> None:
    """Raises ReadError for what is no regular file, or one of more than ``MAX_BYTES``."""
    try:
        state = path.stat()
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    if stat.S_ISDIR(state.st_mode):
        raise ReadError(f"{path}: is a folder, not a file")
    if not stat.S_ISREG(state.st_mode):
        raise ReadError(f"{path}: is no regular file but a pipe, a socket or a device")
    check_size(path, state.st_size)


def check_size(path: Path, size: int) -> None:
    """Raises ReadError if ``size``, in bytes, is more than ``MAX_BYTES``."""
    if size > MAX_BYTES:
        limit = MAX_BYTES >> 30
        raise ReadError(
            f"{path}: {size / (1 << 30):.1f} GiB is more than the limit of {limit} GiB; split it"
        )


def unreadable(path: Path, error: OSError | ValueError) -> ReadError:
    """What the system says, as one of our lines.

    >>> print(unreadable(Path("a.txt"), PermissionError(13, "Permission denied")))
    a.txt: permission denied
    """
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ReadError(f"{path}: {reason[:1].lower()}{reason[1:]}")
