"""Cells of a band, against doing it cell by cell."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alignment.pairwise.band import SHAPES, Band, Blocks, apart, around, joined, one_block, whole

corridors = st.lists(st.tuples(st.integers(-2, 9), st.integers(0, 4)), min_size=1, max_size=6).map(
    lambda rows: around(
        np.array([first for first, _ in rows]),
        np.array([first + width for first, width in rows]),
        one_block(len(rows) - 1, 7),
    )
)


def cells(band: Band) -> list[tuple[int, int]]:
    return [
        (i, j)
        for i, (first, last) in enumerate(zip(band.first, band.last, strict=True))
        for j in range(first, last + 1)
    ]


@given(band=corridors)
def test_rows_and_columns(band: Band) -> None:
    assert list(zip(band.rows.tolist(), band.columns.tolist(), strict=True)) == cells(band)


@given(band=corridors, down=st.integers(-3, 3), right=st.integers(-3, 3))
def test_shifted_cells(band: Band, down: int, right: int) -> None:
    known = {cell: number for number, cell in enumerate(cells(band))}
    wanted = [known.get((i + down, j + right), band.size) for i, j in cells(band)]
    assert band.shifted(down, right).tolist() == wanted


@given(band=corridors)
def test_turned_twice_is_the_same(band: Band) -> None:
    assert sorted((j, i) for i, j in cells(band.turned)) == cells(band)
    turned = cells(band.turned)
    assert [turned[place] for place in band.in_turned] == [(j, i) for i, j in cells(band)]


@given(band=corridors)
def test_every_row_goes_on_from_the_one_before(band: Band) -> None:
    assert band.first[0] == 0
    assert band.last[-1] == 7
    assert (np.diff(band.first) >= 0).all()
    assert (np.diff(band.last) >= 0).all()
    assert (band.first[1:] <= band.last[:-1]).all()


def test_what_was_wanted_is_kept() -> None:
    band = around(np.array([0, 2, 1]), np.array([1, 3, 2]), one_block(2, 3))
    assert band.first.tolist() == [0, 1, 1]
    assert band.last.tolist() == [1, 3, 3]


def test_the_whole_table() -> None:
    assert whole(one_block(1, 2)).size == 6


def test_every_shape_can_be_summed_up() -> None:
    """Sums over m clauses are made from sums over m - 1."""
    assert all((m - 1, n) in SHAPES for m, n in SHAPES if m > 1)


@given(sizes=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=4))
def test_blocks_have_nothing_to_do_with_each_other(sizes: list[tuple[int, int]]) -> None:
    """No step leads from one into another, and each is as if it stood alone."""
    band = whole(Blocks(np.array(sizes)))
    alone = [whole(one_block(*size)) for size in sizes]
    ends = np.cumsum([one.size for one in alone])
    for step in ((-1, -1), (1, 1), (-2, -1), (0, -1), (1, 0)):
        before = 0
        for one, end in zip(alone, ends.tolist(), strict=True):
            found = band.shifted(*step)[before:end]
            wanted = one.shifted(*step)
            inside = wanted < one.size
            assert (found[inside] - before).tolist() == wanted[inside].tolist()
            assert (found[~inside] == band.size).all()
            before = end
    assert band.ends.tolist() == (ends - 1).tolist()


@given(bands=st.lists(corridors, min_size=1, max_size=3))
def test_bands_are_joined_and_come_apart_again(bands: list[Band]) -> None:
    blocks = Blocks(np.concatenate([band.blocks.sizes for band in bands]))
    for band, again in zip(bands, apart(joined(bands, blocks)), strict=True):
        assert cells(again) == cells(band)
        assert again.blocks.sizes.tolist() == band.blocks.sizes.tolist()
