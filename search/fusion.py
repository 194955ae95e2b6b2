"""Merge what several retrievers say of the same units into one ranking.

BM25 has no upper bound and cosine has another scale, so scores are scaled to [0, 1] before they are
weighted. The smallest score of a list depends on how long the list is, and with it, under min-max
scaling, all the others; so the theoretical minimum of a score takes its place: 0 for BM25, and for
cosine 0 too, since unrelated texts are at about 0 and none are opposites. The best unit of each
retriever gets 1.

What a retriever weighs depends on the query, by what is known of its best unit: words weigh as much
as of them stands in one unit, and more the more of them stand there in place; meaning as much as
one unit is near. So a fragment of a clause is looked for by its words, a sentence in a language
that the corpus lacks by its meaning.

A unit that has no text in the language of the query cannot hold its words. That they are not found
there says nothing, so they count as much as the other retrievers let expect.

From: search.retrieval, which has what every retriever says of the candidates. To: the same.
Not here: finding candidates, filters, how much of a query stands in a unit (search.coverage).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search.keyword import Ranking, ranked

Fusion = Literal["convex", "rrf"]
FUSIONS: tuple[Fusion, ...] = ("convex", "rrf")

RRF_CONSTANT = 60  # Cormack, Clarke, Büttcher, SIGIR 2009
# Beside words that all stand in one unit, which weigh 1. Chosen on one half of the queries of
# benchmarks.retrieval, reported on the other: docs/benchmarks.md.
TRANSLATIONS = 0.15
MEANING = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one retriever says of all candidates.

    name: "keyword", "semantic". weight: non-negative.
    scores: (n,) float32, one a candidate; NaN where the retriever does not find it.
    imputed: (n,) float32, at least so much is its scaled score; see :func:`imputed`.
    """

    name: str
    weight: float
    scores: NDArray[np.float32]
    imputed: NDArray[np.float32] | None = None

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
        positive = np.fmax(self.scores, np.float32(0))  # not NaN, where there is another
        best = float(positive.max(initial=0.0))
        scaled = np.divide(positive, best or 1.0, dtype=np.float32)
        return scaled if self.imputed is None else np.maximum(scaled, self.imputed)


def weights(covered: float, similarity: float, in_place: float = 0.0) -> dict[str, float]:
    """How much each retriever's best unit is to be trusted, by the retriever's name.

    covered: share of the query's words that the best unit by words holds, in [0, 1].
    similarity: cosine of the query and the unit that is nearest in meaning.
    in_place: how many words that best unit by words holds as they were typed, times their share.
    The first two are squared: half of the words in one unit are much less than half as good as all.

    >>> weights(1.0, 0.4, 3.0)
    {'keyword': 3.0, 'translated': 0.15, 'semantic': 0.16000000000000003}
    """
    nearness = max(similarity, 0.0)
    return {
        "keyword": covered**2 * max(1.0, in_place),
        "translated": TRANSLATIONS,
        "semantic": MEANING * nearness**2,
    }


def weighted(evidence: Sequence[Evidence], by_name: Mapping[str, float]) -> tuple[Evidence, ...]:
    """The evidence with weights in these proportions; they add up to 1."""
    total = sum(by_name[each.name] for each in evidence)
    if total <= 0:
        return tuple(replace(each, weight=1 / len(evidence)) for each in evidence)
    return tuple(replace(each, weight=by_name[each.name] / total) for each in evidence)


def imputed(evidence: Sequence[Evidence], unseen: NDArray[np.bool_]) -> tuple[Evidence, ...]:
    """The evidence, with what the first would say of candidates that it could not look at.

    That is the mean of the others there, in the ratio in which the first stands to them among the
    candidates that it could look at, 1 at most; 1 also if there are none.
    Source: ratio imputation, after the estimator in Cochran, Sampling Techniques, 1977, ch. 6.

    evidence: with weights. unseen: (n,), whether the first could not look at a candidate.

    >>> words = Evidence("keyword", 0.5, np.array([4, 1, np.nan], np.float32))
    >>> meaning = Evidence("semantic", 0.5, np.array([0.5, 0.5, 0.25], np.float32))
    >>> imputed([words, meaning], np.array([False, False, True]))[0].scaled
    array([1.    , 0.25  , 0.3125], dtype=float32)
    """
    first, *others = evidence
    total = sum(each.weight for each in others)
    if not total or not unseen.any():
        return tuple(evidence)
    told = np.zeros(len(unseen), np.float32)
    for each in others:
        told += np.float32(each.weight / total) * each.scaled
    seen = float(told[~unseen].sum())
    ratio = min(1.0, float(first.scaled[~unseen].sum()) / seen) if seen else 1.0
    missing = np.where(unseen, np.float32(ratio) * told, np.float32(0.0))
    return (replace(first, imputed=missing), *others)


def fused(ids: NDArray[np.int64], evidence: Sequence[Evidence], fusion: Fusion) -> Ranking:
    """One ranking by :func:`convex` or by :func:`reciprocal`."""
    return convex(ids, evidence) if fusion == "convex" else reciprocal(ids, evidence)


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
        scores += np.float32(each.weight / total) * np.fmax(gained, np.float32(0))
    return ranked(ids, scores)
