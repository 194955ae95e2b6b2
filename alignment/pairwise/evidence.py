"""Everything that speaks for or against a bead, feature by feature.

From: lengths, words, vectors, stops, printed numbers of two versions. To: pairwise.pairs, which
weighs them. Not here: weights, paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.arrays import cumulated
from alignment.pairwise.band import Band, Cells, Shapes
from alignment.pairwise.length import fit
from alignment.pairwise.lexical import lexical
from alignment.pairwise.meaning import Likeness
from alignment.pairwise.numbering import agreement
from alignment.pairwise.products import products
from alignment.pairwise.stack import Stack
from alignment.pairwise.translation_table import Table

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

FEATURES = (
    "length",
    "words",
    "meaning",
    "meaning_per_clause",
    "meaning_as_usual",
    "meaning_of_edges",
    "size",
    "stop",
    "stop_of_many",
    "numbering",
)
TYPICAL = 60.0  # letters of a clause


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is held to be true of each pair of versions of a stack.

    variance: (blocks,) of lengths, per letter. likeness: of clauses of these two; usual: of any two
        in these languages, where the encoder knows them, else as ``likeness``.
    """

    variance: Floats
    likeness: Likeness
    usual: Likeness


@dataclass(frozen=True, slots=True)
class Reading:
    """What the versions of a stack hold, as far as it does not depend on how they are aligned.

    letters: (shapes, size) twice: lengths of a bead's two sides, both in the same measure.
    cosines: (shapes, size) of a bead's two sides.
    edges: (shapes, size): by how much the cosine grows, at least, by each clause at an end of the
        bead; 0 where nothing can be taken away.
    stops_agree: (size,): 1 if the last clauses of both sides end alike, -1 if not, 0 in row and
        column 0.
    numbering: (shapes, size): see pairwise.numbering.
    """

    stack: Stack
    band: Band
    shapes: Shapes
    letters: tuple[Floats32, Floats32]
    cosines: Floats32
    edges: Floats32
    stops_agree: Floats32
    numbering: Floats32


def read(stack: Stack, band: Band, shapes: Shapes) -> Reading:
    """Compare two versions all over a band."""
    left, right = stack.left, stack.right
    similar = cosines(left.weighted, right.weighted, band, shapes)
    return Reading(
        stack=stack,
        band=band,
        shapes=shapes,
        letters=lengths(left.letters, right.letters, band, shapes),
        cosines=similar,
        edges=edges(similar, band, shapes),
        stops_agree=_agree(left.stops, right.stops, band),
        numbering=agreement(left.labels, right.labels, band, shapes),
    )


def features(
    reading: Reading, tables: tuple[Table, Table], beliefs: Beliefs
) -> Iterator[tuple[str, Floats32]]:
    """Each of FEATURES by name: (shapes, size) log-likelihood ratio of the bead ending there."""
    block = reading.band.block
    likeness, usual = beliefs.likeness.at(block), beliefs.usual.at(block)
    clauses = np.sum(reading.shapes, axis=1)[:, None].astype(np.float32)
    words = reading.stack.left.words, reading.stack.right.words
    similar = likeness.ratio(reading.cosines)
    yield "length", fit(*reading.letters, beliefs.variance.astype(np.float32)[block])
    yield "words", lexical(words, tables, reading.band, reading.shapes)
    yield "meaning", similar
    yield "meaning_per_clause", similar * (clauses / 2)
    yield "meaning_as_usual", usual.ratio(reading.cosines) * (clauses / 2)
    yield "meaning_of_edges", reading.edges * np.asarray(likeness.slope, np.float32)
    yield "size", np.log(np.maximum(sum(reading.letters), 1) / np.float32(2 * TYPICAL))
    yield "stop", np.broadcast_to(reading.stops_agree, similar.shape)
    yield "stop_of_many", reading.stops_agree * (clauses > 2)
    yield "numbering", reading.numbering


def _agree(left: Cells, right: Cells, band: Band) -> Floats32:
    found = np.zeros(band.size, np.float32)
    inside = band.inside
    same = left[band.rows[inside] - 1] == right[band.columns[inside] - 1]
    found[inside] = np.where(same, 1.0, -1.0)
    return found


def cosines(left: Floats32, right: Floats32, band: Band, shapes: Shapes) -> Floats32:
    """(shapes, size): cosine of the summed rows of a bead's two sides; 0 if one is unknown.

    left, right: (n, d), (m, d), of the length that a clause's say in the sum shall have.
    """
    longest_left, longest_right = np.max(shapes, axis=0).tolist()
    norms_left = [norm[band.rows] for norm in _window_norms(left, longest_left)]
    norms_right = [norm[band.columns] for norm in _window_norms(right, longest_right)]
    single = products(left, right, band)
    across = cumulated(single, band.beside, longest_right)
    sums = {(1, n): across[n - 1] for n in range(1, longest_right + 1)}
    for m, n in sorted(shapes):
        if m > 1:
            sums[m, n] = across[n - 1] + sums[m - 1, n][band.above]
    found = np.empty((len(shapes), band.size), np.float32)
    for number, (m, n) in enumerate(shapes):
        norm = norms_left[m - 1] * norms_right[n - 1]
        np.divide(sums[m, n][:-1], np.maximum(norm, np.float32(1e-6)), out=found[number])
    return found


def _window_norms(rows: Floats32, longest: int) -> Iterator[Floats32]:
    """For windows of 1, 2, ... rows, at place i the norm of the sum of those before i."""
    total = rows
    for m in range(1, longest + 1):
        norms = np.zeros(len(rows) + 1, np.float32)
        if m > 1:
            total = total[:-1] + rows[m - 1 :]
        norms[m:] = np.sqrt(np.einsum("id,id->i", total, total))
        yield norms


def edges(similar: Floats32, band: Band, shapes: Shapes) -> Floats32:
    """(shapes, size): the least that a clause at an end of the bead adds to the cosine."""
    number_of = {shape: number for number, shape in enumerate(shapes)}
    padded = np.concatenate([similar, np.zeros((len(shapes), 1), np.float32)], axis=1)
    found = np.zeros_like(similar)
    for number, (m, n) in enumerate(shapes):
        without: list[Floats32] = []
        for smaller, step in (((m, n - 1), band.beside), ((m - 1, n), band.above)):
            if smaller in number_of:
                row = padded[number_of[smaller]]
                without += [row[step[:-1]], row[:-1]]
        if without:
            found[number] = similar[number] - np.maximum.reduce(without)
    return found


def lengths(left: Floats, right: Floats, band: Band, shapes: Shapes) -> tuple[Floats32, Floats32]:
    """(shapes, size) twice: letters of a bead's left and right side.

    left, right: (n,), (m,) letters of each clause.
    """
    m, n = np.array(shapes).T
    return (
        _window_sums(left, m)[:, band.rows],
        _window_sums(right, n)[:, band.columns],
    )


def _window_sums(sizes: Floats, counts: Cells) -> Floats32:
    """(counts, n + 1): at place i the sum of so many of the sizes before i."""
    ends = np.concatenate([[0.0], np.cumsum(sizes)])
    begins = np.maximum(np.arange(len(ends)) - counts[:, None], 0)
    sums: Floats32 = (ends - ends[begins]).astype(np.float32)
    return sums
