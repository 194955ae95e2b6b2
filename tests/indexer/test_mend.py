"""Mends applied, and offsets carried both ways."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Mend
from indexer.mend import View, apply_mends, mends_within


@st.composite
def mended(draw: st.DrawFn, text: str | None = None) -> tuple[str, list[Mend]]:
    """A text and mends in it, in order, some of them touching."""
    raw = draw(st.text("ab \né文", max_size=30)) if text is None else text
    edges = sorted(draw(st.sets(st.integers(0, len(raw)), max_size=12)))
    pairs = pairwise(edges)
    chosen = [Mend(a, b, draw(st.text("xyz", max_size=3))) for a, b in pairs]
    return raw, [mend for mend in chosen if draw(st.booleans())]


def letter_by_letter(raw: str, mends: list[Mend]) -> list[tuple[str, int, int]]:
    """Each character of the view with the raw span it comes from: the slow, plain way."""
    letters: list[tuple[str, int, int]] = []
    at = 0
    for mend in [*mends, Mend(len(raw), len(raw), "")]:
        letters += [(raw[i], i, i + 1) for i in range(at, mend.start)]
        letters += [(letter, mend.start, mend.end) for letter in mend.replacement]
        at = mend.end
    return letters


@given(mended())
def test_view_reads_and_points_back_as_letter_by_letter(case: tuple[str, list[Mend]]) -> None:
    raw, mends = case
    view, letters = View(raw, mends), letter_by_letter(raw, mends)
    assert view.text == "".join(letter for letter, _, _ in letters)
    for offset, (_, start, end) in enumerate(letters):
        assert view.to_raw(offset, side="start") == start
        assert view.to_raw(offset + 1, side="end") == end
        assert view.span_to_raw(offset, offset + 1) == (start, end)
    assert view.to_raw(0, side="end") == 0
    assert view.to_raw(len(letters), side="start") == len(raw)


@given(mended())
def test_raw_offsets_count_what_reads_before_them(case: tuple[str, list[Mend]]) -> None:
    raw, mends = case
    view = View(raw, mends)
    for offset in range(len(raw) + 1):
        around = [m for m in mends if m.start < offset < m.end]
        low, high = (around[0].start, around[0].end) if around else (offset, offset)
        assert view.from_raw(offset, side="start") == len(apply_mends(raw, 0, low, mends))
        assert view.from_raw(offset, side="end") == len(apply_mends(raw, 0, high, mends))


@given(st.data())
def test_composed_mends_read_like_one_view_over_the_other(data: st.DataObject) -> None:
    raw, mends = data.draw(mended())
    view = View(raw, mends)
    _, further = data.draw(mended(view.text))
    assert View(raw, view.compose(further)).text == View(view.text, further).text


def test_marks_that_vanish_stay_outside_a_tight_span() -> None:
    view = View("1. **重申**其决心", [Mend(3, 5, ""), Mend(7, 9, "")])
    assert view.text == "1. 重申其决心"
    assert view.span_to_raw(3, 5) == (5, 7)
    assert view.span_to_raw(3, 3) == (5, 5)


def test_mends_within_takes_only_those_inside() -> None:
    mends = [Mend(0, 2, ""), Mend(2, 3, "x"), Mend(8, 9, "")]
    assert mends_within(mends, 2, 8) == [Mend(2, 3, "x")]
    assert mends_within(mends, 3, 8) == []


@pytest.mark.parametrize(("start", "end"), [(1, 9), (0, 5), (4, 5)])
def test_a_mend_across_an_edge_is_refused(start: int, end: int) -> None:
    mends = [Mend(0, 2, ""), Mend(3, 6, "x")]
    with pytest.raises(ValueError, match=r"mend \d\.\.\d crosses the edge of"):
        mends_within(mends, start, end)


@pytest.mark.parametrize(
    "mends", [[Mend(2, 2, "x")], [Mend(0, 3, ""), Mend(2, 4, "")], [Mend(3, 9, "")]]
)
def test_wrong_mends_are_refused(mends: list[Mend]) -> None:
    with pytest.raises(ValueError, match="is empty, outside 0..5 or overlaps another"):
        View("abcde", mends)


def test_wrong_offsets_are_refused() -> None:
    view = View("abc", [Mend(0, 2, "")])
    with pytest.raises(ValueError, match=r"offset 2 is outside 0\.\.1"):
        view.to_raw(2, side="start")
    with pytest.raises(ValueError, match=r"offset -1 is outside 0\.\.3"):
        view.from_raw(-1)
    with pytest.raises(ValueError, match=r"span 1\.\.0 ends before it starts"):
        view.span_to_raw(1, 0)
