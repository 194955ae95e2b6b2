"""Units in the order in which one reads.

Each version says which unit follows which. All that is said is kept to as far as it agrees; where a
block has moved in one version, the unit that stands first in the others comes first. So a clause
that only one version has stands after the clause it follows there.

From: units in any order. To: multiway.six, alignment.units. Not here: which clauses make a unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, pairwise
from statistics import median

from alignment.multiway.moved import moves
from indexer.document import Unit

Place = tuple[float, tuple[tuple[str, tuple[int, ...]], ...]]


def reading_order(units: Sequence[Unit]) -> list[Unit]:
    """The same units, sorted; the result does not depend on the order given.

    >>> both, alone = Unit({"en": (0,), "fr": (0,)}), Unit({"fr": (1,)})
    >>> last = Unit({"en": (1,), "fr": (2,)})
    >>> [unit.members for unit in reading_order([last, alone, both])]
    [{'en': (0,), 'fr': (0,)}, {'fr': (1,)}, {'en': (1,), 'fr': (2,)}]
    """
    places = _places(units)
    followers = _followers(units)
    waiting_for = [0] * len(units)
    for at in chain.from_iterable(followers):
        waiting_for[at] += 1
    ready = [(places[at], at) for at in range(len(units)) if not waiting_for[at]]
    heapify(ready)
    by_place = sorted(range(len(units)), key=places.__getitem__)
    done = [False] * len(units)
    result = []
    for next_by_place in by_place:
        # Where versions contradict each other nobody is ready; then the place alone decides.
        if not ready and not done[next_by_place]:
            ready = [(places[next_by_place], next_by_place)]
        while ready:
            _, at = heappop(ready)
            if done[at]:
                continue
            done[at] = True
            result.append(units[at])
            for later in followers[at]:
                waiting_for[later] -= 1
                if not waiting_for[later]:
                    heappush(ready, (places[later], later))
    return result


def _places(units: Sequence[Unit]) -> list[Place]:
    """Median of where a unit stands in its versions, as a share; ties go by its clauses."""
    sizes: defaultdict[str, int] = defaultdict(int)
    for unit in units:
        for lang, positions in unit.members.items():
            sizes[lang] = max(sizes[lang], positions[-1] + 1)
    return [
        (
            median((positions[0] + 0.5) / sizes[lang] for lang, positions in unit.members.items()),
            tuple(sorted(unit.members.items())),
        )
        for unit in units
    ]


def _followers(units: Sequence[Unit]) -> list[set[int]]:
    """For each unit those that come right after it in some version, moved clauses aside."""
    moved = {(move.lang, at) for move in moves(units) for at in move.positions}
    versions: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, unit in enumerate(units):
        for lang, positions in unit.members.items():
            if (lang, positions[0]) not in moved:
                versions[lang].append((positions[0], name))
    followers: list[set[int]] = [set() for _ in units]
    for version in versions.values():
        in_order = [name for _, name in sorted(version)]
        for one, other in pairwise(in_order):
            followers[one].add(other)
    return followers
