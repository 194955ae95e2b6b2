"""The command as a process of its own, and corpora that several tests read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "hexapla" / "samples"

Result = subprocess.CompletedProcess[str]
Command = Callable[..., Result]


@pytest.fixture(scope="session")
def command() -> Command:
    """``command("search", "water", "--corpus", folder)`` as a person would run it."""

    def run(*arguments: object) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "hexapla", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def samples(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the sample documents; read it only."""
    folder = tmp_path_factory.mktemp("samples") / "corpus"
    done = command("index", SAMPLES, "--corpus", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def un_lines(command: Command, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the UN development set, 4,000 rows in six languages; read it only."""
    folder = tmp_path_factory.mktemp("un") / "corpus"
    prefix = data / "unv1_dev" / "UNv1.0.devset"
    done = command("index", "--lines", prefix, "--corpus", folder)
    assert done.returncode == 0, done.stderr
    return folder
