"""The six-way test set: what is right there must be right by construction."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.un_six_way import SETS, cases

pytestmark = pytest.mark.usefixtures("data")


@pytest.mark.parametrize("name", SETS)
def test_every_clause_stands_in_exactly_one_right_unit(name: str, data: Path) -> None:
    """In every set and document."""
    for case in cases(name):
        places = Counter(
            (lang, at) for unit in case.gold for lang, found in unit.items() for at in found
        )
        clauses = {
            (lang, at) for lang, version in case.versions.items() for at in range(len(version))
        }
        assert set(places) == clauses
        assert set(places.values()) == {1}


def test_a_set_is_the_same_in_every_run(data: Path) -> None:
    """Nothing depends on the clock, on hashes or on the order of sets."""
    assert cases("blocks, held out") == cases("blocks, held out")
    assert cases("blocks, held out", seed=6) != cases("blocks, held out")


def test_hiding_numbers_changes_nothing_else(data: Path) -> None:
    """The same disturbances, the same right units."""
    shown, hidden = cases("numbers, held out"), cases("hidden, held out")
    assert [case.gold for case in shown] == [case.gold for case in hidden]
    assert all(c.number is not None for case in shown for v in case.versions.values() for c in v)
    assert all(c.number is None for case in hidden for v in case.versions.values() for c in v)


def test_swapped_blocks_hold_what_other_versions_have_in_order(data: Path) -> None:
    """In the language of the swap the second block's units come before the first one's."""
    checked = 0
    for case in cases("moved, held out"):
        swap = case.swaps[0]
        places = {
            at: unit[other][0]
            for other in case.versions
            if other != swap.lang
            for unit in case.gold
            if swap.lang in unit and other in unit
            for at in unit[swap.lang]
        }
        blocks = (swap.first, swap.second)
        first, second = ([places[at] for at in block if at in places] for block in blocks)
        if first and second and len(first) == len(swap.first):
            checked += 1
            assert min(first) >= max(second)
    assert checked > 50


def test_shares_are_as_stated(data: Path) -> None:
    """About 15 % of the clauses gone and 10 % foreign in every version."""
    made = cases("blocks, held out")
    alone = sum(len(unit) == 1 for case in made for unit in case.gold)
    clauses = sum(len(version) for case in made for version in case.versions.values())
    rows = 12 * len(made) * 6
    assert clauses / rows == pytest.approx(0.95, abs=0.03)
    assert alone / rows == pytest.approx(0.10, abs=0.02)
