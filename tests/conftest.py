"""What many tests share: where the real text lies, a real OpenSearch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks.opensearch_server import Server, program, server

ROOT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """The folder of real text that measuring needs; it is not part of the project."""
    return Path(os.environ.get("HEXAPLA_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real text; the test is skipped where it is absent, but not in CI."""
    folder = data_folder()
    if not folder.is_dir():
        lacking(f"no real text at {folder}; set HEXAPLA_DATA to the folder that holds it")
    return folder


@pytest.fixture(scope="session")
def opensearch() -> Iterator[str]:
    """URL of a real OpenSearch, $HEXAPLA_TEST_OPENSEARCH or one that is started for the tests."""
    url = os.environ.get("HEXAPLA_TEST_OPENSEARCH")
    if url:
        yield url
        return
    require_server()
    with server() as running:
        yield running.urls[0]


@pytest.fixture
def three_nodes() -> Iterator[Server]:
    """A real OpenSearch of three nodes, which may be killed."""
    require_server()
    with server(nodes=3) as running:
        yield running


def require_server() -> None:
    """Skip, or fail in CI, where no OpenSearch can be started."""
    if program() is None:
        lacking("no program that starts OpenSearch; set HEXAPLA_TEST_OPENSEARCH to a URL of one")
    if shutil.which("java") is None:
        lacking("OpenSearch needs Java 17, which is not here")


def lacking(message: str) -> NoReturn:
    """What a test needs is not here: it is skipped, but not in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)
