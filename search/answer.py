"""The whole of a search: a query in, units with their texts out.

From: the front door. To: the front door. Not here: how units are found (search.retrieval), what a
query may say (search.parser), printing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from indexer.document import Kind, Span, Status
from indexer.errors import KeywordUnavailableError
from indexer.languages import language
from indexer.store.records import UnitSummary
from search.collapse import MOST, Collapsed, collapsed
from search.facets import facets_of
from search.fusion import FUSIONS, Evidence, Fusion
from search.highlight import highlights
from search.keyword import Facets
from search.parser import parse
from search.plan import Nothing, Step, total
from search.planner import plan
from search.query import Lang, Query, Word
from search.retrieval import MODES, Found, Mode, Window, retrieve
from search.snapshot import Snapshot
from search.translation import source_language


@dataclass(frozen=True, slots=True)
class Reason:
    """What one retriever said of a hit.

    rank: among all candidates, from 1; None if the retriever did not find it, or, by translations,
        not among the best (``retrieval.FAR``) that these tell of.
    score: BM25 or cosine. scaled: the score over that of the best candidate, in [0, 1]; for words,
        of a unit without a text in their language, at least what the others let expect.
    weight: of the retriever in the hit's score.
    """

    rank: int | None
    score: float | None
    scaled: float
    weight: float


class SameWording(NamedTuple):
    """A unit that a hit stands for."""

    unit: int
    symbol: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that answers a query.

    score: in [0, 1] in hybrid mode, a cosine in semantic mode, BM25 in keyword mode.
    versions: ``{lang: text}``, only the languages asked for.
    explain: ``{retriever: reason}``; empty past the candidates of a fusion, None if not asked for.
    others: units of the same wording that came after it, best first; None if not collapsed.
    """

    unit: int
    score: float
    symbol: str
    collection: str
    kind: Kind
    number: str | None
    year: int | None
    versions: dict[str, str]
    status: Status
    probability: float | None
    explain: dict[str, Reason] | None = None
    others: tuple[SameWording, ...] | None = None
    _plan: Step = field(default=Nothing(), repr=False, compare=False)

    @property
    def highlights(self) -> dict[str, list[Span]]:
        """``{lang: spans}`` of the words of the query, code points; worked out when asked for."""
        return highlights(self._plan, self.versions)


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first.

    total: how many hits can be had by paging on. facets: ``{field: {value: units}}`` over all units
    found, None if not asked for. notes: what the person should know, one line each.
    units: how many units the hits stand for, if units of one wording are collapsed, else None.
    """

    hits: list[Hit]
    total: int
    facets: Facets | None
    notes: tuple[str, ...]
    units: int | None = None


def search(  # noqa: PLR0913 - what may be asked for, each by its name
    query: str,
    corpus: Snapshot,
    *,
    mode: Mode = "hybrid",
    langs: Sequence[str] | None = None,
    top: int = 10,
    offset: int = 0,
    facets: bool = False,
    explain: bool = False,
    fusion: Fusion = "convex",
    collapse: bool = False,
) -> Answer:
    """The units that answer a query, best first.

    mode: by words ("keyword"), by meaning ("semantic"), or both ("hybrid").
    langs: languages to show; only units that have one of them are found, and the words are looked
        for there, as with ``lang:`` in the query. Words of no such language are looked for in
        their own: ``search("大会", corpus, langs=["en"])`` shows the English of what it finds in
        Chinese. None: all.
    fusion: how "hybrid" joins its rankings: by scores ("convex") or by ranks alone ("rrf").
    collapse: units of one wording are one hit, the best of them; wordings are compared in the first
        of ``langs``, else in the query's language, among the best 1,000 units.
    top, offset: which part of the ranking; pages follow each other without gap or repeat.
    Raises QueryError for a query that cannot be understood, ValueError for another argument,
    KeywordUnavailableError when the keyword engine is away and meaning cannot answer instead.
    """
    if mode not in MODES:
        raise ValueError(f"unknown mode {mode!r}; known: {', '.join(MODES)}")
    if fusion not in FUSIONS:
        raise ValueError(f"unknown fusion {fusion!r}; known: {', '.join(FUSIONS)}")
    if top < 0 or offset < 0:
        raise ValueError(f"top and offset must not be negative: {top}, {offset}")
    codes = None if langs is None else tuple(dict.fromkeys(language(code) for code in langs))
    parsed = _restricted(parse(query), codes)
    window = Window(top, offset)
    wanted = Window(MOST) if collapse else window
    found = retrieve(parsed, corpus, wanted, mode, fusion=fusion)
    notes = [*parsed.notes, *found.notes]
    counted = _facets(found, corpus, notes) if facets else None
    if not collapse:
        hits = _hits(found, corpus, _display(parsed, found, codes, explain=explain))
        return Answer(hits, found.total, counted, tuple(notes))
    joined = collapsed(found.page, corpus, _languages_compared(parsed, corpus, codes))
    units = len(found.page)
    if found.total > units:
        notes.append(f"wordings are compared among the best {units:,} of {found.total:,} units")
    found = replace(found, page=window.of(joined.ranking))
    hits = _hits(found, corpus, _display(parsed, found, codes, explain=explain))
    hits = _with_others(hits, joined, corpus)
    return Answer(hits, len(joined.ranking), counted, tuple(notes), units)


def _facets(found: Found, corpus: Snapshot, notes: list[str]) -> Facets | None:
    """None while the keyword engine is away; ``notes`` tells then."""
    try:
        return facets_of(found, corpus)
    except KeywordUnavailableError as away:
        notes.append(f"facets unavailable: {away}")
        return None


def _hits(found: Found, corpus: Snapshot, display: _Display) -> list[Hit]:
    scores = dict(zip(found.page.ids.tolist(), found.page.scores.tolist(), strict=True))
    units = corpus.catalogue.summaries(list(scores))
    return [_hit(unit, scores[unit.id], display) for unit in units]


def _with_others(hits: list[Hit], joined: Collapsed, corpus: Snapshot) -> list[Hit]:
    """Each hit with the units that it stands for."""
    wanted = [id_ for hit in hits for id_ in joined.others[hit.unit]]
    found = corpus.catalogue.summaries(wanted)
    units = {unit.id: SameWording(unit.id, unit.symbol) for unit in found}
    return [
        replace(hit, others=tuple(units[id_] for id_ in joined.others[hit.unit] if id_ in units))
        for hit in hits
    ]


def _languages_compared(
    query: Query, corpus: Snapshot, langs: tuple[str, ...] | None
) -> tuple[str, ...]:
    """In which languages wordings are compared: those shown, else the one of the query."""
    if langs:
        return langs
    words = tuple(map(Word, query.meaning().split()))
    lang = source_language(Query(query.text, words), corpus.lexicon)
    return (lang,) if lang else ()


@dataclass(frozen=True, slots=True)
class _Display:
    """What of a unit is shown. plan: what is marked in it. reasons: None if not asked for."""

    langs: tuple[str, ...] | None
    plan: Step
    reasons: dict[int, dict[str, Reason]] | None

    def versions(self, texts: dict[str, str]) -> dict[str, str]:
        if self.langs is None:
            return texts
        return {lang: texts[lang] for lang in self.langs if lang in texts}


def _display(
    query: Query, found: Found, langs: tuple[str, ...] | None, *, explain: bool
) -> _Display:
    marked = total([found.plan or plan(query), found.translated])
    return _Display(langs, marked, _reasons(found) if explain else None)


def _restricted(query: Query, langs: tuple[str, ...] | None) -> Query:
    if langs is None:
        return query
    return replace(query, conditions=(*query.conditions, Lang(langs)))


def _hit(unit: UnitSummary, score: float, display: _Display) -> Hit:
    return Hit(
        unit=unit.id,
        score=score,
        symbol=unit.symbol,
        collection=unit.collection,
        kind=unit.kind,
        number=unit.number,
        year=unit.year,
        versions=display.versions(unit.texts),
        status=unit.status,
        probability=unit.probability,
        explain=None if display.reasons is None else display.reasons.get(unit.id, {}),
        _plan=display.plan,
    )


def _reasons(found: Found) -> dict[int, dict[str, Reason]]:
    """For each unit of the page what each retriever said of it."""
    told = [(each.name, _told(each)) for each in found.evidence]
    places = {id_: place for place, id_ in enumerate(found.ids.tolist())}
    return {
        id_: {name: reasons[places[id_]] for name, reasons in told}
        for id_ in found.page.ids.tolist()
        if id_ in places
    }


def _told(evidence: Evidence) -> list[Reason]:
    rows = zip(evidence.ranks, evidence.scores, evidence.scaled, strict=True)
    return [
        Reason(None, None, float(scaled), evidence.weight)
        if np.isnan(score)
        else Reason(int(rank), float(score), float(scaled), evidence.weight)
        for rank, score, scaled in rows
    ]
