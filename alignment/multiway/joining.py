"""Rows to units: what one version says in one clause and others say in two.

From: multiway.rows, multiway.judging. To: multiway.six; beads that share clauses, to benchmarks.
Not here: rows without a common language (multiway.apart).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from alignment.multiway.judging import WEIGHTS, Evidence, Weights, joined_features, probability
from alignment.multiway.rows import Row
from alignment.multiway.table import Members

WORTH_A_LOOK = 0.05  # a link between rows; neighbours in some version are looked at anyway
BELIEVED = 0.5
INSIDE = 0.1  # enough for a clause that stands between two of the row's in its language

Name = tuple[str, int]  # of a clause: language and position


def join(evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS) -> list[Row]:
    """Rows that some version holds in one clause, made one; surest first, until none is left.

    A row that grew is looked at again: a clause may join three.
    """
    clauses = evidence.clauses
    current = [list(row) for row in found]
    fresh = set(range(len(current)))
    while fresh:
        judged = []
        for one, other in neighbours(evidence, current):
            if one in fresh or other in fresh:
                belief = _belief(evidence, current[one], current[other], weights)
                inside = _is_inside(current[one], current[other])
                if belief > (INSIDE if inside else BELIEVED):
                    judged.append((-belief, one, other))
        fresh = set()
        gone: set[int] = set()
        for _, one, other in sorted(judged):
            if not {one, other} & (fresh | gone):
                current[one] = sorted(current[one] + current[other])
                fresh.add(one)
                gone.add(other)
        kept = [at for at in range(len(current)) if at not in gone]
        fresh = {new for new, old in enumerate(kept) if old in fresh}
        current = [current[at] for at in kept]
    assert sum(map(len, current)) == len(clauses.language)
    return current


def near_misses(
    evidence: Evidence, found: Sequence[Row], *, weights: Weights = WEIGHTS
) -> list[float]:
    """For each row the probability of the likeliest join that was not made."""
    best = [0.0] * len(found)
    for one, other in neighbours(evidence, found):
        belief = _belief(evidence, found[one], found[other], weights)
        best[one], best[other] = max(best[one], belief), max(best[other], belief)
    return best


def neighbours(evidence: Evidence, current: Sequence[Row]) -> list[tuple[int, int]]:
    """Pairs of rows that stand side by side in some version, or that a link connects."""
    clauses = evidence.clauses
    row_of = {clause: at for at, row in enumerate(current) for clause in row}
    last = set((clauses.first[1:] - 1).tolist())
    beside = [(clause, clause + 1) for clause in range(len(row_of)) if clause not in last]
    ones, others, _ = evidence.links.pairs(WORTH_A_LOOK)
    linked = zip(ones.tolist(), others.tolist(), strict=True)
    pairs = {
        (min(row_of[a], row_of[b]), max(row_of[a], row_of[b]))
        for a, b in [*beside, *linked]
        if row_of[a] != row_of[b]
    }
    return sorted(pairs)


def _is_inside(row: Row, other: Row) -> bool:
    """Whether one of them stands between two clauses that follow each other in the other."""
    return any(
        inner[-1] - inner[0] == len(inner) - 1 and {inner[0] - 1, inner[-1] + 1} <= set(outer)
        for inner, outer in ((row, other), (other, row))
    )


def _belief(evidence: Evidence, row: Row, other: Row, weights: Weights) -> float:
    """The higher of the two probabilities: either may be the one that lacks a language."""
    both = joined_features(evidence, row, other), joined_features(evidence, other, row)
    return max((probability(f, weights.joined) for f in both if f is not None), default=0.0)


def joined(sizes: Mapping[str, int], links: Iterable[tuple[Name, Name]]) -> list[Members]:
    """Clauses linked directly or through others as one; all in the order of their first clauses.

    sizes: number of clauses of each version. A clause without links stands alone.

    >>> joined({"en": 2, "zh": 1}, [(("en", 0), ("zh", 0))])
    [{'en': (0,), 'zh': (0,)}, {'en': (1,)}]
    """
    names = [(lang, at) for lang, size in sizes.items() for at in range(size)]
    parent = {name: name for name in names}
    for one, other in links:
        parent[_root(parent, other)] = _root(parent, one)
    units: dict[Name, dict[str, list[int]]] = {}
    for lang, at in names:
        unit = units.setdefault(_root(parent, (lang, at)), {})
        unit.setdefault(lang, []).append(at)
    return [{lang: tuple(found) for lang, found in unit.items()} for unit in units.values()]


def _root(parent: dict[Name, Name], name: Name) -> Name:
    """The clause that stands for its unit; paths are halved on the way."""
    while parent[name] != name:
        parent[name] = parent[parent[name]]
        name = parent[name]
    return name
