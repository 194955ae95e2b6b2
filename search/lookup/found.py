"""What answers to a text that is looked up, wording by wording, before any text is fetched.

From: lookup.asked. To: lookup.lookup, lookup.batch. Not here: texts, differences.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from indexer.errors import EncoderError
from search.lookup.answers import SORTS, Sort
from search.lookup.asked import Asked
from search.lookup.matching import best_matches
from search.lookup.passages import Part, inside, shared
from search.lookup.wordings import Entries
from search.snapshot import Snapshot

NEAR = 0.75  # likeness of a whole clause from which on nothing else is looked for
INSIDE = 0.8  # likeness from which on a part of a longer clause counts
MOST_SEMANTIC = 3  # by meaning alone: who looks a wording up wants the wording
_MOST_TIED = 200  # wordings as like as the last one that is wanted: the latest of them is shown
_ENTRIES_PER_WORDING = 5  # are ranked at least, since many repeat each other

Pieces = tuple[int, int]  # half-open range of pieces
One = TypeVar("One")


@dataclass(frozen=True, slots=True)
class Edits:
    """Edit distances, raw and masked, and how many pieces the longer of the two has."""

    raw: int
    masked: int
    longer: int

    @property
    def likeness(self) -> tuple[float, float]:
        """1 - distance / longer, masked and raw."""
        return 1 - self.masked / self.longer, 1 - self.raw / self.longer


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that answers, the latest of those with the same wording.

    uses: units with that wording. year: of the unit, very small if not known.
    edits: None where only the meaning was compared.
    part, query_part: pieces of the unit's text and of the query that are meant; None: all.
    """

    sort: Sort
    unit: int
    year: int
    lang: str
    uses: int
    edits: Edits | None
    part: Pieces | None = None
    query_part: Pieces | None = None
    similarity: float | None = None

    @property
    def rank(self) -> tuple[float, ...]:
        """To be sorted by: the sort, the likeness (of a passage the length), the latest year."""
        length = 0 if self.query_part is None else self.query_part[1] - self.query_part[0]
        likeness = self.edits.likeness if self.edits else (self.similarity or 0.0, 0.0)
        passage = length if self.sort == "passage" else 0
        return (
            SORTS.index(self.sort),
            -passage,
            *(-one for one in likeness),
            -self.year,
            self.unit,
        )


def find(asked: Sequence[Asked], corpus: Snapshot, *, least: float, top: int) -> list[Found]:
    """The best ``top``, best first.

    least: likeness of a whole clause, in (0, 1]. Longer clauses and meanings are asked for only
    where no whole clause is near, pieces of the text only where no clause is found at all.
    """
    found = [one for each in asked for one in whole(each, corpus, least=least, top=top)]
    if not any(one.edits and one.edits.likeness[0] >= NEAR for one in found):
        found += [one for each in asked for one in _inside(each, corpus)]
        if not found:
            found = [one for each in asked for one in _shared(each, corpus, top)]
        found += _semantic(asked[0], corpus, {one.unit for one in found})
    return sorted(found, key=lambda one: one.rank)[:top]


def whole(asked: Asked, corpus: Snapshot, *, least: float, top: int) -> list[Found]:
    """Whole clauses of one language, the best ``top`` wordings, best first."""
    ranked = best_matches(
        asked.wanted,
        asked.wordings,
        top * _ENTRIES_PER_WORDING,
        least=least,
        allowed=asked.allowed,
    )
    places = range(len(ranked))
    groups = _grouped(places, lambda at: asked.wordings.entry(int(ranked.entries[at])).tobytes())
    found: list[Found] = []
    likeness = (0.0, 0.0)
    for group in groups[:_MOST_TIED]:
        at = group[0]
        edits = Edits(int(ranked.raw[at]), int(ranked.masked[at]), int(ranked.longer[at]))
        units = asked.wordings.units[ranked.entries[group]]
        sort: Sort = "fuzzy" if edits.masked else "masked" if edits.raw else "exact"
        if len(found) >= top and edits.likeness != likeness:
            break  # what is as like as the last one may be later than it
        likeness = edits.likeness
        found.append(Found(sort, *_latest(units, corpus), asked.lang, len(units), edits))
    return sorted(found, key=lambda one: one.rank)[:top]


def _inside(asked: Asked, corpus: Snapshot) -> Iterator[Found]:
    """Longer clauses with a part like the whole text."""
    parts = inside(asked.wanted, asked.wordings, least=INSIDE, allowed=asked.allowed)
    lengths = asked.wordings.lengths
    yield from _of_parts(
        "inside",
        [part for part in parts if part.end - part.start < lengths[part.entry]],
        asked,
        corpus,
    )


def _shared(asked: Asked, corpus: Snapshot, top: int) -> Iterator[Found]:
    parts = shared(asked.wanted, asked.wordings, top=top, allowed=asked.allowed)
    yield from _of_parts("passage", parts, asked, corpus)


def _of_parts(sort: Sort, parts: Iterable[Part], asked: Asked, corpus: Snapshot) -> Iterator[Found]:
    """One for each wording of a part."""

    def wording(part: Part) -> bytes:
        return asked.wordings.entry(part.entry)[part.start : part.end].tobytes()

    for group in _grouped(parts, wording):
        units = asked.wordings.units[[part.entry for part in group]]
        unit, year = _latest(units, corpus)
        part = group[units.tolist().index(unit)]
        yield Found(
            sort,
            unit,
            year,
            asked.lang,
            len(group),
            Edits(part.raw, part.masked, part.longer),
            (part.start, part.end),
            (part.query_start, part.query_end),
        )


def _semantic(asked: Asked, corpus: Snapshot, known: set[int]) -> list[Found]:
    """What means about the same; without the encoder of the corpus, nothing."""
    try:
        vector = corpus.meaning.vector(asked.text)
    except EncoderError:  # of an extra or an older release; words can be looked up all the same
        return []
    if vector is None:
        return []
    ranking = corpus.meaning.search(vector, MOST_SEMANTIC + len(known), allowed=asked.allowed)
    nearest = zip(ranking.ids.tolist(), ranking.scores.tolist(), strict=True)
    new = [(unit, score) for unit, score in nearest if unit not in known]
    return [
        Found("semantic", unit, 0, asked.lang, 1, None, similarity=score)
        for unit, score in new[:MOST_SEMANTIC]
    ]


def _grouped(items: Iterable[One], key: Callable[[One], Hashable]) -> list[list[One]]:
    """Items of the same key together, groups in the order of their first."""
    groups: dict[Hashable, list[One]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return [*groups.values()]


def _latest(units: Entries, corpus: Snapshot) -> tuple[int, int]:
    """The unit of the latest year, of several the smallest id; and that year."""
    rising = np.sort(units)
    years = corpus.columns.years(rising)
    at = int(np.argmax(years))
    return int(rising[at]), int(years[at])
