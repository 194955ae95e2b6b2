"""The history of a wording: how it was put, from when to when, how often, in every language.

Units whose text is like the wording, or like one that is, and units with a part that is like it,
are put together by what just stands there; each such wording is shown with what differs from the
one before it in time.

From: the front door. To: the same. Not here: finding (matching, passages), printing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alignment.lexicon.equivalents import equivalents
from alignment.lexicon.lexicon import Lexicon
from indexer.document import Span
from indexer.errors import QueryError
from indexer.languages import language
from indexer.store.columns import Filters
from indexer.store.records import NAMING_ORDER, UnitRecord
from search.lookup.answers import Change, Rendering, Use, Wording
from search.lookup.asked import Asked, asked_in
from search.lookup.difference import changes
from search.lookup.found import INSIDE
from search.lookup.passages import inside
from search.lookup.pieces import Piece, names, pieces
from search.lookup.reference import is_reference, referred
from search.lookup.related import related
from search.lookup.wordings import Entries
from search.snapshot import Snapshot

LEAST = 70  # per cent, numbers aside
MOST_PLACES = 5_000  # units
_DIGITS = re.compile(r"([0-9]+)")
_UNKNOWN = "9999"  # sorts behind all dates


@dataclass(frozen=True, slots=True)
class Period:
    """Which documents count: years, both included, None is open; body: None for all."""

    since: int | None = None
    until: int | None = None
    body: str | None = None


EVER = Period()


@dataclass(frozen=True, slots=True)
class _Place:
    """A unit in which a wording stands. stream: the pieces of its text that are meant."""

    unit: UnitRecord
    stream: list[Piece]
    is_whole: bool

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.stream)

    @property
    def span(self) -> Span:
        return self.stream[0].start, self.stream[-1].end

    def text(self, lang: str) -> str:
        """The clause, or the part of it that is meant."""
        text = self.unit.texts[lang]
        return text if self.is_whole else text[slice(*self.span)]

    @property
    def when(self) -> tuple[str, list[int | str], int]:
        """To be sorted by: the date as far as it is known, then the symbol, ADD.2 before ADD.10."""
        year = f"{self.unit.year:04}" if self.unit.year else _UNKNOWN
        parts = _DIGITS.split(self.unit.symbol)  # text and digits in turn
        symbol = [int(part) if at % 2 else part for at, part in enumerate(parts)]
        return self.unit.date or year, symbol, self.unit.id


def history(
    text: str,
    corpus: Snapshot,
    *,
    source: str | None = None,
    targets: Sequence[str] | None = None,
    period: Period = EVER,
    least: int = LEAST,
) -> list[Wording]:
    """The wordings like a text, by first use; all of one language, that of the best match.

    text: a wording, or a paragraph: ``A/RES/71/901#2``. targets: languages of the renderings; None:
    all. least: match percentage from which on a wording counts, numbers aside, 1 to 100.
    Raises QueryError, CorpusError, ValueError as search.lookup.lookup does, and CorpusError for a
    paragraph that is not there, QueryError also for a text in more than ``MOST_PLACES`` units.
    """
    if not 1 <= least <= 100:
        raise ValueError(f"the least match percentage is from 1 to 100, not {least}")
    if is_reference(text):
        source, text = referred(text, corpus.catalogue, source and language(source))
    allowed = _allowed(corpus, period)
    found = [
        (each, _places(each, corpus, allowed, least / 100))
        for each in asked_in(text, corpus, source=source, targets=None)
    ]
    asked, places = max(found, key=lambda one: len(one[1]))
    shown = [language(code) for code in targets or NAMING_ORDER if code != asked.lang]
    return _wordings(places, asked.lang, shown, corpus.lexicon)


def _allowed(corpus: Snapshot, period: Period) -> Entries | None:
    """Rising units of the period; None for all."""
    if period == EVER:
        return None
    bodies = (period.body,) if period.body else ()
    return corpus.columns.select(Filters(years=(period.since, period.until), bodies=bodies))


def _places(asked: Asked, corpus: Snapshot, allowed: Entries | None, least: float) -> list[_Place]:
    """Where the wording stands, in order of time; as a whole clause, else as a part of one."""
    wordings = asked.wordings
    parts: dict[int, tuple[int, int] | None] = {
        unit: None
        for entry in related(asked.wanted, wordings, least=least, allowed=allowed)
        for unit in [int(wordings.units[entry])]
    }
    for part in inside(asked.wanted, wordings, least=max(least, INSIDE), allowed=allowed):
        parts.setdefault(int(wordings.units[part.entry]), (part.start, part.end))
    if len(parts) > MOST_PLACES:
        raise QueryError(
            f"{asked.text.strip()[:60]!r} stands in {len(parts):,} units, at most {MOST_PLACES:,} "
            "have a history; give more words, or fewer years or one body"
        )
    places = []
    for unit in corpus.catalogue.units(list(parts)):
        stream = pieces(unit.texts[asked.lang], asked.lang)
        span = parts[unit.id]
        chosen = stream[slice(*span)] if span else stream
        places.append(_Place(unit, chosen, len(chosen) == len(stream)))
    return sorted(places, key=lambda place: place.when)


def _wordings(
    places: Sequence[_Place], lang: str, shown: Sequence[str], lexicon: Lexicon
) -> list[Wording]:
    """Whole clauses first, then parts of longer ones, either compared among themselves."""
    found: list[Wording] = []
    for is_whole in (True, False):
        groups: dict[tuple[str, ...], list[_Place]] = {}
        for place in places:
            if place.is_whole == is_whole:
                groups.setdefault(place.key, []).append(place)
        before: _Place | None = None
        for group in groups.values():
            first = group[0]
            found.append(
                Wording(
                    lang=lang,
                    text=first.text(lang),
                    is_whole=is_whole,
                    uses=tuple(map(_use, group)),
                    changes=_changes(before, first, lang) if before else (),
                    renderings={
                        code: ways
                        for code in shown
                        if (ways := _renderings(group, lang, code, lexicon))
                    },
                )
            )
            before = first
    return found


def _changes(before: _Place, now: _Place, lang: str) -> tuple[Change, ...]:
    """What became of the wording before, spans counted in the two wordings' own texts."""
    old, new = (pieces(place.text(lang), lang) for place in (before, now))
    return tuple(changes(old, new))


def _use(place: _Place) -> Use:
    unit = place.unit
    return Use(unit.id, unit.symbol, unit.kind, unit.number, unit.year, unit.date)


def _renderings(
    group: Iterable[_Place], lang: str, code: str, lexicon: Lexicon
) -> tuple[Rendering, ...]:
    """How a wording was put in another language, the most frequent first."""
    found: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for place in group:
        text = _rendering(place, lang, code, lexicon)
        if text:
            found.setdefault(tuple(names(text, code)), []).append((text, place.unit.id))
    ordered = sorted(found.values(), key=lambda uses: -len(uses))
    return tuple(Rendering(uses[0][0], tuple(unit for _, unit in uses)) for uses in ordered)


def _rendering(place: _Place, lang: str, code: str, lexicon: Lexicon) -> str:
    """The text beside a whole clause; beside a part of one, what answers to it."""
    texts = place.unit.texts
    if code not in texts or place.is_whole:
        return texts.get(code, "")
    spans = equivalents(texts, lang, [place.span], lexicon, langs=[code])[code].spans
    return " … ".join(texts[code][start:end] for start, end in spans)
