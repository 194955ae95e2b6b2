"""Merge what several retrievers say of the same units into one ranking.

BM25 has no upper bound and cosine has another scale, so scores are scaled to [0, 1] before they are
weighted. The smallest score of a list depends on how long the list is, and with it, under min-max
scaling, all the others; so the theoretical minimum of a score takes its place: 0 for BM25, and for
cosine 0 too, since unrelated texts are at about 0 and none are opposites. The best unit of each
retriever gets 1.

From: search.answer, which asks every retriever about every candidate. To: the same.
Not here: finding candidates, filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.keyword import Ranking, ranked

RRF_CONSTANT = 60  # Cormack, Clarke, Büttcher, SIGIR 2009


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one retriever says of all candidates.

    name: "keyword", "semantic". weight: non-negative.
    scores: (n,) float32, one a candidate; NaN where the retriever does not find it.
    """

    name: str
    weight: float
    scores: NDArray[np.float32]

    @property
    def ranks(self) -> NDArray[np.float32]:
        """(n,) float32: 1 for the best candidate, equal scores the same rank, NaN if not found."""
        found = np.flatnonzero(~np.isnan(self.scores))
        _, places, counts = np.unique(-self.scores[found], return_inverse=True, return_counts=True)
        ranks = np.full(len(self.scores), np.nan, np.float32)
        ranks[found] = (np.cumsum(counts) - counts + 1)[places]
        return ranks

    @property
    def scaled(self) -> NDArray[np.float32]:
        """(n,) float32 in [0, 1]: scores over the best one, 0 where negative or not found."""
        positive = np.maximum(np.nan_to_num(self.scores, nan=0.0), 0.0)
        best = float(positive.max(initial=0.0))
        return np.divide(positive, best or 1.0, dtype=np.float32)


def convex(ids: NDArray[np.int64], evidence: Sequence[Evidence]) -> Ranking:
    """Weighted mean of scaled scores; a unit that a retriever does not find gets 0 from it.

    Source: Bruch, Gai, Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", TOIS 42(1),
    2023, there TM2C2.

    ids: (n,) int64, the candidates, no repeats; as many as each evidence has scores.
    Returns all candidates, best first, scores in [0, 1]; ties go to the smaller id.

    >>> keyword = Evidence("keyword", 0.5, np.array([4, 2, np.nan], np.float32))
    >>> semantic = Evidence("semantic", 0.5, np.array([0.2, 0.4, 0.4], np.float32))
    >>> convex(np.array([7, 8, 9]), [keyword, semantic])
    Ranking(ids=array([7, 8, 9]), scores=array([0.75, 0.75, 0.5 ], dtype=float32))
    """
    total = sum(each.weight for each in evidence)
    scores = np.zeros(len(ids), np.float32)
    for each in evidence:
        scores += np.float32(each.weight / total) * each.scaled
    return ranked(ids, scores)


def reciprocal(ids: NDArray[np.int64], evidence: Sequence[Evidence]) -> Ranking:
    """Reciprocal rank fusion: the weighted sum of 1 / (60 + rank), over its largest value.

    Source: Cormack, Clarke, Büttcher, SIGIR 2009. Arguments and result as for :func:`convex`.
    """
    total = sum(each.weight for each in evidence)
    scores = np.zeros(len(ids), np.float32)
    for each in evidence:
        gained = np.float32(RRF_CONSTANT + 1) / (RRF_CONSTANT + each.ranks)
        scores += np.float32(each.weight / total) * np.nan_to_num(gained, nan=0.0)
    return ranked(ids, scores)
