"""Headings that no source marks."""

from __future__ import annotations

import pytest

from indexer.structure.headings import is_heading
from indexer.structure.markers import item_marker


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Introduction", "It ends.", "It begins."),
        ("I. Introduction", "", "1. It begins."),
        ("Article 3", "It ends,", "It begins."),
        ("Section 1 – Definitions.", "It ends.", "It begins."),
        ("第一条 定义", "完。", "开始。"),
        ("المادة 4", "انتهى.", "بدأ."),
        ("Статья 7", "Конец.", "Начало."),
        ("1. Bees", "", "They hum."),
    ],
)
def test_headings(text: str, before: str, after: str) -> None:
    assert is_heading(text, item_marker(text), before, after)


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("Bees hum.", "", "They do."),
        ("Bees hum", "They fly", "They do."),
        ("bees", "It ends.", "It begins."),
        ("The last line", "It ends.", ""),
        ("(a) Bees", "It ends.", "(b) Flowers."),
        ("1. Bees", "", "2. Flowers"),
        ("Article 3 applies to bees;", "It ends.", "It begins."),
        (" ".join(["Bees"] * 15), "It ends.", "It begins."),
    ],
)
def test_what_is_none(text: str, before: str, after: str) -> None:
    assert not is_heading(text, item_marker(text), before, after)
