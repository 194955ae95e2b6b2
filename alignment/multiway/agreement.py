"""How sure a unit is: what its versions say of each other, and what might still belong to it.

A unit is right if it is exactly right, all its languages together. That depends on how firmly its
weakest language is linked to the rest, on links that lead out of it, and on whether another unit
was nearly joined to it. A logistic regression over the UN development set makes that one
probability (``benchmarks.fit_six_way``).

From: multiway.judging, finished rows. To: multiway.six. Not here: any change of a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from alignment.multiway.apart import near_misses as nearly_brought_together
from alignment.multiway.joining import near_misses as nearly_joined
from alignment.multiway.judging import SURELY_NOT, WEIGHTS, Evidence, Weights, probability
from alignment.multiway.rows import Row
from alignment.multiway.table import Floats, Web


def probabilities(
    evidence: Evidence, consistent: Web, units: Sequence[Row], *, weights: Weights = WEIGHTS
) -> list[float]:
    """For each unit the probability that it is right, in (0, 1)."""
    return [
        probability(row, weights.right)
        for row in features(evidence, consistent, units, weights=weights)
    ]


def features(
    evidence: Evidence, consistent: Web, units: Sequence[Row], *, weights: Weights = WEIGHTS
) -> Floats:
    """(units, features): for each unit, after a 1 for the bias,

    the log-odds of the weakest language's links to the rest, and of all; the likeness of the least
    like language to the rest; whether it stands alone, whether a language has several clauses, the
    share of languages missing; the log-odds of the strongest link that leads out, of the unit most
    nearly joined, and of the one most nearly brought together with it; the misfit of its lengths.
    """
    leaks = _leaks(consistent, units)
    joinable = nearly_joined(evidence, units, weights=weights)
    movable = nearly_brought_together(evidence, units, weights=weights)
    outside = zip(leaks, joinable, movable, strict=True)
    return np.array(
        [
            [
                1.0,
                *_inside(evidence, consistent, unit),
                *map(_log_odds, out),
                _misfit(evidence, unit),
            ]
            for unit, out in zip(units, outside, strict=True)
        ]
    ).reshape(len(units), len(weights.right))


def _inside(evidence: Evidence, consistent: Web, unit: Row) -> tuple[float, ...]:
    """Weakest and mean log-odds, least likeness, alone, joined, share of languages missing."""
    clauses = evidence.clauses
    languages = clauses.languages(unit)
    missing = 1 - len(languages) / len(clauses.langs)
    several = float(len(unit) > len(languages))
    if len(languages) == 1:
        return 0.0, 0.0, 0.0, 1.0, several, missing
    odds, alike = [], []
    for lang in sorted(languages):
        own = [clause for clause in unit if clauses.language[clause] == lang]
        rest = [clause for clause in unit if clauses.language[clause] != lang]
        seen = np.clip(consistent.between(own, rest), SURELY_NOT, 1 - SURELY_NOT)
        odds.append(float(np.log(seen / (1 - seen)).mean()))
        alike.append(float(clauses.vector(own) @ clauses.vector(rest)))
    return min(odds), float(np.mean(odds)), min(alike), 0.0, several, missing


def _leaks(consistent: Web, units: Sequence[Row]) -> list[float]:
    """Probability of the strongest link that leads out of each unit."""
    unit_of = np.zeros(consistent.size, np.int64)
    for name, unit in enumerate(units):
        unit_of[unit] = name
    strongest = np.zeros(len(units))
    ones, others, seen = consistent.pairs(0.0)
    out = unit_of[ones] != unit_of[others]
    np.maximum.at(strongest, unit_of[ones[out]], seen[out])
    np.maximum.at(strongest, unit_of[others[out]], seen[out])
    return [float(p) for p in strongest]


def _log_odds(belief: float) -> float:
    bounded = min(max(belief, SURELY_NOT), 1 - SURELY_NOT)
    return log(bounded / (1 - bounded))


def _misfit(evidence: Evidence, unit: Row) -> float:
    """By how much the most unusual length differs from the mean of the others, as a log ratio."""
    clauses = evidence.clauses
    languages = sorted(clauses.languages(unit))
    if len(languages) == 1:
        return 0.0
    extents = [
        log(clauses.extent([clause for clause in unit if clauses.language[clause] == lang]))
        for lang in languages
    ]
    return max(abs(own - (sum(extents) - own) / (len(extents) - 1)) for own in extents)
