"""Everything that speaks for or against a bead, feature by feature.

From: lengths, words, vectors, stops, printed numbers of two versions. To: pairwise.pairs, which
weighs them. Not here: weights, paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.band import Band, Cells, Shapes
from alignment.pairwise.length import fit, letters
from alignment.pairwise.lexical import ratios
from alignment.pairwise.meaning import Likeness
from alignment.pairwise.numbering import agreement, labels
from alignment.pairwise.products import products
from alignment.pairwise.stops import stops
from alignment.pairwise.translation_table import Table
from alignment.pairwise.words import Words
from alignment.side import Side

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
    """What is held to be true of two versions.

    variance: of lengths, per letter. likeness: of clauses of these two; usual: of any two in these
        languages, None where that is not known.
    """

    variance: float
    likeness: Likeness
    usual: Likeness | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What two versions hold, as far as it does not depend on how they are aligned.

    letters: (shapes, size) twice: lengths of a bead's two sides, both in the same measure.
    cosines: (shapes, size) of a bead's two sides.
    edges: (shapes, size): by how much the cosine grows, at least, by each clause at an end of the
        bead; 0 where nothing can be taken away.
    stops_agree: (size,): 1 if the last clauses of both sides end alike, -1 if not, 0 in row and
        column 0.
    numbering: (shapes, size): see pairwise.numbering.
    """

    band: Band
    shapes: Shapes
    words: tuple[Words, Words]
    letters: tuple[Floats32, Floats32]
    cosines: Floats32
    edges: Floats32
    stops_agree: Floats32
    numbering: Floats32


def read(
    sides: tuple[Side, Side], words: tuple[Words, Words], band: Band, shapes: Shapes
) -> Reading:
    """Compare two versions all over a band."""
    texts = [[clause.text for clause in side.clauses] for side in sides]
    sizes = [letters(texts[0]), letters(texts[1])]
    # Both sides in letters of the geometric mean of the two, so that turning changes nothing.
    ratio = float(np.sqrt(sizes[1].sum() / sizes[0].sum()))
    weighted = [
        side.vectors * np.sqrt(size[:, None]).astype(np.float32)
        for side, size in zip(sides, sizes, strict=True)
    ]
    similar = cosines(weighted[0], weighted[1], band, shapes)
    printed = [labels(side.clauses) for side in sides]
    return Reading(
        band=band,
        shapes=shapes,
        words=words,
        letters=lengths(sizes[0] * ratio, sizes[1] / ratio, band, shapes),
        cosines=similar,
        edges=edges(similar, band, shapes),
        stops_agree=_agree(stops(texts[0]), stops(texts[1]), band),
        numbering=agreement(printed[0], printed[1], band, shapes),
    )


def features(reading: Reading, tables: tuple[Table, Table], beliefs: Beliefs) -> Floats32:
    """(FEATURES, shapes, size): log-likelihood ratios of every bead that ends in a cell."""
    likeness = beliefs.likeness
    clauses = np.sum(reading.shapes, axis=1)[:, None]
    similar = likeness.ratio(reading.cosines)
    found = np.empty((len(FEATURES), *similar.shape), np.float32)
    found[0] = fit(*reading.letters, beliefs.variance)
    found[1] = lexical(reading.words, tables, reading.band, reading.shapes)
    found[2] = similar
    found[3] = similar * (clauses / 2)
    found[4] = (beliefs.usual or likeness).ratio(reading.cosines) * (clauses / 2)
    found[5] = reading.edges * likeness.slope
    found[6] = np.log(np.maximum(sum(reading.letters), 1) / (2 * TYPICAL))
    found[7] = reading.stops_agree
    found[8] = reading.stops_agree * (clauses > 2)
    found[9] = reading.numbering
    return found


def _agree(left: Cells, right: Cells, band: Band) -> Floats32:
    found = np.zeros(band.size, np.float32)
    inside = (band.rows > 0) & (band.columns > 0)
    same = left[band.rows[inside] - 1] == right[band.columns[inside] - 1]
    found[inside] = np.where(same, 1.0, -1.0)
    return found


def lexical(
    words: tuple[Words, Words], tables: tuple[Table, Table], band: Band, shapes: Shapes
) -> Floats32:
    """(shapes, size): mean of both directions' log-likelihood ratios of the words of a bead."""
    left, right = words
    longest_left, longest_right = np.max(shapes, axis=0).tolist()
    forth = ratios(left, right, tables[0], band=band, longest=longest_left)
    back = ratios(right, left, tables[1], band=band.turned, longest=longest_right)
    back = back[:, np.append(band.in_turned, band.turned.size)]
    beside, above = _one_step(band, 0, -1), _one_step(band, -1, 0)
    across = [_cumulated(row, beside, _most(shapes, m, 0)) for m, row in enumerate(forth, 1)]
    down = [_cumulated(row, above, _most(shapes, n, 1)) for n, row in enumerate(back, 1)]
    total = np.empty((len(shapes), band.size), np.float32)
    for number, (m, n) in enumerate(shapes):
        total[number] = (across[m - 1][n - 1][:-1] + down[n - 1][m - 1][:-1]) / 2
    return total


def _one_step(band: Band, down: int, right: int) -> Cells:
    return np.append(band.shifted(down, right), band.size)


def _most(shapes: Shapes, clauses: int, side: int) -> int:
    """The most clauses on the other side of a bead that has so many on this one."""
    return max(shape[1 - side] for shape in shapes if shape[side] == clauses)


def _cumulated(values: Floats32, step: Cells, count: int) -> list[Floats32]:
    """Sums over a cell and those 1, 2, ... steps away; (size + 1,) each, 0 in the last place."""
    sums = [values]
    for _ in range(1, count):
        sums.append(values + sums[-1][step])
    return sums


def cosines(left: Floats32, right: Floats32, band: Band, shapes: Shapes) -> Floats32:
    """(shapes, size): cosine of the summed rows of a bead's two sides; 0 if one is unknown.

    left, right: (n, d), (m, d), of the length that a clause's say in the sum shall have.
    """
    longest_left, longest_right = np.max(shapes, axis=0).tolist()
    norms_left = [norm[band.rows] for norm in _window_norms(left, longest_left)]
    norms_right = [norm[band.columns] for norm in _window_norms(right, longest_right)]
    single = products(left, right, band)
    beside, above = _one_step(band, 0, -1), _one_step(band, -1, 0)
    across = _cumulated(single, beside, longest_right)
    sums = {(1, n): across[n - 1] for n in range(1, longest_right + 1)}
    for m, n in sorted(shapes):
        if m > 1:
            sums[m, n] = across[n - 1] + sums[m - 1, n][above]
    found = np.empty((len(shapes), band.size), np.float32)
    for number, (m, n) in enumerate(shapes):
        norm = norms_left[m - 1] * norms_right[n - 1]
        found[number] = sums[m, n][:-1] / np.maximum(norm, np.float32(1e-6))
    return found


def _window_norms(rows: Floats32, longest: int) -> Iterator[Floats32]:
    """For windows of 1, 2, ... rows, at place i the norm of the sum of those before i."""
    total = rows
    for m in range(1, longest + 1):
        norms = np.zeros(len(rows) + 1, np.float32)
        if m > 1:
            total = total[:-1] + rows[m - 1 :]
        norms[m:] = np.linalg.norm(total, axis=1)
        yield norms


def edges(similar: Floats32, band: Band, shapes: Shapes) -> Floats32:
    """(shapes, size): the least that a clause at an end of the bead adds to the cosine."""
    number_of = {shape: number for number, shape in enumerate(shapes)}
    padded = np.concatenate([similar, np.zeros((len(shapes), 1), np.float32)], axis=1)
    beside, above = band.shifted(0, -1), band.shifted(-1, 0)
    found = np.zeros_like(similar)
    for number, (m, n) in enumerate(shapes):
        without: list[Floats32] = []
        for smaller, step in (((m, n - 1), beside), ((m - 1, n), above)):
            if smaller in number_of:
                row = padded[number_of[smaller]]
                without += [row[step], row[:-1]]
        if without:
            found[number] = similar[number] - np.maximum.reduce(without)
    return found


def lengths(left: Floats, right: Floats, band: Band, shapes: Shapes) -> tuple[Floats32, Floats32]:
    """(shapes, size) twice: letters of a bead's left and right side.

    left, right: (n,), (m,) letters of each clause.
    """
    ends = [np.concatenate([[0.0], np.cumsum(sizes)]) for sizes in (left, right)]
    m, n = np.array(shapes).T[:, :, None]
    of_left = ends[0][band.rows] - ends[0][np.maximum(band.rows - m, 0)]
    of_right = ends[1][band.columns] - ends[1][np.maximum(band.columns - n, 0)]
    return of_left.astype(np.float32), of_right.astype(np.float32)
