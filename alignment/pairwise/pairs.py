"""Two versions to beads, with probabilities.

The story: a quick look tells where the alignment can run (pairwise.chain); every bead there is
scored by its shape, its lengths, words, vectors and stops (pairwise.evidence); the probabilities
of all beads follow (pairwise.path). From them is learned what translates what in this document
and how far lengths and vectors are to be believed; and it is scored again, in a narrower band, and
where much was in doubt, learned from once more.

Many pairs of versions go through all of this together (pairwise.stack).

From: sides. To: multiway.six, the command line. Not here: more than two versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from alignment.bead import Alignment, Bead, Links, joined_links, sure_links
from alignment.pairwise import length, meaning
from alignment.pairwise.arrays import sums_by
from alignment.pairwise.band import COMMON, SHAPES, Band, apart, joined, surrounding
from alignment.pairwise.chain import quick_look
from alignment.pairwise.evidence import Beliefs, Reading, features, read
from alignment.pairwise.path import Frame, Posterior, decode, posterior
from alignment.pairwise.pieces import Anchor, Piece, pieces
from alignment.pairwise.recursion import Costs
from alignment.pairwise.related import related
from alignment.pairwise.stack import Group, Stack, stacked
from alignment.pairwise.text import Text, text_of
from alignment.pairwise.translation_table import NO_PAIRS, Pairs, Table, learn
from alignment.pairwise.weights import FIRST, WEIGHTS, Weights
from alignment.side import Side

LEAST_VISITED = 1e-4  # probability of a cell from which on it is looked at more closely
MARGIN = 3  # cells that are looked at beside those
LEAST_TAUGHT = 0.3  # probability of a bead from which on it teaches words
LEAST_LINK = 0.01  # smaller probabilities are not reported
PRICE = 0.45  # about half of the F1 that is expected
CLEAR = 0.9  # probability of a bead from which on its clauses are in no doubt
DOUBT = 0.075  # share of clauses in doubt up to which a second look teaches nothing more
SURE = 0.8  # probability of a bead from which on it teaches how lengths vary
AT_ONCE = 4_000  # clauses that are aligned together, to bound memory

Documents = Sequence[tuple[Side, Side]]
Tables = tuple[Table, Table]


@dataclass(frozen=True, slots=True)
class State:
    """Pairs of versions in the course of their alignment."""

    stack: Stack
    reading: Reading
    frame: Frame
    beliefs: Beliefs


def align_pair(
    left: Side, right: Side, *, weights: Weights = WEIGHTS, anchors: Sequence[Anchor] = ()
) -> Alignment:
    """Every clause of both versions in exactly one bead, in order.

    anchors: stretches that are known to answer to each other, in order in both versions; they are
        beads of probability 1, and the rest is aligned before, between and after them.
    The result depends on nothing but what is given, and turning the sides turns it.
    """
    if _order(right) < _order(left):
        turned = [Anchor(anchor.right, anchor.left) for anchor in anchors]
        return align_pair(right, left, weights=weights, anchors=turned).turned()
    groups = pieces((text_of(left), text_of(right)), anchors)
    beads, found = [], []
    for group in groups:
        for piece, alignment in _aligned(group, weights):
            beads += [bead.moved(*piece.before) for bead in alignment.beads]
            found.append(alignment.links.moved(*piece.before))
    return Alignment(beads, joined_links(found))


def align_pairs(documents: Documents, *, weights: Weights = WEIGHTS) -> list[Alignment]:
    """Align documents in the same two languages, which teach each other what translates what."""
    turned = bool(documents) and _order(documents[0][1]) < _order(documents[0][0])
    pairs = [(right, left) if turned else (left, right) for left, right in documents]
    group = [Piece((text_of(left), text_of(right)), (0, 0)) for left, right in pairs]
    found = [alignment for _, alignment in _aligned(group, weights)]
    return [alignment.turned() for alignment in found] if turned else found


def _aligned(group: Sequence[Piece], weights: Weights) -> Iterator[tuple[Piece, Alignment]]:
    """Pieces that teach each other words; an anchor is one bead."""
    full = _to_align(group)
    found: Iterator[Alignment] = iter(())
    if full:
        state, chances = _judged([full], weights)
        found = map(Alignment, _beads(state, chances), _links(state, chances))
    for piece in group:
        judged = next(found) if full and piece.is_full else _alone(*piece.pair)
        yield piece, _stated(piece) if piece.is_anchor else judged


def _to_align(group: Sequence[Piece]) -> list[Piece]:
    """Those with clauses on both sides; none if all that they hold is known."""
    full = [piece for piece in group if piece.is_full]
    return full if any(not piece.is_anchor for piece in full) else []


def _stated(anchor: Piece) -> Alignment:
    left, right = (tuple(range(len(text))) for text in anchor.pair)
    return Alignment([Bead(left, right, 1.0)], sure_links(left, right))


def links_of(
    sides: Sequence[Side],
    *,
    weights: Weights = WEIGHTS,
    anchors: Mapping[tuple[str, str], Sequence[Anchor]] = MappingProxyType({}),
) -> dict[tuple[str, str], Links]:
    """What aligning every two of several versions, none of them empty, says of their clauses.

    As the links of ``align_pair`` for every left side before a right one, but each version is read
    once, and many pairs are aligned at a time.
    anchors: for pairs of languages, in the same order; those of a pair say nothing of their own.
    """
    pairs = list(combinations([text_of(side) for side in sides], 2))
    names = [(left.side.lang, right.side.lang) for left, right in pairs]
    turned = [_order(right.side) < _order(left.side) for left, right in pairs]
    cut = [
        pieces(pair[::-1] if turn else pair, _turned_anchors(anchors.get(name, ()), turn))
        for name, pair, turn in zip(names, pairs, turned, strict=True)
    ]
    links = iter(_links_of_groups([group for groups in cut for group in groups], weights))
    found = {}
    for name, turn, groups in zip(names, turned, cut, strict=True):
        joined = joined_links([next(links) for _ in groups])
        found[name] = joined.turned() if turn else joined
    return found


def _turned_anchors(anchors: Sequence[Anchor], turn: bool) -> list[Anchor]:
    return [Anchor(*anchor[::-1]) if turn else anchor for anchor in anchors]


def _links_of_groups(groups: Sequence[Sequence[Piece]], weights: Weights) -> Iterator[Links]:
    """Of each group; about AT_ONCE clauses at a time."""
    batch: list[Sequence[Piece]] = []
    size = 0
    for group in groups:
        more = sum(piece.size for piece in group)
        if batch and size + more > AT_ONCE:
            yield from _links_of_batch(batch, weights)
            batch, size = [], 0
        batch.append(group)
        size += more
    if batch:
        yield from _links_of_batch(batch, weights)


def _links_of_batch(batch: Sequence[Sequence[Piece]], weights: Weights) -> Iterator[Links]:
    full = [_to_align(group) for group in batch]
    groups = [group for group in full if group]
    found = iter(_links(*_judged(groups, weights)) if groups else ())
    for group in full:
        seen = [(piece, next(found)) for piece in group]
        yield joined_links([one.moved(*piece.before) for piece, one in seen if not piece.is_anchor])


def _order(side: Side) -> tuple[str, list[str]]:
    return side.lang, [clause.text for clause in side.clauses]


def _alone(left: Text, right: Text) -> Alignment:
    """Nothing answers to anything."""
    beads = [Bead((position,), (), 1.0) for position in range(len(left))]
    beads += [Bead((), (position,), 1.0) for position in range(len(right))]
    return Alignment(beads, joined_links([]))


def _judged(groups: Sequence[Sequence[Piece]], weights: Weights) -> tuple[State, Posterior]:
    """Pieces that have clauses on both sides, and the probability of every bead."""
    bands = [piece.band for group in groups for piece in group]
    state, tables = study([[piece.pair for piece in group] for group in groups], bands)
    return state, _doubted(state, _score(state, tables, weights))


def study(groups: Sequence[Group], bands: Sequence[Band | None] = ()) -> tuple[State, Tables]:
    """All that can be learned from documents, at least one, before they are aligned for good.

    bands: of each document that has been looked at before; empty if none has.
    """
    stack = stacked(groups)
    state = _begin(stack, bands or [None] * len(stack.pairs))
    chances = _score(state, _learn(stack, NO_PAIRS), FIRST)
    clear, taught = _clear(state, chances), _taught(state, chances)
    state = _closer(_believe(state, chances), chances)
    tables = _learn(stack, taught)
    return (state, tables) if clear.all() else _again(state, tables, clear, taught)


def _clear(state: State, chances: Posterior) -> NDArray[np.bool_]:
    """(blocks,): whether little is in doubt in the group that a document is of."""
    stack, clauses = state.stack, np.sum(state.reading.shapes, axis=1)
    sure = sums_by(state.reading.band.block, clauses @ (chances.beads > CLEAR), len(stack.pairs))
    total = stack.blocks.sizes.sum(axis=1)
    doubt = 1 - np.bincount(stack.group, sure) / np.bincount(stack.group, total)
    few: NDArray[np.bool_] = (doubt <= DOUBT)[stack.group]
    return few


def _again(
    state: State, tables: Tables, clear: NDArray[np.bool_], taught: Pairs
) -> tuple[State, Tables]:
    """Learned from once more; of the documents that are clear nothing changes."""
    stack, before = state.stack, state.beliefs
    chances = _score(state, tables, FIRST)
    more, now = _taught(state, chances), _believe(state, chances).beliefs
    row_is_clear = clear[stack.blocks.of_row]
    kept = taught.only(row_is_clear[taught.spans[:, 0]])
    tables = _learn(stack, kept + more.only(~row_is_clear[more.spans[:, 0]]))
    beliefs = Beliefs(
        np.where(clear, before.variance, now.variance),
        meaning.chosen(clear, before.likeness, now.likeness),
        meaning.chosen(clear, before.usual, now.usual),
    )
    return replace(state, beliefs=beliefs), tables


def _learn(stack: Stack, taught: Pairs) -> Tables:
    return learn(stack.left.words, stack.right.words, stack.seeds, taught)


def _begin(stack: Stack, bands: Sequence[Band | None]) -> State:
    """The band of the documents, and what is known before they are aligned."""
    if None in bands:
        own = apart(quick_look(stack))
        bands = [before or now for before, now in zip(bands, own, strict=True)]
    band = joined([one for one in bands if one], stack.blocks)
    expected = [meaning.expected(one.side.lang, other.side.lang) for one, other in stack.pairs]
    likeness = meaning.together(expected)
    variance = np.full(len(expected), length.VARIANCE)
    beliefs = Beliefs(variance, likeness, likeness)
    return State(stack, read(stack, band, COMMON), Frame(band, COMMON), beliefs)


def _closer(state: State, chances: Posterior) -> State:
    """All shapes of beads, in the part of the band that is likely after a first look."""
    seen = np.flatnonzero(chances.visited > LEAST_VISITED)
    narrow = surrounding(state.reading.band, seen, MARGIN)
    reading = read(state.stack, narrow, SHAPES)
    return replace(state, reading=reading, frame=Frame(narrow, SHAPES))


def _score(state: State, tables: Tables, weights: Weights) -> Posterior:
    """The probability of every bead, by what is believed now."""
    evidence = features(state.reading, tables, state.beliefs)
    scores = weights.scores(evidence, state.reading.shapes)
    return posterior(state.frame, scores, Costs(weights.opening, weights.going_on))


def _taught(state: State, chances: Posterior) -> Pairs:
    """Beads that are probable enough to learn words from."""
    shape, cell = np.nonzero(chances.beads > LEAST_TAUGHT)
    m, n = np.array(state.reading.shapes)[shape].T
    i, j = state.reading.band.rows[cell], state.reading.band.columns[cell]
    return Pairs(np.stack([i - m, i, j - n, j], axis=1), chances.beads[shape, cell])


def _believe(state: State, chances: Posterior) -> State:
    """What the probable beads say about lengths and vectors of each document."""
    reading, band = state.reading, state.reading.band
    single = state.frame.before[0] < band.size
    likeness = meaning.learn(
        reading.cosines[0][single].astype(np.float64),
        chances.beads[0][single],
        state.beliefs.likeness,
        band.block[single],
    )
    sure = np.where(chances.beads > SURE, chances.beads, 0.0)
    variance = length.variances(*reading.letters, sure, band.block)
    known = _is_known(state.stack)
    usual = meaning.chosen(known, state.beliefs.usual, likeness)
    return replace(state, beliefs=Beliefs(variance, likeness, usual))


def _is_known(stack: Stack) -> NDArray[np.bool_]:
    """(blocks,): whether the encoder knows both languages of a pair."""
    return np.array([meaning.is_known(a.side.lang, b.side.lang) for a, b in stack.pairs])


def _doubted(state: State, chances: Posterior) -> Posterior:
    """The probabilities, less what is lost if the texts have nothing to do with each other."""
    band = state.reading.band
    has_vectors = np.array([a.vectors.any() and b.vectors.any() for a, b in state.stack.pairs])
    share = related(state.reading.cosines, chances.beads, band.block)
    share = np.where(has_vectors & _is_known(state.stack), share, 1.0)
    of_row, of_column = share[band.blocks.of_row], share[band.blocks.turned.of_row]
    return replace(
        chances,
        beads=chances.beads * share[band.block],
        left_alone=1 - of_row * (1 - chances.left_alone),
        right_alone=1 - of_column * (1 - chances.right_alone),
    )


def _beads(state: State, chances: Posterior) -> list[list[Bead]]:
    """The best beads of each document."""
    band = state.reading.band
    number_of = {shape: number for number, shape in enumerate(state.reading.shapes)}
    found = []
    corners = band.blocks.corners.tolist()
    decoded = decode(state.frame, chances, price=PRICE)
    for (top, start), steps in zip(corners, decoded, strict=False):
        beads = []
        for i, m, j, n in steps:
            row, column = top + i + m, start + j + n
            if m and n:
                cell = band.starts[row] + column - band.first[row]
                chance = chances.beads[number_of[m, n], cell]
            else:
                chance = chances.left_alone[row] if m else chances.right_alone[column]
            bounded = min(max(float(chance), 0.0), 1.0)
            beads.append(Bead(tuple(range(i, i + m)), tuple(range(j, j + n)), bounded))
        found.append(beads)
    return found


def _links(state: State, chances: Posterior) -> list[Links]:
    """For each document the sum over the beads that two clauses may both stand in."""
    band, corners = state.reading.band, state.reading.band.blocks.corners
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
    left, right = np.divmod(keys[kept], width)
    sure = np.minimum(total[kept], 1).astype(np.float32)
    ends = np.searchsorted(left, corners[:, 0])
    return [
        Links(left[a:b] - top, right[a:b] - start, sure[a:b])
        for (top, start), a, b in zip(corners.tolist(), ends, ends[1:], strict=False)
    ]
