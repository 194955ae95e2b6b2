"""How good an alignment is: precision, recall and F1 against gold, and how honest its figures.

Source: Thompson, Koehn, Vecalign, EMNLP 2019, section 5, and the scorer published with it: a bead
is strictly right if it stands in the gold as it is, laxly if some clauses on both of its sides
stand in one gold bead. Precision counts beads with an empty side, recall does not.

From: beads of any aligner, gold beads. To: benchmarks. Not here: reading files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Pair = tuple[tuple[int, ...], tuple[int, ...]]  # positions on the left and on the right


class Score(NamedTuple):
    """Shares in [0, 1]; 0 where there was nothing to count."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


class Scores(NamedTuple):
    """The same alignment judged strictly and laxly."""

    strict: Score
    lax: Score


def score(documents: Iterable[tuple[Sequence[Pair], Sequence[Pair]]]) -> Scores:
    """Counts over all documents together, each given as (gold, found).

    >>> gold = [((0,), (0,)), ((1,), (1, 2))]
    >>> score([(gold, [((0,), (0,)), ((1,), (1,)), ((), (2,))])]).strict
    Score(precision=0.3333333333333333, recall=0.5)
    """
    found_counts, gold_counts = np.zeros(3, np.int64), np.zeros(3, np.int64)
    for gold, found in documents:
        found_counts += _right(found, gold)
        gold_counts += _right([pair for pair in gold if all(pair)], [p for p in found if all(p)])
    of_found, of_gold = max(found_counts[2], 1), max(gold_counts[2], 1)
    precision, recall = found_counts / of_found, gold_counts / of_gold
    return Scores(
        strict=Score(float(precision[0]), float(recall[0])),
        lax=Score(float(precision[1]), float(recall[1])),
    )


def _right(tested: Iterable[Pair], against: Iterable[Pair]) -> tuple[int, int, int]:
    """How many of the tested are strictly right, laxly right, and how many there are."""
    reference = {pair for pair in against if any(pair)}
    answers: defaultdict[int, set[int]] = defaultdict(set)
    for left, right in reference:
        for position in left:
            answers[position].update(right)
    strict = lax = total = 0
    for left, right in {pair for pair in tested if any(pair)}:
        total += 1
        is_right = (left, right) in reference
        strict += is_right
        lax += is_right or any(answers[position] & set(right) for position in left)
    return strict, lax, total


def calibration_error(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10
) -> float:
    """Expected calibration error: the mean gap between what was claimed and what held.

    probabilities, right: (n,), one a bead. Bins have equal widths and count by their sizes; no
    beads at all give 0.
    Source: Naeini, Cooper, Hauskrecht, AAAI 2015.

    >>> round(calibration_error(np.array([0.9, 0.9, 0.2]), np.array([True, True, False])), 3)
    0.133
    """
    error = 0.0
    for claimed, held, share in calibration_curve(probabilities, right, bins=bins):
        error += share * abs(claimed - held)
    return error


def calibration_curve(
    probabilities: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10
) -> list[tuple[float, float, float]]:
    """For each bin that holds a bead: mean probability, share that was right, share of beads."""
    which = np.minimum((probabilities * bins).astype(np.int64), bins - 1)
    return [
        (float(probabilities[inside].mean()), float(right[inside].mean()), float(inside.mean()))
        for inside in (which == bin_ for bin_ in range(bins))
        if inside.any()
    ]
