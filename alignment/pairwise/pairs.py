"""Two versions to beads, with probabilities.

The story: a quick look tells where the alignment can run (pairwise.chain); every bead there is
scored by its shape, its lengths, words, vectors and stops (pairwise.evidence); the probabilities
of all beads follow (pairwise.path). From them is learned what translates what in this document
and how far lengths and vectors are to be believed; and it is scored again, in a narrower band.

From: sides. To: multiway.six, the command line. Not here: more than two versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alignment.bead import Alignment, Bead, Links
from alignment.pairwise import length, meaning
from alignment.pairwise.band import COMMON, SHAPES, around
from alignment.pairwise.chain import alike, band_of
from alignment.pairwise.evidence import Beliefs, Reading, features, read
from alignment.pairwise.path import Costs, Frame, Posterior, decode, posterior
from alignment.pairwise.related import related
from alignment.pairwise.translation_table import (
    NO_PAIRS,
    Pairs,
    Seeds,
    Table,
    join,
    learn,
    seeds_of,
)
from alignment.pairwise.weights import FIRST, WEIGHTS, Weights
from alignment.pairwise.words import Words, split, words_of
from alignment.side import Side

ROUNDS = 2  # of learning from what was aligned
LEAST_VISITED = 1e-4  # probability of a cell from which on it is looked at more closely
MARGIN = 3  # cells that are looked at beside those
LEAST_TAUGHT = 0.3  # probability of a bead from which on it teaches words
LEAST_LINK = 0.01  # smaller probabilities are not reported
ALIKE = 0.7  # what words written alike count in the quick look, where vectors count 1
PRICE = 0.45  # about half of the F1 that is expected
SURE = 0.8  # probability of a bead from which on it teaches how lengths vary

Documents = Sequence[tuple[Side, Side]]


@dataclass(frozen=True, slots=True)
class State:
    """A pair of versions in the course of its alignment."""

    pair: tuple[Side, Side]
    reading: Reading
    frame: Frame
    beliefs: Beliefs


def align_pair(left: Side, right: Side, *, weights: Weights = WEIGHTS) -> Alignment:
    """Every clause of both versions in exactly one bead, in order.

    The result depends on nothing but the two sides, and turning them turns it.
    """
    return align_pairs([(left, right)], weights=weights)[0]


def align_pairs(documents: Documents, *, weights: Weights = WEIGHTS) -> list[Alignment]:
    """Align documents in the same two languages, which teach each other what translates what."""
    turned = _order(documents[0][1]) < _order(documents[0][0]) if documents else False
    pairs = [(right, left) if turned else (left, right) for left, right in documents]
    full = [number for number, (left, right) in enumerate(pairs) if left.clauses and right.clauses]
    found = [_alone(*pair) for pair in pairs]
    if full:
        aligned = _align([pairs[at] for at in full], weights)
        for number, alignment in zip(full, aligned, strict=True):
            found[number] = alignment
    return [_turned(alignment) for alignment in found] if turned else found


def _order(side: Side) -> tuple[str, list[str]]:
    return side.lang, [clause.text for clause in side.clauses]


def _alone(left: Side, right: Side) -> Alignment:
    """Nothing answers to anything."""
    beads = [Bead((position,), (), 1.0) for position in range(len(left.clauses))]
    beads += [Bead((), (position,), 1.0) for position in range(len(right.clauses))]
    none = np.zeros(0, np.int64)
    return Alignment(beads, Links(none, none, np.zeros(0, np.float32)))


def _turned(alignment: Alignment) -> Alignment:
    links = alignment.links
    order = np.lexsort((links.left, links.right))
    return Alignment(
        [bead.turned() for bead in alignment.beads],
        Links(links.right[order], links.left[order], links.probability[order]),
    )


def _align(documents: Documents, weights: Weights) -> list[Alignment]:
    """Documents that have clauses on both sides."""
    states, tables = study(documents)
    scored = [_score(state, tables, weights) for state in states]
    return [_result(state, _doubted(state, chances)) for state, chances in scored]


def study(documents: Documents) -> tuple[list[State], tuple[Table, Table]]:
    """All that can be learned from documents, at least one, before they are aligned for good."""
    words = [_words([document[side] for document in documents]) for side in (0, 1)]
    seeds = seeds_of(words[0], words[1])
    sizes = [[len(pair[side].clauses) for pair in documents] for side in (0, 1)]
    parts = zip(split(words[0], sizes[0]), split(words[1], sizes[1]), strict=True)
    places = np.cumsum(np.array([[0, 0], *zip(*sizes, strict=True)])[:-1], axis=0)
    states = [_begin(pair, both, seeds) for pair, both in zip(documents, parts, strict=True)]
    tables = learn(words[0], words[1], seeds, NO_PAIRS)
    for number in range(ROUNDS):
        scored = [_score(state, tables, FIRST) for state in states]
        taught = join([_taught(*one) for one in scored], places)
        tables = learn(words[0], words[1], seeds, taught)
        states = [_believe(*one) for one in scored]
        if number == 0:
            states = [
                _closer(state, found) for state, (_, found) in zip(states, scored, strict=True)
            ]
    return states, tables


def evidence_of(state: State, tables: tuple[Table, Table]) -> NDArray[np.float32]:
    """(FEATURES, shapes, size): by what is believed now."""
    return features(state.reading, tables, state.beliefs)


def _words(sides: Sequence[Side]) -> Words:
    return words_of([clause.text for side in sides for clause in side.clauses], sides[0].lang)


def _begin(pair: tuple[Side, Side], words: tuple[Words, Words], seeds: Seeds) -> State:
    """The band of a document, and what is known before it is aligned."""
    left, right = pair
    by_words = alike(*words, seeds)
    band = band_of(
        np.concatenate([left.vectors, ALIKE * by_words[0]], axis=1),
        np.concatenate([right.vectors, ALIKE * by_words[1]], axis=1),
    )
    langs = left.lang, right.lang
    beliefs = Beliefs(length.VARIANCE, meaning.expected(*langs), meaning.usual(*langs))
    return State(pair, read(pair, words, band, COMMON), Frame(band, COMMON), beliefs)


def _closer(state: State, chances: Posterior) -> State:
    """All shapes of beads, in the part of the band that is likely after a first look."""
    band = state.reading.band
    seen = np.flatnonzero(chances.visited > LEAST_VISITED)
    first = np.full(len(band.first), band.last[-1])
    last = np.zeros(len(band.first), np.int64)
    np.minimum.at(first, band.rows[seen], band.columns[seen] - MARGIN)
    np.maximum.at(last, band.rows[seen], band.columns[seen] + MARGIN)
    narrow = around(np.maximum(first, band.first), np.minimum(last, band.last), int(band.last[-1]))
    reading = read(state.pair, state.reading.words, narrow, SHAPES)
    return replace(state, reading=reading, frame=Frame(narrow, SHAPES))


def _score(state: State, tables: tuple[Table, Table], weights: Weights) -> tuple[State, Posterior]:
    """The probability of every bead, by what is believed now."""
    scores = weights.scores(evidence_of(state, tables), state.reading.shapes)
    return state, posterior(state.frame, scores, Costs(weights.opening, weights.going_on))


def _taught(state: State, chances: Posterior) -> Pairs:
    """Beads that are probable enough to learn words from."""
    shape, cell = np.nonzero(chances.beads > LEAST_TAUGHT)
    m, n = np.array(state.reading.shapes)[shape].T
    i, j = state.reading.band.rows[cell], state.reading.band.columns[cell]
    return Pairs(np.stack([i - m, i, j - n, j], axis=1), chances.beads[shape, cell])


def _believe(state: State, chances: Posterior) -> State:
    """What the probable beads say about lengths and vectors of this document."""
    left, right = state.reading.letters
    single = state.frame.before[0] < state.reading.band.size
    likeness = meaning.learn(
        state.reading.cosines[0][single].astype(np.float64),
        chances.beads[0][single],
        state.beliefs.likeness,
    )
    sure = np.where(chances.beads > SURE, chances.beads, 0.0)
    variance = length.variance(left, right, sure)
    return replace(state, beliefs=replace(state.beliefs, variance=variance, likeness=likeness))


def _doubted(state: State, chances: Posterior) -> Posterior:
    """The probabilities, less what is lost if the texts have nothing to do with each other."""
    known = all(side.vectors.any() for side in state.pair)
    if not known or state.beliefs.usual is None:
        return chances
    share = related(state.reading.cosines, chances.beads)
    return replace(
        chances,
        beads=chances.beads * share,
        left_alone=1 - share * (1 - chances.left_alone),
        right_alone=1 - share * (1 - chances.right_alone),
    )


def _result(state: State, chances: Posterior) -> Alignment:
    """The best beads, and the links of all beads."""
    band = state.reading.band
    number_of = {shape: number for number, shape in enumerate(state.reading.shapes)}
    beads = []
    for i, m, j, n in decode(state.frame, chances, price=PRICE):
        if m and n:
            cell = band.starts[i + m] + j + n - band.first[i + m]
            chance = chances.beads[number_of[m, n], cell]
        else:
            chance = chances.left_alone[i] if m else chances.right_alone[j]
        bounded = min(max(float(chance), 0.0), 1.0)
        beads.append(Bead(tuple(range(i, i + m)), tuple(range(j, j + n)), bounded))
    return Alignment(beads, _links(state, chances))


def _links(state: State, chances: Posterior) -> Links:
    """Sum over the beads that two clauses may both stand in."""
    band = state.reading.band
    shape, cell = np.nonzero(chances.beads > LEAST_LINK / 10)
    m, n = np.array(state.reading.shapes)[shape].T
    across = m * n
    bead = np.repeat(np.arange(len(shape)), across)
    inside = np.arange(len(bead)) - np.repeat(np.cumsum(across) - across, across)
    left = band.rows[cell][bead] - 1 - inside // n[bead]
    right = band.columns[cell][bead] - 1 - inside % n[bead]
    width = int(band.last[-1]) + 1
    keys, place = np.unique(left * width + right, return_inverse=True)
    total = np.bincount(place, chances.beads[shape, cell][bead], len(keys))
    kept = total >= LEAST_LINK
    return Links(
        keys[kept] // width, keys[kept] % width, np.minimum(total[kept], 1).astype(np.float32)
    )
