"""The entries most like a query: exact edit distances of all that come into question.

The match percentage is that of CAT tools: 1 - edit distance / length of the longer, over pieces
(words; in Chinese characters), rounded down, raw and with numbers, dates and symbols masked. What
is masked is never less like than what is not, so one search serves both.

From: lookup.candidates. To: lookup.lookup, lookup.history, lookup.batch. Not here: texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from search.lookup.candidates import candidates
from search.lookup.wanted import Codes, Wanted, as_text
from search.lookup.wordings import Entries, Wordings

MatchSort = Literal["exact", "masked", "fuzzy"]
# Where many entries come into question, those that are near may be enough.
_MANY = 2_000
_NEAR = 0.85
_ROUNDING = 1e-9

Distances = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Matches:
    """Entries like a query, in no order.

    entries: (n,) int64. raw, masked: (n,) int64 edit distances. longer: (n,) int64 pieces of the
    longer of the two, the query or the entry.
    """

    entries: Entries
    raw: Distances
    masked: Distances
    longer: Distances

    def __len__(self) -> int:
        return len(self.entries)

    def chosen(self, which: NDArray[np.bool_] | NDArray[np.int64]) -> Matches:
        """Some of them, in the order of ``which``."""
        return Matches(self.entries[which], self.raw[which], self.masked[which], self.longer[which])

    def ranked(self) -> Matches:
        """Best first: exact, exact when masked, likeness when masked, likeness, smaller entry."""
        exact = np.where(self.raw == 0, 0, 1)
        keys = (self.entries, self.raw / self.longer, self.masked / self.longer, exact)
        return self.chosen(np.lexsort(keys))


def matches(
    wanted: Wanted, wordings: Wordings, *, least: float, allowed: Entries | None = None
) -> Matches:
    """All entries of likeness ``least`` or more when masked.

    least: in (0, 1]. allowed: rising units to choose from; None for all.
    """
    found = _in_question(wanted, wordings, least, allowed)
    return _compared(found, wanted, wordings, least)


def best_matches(
    wanted: Wanted, wordings: Wordings, top: int, *, least: float, allowed: Entries | None = None
) -> Matches:
    """Ranked matches, among them at least the best ``top``, or all if there are fewer."""
    found = _in_question(wanted, wordings, least, allowed)
    if len(found) > _MANY and least < _NEAR:
        near = matches(wanted, wordings, least=_NEAR, allowed=allowed)
        if len(near) >= top:
            return near.ranked()
    return _compared(found, wanted, wordings, least).ranked()


def _in_question(
    wanted: Wanted, wordings: Wordings, least: float, allowed: Entries | None
) -> Entries:
    found = candidates(wanted, wordings, least) if len(wanted) else np.empty(0, np.int64)
    if wanted.placeables:
        found = np.union1d(found, _same_numbers(wanted, wordings))
    if allowed is not None:
        found = found[np.isin(wordings.units[found], allowed)]
    return found


def percent(distance: int, longer: int) -> int:
    """The match percentage, rounded down as CAT tools do it: 100 is nothing but equal.

    >>> percent(1, 300), percent(0, 7), percent(2, 7)
    (99, 100, 71)
    """
    return 100 * (longer - distance) // longer


def _compared(found: Entries, wanted: Wanted, wordings: Wordings, least: float) -> Matches:
    size = len(wanted)
    pieces, begins = wordings.gathered(found)
    longer = np.maximum(wordings.lengths[found], size)
    codes = wanted.coder(wordings, is_masked=True)[pieces]
    shared = np.concatenate([[0], np.cumsum(codes > 0)])[begins]
    can = np.diff(shared) >= least * longer - _ROUNDING
    most = int((1 - least) * longer.max(initial=0) + _ROUNDING)
    masked = np.full(len(found), most + 1)
    places = np.flatnonzero(can)
    masked[places] = _distances(wanted.masked, codes, begins, places, most=most)
    kept = np.flatnonzero(masked <= (1 - least) * longer + _ROUNDING)
    raw_codes = wanted.coder(wordings, is_masked=False)[pieces] if wanted.placeables else codes
    raw = _distances(wanted.raw, raw_codes, begins, kept, most=None)
    return Matches(found[kept], raw, masked[kept], longer[kept])


def _distances(
    query: Codes, codes: Codes, begins: Entries, places: Entries, *, most: int | None
) -> Distances:
    """(n,) int64 edit distances to the entries at ``places``; any above ``most`` as most + 1."""
    if not len(places):
        return np.empty(0, np.int64)
    text = as_text(codes)
    others = [
        text[a:b] for a, b in zip(begins[places].tolist(), begins[places + 1].tolist(), strict=True)
    ]
    found = cdist(
        [as_text(query)], others, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.int32
    )
    return np.asarray(found[0], np.int64)


def _same_numbers(wanted: Wanted, wordings: Wordings) -> Entries:
    """Entries of the same length that hold a number, date or symbol of a query without words."""
    if len(wanted.words) or wanted.placeables < len(wanted):
        return np.empty(0, np.int64)
    numbers = [wordings.number(name) for name in wanted.names]
    if None in numbers:
        return np.empty(0, np.int64)
    first, last = wordings.of_length(len(wanted), len(wanted))
    lists = [wordings.postings(number) for number in numbers if number is not None]
    rarest = min(lists, key=len)
    begin, end = np.searchsorted(rarest, np.array([first, last], np.uint32))
    return rarest[begin:end].astype(np.int64)
