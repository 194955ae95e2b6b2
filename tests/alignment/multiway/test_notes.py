"""Footnotes by label."""

from __future__ import annotations

from alignment.multiway.notes import by_label
from indexer.document import Clause


def notes(*labels: str) -> list[Clause]:
    """Footnotes with these labels."""
    return [Clause("footnote", label, at, at + 1, "A/66/1.") for at, label in enumerate(labels)]


def test_the_same_labels_in_any_digits() -> None:
    """Arabic-Indic and superscript digits are the same labels; a version may have no notes."""
    found = by_label(
        {"en": notes("1", "2"), "ar": notes("١", "٢"), "zh": notes("¹", "²"), "fr": []}
    )
    assert found == [{"en": (0,), "ar": (0,), "zh": (0,)}, {"en": (1,), "ar": (1,), "zh": (1,)}]


def test_order_is_free() -> None:
    """A note may stand anywhere in its version."""
    assert by_label({"en": notes("1", "2"), "fr": notes("2", "1")}) == [
        {"en": (0,), "fr": (1,)},
        {"en": (1,), "fr": (0,)},
    ]


def test_a_label_twice_is_two_notes() -> None:
    """Numbering that begins anew in an annex."""
    found = by_label({"en": notes("1", "1"), "fr": notes("1", "1")})
    assert found == [{"en": (0,), "fr": (0,)}, {"en": (1,), "fr": (1,)}]


def test_labels_that_differ_say_nothing() -> None:
    """One note more in French: all its labels may have shifted."""
    assert by_label({"en": notes("1"), "fr": notes("1", "2")}) is None


def test_no_notes_no_rows() -> None:
    """Nothing in, nothing out."""
    assert by_label({"en": [], "fr": []}) == []
