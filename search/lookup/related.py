"""Entries that a wording became step by step: like it, or like one that is like it.

Over the years a clause may change so much that its last wording is not near its first one. So every
entry counts that a chain of near ones leads to, as long as it stays somewhat like what was asked.

From: lookup.matching. To: lookup.history. Not here: parts of longer clauses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from search.lookup.matching import Matches, matches
from search.lookup.wanted import Codes, Wanted, as_text
from search.lookup.wordings import Entries, Wordings

FURTHEST = 0.5  # likeness to what was asked for that every entry has
MOST_WORDINGS = 400  # that are compared with each other, the nearest

Likeness = NDArray[np.float32]


def related(
    wanted: Wanted, wordings: Wordings, *, least: float, allowed: Entries | None = None
) -> list[int]:
    """The entries, by rising number.

    least: likeness, when masked, of neighbours in a chain, in (0, 1].
    """
    around = matches(wanted, wordings, least=min(least, FURTHEST), allowed=allowed).ranked()
    groups = _masked_groups(around, wordings)
    texts = [*groups][:MOST_WORDINGS]
    near = np.array([groups[text][0] for text in texts], np.float32) >= least - 1e-6
    likeness: Likeness = cdist(
        texts, texts, scorer=Levenshtein.normalized_similarity, score_cutoff=least - 1e-6
    )
    reached = near
    while True:
        further = reached | (likeness[reached] > 0).any(axis=0)
        if (further == reached).all():
            break
        reached = further
    return sorted(
        entry
        for text, is_near in zip(texts, reached, strict=True)
        if is_near
        for entry in groups[text][1]
    )


def _masked_groups(around: Matches, wordings: Wordings) -> dict[str, tuple[float, list[int]]]:
    """Entries that look alike when masked, with their likeness to what was asked, nearest first."""
    pieces, begins = wordings.gathered(around.entries)
    text = as_text(_masked_numbers(pieces, wordings))
    groups: dict[str, tuple[float, list[int]]] = {}
    for at, entry in enumerate(around.entries.tolist()):
        likeness = 1 - float(around.masked[at]) / float(around.longer[at])
        key = text[begins[at] : begins[at + 1]]
        groups.setdefault(key, (likeness, []))[1].append(entry)
    return groups


def _masked_numbers(pieces: NDArray[np.uint32], wordings: Wordings) -> Codes:
    """Numbers of pieces, counted anew among those that occur, all of a sort of placeable alike."""
    masked = pieces.astype(np.int64)
    for first, last in wordings.sorts.values():
        masked[(first <= masked) & (masked < last)] = first
    return np.unique(masked, return_inverse=True)[1].astype(np.uint16)
