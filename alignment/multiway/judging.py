"""Whether clauses are one unit: what speaks for it, in figures, and what it comes to.

Three cases. *Belonging*: a clause in a row, which two versions side by side may have forced there
for want of a better place; the other versions tell whether it is like them. *Joined*: one version
says in one clause what others say in two; then the clause, as the witness, answers to both rows,
and the length and the meaning of both together fit it better than those of one. *Apart*: two rows
that have no language in common, because the order of one version hid that they belong together, or
because no pair was sure by itself; then they are alike in meaning and length, and nothing else is
as like.

The weights are logistic regressions over the UN development set, disturbed by other seeds than the
one measured with (``benchmarks.fit_six_way``).

From: multiway.table, multiway.rows. To: multiway.freeing, multiway.apart, multiway.joining,
multiway.agreement. Not here: which rows to try.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

import numpy as np

from alignment.multiway.rows import Row
from alignment.multiway.table import Floats, Table, Web

SURELY_NOT = 0.002  # a posterior is never believed to be nearer to 0 or 1 than this


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the four logistic regressions; each begins with the bias.

    belonging: mean log-odds of the links between a clause and the rest of its row, its likeness to
        the rest, how like each other the rest are, how unlike the lengths are, share of languages
        that the row has.
    apart: mean log-odds of the links between two rows without a common language, their likeness,
        how much less like the next best is, how unlike their lengths are, share of languages that
        the two have, whether they stand in the same place.
    joined: mean log-odds of the links from the witnesses to the second row, by how much both rows
        together are liker to the witnesses than the first alone, and fit them better in length,
        likeness of the second row alone, share of languages that witness, and that split.
    right: features of multiway.agreement.
    """

    belonging: tuple[float, ...] = (-10.78, 0.35, 17.57, 2.61, -0.31, 0.86)
    apart: tuple[float, ...] = (-13.06, 0.65, 11.95, 3.13, 0.25, 8.15, 1.21)
    joined: tuple[float, ...] = (-2.09, 1.02, 8.04, 4.46, 5.39, -0.68, 1.88)
    right: tuple[float, ...] = (
        *(-1.89, 0.05, 0.0, 1.12, 5.08, -1.24),
        *(-2.43, -0.6, -0.5, -0.28, -0.84),
    )


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Clauses of all versions, and the links that each pair of versions saw by itself."""

    clauses: Table
    links: Web

    def log_odds(self, ones: Sequence[int], others: Sequence[int]) -> float:
        """Mean over all links between clauses of the two."""
        return float(_log_odds(self.links.between(ones, others)).mean())

    def log_odds_of_all(self, row: Row) -> Floats:
        """(clauses, clauses): of the links among clauses of different languages; 0 with itself."""
        odds = _log_odds(self.links.between(row, row))
        np.fill_diagonal(odds, 0.0)
        return odds


def _log_odds(seen: Floats) -> Floats:
    bounded = np.clip(seen, SURELY_NOT, 1 - SURELY_NOT)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def belonging_features(evidence: Evidence, row: Row) -> Floats:
    """(clauses, features): what speaks for each clause of a row standing there.

    row: two clauses or more, of different languages. Features as ``Weights.belonging``.
    """
    clauses, size = evidence.clauses, len(row)
    odds, others = evidence.log_odds_of_all(row), size - 1
    vectors, length = clauses.vectors[row], clauses.length[row]
    weighted = vectors * length[:, None]
    rest = weighted.sum(0) - weighted
    norms = np.linalg.norm(rest, axis=1)
    likeness = np.einsum("id,id->i", vectors, rest) / np.where(norms, norms, 1.0)
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, 0.0)
    # Mean cosine of two different ones of the rest: all pairs but those with the clause itself.
    coherence = (alike.sum() - 2 * alike.sum(1)) / max(others * (others - 1), 1)
    misfit = np.abs(np.log(length * others / (length.sum() - length)))
    ones = np.ones(size)
    share = ones * size / len(clauses.langs)
    return np.stack([ones, odds.sum(1) / others, likeness, coherence, misfit, share], axis=1)


def joined_features(evidence: Evidence, row: Row, second: Row) -> Floats | None:
    """What speaks for ``second`` belonging to ``row``, as the languages that lack it witness.

    Returns a vector as ``Weights.joined``, or None if no language has only the first row, or if
    none has both.
    """
    clauses = evidence.clauses
    of_row, of_second = clauses.languages(row), clauses.languages(second)
    shared = of_row & of_second
    witnesses = [clause for clause in row if int(clauses.language[clause]) not in of_second]
    split = [clause for clause in row if int(clauses.language[clause]) in shared]
    rest = [clause for clause in second if int(clauses.language[clause]) in shared]
    if not witnesses or not split:
        return None
    witness = clauses.vector(witnesses)
    nearer = float(witness @ clauses.vector(split + rest) - witness @ clauses.vector(split))
    extent, one, both = map(clauses.extent, (witnesses, split, split + rest))
    fitting = abs(log(extent / one)) - abs(log(extent / both))
    return np.array(
        [
            1.0,
            evidence.log_odds(witnesses, second),
            nearer,
            fitting,
            float(witness @ clauses.vector(rest)),
            len(of_row - of_second) / len(clauses.langs),
            len(shared) / len(clauses.langs),
        ]
    )


class Candidate(NamedTuple):
    """Two rows without a common language that may be one, by their places among all rows.

    rival: likeness of the likest row that could stand in the place of one of the two.
    place: 1 if both stand after the same row and before the same row, a half for one of these.
    """

    one: int
    other: int
    rival: float
    place: float


def apart_features(evidence: Evidence, found: Sequence[Row], pair: Candidate) -> Floats:
    """What speaks for two rows without a common language being one, as ``Weights.apart``."""
    clauses = evidence.clauses
    row, other = found[pair.one], found[pair.other]
    similarity = float(clauses.vector(row) @ clauses.vector(other))
    return np.array(
        [
            1.0,
            evidence.log_odds(row, other),
            similarity,
            similarity - pair.rival,
            abs(log(clauses.extent(row) / clauses.extent(other))),
            (len(clauses.languages(row)) + len(clauses.languages(other))) / len(clauses.langs),
            pair.place,
        ]
    )


def probability(features: Floats, weights: Sequence[float]) -> float:
    """The logistic function of the weighted sum, in (0, 1)."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, float(features @ np.asarray(weights))))))
