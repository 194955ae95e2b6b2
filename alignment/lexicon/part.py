"""A corpus's own lexicon as a derived part: brought up to date from the units that changed.

A unit that goes or changes takes with it what it taught: its words are kept, and what they teach is
worked out again and taken off. So the counts are those of the units that are there, whatever the
order they came in; only the bookkeeping (ids, streams) is in the order of unit ids.

From: store.catalogue, through its changes. To: lexicon.taught. Not here: what a unit teaches
(lexicon.counting), when that is asked for (lexicon.corpus).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from alignment.lexicon.counting import ONE, Prior, Side, prior, taught
from alignment.lexicon.joint import Numbers, summed
from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.reading import words
from alignment.lexicon.streams import Streams
from alignment.lexicon.taught import (
    PAIRS,
    Pair,
    State,
    empty_state,
    read_ids,
    read_state,
    write_state,
)
from alignment.lexicon.vocabulary import Vocabulary
from indexer.languages import LANGUAGES
from indexer.store.changes import Changes
from indexer.store.records import UnitRecord

FORM = "1"  # to be raised when the files, the analysis or the counting change
LONGEST = 300  # words of a unit in one language: a longer one teaches little and costs much
UNSURE = 0.5  # believed of a unit that nobody gave a probability
NEW_FREQUENCY = 1e-6  # of a word that the base table does not have


@dataclass(frozen=True, slots=True)
class _Units:
    """Some units as numbers; see :class:`alignment.lexicon.taught.State`."""

    ids: Numbers
    weights: Numbers
    streams: dict[str, Streams]


class LexiconPart:
    """The lexicon as a part of a generation (see ``store.generations.Part``)."""

    name = "lexicon"

    def __init__(self, base: Lexicon) -> None:
        """base: the lexicon that is refined."""
        self._base = base
        self._sizes = {lang: base.base.size(lang) for lang in LANGUAGES}

    @property
    def version(self) -> str:
        """Of the files' form and of the base table."""
        return f"{FORM}, {self._base.base.fingerprint[:16]}"

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Take off what changed units taught, add what they teach now."""
        old = read_state(previous, self._sizes) if previous else empty_state()
        vocabularies = {lang: self._vocabulary(lang, old.terms[lang]) for lang in LANGUAGES}
        numbering = {lang: _Numbering(one, self._sizes[lang]) for lang, one in vocabularies.items()}
        added = _read(changes, numbering)
        is_stale = np.isin(old.ids, changes.stale)
        gone, stays = _some(old, np.flatnonzero(is_stale)), _some(old, np.flatnonzero(~is_stale))
        terms = {lang: numbering[lang].terms[self._sizes[lang] :] for lang in LANGUAGES}
        counts = self._counts(old, gone, added, terms)
        units = _merged(stays, added)
        state = State(units.ids, units.weights, units.streams, terms, counts)
        write_state(target, self._in_order(state), self._sizes)

    def ids(self, generation: Path) -> Numbers:
        """(n,) int64, rising: the units it knows."""
        return read_ids(generation)

    def _vocabulary(self, lang: str, terms: Sequence[str]) -> Vocabulary:
        return self._base.vocabulary(lang).extended(terms)

    def _counts(
        self, old: State, gone: _Units, added: _Units, terms: dict[str, tuple[str, ...]]
    ) -> dict[Pair, tuple[Numbers, Numbers]]:
        """What all units teach, by keys of the widened numbering."""
        known = {lang: self._vocabulary(lang, terms[lang]) for lang in LANGUAGES}
        result = {}
        for left, right in PAIRS:
            before = self._sizes[right] + len(old.terms[right])
            keys, counts = old.counts[left, right]
            keys = keys // before * len(known[right]) + keys % before
            here = self._prior((left, right), known)
            plus, minus = (
                taught(units.streams[left], units.streams[right], units.weights / ONE, here)
                for units in (added, gone)
            )
            total = summed(
                np.concatenate([keys, plus[0], minus[0]]),
                np.concatenate([counts, plus[1], -minus[1]]).astype(np.float64),
            )
            kept = total[1] > 0
            result[left, right] = total[0][kept], total[1][kept].astype(np.int64)
        return result

    def _prior(self, pair: Pair, known: dict[str, Vocabulary]) -> Prior:
        left, right = pair
        alike = known[right].numbers(known[left].terms)
        return prior(
            self._base.base.joint(left, right),
            self._side(left, right, known),
            self._side(right, left, known),
            np.where(alike < 0, -2, alike).astype(np.int32),
        )

    def _side(self, lang: str, other: str, known: dict[str, Vocabulary]) -> Side:
        size, whole = self._sizes[lang], len(known[lang])
        unknown = np.ones(whole, np.float32)
        unknown[:size] -= self._base.covered(lang, other)[:size]
        seen = self._base.base.seen(lang)[:, LANGUAGES.index(other)]
        frequency = np.full(whole, NEW_FREQUENCY, np.float32)
        frequency[:size] += (seen / max(float(seen.sum()), 1.0)).astype(np.float32)
        return Side(unknown, frequency)

    def _in_order(self, state: State) -> State:
        """Without terms that occur no more, and the others numbered in their order."""
        new = {lang: self._new_numbers(state, lang) for lang in LANGUAGES}
        terms = {lang: self._remaining(state, lang, new[lang]) for lang in LANGUAGES}
        counts = {}
        for (left, right), (keys, count) in state.counts.items():
            row, column = np.divmod(keys, len(new[right]))
            width = self._sizes[right] + len(terms[right])
            moved = new[left][row] * width + new[right][column]
            order = np.argsort(moved, kind="stable")
            counts[left, right] = moved[order], count[order]
        streams = {
            lang: Streams(new[lang][one.numbers].astype(np.int32), one.starts)
            for lang, one in state.streams.items()
        }
        return State(state.ids, state.weights, streams, terms, counts)

    def _remaining(self, state: State, lang: str, new: Numbers) -> tuple[str, ...]:
        """The further terms that still occur, sorted."""
        numbers = new[self._sizes[lang] :].tolist()
        pairs = zip(state.terms[lang], numbers, strict=True)
        return tuple(sorted(term for term, number in pairs if number >= 0))

    def _new_numbers(self, state: State, lang: str) -> Numbers:
        """(terms,): the final number of each term of the widened numbering, -1 if it is gone."""
        size, terms = self._sizes[lang], state.terms[lang]
        there = np.zeros(size + len(terms), bool)
        there[:size] = True
        there[state.streams[lang].numbers] = True
        kept = [number for number in range(len(terms)) if there[size + number]]
        numbers = np.full(len(there), -1, np.int64)
        numbers[:size] = np.arange(size)
        for place, number in enumerate(sorted(kept, key=terms.__getitem__)):
            numbers[size + number] = size + place
        return numbers


class _Numbering:
    """A vocabulary that grows by the words it is asked for."""

    def __init__(self, known: Vocabulary, base: int) -> None:
        """base: how many of the known terms the base table has."""
        self._known = known
        self._base = base
        self._more: dict[str, int] = {}

    @property
    def terms(self) -> tuple[str, ...]:
        return (*self._known.terms, *self._more)

    def knows(self, term: str) -> bool:
        """Whether the base table has the word; not the corpus, whose order must not matter."""
        return 0 <= self._known.number(term) < self._base

    def numbers(self, found: Iterable[str]) -> list[int]:
        return [self._number(term) for term in found]

    def _number(self, term: str) -> int:
        number = self._known.number(term)
        if number >= 0:
            return number
        return self._more.setdefault(term, len(self._known) + len(self._more))


def believed(unit: UnitRecord) -> float:
    """How much a unit teaches, in [0, 1]: what people or files state all, others by probability."""
    if unit.status != "auto":
        return 1.0
    return UNSURE if unit.probability is None else unit.probability


def _read(changes: Changes, numbering: dict[str, _Numbering]) -> _Units:
    """The changed units as numbers; words never seen get new ones."""
    ids: list[int] = []
    weights: list[float] = []
    texts: dict[str, list[list[int]]] = {lang: [] for lang in LANGUAGES}
    for units in changes.units():
        for unit in units:
            ids.append(unit.id)
            weights.append(believed(unit))
            for lang in LANGUAGES:
                found = _words(unit.texts.get(lang, ""), lang, numbering[lang].knows)
                texts[lang].append(numbering[lang].numbers(found))
    return _Units(
        np.array(ids, np.int64),
        np.rint(np.array(weights) * ONE).astype(np.int64),
        {lang: Streams.of(rows) for lang, rows in texts.items()},
    )


def _words(text: str, lang: str, knows: Callable[[str], bool]) -> list[str]:
    found = words(text, lang, knows) if text else []
    return found if len(found) <= LONGEST else []


def _some(state: State, rows: Numbers) -> _Units:
    streams = {lang: one.rows(rows) for lang, one in state.streams.items()}
    return _Units(state.ids[rows], state.weights[rows], streams)


def _merged(stays: _Units, added: _Units) -> _Units:
    """All units by rising id."""
    order = np.argsort(np.concatenate([stays.ids, added.ids]), kind="stable")
    streams = {
        lang: Streams.joined([stays.streams[lang], added.streams[lang]]).rows(order)
        for lang in LANGUAGES
    }
    ids = np.concatenate([stays.ids, added.ids])[order]
    return _Units(ids, np.concatenate([stays.weights, added.weights])[order], streams)
