"""How well six versions come out in units, against going through English pair by pair.

Per set of benchmarks.un_six_way: share of the right units that come out exactly, strict F1 of whole
units, strict F1 of the fifteen pairs (as Vecalign's scorer counts: precision over all beads, nulls
too; recall over beads with two sides), swapped blocks found and reported, expected calibration
error of unit probabilities, seconds per 1,000 clauses without encoding. The rivals take English as
the pivot: every version is aligned to it, and beads that share English clauses are joined; with
the weights of pairs and those of six versions, and without beads under one half.

Run: ``python -m benchmarks.six_way [SET...]``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import combinations

import numpy as np

from alignment.multiway.joining import joined
from alignment.multiway.moved import moves
from alignment.multiway.six import IN_SIX, align
from alignment.pairwise.pairs import align_pair
from alignment.pairwise.weights import WEIGHTS, Weights
from alignment.scoring import Pair, Score, calibration_error
from alignment.scoring import score as scores
from alignment.side import Side
from benchmarks.record import keep
from benchmarks.un_six_way import SETS, Case, Members, cases
from indexer.document import Unit
from indexer.encoders.encoder import load_encoder
from indexer.languages import LANGUAGES

PIVOT = "en"

Aligner = Callable[[list[Side]], list[Unit]]
Key = frozenset[tuple[str, int]]
Counts = tuple[int, int]


def sides_of(made: Sequence[Case]) -> list[list[Side]]:
    """Six sides a document; all texts of the set encoded in one go."""
    encoder = load_encoder()
    versions = [case.versions[lang] for case in made for lang in LANGUAGES]
    vectors = encoder.encode([clause.text for version in versions for clause in version])
    ends = np.cumsum([len(version) for version in versions])
    parts = iter(np.split(vectors, ends[:-1]))
    return [[Side(lang, case.versions[lang], next(parts)) for lang in LANGUAGES] for case in made]


def through_english(
    sides: list[Side], *, weights: Weights = WEIGHTS, least: float = 0.0
) -> list[Unit]:
    """Every version aligned to English; beads under ``least`` fall apart."""
    pivot = next(side for side in sides if side.lang == PIVOT)
    links = [
        ((PIVOT, i), (other.lang, j))
        for other in sides
        if other.lang != PIVOT
        for bead in align_pair(pivot, other, weights=weights).beads
        if bead.probability >= least
        for i in bead.left
        for j in bead.right
    ]
    return [Unit(members) for members in joined({s.lang: len(s.clauses) for s in sides}, links)]


ALIGNERS: dict[str, Aligner] = {
    "six-way": align,
    "through English": through_english,
    "through English, weights as in six-way": partial(through_english, weights=IN_SIX),
    "the same, beads of .5 and more": partial(through_english, weights=IN_SIX, least=0.5),
}


def _key(members: Members) -> Key:
    return frozenset((lang, at) for lang, positions in members.items() for at in positions)


def _exact(case: Case, units: Sequence[Unit]) -> list[bool]:
    """For each unit whether it is one of the right ones."""
    gold = {_key(members) for members in case.gold}
    return [_key(unit.members) in gold for unit in units]


def _pair_f1(made: Sequence[Case], results: Sequence[Sequence[Unit]]) -> float:
    """Strict F1 over all pairs of languages and all documents together."""
    documents = [
        (_beads(case.gold, left, right), _beads((unit.members for unit in units), left, right))
        for case, units in zip(made, results, strict=True)
        for left, right in combinations(LANGUAGES, 2)
    ]
    return scores(documents).strict.f1


def _beads(units: Iterable[Members], left: str, right: str) -> list[Pair]:
    return [(unit.get(left, ()), unit.get(right, ())) for unit in units]


def _swaps(made: Sequence[Case], results: Sequence[Sequence[Unit]]) -> dict[str, float]:
    """Swaps whose clauses all stand in right units, and those of which one block is reported."""
    found = reported = 0
    swaps = [(case, units) for case, units in zip(made, results, strict=True) if case.swaps]
    for case, units in swaps:
        gold = [_key(members) for members in case.gold]
        mine = {_key(unit.members) for unit in units}
        said = {(move.lang, at) for move in moves(units) for at in move.positions}
        for swap in case.swaps:
            blocks = [{(swap.lang, at) for at in block} for block in (swap.first, swap.second)]
            needed = [key for key in gold if key & (blocks[0] | blocks[1])]
            found += all(key in mine for key in needed)
            reported += any(block & said for block in blocks)
    return {"found": round(found / len(swaps), 4), "reported": round(reported / len(swaps), 4)}


def score(name: str, aligner: Aligner) -> dict[str, object]:
    """All figures of one aligner on one set."""
    made = cases(name)
    sides = sides_of(made)
    start = time.perf_counter()
    results = [aligner(six) for six in sides]
    seconds = time.perf_counter() - start
    exact = [hit for case, units in zip(made, results, strict=True) for hit in _exact(case, units)]
    right, clauses = (
        sum(len(case.gold) for case in made),
        sum(len(s.clauses) for d in sides for s in d),
    )
    figures: dict[str, object] = {
        "units": right,
        "exact": round(sum(exact) / right, 4),
        "unit F1": round(Score(sum(exact) / len(exact), sum(exact) / right).f1, 4),
        "pair F1": round(_pair_f1(made, results), 4),
        "seconds per 1,000 clauses": round(seconds / clauses * 1000, 4),
    }
    said = [unit.probability for units in results for unit in units]
    known = [p for p in said if p is not None]
    if len(known) == len(exact):
        figures["ECE"] = round(calibration_error(np.array(known), np.array(exact)), 4)
    if any(case.swaps for case in made):
        figures["swaps"] = _swaps(made, results)
    return figures


def main(*names: str) -> None:
    """Score every aligner on the sets named, or on all."""
    keep(
        "six_way",
        {
            name: {title: score(name, aligner) for title, aligner in ALIGNERS.items()}
            for name in names or SETS
        },
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
