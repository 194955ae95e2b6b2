"""Imports point down only: hexapla -> search -> alignment -> indexer; jieba has one user."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("indexer", "alignment", "search", "hexapla")
MODULES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; name the whole module"
            yield node.module or ""


def test_every_layer_is_there() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    height = LAYERS.index(path.relative_to(ROOT).parts[0])
    above = {
        name
        for name in imported(path)
        if name.split(".")[0] in LAYERS and LAYERS.index(name.split(".")[0]) > height
    }
    assert not above


def test_only_the_tokens_use_jieba() -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == "jieba" for name in imported(path))
    }
    assert users == {"indexer/analysis/chinese.py"}


def test_only_its_package_speaks_to_opensearch() -> None:
    users = {
        path.relative_to(ROOT).parent.as_posix()
        for path in MODULES
        if any(name.split(".")[0] == "opensearchpy" for name in imported(path))
    }
    assert users == {"search/opensearch"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_come_from_the_module_that_defines_them(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and _is_our_package(node.module or ""):
            folder = ROOT.joinpath(*(node.module or "").split("."))
            names = {alias.name for alias in node.names}
            modules = {one.stem for one in folder.iterdir()}
            assert names <= modules, f"import {names - modules} from the module that defines it"


def _is_our_package(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in LAYERS and ROOT.joinpath(*name.split(".")).is_dir()
