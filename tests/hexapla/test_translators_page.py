"""The recording in docs/translators.md is what the commands print on the sample documents."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "translators.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)

DRAFT = """\
Requests the Secretary-General to submit to the General Assembly at its eighty-third session a \
report on the implementation of the present resolution;

Invites Governments, companies, civil society and other stakeholders to support the trust fund \
for water in schools;

Decides to remain seized of the matter;

Thanks the choir of the host city for its songs;

Decides to remain seized of the matter.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draft, and a ``hexapla`` that is this checkout's."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    command = folder / "bin" / "hexapla"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hexapla "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return folder


def printed(line: str, desk: Path, corpus: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=desk,
        capture_output=True,
        encoding="utf-8",
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "HEXAPLA_CORPUS": str(corpus),
        },
        check=False,
    )
    lines = f"{done.stdout}{done.stderr}".rstrip("\n").split("\n")
    return "".join(f"{one.rstrip()}\n" for one in lines)


def test_there_are_ten_jobs() -> None:
    assert re.findall(r"^\*\*(\d+)\. ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 11)]
    assert len(BLOCKS) == 10


@pytest.mark.parametrize("block", BLOCKS, ids=range(1, len(BLOCKS) + 1))
def test_every_command_prints_what_the_page_says(block: str, desk: Path, samples: Path) -> None:
    for recorded in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
        line, expected = recorded
        assert printed(line, desk, samples) == expected
