"""Pairs of words get the same numbers from a table, by sorting, and where sorting is slow."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.pairwise import translation_table
from alignment.pairwise.translation_table import FITS_IN_MEMORY, SPARSE, _numbered

KEYS = np.random.default_rng(1).integers(0, 2_000, 1_000)


@pytest.mark.parametrize("count", [0, 1, 2, 1_000])
@pytest.mark.parametrize("size", [2_000, SPARSE * 1_000 + 1, FITS_IN_MEMORY + 1, 1 << 60])
def test_numbers_are_those_of_the_different_keys_in_rising_order(count: int, size: int) -> None:
    known, place = _numbered(KEYS[:count], size)
    expected, places = np.unique(KEYS[:count], return_inverse=True)
    assert known.dtype == place.dtype == np.dtype(np.int64)
    assert known.tolist() == expected.tolist()
    assert place.tolist() == places.tolist()


def test_keys_too_long_to_be_sorted_with_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    sorted_out = _numbered(KEYS, 1 << 40)
    monkeypatch.setattr(translation_table, "LONGEST_NUMBER", 0)
    for one, other in zip(_numbered(KEYS, 1 << 40), sorted_out, strict=True):
        assert one.tolist() == other.tolist()
