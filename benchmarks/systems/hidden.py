"""A corpus as it would be if some languages had not been indexed.

Indexing a corpus anew for each hidden language would take most of the time of a run, and is not
needed: every language has its own fields in the keyword index, so what a query scores in a hidden
one is left out of its plan; and the vectors are the means over the other languages. A test compares
this with a corpus that really was indexed without the language.

From: benchmarks.retrieval. To: search.snapshot. Not here: which languages are hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.tokens import BIGRAMS
from indexer.encoders.encoder import Encoder
from indexer.store.columns import Columns
from indexer.store.vectors import IDS_FILE, SETTINGS_FILE, VECTORS_FILE, VectorIndex
from search.keyword import Facets, KeywordEngine, Ranking
from search.meaning import Meaning
from search.plan import Best, Boost, Every, Nothing, Sequence, Start, Step, Sum, Term, Within
from search.snapshot import Snapshot


class HiddenSnapshot(Snapshot):
    """A corpus without some of its languages, for searching by bare words."""

    def __init__(
        self, whole: Snapshot, folder: Path, encoder: Encoder, *, hidden: Collection[str]
    ) -> None:
        """folder: holds the vectors of the other languages, see :func:`write_vectors`."""
        engine = HiddenEngine(whole.keyword, hidden)
        self._hidden = frozenset(hidden)
        super().__init__(whole.catalogue, whole.generation, encoder=encoder, keyword=engine)
        self._meaning = Meaning(encoder, VectorIndex(folder))

    @cached_property
    def columns(self) -> Columns:
        return HiddenColumns(self.generation.folder, self._hidden)

    @cached_property
    def meaning(self) -> Meaning:
        return self._meaning

    def texts(self, unit: int) -> dict[str, str]:
        shown = super().texts(unit)
        return {lang: text for lang, text in shown.items() if lang not in self._hidden}


class HiddenColumns(Columns):
    """Columns in which no unit holds some languages."""

    def __init__(self, generation: Path, hidden: Collection[str]) -> None:
        self._hidden = hidden
        super().__init__(generation)

    def holds(self, ids: NDArray[np.int64], lang: str) -> NDArray[np.bool_]:
        return super().holds(ids, lang) & (lang not in self._hidden)


class HiddenEngine:
    """A keyword engine that is asked nothing of some languages."""

    def __init__(self, engine: KeywordEngine, hidden: Collection[str]) -> None:
        self._engine = engine
        self._fields = frozenset(hidden) | ({BIGRAMS} if "zh" in hidden else set())

    @property
    def notes(self) -> tuple[str, ...]:
        return self._engine.notes

    def search(self, plan: Step, k: int) -> Ranking:
        return self._engine.search(without(plan, self._fields), k)

    def search_each(self, asked: Iterable[tuple[Step, int]]) -> list[Ranking]:
        return self._engine.search_each([(without(plan, self._fields), k) for plan, k in asked])

    def scores(self, plan: Step, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._engine.scores(without(plan, self._fields), ids)

    def count(self, plan: Step) -> int:
        return self._engine.count(without(plan, self._fields))

    def matching(self, plan: Step) -> NDArray[np.int64]:
        return self._engine.matching(without(plan, self._fields))

    def facets(self, plan: Step) -> Facets:
        return self._engine.facets(without(plan, self._fields))


def without(step: Step, fields: frozenset[str]) -> Step:
    """A plan in which these fields hold nothing.

    >>> without(Sum((Term("en", "peac"), Term("fr", "paix"))), frozenset({"fr"}))
    Sum(steps=(Term(field='en', text='peac'), Nothing()))
    """
    match step:
        case Term() | Sequence() | Start() | Within():
            return Nothing() if step.field in fields else step
        case Boost(child, factor):
            return Boost(without(child, fields), factor)
        case Best(steps) | Sum(steps):
            return replace(step, steps=tuple(without(each, fields) for each in steps))
        case Every(steps, excluded):
            kept = tuple(without(each, fields) for each in steps)
            return Every(kept, tuple(without(each, fields) for each in excluded))
    return step


def write_vectors(folder: Path, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
    """What VectorIndex opens; zero rows are left out. ids: (n,); vectors: (n, d)."""
    folder.mkdir(parents=True, exist_ok=True)
    known = np.flatnonzero(vectors.any(axis=1))
    known = known[np.argsort(ids[known])]
    (folder / SETTINGS_FILE).write_text("null", encoding="utf-8")  # few: all are looked at
    np.save(folder / IDS_FILE, ids[known])
    np.save(folder / VECTORS_FILE, vectors[known].astype(np.float16))
