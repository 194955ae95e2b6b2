"""What many tests share: where the real text lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """The folder of real text that measuring needs; it is not part of the project."""
    return Path(os.environ.get("HEXAPLA_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real text; the test is skipped where it is absent, but not in CI."""
    folder = data_folder()
    if not folder.is_dir():
        message = f"no real text at {folder}; set HEXAPLA_DATA to the folder that holds it"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder
