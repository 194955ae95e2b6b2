"""Everything that speaks for or against a bead, feature by feature.

From: lengths, words, vectors, stops of two versions. To: alignment.pairs, which weighs them.
Not here: weights, paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.band import LONGEST, SHAPES, Band, Cells
from alignment.length import fit, letters
from alignment.lexical import ratios
from alignment.meaning import Likeness
from alignment.side import Side
from alignment.stops import stops
from alignment.translation_table import Table
from alignment.words import Words

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

ROWS_AT_ONCE = 64
FEATURES = ("length", "words", "meaning", "meaning_per_clause", "stop", "stop_of_many")


@dataclass(frozen=True, slots=True)
class Reading:
    """What two versions hold, as far as it does not depend on how they are aligned.

    letters: (shapes, size) twice: lengths of a bead's two sides, both in the same measure.
    cosines: (shapes, size) of a bead's two sides.
    stops_agree: (size,) 1 if the last clauses of both sides end alike, -1 if not, 0 in row and
        column 0.
    """

    band: Band
    words: tuple[Words, Words]
    letters: tuple[Floats, Floats]
    cosines: Floats32
    stops_agree: Floats


def read(left: Side, right: Side, words: tuple[Words, Words], band: Band) -> Reading:
    """Compare two versions all over a band."""
    texts = [[clause.text for clause in side.clauses] for side in (left, right)]
    sizes = [letters(texts[0]), letters(texts[1])]
    # Both sides in letters of the geometric mean of the two, so that turning changes nothing.
    ratio = float(np.sqrt(sizes[1].sum() / sizes[0].sum()))
    weighted = [
        side.vectors * size[:, None].astype(np.float32)
        for side, size in zip((left, right), sizes, strict=True)
    ]
    return Reading(
        band=band,
        words=words,
        letters=lengths(sizes[0] * ratio, sizes[1] / ratio, band),
        cosines=cosines(weighted[0], weighted[1], band),
        stops_agree=_agree(stops(texts[0]), stops(texts[1]), band),
    )


def features(
    reading: Reading, tables: tuple[Table, Table], *, variance: float, likeness: Likeness
) -> Floats:
    """(FEATURES, shapes, size): log-likelihood ratios of every bead that ends in a cell."""
    clauses = np.sum(SHAPES, axis=1)[:, None]
    similar = likeness.ratio(reading.cosines)
    agree = np.broadcast_to(reading.stops_agree, similar.shape)
    return np.stack(
        [
            fit(*reading.letters, variance),
            lexical(*reading.words, tables, reading.band),
            similar,
            similar * (clauses / 2),
            agree,
            agree * (clauses > 2),
        ]
    )


def _agree(left: Cells, right: Cells, band: Band) -> Floats:
    found = np.zeros(band.size)
    inside = (band.rows > 0) & (band.columns > 0)
    same = left[band.rows[inside] - 1] == right[band.columns[inside] - 1]
    found[inside] = np.where(same, 1.0, -1.0)
    return found


def lexical(left: Words, right: Words, tables: tuple[Table, Table], band: Band) -> Floats:
    """(shapes, size): mean of both directions' log-likelihood ratios of the words of a bead."""
    there, back = tables
    forth = ratios(left, right, there, band=band, longest=LONGEST)
    turned = turn(band)
    other = ratios(right, left, back, band=turned, longest=LONGEST)[:, from_turned(band, turned)]
    total = np.empty((len(SHAPES), band.size))
    beside, above = _steps(band, 0, -1), _steps(band, -1, 0)
    for number, (m, n) in enumerate(SHAPES):
        total[number] = forth[m - 1][beside[:n]].sum(axis=0)
        total[number] += other[n - 1][above[:m]].sum(axis=0)
    return total / 2


def _steps(band: Band, down: int, right: int) -> Cells:
    """(LONGEST, size): each cell itself and those 1, 2, ... steps away."""
    return np.stack([band.shifted(step * down, step * right) for step in range(LONGEST)])


def turn(band: Band) -> Band:
    """The band seen from the other version."""
    columns = np.arange(band.last[-1] + 1)
    return Band(
        np.searchsorted(band.last, columns, side="left"),
        np.searchsorted(band.first, columns, side="right") - 1,
    )


def from_turned(band: Band, turned: Band) -> Cells:
    """(size + 1,): for each cell the same in the turned band; the last place for outside."""
    cells = turned.starts[band.columns] + band.rows - turned.first[band.columns]
    return np.append(cells, turned.size)


def products(left: Floats32, right: Floats32, band: Band) -> Floats32:
    """(size + 1,): at cell (i, j) the product of left row i - 1 and right row j - 1, else 0."""
    found = np.zeros(band.size + 1, np.float32)
    n = len(band.first) - 1
    for top in range(0, n, ROWS_AT_ONCE):
        bottom = min(top + ROWS_AT_ONCE, n)
        low, high = int(band.first[top + 1]), int(band.last[bottom])
        low = max(low, 1)
        if high < low:
            continue
        block = left[top:bottom] @ right[low - 1 : high].T
        cells = slice(band.starts[top + 1], band.starts[bottom + 1])
        rows, columns = band.rows[cells] - top - 1, band.columns[cells] - low
        inside = columns >= 0
        found[cells][inside] = block[rows[inside], columns[inside]]
    return found


def cosines(left: Floats32, right: Floats32, band: Band) -> Floats32:
    """(shapes, size): cosine of the summed rows of a bead's two sides; 0 if one is unknown.

    left, right: (n, d), (m, d), of the length that a clause's say in the sum shall have.
    """
    single = products(left, right, band)
    above, beside = band.shifted(-1, 0), np.append(band.shifted(0, -1), band.size)
    norms_left = [np.append(norm, 0)[band.rows] for norm in _window_norms(left)]
    norms_right = [np.append(norm, 0)[band.columns] for norm in _window_norms(right)]
    blocks: dict[tuple[int, int], Floats32] = {}
    across = [single]
    for _ in range(1, LONGEST):
        across.append(single + across[-1][beside])
    found = np.empty((len(SHAPES), band.size), np.float32)
    above = np.append(above, band.size)
    for n in range(1, LONGEST + 1):
        blocks[1, n] = across[n - 1]
        for m in range(2, LONGEST + 1):
            if (m, n) in SHAPES:
                blocks[m, n] = across[n - 1] + blocks[m - 1, n][above]
    for number, (m, n) in enumerate(SHAPES):
        norm = norms_left[m - 1] * norms_right[n - 1]
        found[number] = blocks[m, n][:-1] / np.maximum(norm, 1e-6)
    return found


def _window_norms(rows: Floats32) -> Iterator[Floats32]:
    """For windows of 1 .. LONGEST rows, at place i the norm of the sum of those before i."""
    summed = np.concatenate([np.zeros((1, rows.shape[1]), np.float32), np.cumsum(rows, axis=0)])
    for m in range(1, LONGEST + 1):
        norms = np.zeros(len(summed), np.float32)
        if m < len(summed):
            norms[m:] = np.linalg.norm(summed[m:] - summed[:-m], axis=1)
        yield norms


def lengths(left: Floats, right: Floats, band: Band) -> tuple[Floats, Floats]:
    """(shapes, size) twice: characters of a bead's left and right side.

    left, right: (n,), (m,) characters of each clause.
    """
    ends_left = np.concatenate([[0.0], np.cumsum(left)])
    ends_right = np.concatenate([[0.0], np.cumsum(right)])
    rows, columns = band.rows, band.columns
    shapes = np.array(SHAPES)
    ups = np.maximum(rows - shapes[:, :1], 0)
    backs = np.maximum(columns - shapes[:, 1:], 0)
    return ends_left[rows] - ends_left[ups], ends_right[columns] - ends_right[backs]
