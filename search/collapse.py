"""Units that say the same in the same words, shown as one.

Resolutions repeat their clauses year after year, so the first page of a search may hold one wording
ten times. Here the best unit of each wording stands for all of them, in the order of the ranking.

From: search.answer. To: the same. Not here: ranking, near duplicates (search.lookup).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.folding import fold
from indexer.analysis.han import simplify
from indexer.store.records import NAMING_ORDER, UnitText
from search.keyword import Ranking
from search.snapshot import Snapshot

# Units of a ranking that are compared; fixed, so that a page does not depend on its number.
MOST = 1_000

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Collapsed:
    """A ranking in which each wording stands once.

    others: of each unit in it those of the same wording that come after it, best first.
    """

    ranking: Ranking
    others: dict[int, tuple[int, ...]]


def collapsed(ranking: Ranking, corpus: Snapshot, langs: Sequence[str]) -> Collapsed:
    """The ranking with units of one wording joined.

    langs: a unit's wording is that in the first of them which it has, else in the first of
    NAMING_ORDER; wordings of different languages are never the same.
    """
    wordings = _wordings(corpus.catalogue.texts(ranking.ids.tolist()), (*langs, *NAMING_ORDER))
    groups: dict[object, list[int]] = {}
    for id_ in ranking.ids.tolist():
        groups.setdefault(wordings.get(id_, id_), []).append(id_)
    first = np.array([group[0] for group in groups.values()], np.int64)
    kept = _places(ranking.ids, first)
    others = {group[0]: tuple(group[1:]) for group in groups.values()}
    return Collapsed(Ranking(ranking.ids[kept], ranking.scores[kept]), others)


def wording(text: str) -> str:
    """A text as its words alone: case, accents, width, punctuation make no difference.

    >>> wording("Decides to remain SEIZED of the matter;")
    'decides to remain seized of the matter'
    """
    return " ".join(_WORDS.findall(simplify(fold(text).text)))


def _wordings(texts: Sequence[UnitText], langs: Sequence[str]) -> dict[int, tuple[str, str]]:
    """``{unit: (language, wording)}``, without units that have no word."""
    place = {lang: at for at, lang in reversed(list(enumerate(langs)))}
    chosen: dict[int, UnitText] = {}
    for one in texts:
        if one.unit not in chosen or place[one.lang] < place[chosen[one.unit].lang]:
            chosen[one.unit] = one
    found = {one.unit: (one.lang, wording(one.text)) for one in chosen.values()}
    return {unit: key for unit, key in found.items() if key[1]}


def _places(ids: NDArray[np.int64], some: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where ``some`` of the ``ids``, in the same order, stand among them."""
    places: NDArray[np.int64] = np.flatnonzero(np.isin(ids, some))
    return places
