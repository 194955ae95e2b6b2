"""Look a wording up: the clauses most like it, in every language wanted, and what differs.

From: the front door. To: the same. Not here: finding (lookup.found), printing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from indexer.document import Span
from indexer.languages import language
from indexer.store.records import UnitRecord
from search.lookup.answers import Match
from search.lookup.asked import asked_in
from search.lookup.difference import changes, number_changes
from search.lookup.found import Edits, Found, find
from search.lookup.matching import percent
from search.lookup.pieces import Piece, masked, pieces
from search.snapshot import Snapshot

LEAST = 60  # per cent


def lookup(
    text: str,
    corpus: Snapshot,
    *,
    source: str | None = None,
    targets: Sequence[str] | None = None,
    least: int = LEAST,
    top: int = 10,
) -> list[Match]:
    """The clauses most like a text, best first; of those with the same wording the latest.

    source: language of the text; None: whichever its script allows.
    targets: languages to show beside; a clause must have one of them. None: all there are.
    least: match percentage, masked, from which on a whole clause counts, 1 to 100.
    Raises QueryError for a text without words or too long, CorpusError if the corpus has no text in
    the language, or nothing in the languages wanted beside it, ValueError for another argument.
    """
    if not 1 <= least <= 100:
        raise ValueError(f"the least match percentage is from 1 to 100, not {least}")
    if top < 1:
        raise ValueError(f"at least one match must be asked for, not {top}")
    asked = asked_in(text, corpus, source=source, targets=targets)
    found = find(asked, corpus, least=least / 100, top=top)
    units = {unit.id: unit for unit in corpus.catalogue.units([one.unit for one in found])}
    shown = None if targets is None else [language(code) for code in targets]
    return [
        replace(match_of(one, units[one.unit], text, shown), _lexicon=corpus.lexicon)
        for one in found
        if one.unit in units
    ]


def match_of(found: Found, unit: UnitRecord, text: str, shown: Sequence[str] | None) -> Match:
    """What was found, with its texts. shown: languages beside that of the text; None: all."""
    lang = found.lang
    clause = unit.texts.get(lang, "")
    old = _part(pieces(clause, lang), found.part)
    new = _part(pieces(text, lang), found.query_part)
    edits = found.edits or _edits(old, new)
    wanted = [*unit.texts] if shown is None else [lang, *shown]
    return Match(
        unit=unit.id,
        sort=found.sort,
        percent=percent(edits.raw, edits.longer),
        masked_percent=percent(edits.masked, edits.longer),
        lang=lang,
        span=_span(old),
        query_span=_span(new),
        changes=tuple(changes(old, new)),
        numbers=tuple(number_changes(old, new, texts=(clause, text))),
        uses=found.uses,
        versions={code: unit.texts[code] for code in wanted if code in unit.texts},
        symbol=unit.symbol,
        collection=unit.collection,
        kind=unit.kind,
        number=unit.number,
        year=unit.year,
        date=unit.date,
        status=unit.status,
        probability=unit.probability,
        similarity=found.similarity,
    )


def _edits(old: list[Piece], new: list[Piece]) -> Edits:
    """Distances of two texts that were not compared yet."""
    raw = Levenshtein.distance([one.text for one in old], [one.text for one in new])
    hidden = Levenshtein.distance([masked(one.text) for one in old], [masked(o.text) for o in new])
    return Edits(raw, hidden, max(len(old), len(new), 1))


def _part(whole: list[Piece], part: tuple[int, int] | None) -> list[Piece]:
    return whole if part is None else whole[slice(*part)]


def _span(run: list[Piece]) -> Span:
    return (run[0].start, run[-1].end) if run else (0, 0)
