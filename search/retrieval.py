"""Which units answer a query, and in what order: by words, by meaning, or by both.

By both is by three: the words as typed, their translations in the other languages, and meaning.
Of units in which the words cannot stand, having no text in the query's language, these two tell.
Conditions (phrases, fields, NOT ...) hold for every unit that is found, however it is found; bare
words and the meaning of all words rank.

From: search.parser (queries), the retrievers. To: search.answer.
Not here: texts, highlights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.errors import KeywordUnavailableError
from search.coverage import coverage, in_place
from search.filters import select
from search.fusion import Evidence, Fusion, fused, imputed, weighted, weights
from search.keyword import Ranking
from search.plan import Nothing, Step
from search.planner import conditions, plan
from search.query import Query
from search.snapshot import Snapshot
from search.translation import source_language, translated

Mode = Literal["hybrid", "keyword", "semantic"]
MODES: tuple[Mode, ...] = ("hybrid", "keyword", "semantic")

# Units that each retriever offers for fusion. Fixed, so that a page does not depend on its number.
# With twice as many the first ten are as good, and a query takes a twelfth longer.
DEPTH = 50
# So many units translations tell of, of which DEPTH are candidates; of one beyond they say nothing.
# To ask them about each candidate gave the same quality, and of 18,000 units .99 of the same first
# ten, in a query that took a twentieth longer (docs/benchmarks.md).
FAR = 400
# Ranks are fused without weights (Cormack, Clarke, Büttcher, SIGIR 2009), and so is what is found
# by operators alone: all of its words stand in every unit.
EQUAL: Mapping[str, float] = {"keyword": 1.0, "translated": 1.0, "semantic": 1.0}

Ids = NDArray[np.int64]
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of the ranking is asked for: ``top`` units after the first ``offset``."""

    top: int
    offset: int = 0

    @property
    def end(self) -> int:
        return self.offset + self.top

    def of(self, ranking: Ranking) -> Ranking:
        return Ranking(ranking.ids[self.offset : self.end], ranking.scores[self.offset : self.end])


@dataclass(frozen=True, slots=True)
class Found:
    """What a retrieval gives.

    page: the units asked for. total: how many can be had by asking for more: those for which
    ``plan`` holds, if there is one, and those ``beside`` it (rising ids).
    ids, evidence: the candidates and what each retriever said of them. unseen: (n,), whether a
    candidate has no text in the language of the query, where that tells (``convex``).
    translated: the words looked for in the languages that the query is not in.
    """

    page: Ranking
    total: int
    plan: Step | None
    ids: Ids
    evidence: tuple[Evidence, ...]
    beside: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    unseen: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, np.bool_))
    notes: tuple[str, ...] = ()
    translated: Step = field(default=Nothing())


def retrieve(
    query: Query, corpus: Snapshot, window: Window, mode: Mode, *, fusion: Fusion = "convex"
) -> Found:
    """The units that answer a query in one of the ``MODES``, in "hybrid" fused as ``fusion`` says.

    A query without words (``year:2014``) ranks nothing: units come by id in every mode. One of
    symbols and numbers alone has no meaning: it is answered by words.
    While the keyword engine is away, meaning alone answers, and a note says so.
    Raises KeywordUnavailableError where only the words could answer.
    """
    try:
        return _retrieve(query, corpus, window, mode, fusion=fusion)
    except KeywordUnavailableError as away:
        return _without_words(query, corpus, window, mode, away=away)


def _retrieve(
    query: Query, corpus: Snapshot, window: Window, mode: Mode, *, fusion: Fusion
) -> Found:
    meaning = query.meaning()
    if mode == "keyword" or not query.texts() or (mode == "hybrid" and not meaning):
        return _by_words(query, corpus, window)
    if mode == "hybrid":
        return _by_both(query, corpus, window, fusion=fusion)
    vector = corpus.meaning.vector(meaning)
    if vector is None:
        return _by_known_words(query, corpus, window)
    return _by_meaning(query, corpus, window, vector)


def _without_words(
    query: Query, corpus: Snapshot, window: Window, mode: Mode, *, away: KeywordUnavailableError
) -> Found:
    """The answer while there is no keyword engine; conditions on words cannot be looked at."""
    if not query.texts() and not query.operators:  # the columns know as much
        ids = select(query.conditions, corpus.columns)
        by_id = Ranking(ids, np.zeros(len(ids), np.float32))
        return Found(window.of(by_id), len(ids), None, ids, (), ids)
    notes = [f"keyword search unavailable: {away}"]
    vector = corpus.meaning.vector(query.meaning()) if query.meaning() else None
    if mode == "keyword" or vector is None:
        raise KeywordUnavailableError(notes[0]) from away
    if query.operators:
        notes.append("quotation marks, NEAR, NOT and the like on words were not applied")
    found = _by_meaning(replace(query, conditions=query.filters), corpus, window, vector)
    return replace(found, notes=tuple(notes))


def _by_words(query: Query, corpus: Snapshot, window: Window) -> Found:
    wanted = plan(query)
    ranking = corpus.keyword.search(wanted, window.end)
    page = window.of(ranking)
    evidence = Evidence("keyword", 1.0, ranking.scores)
    count = corpus.keyword.count(wanted)
    notes = corpus.keyword.notes
    return Found(page, count, wanted, ranking.ids, (evidence,), notes=notes)


def _by_known_words(query: Query, corpus: Snapshot, window: Window) -> Found:
    found = _by_words(query, corpus, window)
    note = "the encoder knows none of these words; searched by words"
    return replace(found, notes=(note, *found.notes))


def _by_meaning(query: Query, corpus: Snapshot, window: Window, vector: Vector) -> Found:
    allowed = _allowed(query, corpus)
    ranking = corpus.meaning.search(vector, window.end, allowed=allowed)
    evidence = Evidence("semantic", 1.0, ranking.scores)
    pool = corpus.meaning.pool(allowed)
    return Found(window.of(ranking), len(pool), None, ranking.ids, (evidence,), pool)


def _by_both(query: Query, corpus: Snapshot, window: Window, *, fusion: Fusion) -> Found:
    wanted = plan(query)
    lang = source_language(query, corpus.lexicon)
    other = translated(query, corpus.lexicon, lang)
    vector = corpus.meaning.vector(query.meaning())
    if vector is None:
        return _by_known_words(query, corpus, window)
    # FAISS lets go of the interpreter for as long as it searches, and so does the engine. Nothing
    # else is handed over: two threads that calculate in Python wait for each other all the time.
    nearest = corpus.aside.submit(
        corpus.meaning.search, vector, DEPTH, allowed=_allowed(query, corpus)
    )
    by_words, by_other = corpus.keyword.search_each([(wanted, DEPTH), (other, FAR)])
    count = corpus.keyword.count(wanted)
    by_meaning = nearest.result()
    ids = _together(by_words.ids, by_other.ids[:DEPTH], by_meaning.ids)
    best = corpus.texts(int(by_words.ids[0])) if len(by_words) else {}
    trust, unseen = EQUAL, np.zeros(len(ids), bool)
    if fusion == "convex" and query.words:
        trust, unseen = _judged(query, corpus, ids, best=best, by_meaning=by_meaning, lang=lang)
    said = _said(
        ids,
        corpus,
        by_words=(wanted, by_words),
        by_other=by_other,
        by_meaning=(vector, by_meaning),
    )
    evidence = imputed(weighted(said, trust), unseen)
    ranking = fused(ids, evidence, fusion)
    beside = ids[np.isnan(evidence[0].scores)]
    total = count + len(beside)
    if window.end > len(ranking) and total > len(ranking):
        ranking = _continued(ranking, corpus.keyword.search(wanted, window.end))
    notes = corpus.keyword.notes
    return Found(window.of(ranking), total, wanted, ids, evidence, beside, unseen, notes, other)


def _said(
    ids: Ids,
    corpus: Snapshot,
    *,
    by_words: tuple[Step, Ranking],
    by_other: Ranking,
    by_meaning: tuple[Vector, Ranking],
) -> tuple[Evidence, ...]:
    """What each retriever says of the candidates, all of one weight.

    by_words, by_meaning: the plan and the query's vector, and what was found by each; they are
    asked about every candidate. by_other: by translations; if they found nothing they say nothing.
    """
    wanted, found = by_words
    vector, nearest = by_meaning
    told = {"keyword": _completed(ids, found, partial(corpus.keyword.scores, wanted))}
    if len(by_other):
        told["translated"] = _offered(ids, by_other)
    told["semantic"] = _completed(ids, nearest, partial(corpus.meaning.scores, vector))
    return tuple(Evidence(name, 1.0, scores) for name, scores in told.items())


def _judged(
    query: Query,
    corpus: Snapshot,
    ids: Ids,
    *,
    best: Mapping[str, str],
    by_meaning: Ranking,
    lang: str | None,
) -> tuple[Mapping[str, float], NDArray[np.bool_]]:
    """What each retriever weighs, and in which candidates the bare words cannot stand.

    best: the texts of the best unit by words. lang: what the query is in.
    """
    nearest = float(by_meaning.scores[0]) if len(by_meaning) else 0.0
    covered = coverage(query, best, corpus.lexicon)
    trust = weights(covered, nearest, in_place(query, best))
    # Words that all stand in a unit without that language are not of that language alone.
    if lang is None or (covered == 1 and lang not in best):
        return trust, np.zeros(len(ids), bool)
    return trust, ~corpus.columns.holds(ids, lang)


def _allowed(query: Query, corpus: Snapshot) -> Ids | None:
    """Rising ids of the units for which all conditions hold; None if they hold for all units."""
    condition = conditions(query)
    if condition is None:
        return None
    if query.operators:
        return corpus.keyword.matching(condition)
    passing = select(query.filters, corpus.columns)
    return None if len(passing) == len(corpus.columns.ids) else passing


def _together(*found: Ids) -> Ids:
    """All of them, rising, each once.

    >>> _together(np.array([7, 3]), np.array([3, 5])).tolist()
    [3, 5, 7]
    """
    # Asked for the index too, NumPy sorts: of so few six times as fast as its union by hashing.
    ids, _ = np.unique(np.concatenate(found), return_index=True)
    return ids


def _completed(
    ids: Ids, ranking: Ranking, score: Callable[[Ids], NDArray[np.float32]]
) -> NDArray[np.float32]:
    """(n,) float32: a retriever's score of every candidate, also of those it did not offer.

    ids: rising, all of the ranking's among them. score: asks it; not needed where it offered all
    that it finds, fewer than ``DEPTH``.
    """
    scores = _offered(ids, ranking)
    unknown = np.flatnonzero(np.isnan(scores))
    if len(unknown) and len(ranking) == DEPTH:
        scores[unknown] = score(ids[unknown])
    return scores


def _offered(ids: Ids, ranking: Ranking) -> NDArray[np.float32]:
    """(n,) float32: a ranking's scores of these units, rising ids; NaN for one that it lacks.

    >>> _offered(np.array([3, 5]), Ranking(np.array([9, 5]), np.array([2, 1], np.float32)))
    array([nan,  1.], dtype=float32)
    """
    scores = np.full(len(ids), np.nan, np.float32)
    places = np.searchsorted(ids, ranking.ids)
    there = np.append(ids, -1)[places] == ranking.ids
    scores[places[there]] = ranking.scores[there]
    return scores


def _continued(fused: Ranking, by_words: Ranking) -> Ranking:
    """Past the candidates, the other units in which the words stand, best by words first.

    They come after all candidates, whatever their score there, so theirs is 0.
    """
    rest = by_words.ids[~np.isin(by_words.ids, fused.ids)]
    scores = np.concatenate([fused.scores, np.zeros(len(rest), np.float32)])
    return Ranking(np.concatenate([fused.ids, rest]), scores)
