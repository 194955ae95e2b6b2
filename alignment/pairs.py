"""Two versions to beads, with probabilities.

The story: a quick look tells where the alignment can run (alignment.chain); every bead there is
scored by its shape, its lengths, words, vectors and stops (alignment.evidence); the probabilities
of all beads follow (alignment.path). From them is learned what translates what in this document,
how far lengths and vectors are to be believed, and it is scored once more.

From: sides. To: alignment.six, the command line. Not here: more than two versions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alignment import length, meaning
from alignment.band import SHAPES
from alignment.bead import Alignment, Bead, Links
from alignment.chain import alike, band_of
from alignment.evidence import Reading, features, read
from alignment.path import Lattice, Posterior, decode, posterior
from alignment.side import Side
from alignment.translation_table import NO_PAIRS, Pairs, Seeds, Table, join, learn, seeds_of
from alignment.weights import WEIGHTS, Weights
from alignment.words import Words, split, words_of

ROUNDS = 1  # of learning from what was aligned
LEAST_TAUGHT = 0.3  # probability of a bead from which on it teaches words
LEAST_LINK = 0.01  # smaller probabilities are not reported
ALIKE = 0.7  # what words written alike count in the quick look, where vectors count 1
SURE = 0.8  # probability of a bead from which on it teaches how lengths vary

Documents = Sequence[tuple[Side, Side]]


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is held to be true of two versions, to begin with and after looking at them."""

    variance: float
    likeness: meaning.Likeness


@dataclass(frozen=True, slots=True)
class State:
    """A pair of versions in the course of its alignment."""

    reading: Reading
    lattice: Lattice
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
    for number, alignment in zip(full, _align([pairs[at] for at in full], weights), strict=True):
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
    if not documents:
        return []
    words = [_words([document[side] for document in documents]) for side in (0, 1)]
    seeds = seeds_of(words[0], words[1])
    parts = [split(words[side], [len(pair[side].clauses) for pair in documents]) for side in (0, 1)]
    states = [
        _begin(pair, (left, right), seeds)
        for pair, left, right in zip(documents, *parts, strict=True)
    ]
    tables = learn(words[0], words[1], seeds, NO_PAIRS)
    for _ in range(ROUNDS):
        scored = [_score(state, tables, weights) for state in states]
        taught = join([_taught(*one) for one in scored], _places(states))
        tables = learn(words[0], words[1], seeds, taught)
        states = [_believe(*one) for one in scored]
    return [_result(*_score(state, tables, weights)) for state in states]


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
    reading = read(left, right, words, band)
    beliefs = Beliefs(length.VARIANCE, meaning.expected(left.lang, right.lang))
    return State(reading, Lattice(band, np.zeros((len(SHAPES), band.size))), beliefs)


def _score(state: State, tables: tuple[Table, Table], weights: Weights) -> tuple[State, Posterior]:
    """The probability of every bead, by what is believed now."""
    beliefs = state.beliefs
    evidence = features(state.reading, tables, variance=beliefs.variance, likeness=beliefs.likeness)
    lattice = state.lattice.with_scores(
        weights.total(evidence), opening=weights.opening, going_on=weights.going_on
    )
    return replace(state, lattice=lattice), posterior(lattice)


def _taught(state: State, chances: Posterior) -> Pairs:
    """Beads that are probable enough to learn words from."""
    shape, cell = np.nonzero(chances.beads > LEAST_TAUGHT)
    m, n = np.array(SHAPES)[shape].T
    i, j = state.reading.band.rows[cell], state.reading.band.columns[cell]
    return Pairs(np.stack([i - m, i, j - n, j], axis=1), chances.beads[shape, cell])


def _places(states: Sequence[State]) -> NDArray[np.int64]:
    """(documents, 2): how many clauses stand before each document, left and right."""
    sizes = [(len(s.reading.band.first) - 1, int(s.reading.band.last[-1])) for s in states]
    return np.cumsum([(0, 0), *sizes[:-1]], axis=0)


def _believe(state: State, chances: Posterior) -> State:
    """What the probable beads say about lengths and vectors of this document."""
    left, right = state.reading.letters
    single = state.lattice.before[0] < state.reading.band.size
    likeness = meaning.learn(
        state.reading.cosines[0][single].astype(np.float64),
        chances.beads[0][single],
        state.beliefs.likeness,
    )
    sure = np.where(chances.beads > SURE, chances.beads, 0.0)
    return replace(state, beliefs=Beliefs(length.variance(left, right, sure), likeness))


def _result(state: State, chances: Posterior) -> Alignment:
    """The best beads, and the links of all beads."""
    band = state.reading.band
    number_of = {shape: number for number, shape in enumerate(SHAPES)}
    beads = []
    for i, m, j, n in decode(state.lattice, chances):
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
    m, n = np.array(SHAPES)[shape].T
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
