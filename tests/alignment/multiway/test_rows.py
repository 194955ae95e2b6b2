"""Rows from links that are agreed upon."""

from __future__ import annotations

from alignment.multiway.rows import rows
from alignment.multiway.table import Table
from tests.alignment.small_table import Entry, linked, versions

SIX = "abcdef"


def clauses(**sizes: int) -> Table:
    """A table of so many clauses a language."""
    return versions(**{lang: SIX[:size] for lang, size in sizes.items()})


def found(known: Table, pairs: dict[tuple[str, str], list[Entry]]) -> list[dict[str, object]]:
    """Rows by language and position."""
    return [dict(known.members(row)) for row in rows(known, linked(known, pairs))]


def test_links_make_rows_and_the_rest_stands_alone() -> None:
    """Three versions, a gap in Chinese."""
    known = clauses(ar=2, zh=1, en=2)
    pairs: dict[tuple[str, str], list[Entry]] = {
        ("ar", "zh"): [(1, 0, 0.9)],
        ("ar", "en"): [(0, 0, 0.9), (1, 1, 0.9)],
        ("zh", "en"): [(0, 1, 0.9)],
    }
    assert found(known, pairs) == [
        {"ar": (0,), "en": (0,)},
        {"ar": (1,), "zh": (0,), "en": (1,)},
    ]


def test_a_language_stands_in_a_row_once() -> None:
    """Zh 0 answers to both; the surer link gets it."""
    known = clauses(zh=1, en=2)
    assert found(known, {("zh", "en"): [(0, 0, 0.8), (0, 1, 0.9)]}) == [
        {"zh": (0,), "en": (1,)},
        {"en": (0,)},
    ]


def test_one_wrong_link_is_outvoted() -> None:
    """Ar 0 - fr 1 is sure of itself, but no other link between the two rows is there."""
    known = clauses(ar=1, zh=1, en=2, fr=2)
    pairs: dict[tuple[str, str], list[Entry]] = {
        ("ar", "zh"): [(0, 0, 0.99)],
        ("ar", "en"): [(0, 0, 0.99)],
        ("zh", "en"): [(0, 0, 0.99)],
        ("en", "fr"): [(1, 1, 0.95)],
        ("ar", "fr"): [(0, 1, 0.9)],
    }
    assert {"ar": (0,), "zh": (0,), "en": (0,)} in found(known, pairs)


def test_equal_links_go_by_position() -> None:
    """A tie does not depend on anything but the clauses' places."""
    known = clauses(zh=1, en=2)
    assert found(known, {("zh", "en"): [(0, 0, 0.9), (0, 1, 0.9)]})[0] == {"zh": (0,), "en": (0,)}
