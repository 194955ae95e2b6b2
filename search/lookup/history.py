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
from search.lookup.answers import Change, Expression, Rendering, Use, Wording
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
class _Beside:
    """What is shown beside. lang: of the wordings. langs: others. mark: pieces to be marked."""

    lang: str
    langs: Sequence[str]
    lexicon: Lexicon
    mark: Sequence[str]


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

    def spans(self, places: Iterable[int]) -> tuple[Span, ...]:
        """Where these of its pieces stand in the unit's text; neighbours as one. places: rising."""
        runs: list[list[int]] = []
        for at in places:
            if runs and runs[-1][-1] == at - 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        return tuple((self.stream[run[0]].start, self.stream[run[-1]].end) for run in runs)

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
    mark: str = "",
) -> list[Wording]:
    """The wordings like a text, by first use; all of one language, that of the best match.

    text: a wording, or a paragraph: ``A/RES/71/901#2``. targets: languages of the renderings; None:
    all. least: match percentage from which on a wording counts, numbers aside, 1 to 100.
    mark: a phrase; the renderings then tell what answers to it, not to the words that are new.
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
    beside = _Beside(asked.lang, shown, corpus.lexicon, names(mark, asked.lang))
    return _wordings(places, beside)


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


def _wordings(places: Sequence[_Place], beside: _Beside) -> list[Wording]:
    """Whole clauses first, then parts of longer ones, either compared among themselves."""
    found: list[Wording] = []
    for is_whole in (True, False):
        groups: dict[tuple[str, ...], list[_Place]] = {}
        for place in places:
            if place.is_whole == is_whole:
                groups.setdefault(place.key, []).append(place)
        before: _Place | None = None
        for group in groups.values():
            found.append(_wording(group, before, beside))
            before = group[0]
    return found


def _wording(group: Sequence[_Place], before: _Place | None, beside: _Beside) -> Wording:
    """The places of one wording. before: where the wording before it stands."""
    first, lang = group[0], beside.lang
    changed = _changes(before, first, lang) if before else ()
    marked = _marked(first.key, beside.mark)
    asked = marked if beside.mark else _new(first, changed)
    start = 0 if first.is_whole else first.span[0]
    return Wording(
        lang=lang,
        text=first.text(lang),
        is_whole=first.is_whole,
        uses=tuple(map(_use, group)),
        changes=changed,
        renderings={
            code: ways for code in beside.langs if (ways := _renderings(group, code, asked, beside))
        },
        marked=tuple((a - start, b - start) for a, b in first.spans(marked)),
    )


def _marked(key: Sequence[str], mark: Sequence[str]) -> list[int]:
    """Places of the pieces of a phrase, wherever it stands; rising.

    >>> _marked(("of", "the", "sea", "of", "the"), ("of", "the"))
    [0, 1, 3, 4]
    """
    size = len(mark)
    starts = [at for at in range(len(key)) if size and tuple(key[at : at + size]) == tuple(mark)]
    return sorted({at + step for at in starts for step in range(size)})


def _new(place: _Place, changed: Iterable[Change]) -> list[int]:
    """Places of the pieces that the wording before did not have; of a part none."""
    came = [change.new for change in changed if change.sort != "equal"]
    return [
        at
        for at, piece in enumerate(place.stream)
        if place.is_whole and any(a < piece.end and piece.start < b for a, b in came)
    ]


def _changes(before: _Place, now: _Place, lang: str) -> tuple[Change, ...]:
    """What became of the wording before, spans counted in the two wordings' own texts."""
    old, new = (pieces(place.text(lang), lang) for place in (before, now))
    return tuple(changes(old, new))


def _use(place: _Place) -> Use:
    unit = place.unit
    return Use(unit.id, unit.symbol, unit.kind, unit.number, unit.year, unit.date)


def _renderings(
    group: Iterable[_Place], code: str, asked: Sequence[int], beside: _Beside
) -> tuple[Rendering, ...]:
    """How a wording was put in another language, the most frequent first.

    asked: pieces of the wording whose equivalents can be asked for.
    """
    found: dict[tuple[str, ...], list[tuple[str, _Place]]] = {}
    for place in group:
        text = _rendering(place, code, beside)
        if text:
            found.setdefault(tuple(names(text, code)), []).append((text, place))
    ordered = sorted(found.values(), key=lambda uses: -len(uses))
    return tuple(
        Rendering(
            uses[0][0],
            tuple(place.unit.id for _, place in uses),
            _expression(uses[0][1], code, asked, beside),
        )
        for uses in ordered
    )


def _expression(
    place: _Place, code: str, asked: Sequence[int], beside: _Beside
) -> Expression | None:
    """The pieces asked for in the clause that a rendering is of; None beside a part of one."""
    if not asked or not place.is_whole:
        return None
    texts = {lang: place.unit.texts[lang] for lang in (beside.lang, code)}
    return Expression(texts, beside.lang, place.spans(asked), beside.lexicon)


def _rendering(place: _Place, code: str, beside: _Beside) -> str:
    """The text beside a whole clause; beside a part of one, what answers to it."""
    texts = place.unit.texts
    if code not in texts or place.is_whole:
        return texts.get(code, "")
    found = equivalents(texts, beside.lang, [place.span], beside.lexicon, langs=[code])
    return " … ".join(texts[code][start:end] for start, end in found[code].spans)
