"""The clauses of all versions of a document in one table, and what links them.

The versions are put into one fixed order, so that no result depends on the order they came in.

From: alignment.side, alignment.bead. To: multiway.rows, freeing, apart, joining, agreement.
Not here: any decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from alignment.bead import Links
from alignment.side import Side
from indexer.languages import LANGUAGES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Members = dict[str, tuple[int, ...]]

# Code points of a clause for each of its English translation: medians over the 4,000 rows of the UN
# development set. Languages that are not named count as English.
_EXTENT = {"ar": 0.85, "zh": 0.27, "en": 1.0, "fr": 1.12, "ru": 1.09, "es": 1.13}


@dataclass(frozen=True)
class Table:
    """Clauses of all versions, one after the other, under numbers from 0.

    langs: in the order of ``LANGUAGES``, others after them by name.
    language: (n,) of each clause, as a place in ``langs``. position: (n,) in its version.
    length: (n,) in code points of English. vectors: (n, d), unit or zero rows.
    """

    langs: tuple[str, ...]
    language: Integers
    position: Integers
    length: Floats
    vectors: Floats

    @cached_property
    def first(self) -> Integers:
        """(languages + 1,) number of the first clause of each version, and of all clauses."""
        return np.searchsorted(self.language, np.arange(len(self.langs) + 1))

    @property
    def sizes(self) -> dict[str, int]:
        """Number of clauses of each version."""
        return dict(zip(self.langs, np.diff(self.first).tolist(), strict=True))

    def vector(self, clauses: Sequence[int]) -> Floats:
        """(d,) unit vector of clauses read as one text, in however many languages."""
        chosen = list(clauses)
        total = self.length[chosen] @ self.vectors[chosen]
        norm = float(np.linalg.norm(total))
        return total / norm if norm else total

    def extent(self, clauses: Sequence[int]) -> float:
        """Mean over the languages among the clauses of how long they are there."""
        chosen = list(clauses)
        return float(self.length[chosen].sum()) / len(self.languages(chosen))

    def languages(self, clauses: Iterable[int]) -> set[int]:
        """Of these clauses, as places in ``langs``."""
        return {int(self.language[clause]) for clause in clauses}

    def members(self, clauses: Iterable[int]) -> Members:
        """The clauses by language and position, in the table's order."""
        found: dict[str, tuple[int, ...]] = {}
        for clause in sorted(clauses):
            lang = self.langs[self.language[clause]]
            found[lang] = (*found.get(lang, ()), int(self.position[clause]))
        return found


def ordered(sides: Sequence[Side]) -> list[Side]:
    """Sides in the order of ``LANGUAGES``, others after them by name."""
    known = {lang: place for place, lang in enumerate(LANGUAGES)}
    return sorted(sides, key=lambda side: (known.get(side.lang, len(known)), side.lang))


def table(sides: Sequence[Side], places: Mapping[str, Sequence[int]] | None = None) -> Table:
    """The table of sides that are in order.

    places: for each language the positions of its clauses, if they are not all of the version.
    """
    sizes = [len(side.clauses) for side in sides]
    positions = [
        np.arange(len(side.clauses)) if places is None else np.array(places[side.lang], np.int64)
        for side in sides
    ]
    lengths = [
        (len(clause.text) + 1) / _EXTENT.get(side.lang, 1.0)
        for side in sides
        for clause in side.clauses
    ]
    widest = max((side.vectors.shape[1] for side in sides), default=0)
    vectors = np.zeros((sum(sizes), widest))
    at = 0
    for side in sides:
        vectors[at : at + len(side.clauses), : side.vectors.shape[1]] = side.vectors
        at += len(side.clauses)
    return Table(
        tuple(side.lang for side in sides),
        np.repeat(np.arange(len(sides)), sizes),
        np.concatenate([np.zeros(0, np.int64), *positions]),
        np.array(lengths, np.float64),
        vectors,
    )


@dataclass(frozen=True, slots=True)
class Web:
    """Links between clauses of a table, each in both directions.

    keys: (k,) int64 rising, ``one * size + other``. probability: (k,) of each.
    """

    size: int
    keys: Integers
    probability: Floats

    def between(self, ones: Sequence[int], others: Sequence[int]) -> Floats:
        """(ones, others) probability of each link; 0 where there is none."""
        wanted = np.asarray(ones, np.int64)[:, None] * self.size + np.asarray(others, np.int64)
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        if not len(self.keys):
            return np.zeros(wanted.shape)
        return np.where(self.keys[at] == wanted, self.probability[at], 0.0)

    def pairs(self, least: float) -> tuple[Integers, Integers, Floats]:
        """Links of at least that probability, each once, from the smaller to the larger number."""
        ones, others = np.divmod(self.keys, max(self.size, 1))
        kept = (self.probability >= least) & (ones < others)
        return ones[kept], others[kept], self.probability[kept]


def web(clauses: Table, links: Mapping[tuple[str, str], Links]) -> Web:
    """The links of all pairs of versions in one."""
    size = len(clauses.language)
    first = dict(zip(clauses.langs, clauses.first.tolist(), strict=False))
    keys: list[Integers] = [np.zeros(0, np.int64)]
    probabilities: list[Floats] = [np.zeros(0)]
    for (a, b), found in links.items():
        ones, others = first[a] + found.left, first[b] + found.right
        keys += [ones * size + others, others * size + ones]
        probabilities += [found.probability.astype(np.float64)] * 2
    all_keys = np.concatenate(keys)
    order = np.argsort(all_keys, kind="stable")
    return Web(size, all_keys[order], np.concatenate(probabilities)[order])
