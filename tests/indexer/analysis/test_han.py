"""Traditional characters as Simplified ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.han import simplify


def test_traditional_characters_become_simplified_one_for_one() -> None:
    assert simplify("聯合國大會回顧，著重指出") == "联合国大会回顾，著重指出"
    assert simplify("後發乾於 ABC é") == "后发干于 ABC é"


@given(st.text())
def test_simplifying_keeps_offsets_and_parts(text: str) -> None:
    assert len(simplify(text)) == len(text)
    half = len(text) // 2
    assert simplify(text) == simplify(text[:half]) + simplify(text[half:])
