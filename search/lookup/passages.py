"""Where a query is like a part of a longer clause, and which of its parts stand elsewhere.

Both go through many entries at once, laid one after the other with a gap between that nothing can
cross cheaply, one row of the table of distances or runs for each piece of the query.

Source: Sellers, "The theory and computation of evolutionary distances", Journal of Algorithms 1,
1980 (likeness to a part).

From: lookup.candidates. To: lookup.lookup, lookup.history. Not here: whole clauses (matching).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

from search.lookup.candidates import candidates
from search.lookup.wanted import Codes, Wanted, as_text
from search.lookup.wordings import Entries, Wordings

MOST_ENTRIES = 2_000  # that are gone through; those that share most with the query
MOST_INSIDE = 20_000  # entries, the shortest, that a text may stand inside of
LEAST_WORDS = 4  # of a passage
LEAST_CHARACTERS = 6  # of a passage in Chinese
_COMMON = 0.2  # a word in more of the entries tells nothing of where a passage may be


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an entry that is like the query or a part of it.

    entry: its number. start, end: pieces of the entry. query_start, query_end: of the query.
    raw, masked: edit distances between the two.
    """

    entry: int
    start: int
    end: int
    query_start: int
    query_end: int
    raw: int
    masked: int

    @property
    def longer(self) -> int:
        """Pieces of the longer of the two parts."""
        return max(self.end - self.start, self.query_end - self.query_start)


def inside(
    wanted: Wanted, wordings: Wordings, *, least: float, allowed: Entries | None = None
) -> list[Part]:
    """Entries a part of which is like the whole query, best first; one part an entry.

    least: 1 - masked distance / pieces of the query, in (0, 1].
    """
    found = candidates(wanted, wordings, least, inside=True)
    found = _allowed(found, wordings, allowed)
    found = found[wordings.lengths[found] > 0][:MOST_INSIDE]
    if not len(found):
        return []
    most = int((1 - least) * len(wanted) + 1e-9)
    codes, begins = _laid_out(found, wanted, wordings, gap=most + 1)
    raw_codes, _ = _laid_out(found, wanted, wordings, gap=most + 1, is_masked=False)
    row = np.zeros(len(codes) + 1, np.int32)
    at = np.arange(len(codes) + 1, dtype=np.int32)
    for code in wanted.masked:
        steps = np.minimum(row[:-1] + (codes != code), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate([[row[0] + 1], steps]) - at) + at
    best = np.minimum.reduceat(row[1:], begins)
    parts = []
    raw_query, query = as_text(wanted.raw), as_text(wanted.masked)
    for which in np.flatnonzero(best <= most).tolist():
        begin, entry, distance = int(begins[which]), int(found[which]), int(best[which])
        stop = begin + int(wordings.lengths[entry])
        end = begin + int(np.argmax(row[1 + begin : 1 + stop] == distance)) + 1
        start = begin + _start(query, as_text(codes[begin:end]), distance)
        raw = Levenshtein.distance(raw_query, as_text(raw_codes[start:end]))
        parts.append(Part(entry, start - begin, end - begin, 0, len(wanted), raw, distance))
    return sorted(parts, key=lambda part: (part.masked, part.raw, part.entry))


def shared(
    wanted: Wanted, wordings: Wordings, *, top: int, allowed: Entries | None = None
) -> list[Part]:
    """The longest runs of pieces that the query shares with an entry, longest first.

    Runs that lie in a longer one are left out, and so are those of fewer than ``LEAST_WORDS``.
    """
    found = _sharing_most(wanted, wordings, allowed)
    if not len(found):
        return []
    codes, begins = _laid_out(found, wanted, wordings, gap=1, is_masked=False)
    longest = [(size, at + 1, end) for at, (size, end) in enumerate(_runs(wanted.raw, codes))]
    least = LEAST_CHARACTERS if wordings.lang == "zh" else LEAST_WORDS
    parts: list[Part] = []
    for size, query_end, end in sorted(longest, key=lambda run: (-run[0], run[1])):
        if size < least or len(parts) == top:
            break
        if not any(_overlap(part, (query_end - size, query_end)) for part in parts):
            which = int(np.searchsorted(begins, end - 1, side="right")) - 1
            last = end - int(begins[which])
            entry = int(found[which])
            parts.append(Part(entry, last - size, last, query_end - size, query_end, 0, 0))
    return parts


def _runs(query: Codes, codes: Codes) -> Iterator[tuple[int, int]]:
    """For each piece of the query the longest run of pieces up to it that stands in ``codes``.

    Its size, and where it ends, the first of equals. Only places that hold the piece are looked at.
    """
    order = np.argsort(codes, kind="stable")
    stops = np.cumsum(np.bincount(codes, minlength=int(query.max()) + 1))
    runs = np.zeros(len(codes) + 1, np.int32)  # before each place
    before: Entries = np.empty(0, np.int64)
    for code in query.tolist():
        places = order[stops[code - 1] : stops[code]]
        sizes = runs[places] + 1
        runs[before] = 0
        before = places + 1
        runs[before] = sizes
        best = int(np.argmax(sizes)) if len(sizes) else 0
        yield (int(sizes[best]), int(before[best])) if len(sizes) else (0, 0)


def _overlap(part: Part, run: tuple[int, int]) -> bool:
    return part.query_start < run[1] and run[0] < part.query_end


def _laid_out(
    found: Entries, wanted: Wanted, wordings: Wordings, *, gap: int, is_masked: bool = True
) -> tuple[Codes, Entries]:
    """The codes of entries with gaps behind each, and where each begins."""
    pieces, starts = wordings.gathered(found)
    codes = wanted.coder(wordings, is_masked=is_masked)[pieces]
    begins = starts[:-1] + gap * np.arange(len(found))
    laid = np.zeros(len(codes) + gap * len(found), np.uint16)
    laid[np.arange(len(codes)) + gap * np.repeat(np.arange(len(found)), np.diff(starts))] = codes
    return laid, begins


def _start(query: str, before: str, distance: int) -> int:
    """Where the part that ends with ``before`` begins: the shortest that has this distance."""
    latest = min(max(len(before) - len(query) + distance, 0), len(before))
    earliest = max(len(before) - len(query) - distance, 0)
    starts = range(latest, earliest - 1, -1)
    return next(at for at in starts if Levenshtein.distance(query, before[at:]) == distance)


def _sharing_most(wanted: Wanted, wordings: Wordings, allowed: Entries | None) -> Entries:
    """Entries that share most of the telling words with the query."""
    counts = np.zeros(len(wordings), np.int16)  # as many as pieces at most; sorts fastest
    for number, times in wanted.words.tolist():
        postings = wordings.postings(number)
        if len(postings) <= max(_COMMON * len(wordings), 10):
            counts[postings] += times
    found = _allowed(np.flatnonzero(counts), wordings, allowed)
    order = np.argsort(-counts[found], kind="stable")
    return found[order[:MOST_ENTRIES]]


def _allowed(found: Entries, wordings: Wordings, allowed: Entries | None) -> Entries:
    if allowed is not None:
        found = found[np.isin(wordings.units[found], allowed)]
    return found
