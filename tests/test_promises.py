"""What the documentation says is so: commands, examples, exact lists of names."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

import hexapla
from hexapla.command_line import command

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for layer in ("indexer", "alignment", "search", "hexapla")
    for path in sorted((ROOT / layer).rglob("*.py"))
    if path.stem not in ("__init__", "__main__")
]


@pytest.mark.parametrize("name", [*MODULES, "hexapla"])
def test_examples_in_docstrings_run(name: str) -> None:
    if name == "indexer.encoders.torch_blend":  # the one module that needs the extra
        pytest.importorskip("torch")
    failures, _ = doctest.testmod(importlib.import_module(name))
    assert failures == 0


def test_the_public_list_is_exact() -> None:
    public = {name for name in vars(hexapla) if not name.startswith("_")}
    modules = {path.stem for path in (ROOT / "hexapla").iterdir()} | {"annotations"}
    assert public - modules == set(hexapla.__all__)


@pytest.mark.parametrize("name", sorted(command.commands))
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"hexapla {name}" in README


def test_the_two_commands_exist() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test", "lint", "bench"} <= set(targets)
    assert all(f"make {name}" in README for name in ("demo", "test"))


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    assert path.relative_to(ROOT).as_posix() in README
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists()


def test_the_python_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(code.replace('"corpus"', repr(str(tmp_path / "corpus"))), {})
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("مياه" in line for line in lines)
