"""What a keyword engine does, whichever it is: ranks, counts and lists units by their words.

From: search.planner (plans). To: search.answer. Not here: any engine (search.tantivy_engine).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.plan import Step

# Scores that differ by less count as equal. A score is a sum of float32 numbers, about 1 to 100,
# and engines add them up in an order of their own, so the last digits mean nothing.
RESOLUTION = 2.0**-12
# A beginning that so many terms share says little about any of them: it only filters then.
MAX_EXPANSIONS = 256

Facets = dict[str, dict[str, int]]
FACETS = ("lang", "year", "body", "kind")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units, best first.

    ids: (n,) int64, no repeats. scores: (n,) float32, falling; equal scores by rising id.
    """

    ids: NDArray[np.int64]
    scores: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ids)


class KeywordEngine(Protocol):
    """Every method sees the same state of the index until the engine is opened anew.

    Every method raises KeywordUnavailableError when the engine is away, and then gives nothing.
    """

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the last answers, one line each."""

    def search(self, plan: Step, k: int) -> Ranking:
        """The best ``k`` units, or all that hold if there are fewer; ties to the smaller id."""

    def search_each(self, asked: Sequence[tuple[Step, int]]) -> list[Ranking]:
        """``search`` for each of several plans and how many of it, asked for together."""

    def scores(self, plan: Step, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """(n,) float32: the score of each of these units, NaN for one that does not hold."""

    def count(self, plan: Step) -> int:
        """How many units hold."""

    def matching(self, plan: Step) -> NDArray[np.int64]:
        """(n,) int64: ids of all units that hold, rising."""

    def facets(self, plan: Step) -> Facets:
        """For each of ``FACETS`` how many units that hold have each value, most frequent first.

        Ties by value; years are text. A unit counts once for each of its languages; a year that is
        not known is left out.
        """


# Units looked at past the last one asked for, which tell whether it has equals.
MARGIN = 16

Hits = tuple[NDArray[np.int64], NDArray[np.float32]]  # ids (n,) and scores (n,), best first
Retrieve = Callable[[int], Hits]


def best_of(retrieve: Retrieve, k: int, *, ties_by_id: bool = False) -> Ranking:
    """The best ``k``, ties to the smaller id, also at the cut. As for ``enough``."""
    return joined([enough(retrieve, k, ties_by_id=ties_by_id)], k)


def enough(retrieve: Retrieve, k: int, *, ties_by_id: bool = False) -> Hits:
    """So many of the best hits that the best ``k``, ties to the smaller id, are among them.

    retrieve: the best n of an engine, fewer only if there are no more; it breaks ties as it likes,
        so it is asked for more until none is left behind the cut.
    ties_by_id: it breaks ties by id itself, as long as scores are equal to the last bit.
    """
    limit = k + MARGIN
    while True:
        ids, scores = retrieve(limit)
        kept = rounded(scores)
        if len(ids) < limit or kept[-1] < kept[k - 1]:
            break
        if ties_by_id and scores[-1] == scores[k - 1]:
            break
        limit *= 4
    return ids, kept


def ranked(ids: NDArray[np.int64], scores: NDArray[np.float32]) -> Ranking:
    """Units in order of their scores, as far as these mean anything; ties to the smaller id.

    >>> ranked(np.array([7, 4]), np.array([2.0, 2.000001], np.float32)).ids
    array([4, 7])
    """
    kept = rounded(scores)
    order = np.lexsort((ids, -kept))
    return Ranking(ids[order], kept[order])


def best_of_each(found: Sequence[Ranking], k: int) -> Ranking:
    """The best ``k`` units of one or more rankings, each with the best of its scores.

    >>> one = Ranking(np.array([7, 4]), np.array([3.0, 2.0], np.float32))
    >>> other = Ranking(np.array([4, 9]), np.array([5.0, 1.0], np.float32))
    >>> best_of_each([one, other], 2).ids
    array([4, 7])
    """
    return joined([(ranking.ids, ranking.scores) for ranking in found], k)


def joined(found: Sequence[Hits], k: int) -> Ranking:
    """The best ``k`` units of several lists of hits, each with the best of its scores."""
    ids = np.concatenate([ids for ids, _ in found])
    together = ranked(ids, np.concatenate([scores for _, scores in found]))
    if len(found) == 1:
        return Ranking(together.ids[:k], together.scores[:k])
    _, first = np.unique(together.ids, return_index=True)
    kept = np.sort(first)[:k]
    return Ranking(together.ids[kept], together.scores[kept])


def placed(
    ids: NDArray[np.int64], found: NDArray[np.int64], scores: NDArray[np.float32]
) -> NDArray[np.float32]:
    """(n,) float32: the rounded score of each unit that was found, NaN for the others.

    found: some of ``ids``, in any order, with their scores.

    >>> placed(np.array([7, 4]), np.array([4]), np.array([2.0], np.float32))
    array([nan,  2.], dtype=float32)
    """
    result = np.full(len(ids), np.nan, np.float32)
    order = np.argsort(ids)
    result[order[np.searchsorted(ids, found, sorter=order)]] = rounded(scores)
    return result


def rounded(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scores without the digits that mean nothing."""
    kept: NDArray[np.float32] = np.rint(scores / np.float32(RESOLUTION)) * np.float32(RESOLUTION)
    return kept
