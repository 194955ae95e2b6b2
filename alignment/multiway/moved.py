"""Blocks that stand elsewhere in one version than in the others, read off the units.

What two versions have in the same order is the longest run of units that rises in both (patience
sorting); what lies outside it has moved in one of them, and the other versions tell in which.

From: finished units. To: multiway.order, and whoever shows units. Not here: finding counterparts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from indexer.document import Unit


class Move(NamedTuple):
    """A block of clauses of one version out of the order that the other versions keep."""

    lang: str
    positions: tuple[int, ...]


def moves(units: Sequence[Unit]) -> list[Move]:
    """The blocks out of order, by language and position.

    A clause has moved if most of the other versions that have its unit keep another order: it lies
    outside the longest run of units that two versions have in the same order. Of two versions
    alone, where either may have been changed, the one whose code comes later is named.

    >>> places = [(0, 1, 0), (1, 2, 1), (2, 0, 2)]  # French puts the third first
    >>> moves([Unit({"en": (en,), "fr": (fr,), "es": (es,)}) for en, fr, es in places])
    [Move(lang='fr', positions=(0,))]
    """
    langs = sorted({lang for unit in units for lang in unit.members})
    votes: Counter[tuple[str, int]] = Counter()
    voters: Counter[tuple[str, int]] = Counter()
    for lang in langs:
        for other in langs:
            both = [name for name, u in enumerate(units) if {lang, other} <= u.members.keys()]
            if lang != other and (lang > other or len(langs) > 2):
                voters.update((lang, name) for name in both)
                votes.update((lang, name) for name in _out_of_order(units, both, lang, other))
    return [
        move
        for lang in langs
        for move in _blocks(
            lang, [u for n, u in enumerate(units) if 2 * votes[lang, n] > voters[lang, n]], units
        )
    ]


def _out_of_order(units: Sequence[Unit], both: Sequence[int], lang: str, other: str) -> list[int]:
    """Of units that both versions have those outside the longest run in common order."""
    here = sorted(both, key=lambda name: units[name].members[lang])
    in_order = set(_longest_rising([units[name].members[other][0] for name in here]))
    return [name for at, name in enumerate(here) if at not in in_order]


def _blocks(lang: str, moved: Sequence[Unit], units: Sequence[Unit]) -> list[Move]:
    """Moved units of one version that stand side by side there, as one move."""
    rank = {
        positions: at
        for at, positions in enumerate(sorted(u.members[lang] for u in units if lang in u.members))
    }
    blocks: list[list[int]] = []
    previous = -2
    for positions in sorted(unit.members[lang] for unit in moved):
        if rank[positions] == previous + 1:
            blocks[-1].extend(positions)
        else:
            blocks.append(list(positions))
        previous = rank[positions]
    return [Move(lang, tuple(block)) for block in blocks]


def _longest_rising(values: Sequence[int]) -> list[int]:
    """Places of the longest rising subsequence (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(value)
            ends.append(at)
        else:
            tails[length], ends[length] = value, at
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]
