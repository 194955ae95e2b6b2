"""Alignment by length alone: the baseline of the field.

Source: Gale, Church, Computational Linguistics 19(1), 1993: prior of the bead's shape and the
normal probability of the difference of the lengths, by dynamic programming.

From: texts. To: benchmarks.alignment. Not here: words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from alignment.pairwise.length import letters
from alignment.scoring import Pair

# Log probability of each shape: table 5 of the paper.
PRIORS = {
    (1, 1): math.log(0.89),
    (1, 0): math.log(0.0099 / 2),
    (0, 1): math.log(0.0099 / 2),
    (2, 1): math.log(0.089 / 2),
    (1, 2): math.log(0.089 / 2),
    (2, 2): math.log(0.011),
}
VARIANCE = 6.8  # per letter


def align(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """The likeliest beads, in order."""
    sums = [_summed(letters(left).tolist()), _summed(letters(right).tolist())]
    ratio = sums[1][-1] / max(sums[0][-1], 1.0)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            ways = []
            for (m, n), prior in PRIORS.items():
                if (i - m, j - n) in best:
                    sizes = sums[0][i] - sums[0][max(i - m, 0)], sums[1][j] - sums[1][max(j - n, 0)]
                    gain = prior + _log_probability(sizes[0] * ratio, sizes[1])
                    ways.append((best[i - m, j - n][0] + gain, (m, n)))
            if ways:
                best[i, j] = max(ways)
    return _trace(best, len(left), len(right))


def _summed(sizes: Sequence[float]) -> list[float]:
    sums = [0.0]
    for size in sizes:
        sums.append(sums[-1] + size)
    return sums


def _log_probability(expected: float, found: float) -> float:
    """Two-sided tail of the normal distribution."""
    spread = math.sqrt(VARIANCE * max((expected + found) / 2, 1.0))
    return math.log(max(math.erfc(abs(found - expected) / spread / math.sqrt(2)), 1e-30))


def _trace(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int
) -> list[Pair]:
    beads: list[Pair] = []
    while i or j:
        m, n = best[i, j][1]
        i, j = i - m, j - n
        beads.append((tuple(range(i, i + m)), tuple(range(j, j + n))))
    return beads[::-1]
