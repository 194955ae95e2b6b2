"""A whole draft against a corpus: the best match of each clause, and how much of it is new.

The bands are those of CAT tools' analysis reports. A clause that stood in the draft before is
"repeated", whatever the corpus has, for it is translated once.

From: hexapla.pretranslation. To: the same. Not here: reading drafts, writing memories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.errors import QueryError
from indexer.languages import language
from search.lookup.answers import BANDS, Band, BandCount, Draft, Match
from search.lookup.asked import asked_in
from search.lookup.found import whole
from search.lookup.lookup import match_of
from search.lookup.pieces import names
from search.lookup.wanted import MAX_PIECES
from search.snapshot import Snapshot

_FROM: dict[Band, int] = {"100": 100, "95-99": 95, "85-94": 85, "75-84": 75, "50-74": 50}
LEAST = 50  # per cent


def analysed(
    clauses: Iterable[str], corpus: Snapshot, *, source: str, targets: Sequence[str] | None
) -> Iterator[Draft]:
    """Each clause with its best match, in order; one without words is left out.

    targets: languages one of which a match must have beside the source; None: any.
    Raises CorpusError if the corpus has no text in ``source``, or nothing in the targets beside it.
    """
    seen: set[tuple[str, ...]] = set()
    for text in clauses:
        stream = tuple(names(text, source))
        if not stream:
            continue
        match = _best(text, corpus, source, targets) if len(stream) <= MAX_PIECES else None
        if stream in seen:
            yield Draft(text, len(stream), match, "repeated", "repeated")
            continue
        seen.add(stream)
        raw = band_of(match.percent if match else 0)
        yield Draft(text, len(stream), match, raw, band_of(match.masked_percent if match else 0))


def band_of(percent: int) -> Band:
    """The band of a match percentage.

    >>> [band_of(percent) for percent in (100, 99, 84, 50, 49)]
    ['100', '95-99', '75-84', '50-74', 'new']
    """
    return next((band for band, least in _FROM.items() if percent >= least), "new")


def report(drafts: Sequence[Draft]) -> list[BandCount]:
    """The counts of every band, also of empty ones."""
    found = []
    for band in BANDS:
        raw = [draft.words for draft in drafts if draft.band == band]
        masked = [draft.words for draft in drafts if draft.masked_band == band]
        found.append(BandCount(band, len(raw), sum(raw), len(masked), sum(masked)))
    return found


def _best(text: str, corpus: Snapshot, source: str, targets: Sequence[str] | None) -> Match | None:
    try:
        (asked,) = asked_in(text, corpus, source=source, targets=targets)
    except QueryError:  # too long to be looked up as one wording
        return None
    found = whole(asked, corpus, least=LEAST / 100, top=1)
    units = corpus.catalogue.units([one.unit for one in found])
    shown = None if targets is None else [language(code) for code in targets]
    return match_of(found[0], units[0], text, shown) if units else None
