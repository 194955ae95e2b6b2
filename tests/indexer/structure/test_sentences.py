"""Sentences: golden cases a linguist can edit, and what must hold for any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.languages import LANGUAGES
from indexer.structure.sentences import sentences

GOLDEN = Path(__file__).parent / "golden" / "sentences"
RULE = "--------\n"
BETWEEN_CASES = "========\n"


def cases() -> list[tuple[str, str, list[str]]]:
    """Language, text and sentences of each case; the text is one line."""
    found = []
    for path in sorted(GOLDEN.glob("*.txt")):
        for case in path.read_text("utf-8").split(BETWEEN_CASES):
            text, expected = case.split(RULE)
            found.append((path.stem, text.rstrip("\n"), expected.splitlines()))
    return found


@pytest.mark.parametrize(("lang", "text", "expected"), cases())
def test_sentences_end_where_a_linguist_says(lang: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, lang)] == expected


def test_there_are_cases_in_every_language() -> None:
    assert {lang for lang, _, _ in cases()} == set(LANGUAGES)


def test_a_line_feed_is_a_space() -> None:
    assert sentences("Bees in\nthe city. Flowers\nin it.", "en") == [(0, 17), (18, 32)]


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentences(text, "en") == []


@given(
    st.text(alphabet=st.sampled_from("aB1.?!。；“”«»()[]《》 \n\u00a0é我ألт𠮷…"), max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_sentences_and_the_space_between_them_are_the_text(text: str, lang: str) -> None:
    spans = sentences(text, lang)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    edges = [0, *(offset for span in spans for offset in span), len(text)]
    assert edges == sorted(edges)
    gaps = [text[a:b] for a, b in list(pairwise(edges))[::2]]
    assert "".join(gaps).strip() == ""
