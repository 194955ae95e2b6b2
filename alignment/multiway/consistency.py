"""What all other versions say about a pair: probabilities of links made consistent.

If clause x answers to y, and y to z, then x ought to answer to z. For every pair of versions the
probability that two clauses stand together becomes the mean of what the pair itself says and what
each third version says through its own clauses; a version that has neither of the two clauses has
no say, so that a missing version takes nothing from the others.

Source: Do, Mahabhashyam, Brudno, Batzoglou, ProbCons, Genome Research 15(2), 2005 (probabilistic
consistency); here a third sequence is weighted by what it has of the two clauses, and what a pair
says of itself counts once.

From: pairwise.pairs, for all pairs of versions. To: multiway.six. Not here: any look at words.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from alignment.bead import Links

LEAST = 0.01  # links under it are dropped: hundreds of them would decide nothing

Floats = NDArray[np.float64]
Pair = tuple[str, str]


def consistent(links: Mapping[Pair, Links], sizes: Mapping[str, int]) -> dict[Pair, Links]:
    """The links of every pair, agreed upon with all third versions.

    links: for each two versions one matrix, under either order of the two.
    sizes: number of clauses of each version.
    Returns the matrices under the same pairs; with two versions they are as they were.
    """
    both_ways = {**links, **{(b, a): found.turned() for (a, b), found in links.items()}}
    present = {
        (a, b): np.minimum(np.bincount(found.left, found.probability, sizes[a]), 1.0)
        for (a, b), found in both_ways.items()
    }
    return {
        (a, b): _agreed(
            both_ways[a, b],
            [(both_ways[a, c], both_ways[c, b]) for c in sizes if c not in (a, b)],
            [(present[a, c], present[b, c]) for c in sizes if c not in (a, b)],
            columns=sizes[b],
        )
        for a, b in links
    }


def _agreed(
    direct: Links,
    paths: list[tuple[Links, Links]],
    present: list[tuple[Floats, Floats]],
    *,
    columns: int,
) -> Links:
    """Mean of the direct matrix and of the paths, each weighted by its presence."""
    found = [_keyed(direct.left, direct.right, direct.probability.astype(np.float64), columns)]
    found += [_product(first, second, columns) for first, second in paths]
    keys, at = np.unique(np.concatenate([keys for keys, _ in found]), return_inverse=True)
    total = np.bincount(at, np.concatenate([p for _, p in found]), len(keys))
    left, right = np.divmod(keys, columns) if columns else (keys, keys)
    weight = np.ones(len(keys))
    for of_left, of_right in present:
        weight += np.maximum(of_left[left], of_right[right])
    probability = np.minimum(total / weight, 1.0)
    kept = probability >= LEAST
    return Links(left[kept], right[kept], probability[kept].astype(np.float32))


def _product(first: Links, second: Links, columns: int) -> tuple[NDArray[np.int64], Floats]:
    """The sparse matrix product, entries capped at 1: a clause may stand in many-to-many beads."""
    starts = np.searchsorted(second.left, first.right, "left")
    counts = np.searchsorted(second.left, first.right, "right") - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    into_second = np.arange(total) + np.repeat(starts - ends + counts, counts)
    probability = np.repeat(first.probability, counts) * second.probability[into_second]
    left = np.repeat(first.left, counts)
    return _keyed(left, second.right[into_second], probability.astype(np.float64), columns)


def _keyed(
    left: NDArray[np.int64], right: NDArray[np.int64], probability: Floats, columns: int
) -> tuple[NDArray[np.int64], Floats]:
    """Entries under one number each, in rising order, equal ones added up."""
    keys, at = np.unique(left * columns + right, return_inverse=True)
    return keys, np.minimum(np.bincount(at, probability, len(keys)), 1.0)
