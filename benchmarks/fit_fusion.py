"""What translations and meaning weigh beside words: chosen on one half of the queries of each set.

    python -m benchmarks.fit_fusion [--scale SHARE] [--folder DIR]

Every query of benchmarks.retrieval is asked once and what each retriever says of its candidates is
kept; then the constants of search.fusion are tried on a grid. Queries of one group (one matter in
six languages) lie in the same half, by the checksum of their set's name and their group. Told are
the best constants of each half with nDCG@10 on the other half, and the shipped ones on both.
What is best: the mean of the sets, less LOSS of what hybrid lacks, set by set, to its better part.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import product
from operator import methodcaller
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from benchmarks.record import data_folder, keep
from benchmarks.retrieval import SEED, Material
from benchmarks.retrieval_sets.query_set import Query
from benchmarks.systems.corpora import Corpora
from benchmarks.systems.system import Indexed
from indexer.errors import QueryError
from search.coverage import coverage, in_place
from search.fusion import MEANING, TRANSLATIONS, convex, imputed, weighted, weights
from search.keyword import ranked
from search.parser import parse
from search.retrieval import Found, Window, retrieve

LOSS = 0.3
GRID_TRANSLATIONS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
GRID_MEANING = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
TOP = 10

Constants = tuple[float, float]  # of translations, of meaning


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with all that fusing it again needs. grades: (n,), of the candidates."""

    of: str
    half: int
    found: Found
    grades: NDArray[np.float64]
    ideal: float
    covered: float
    nearest: float
    in_place: float

    def fused(self, constants: Constants) -> float:
        """nDCG@10 with these constants; gains are the grades, as ir_measures has them."""
        told = weights(self.covered, self.nearest, self.in_place)
        told["translated"] *= constants[0] / TRANSLATIONS
        told["semantic"] *= constants[1] / MEANING
        evidence = imputed(weighted(self.found.evidence, told), self.found.unseen)
        return self._ndcg(convex(self.found.ids, evidence).ids)

    def alone(self, name: str) -> float:
        """nDCG@10 of one retriever, which ranks what it finds."""
        (scores,) = (each.scores for each in self.found.evidence if each.name == name)
        found = np.flatnonzero(~np.isnan(scores))
        return self._ndcg(ranked(self.found.ids[found], scores[found]).ids)

    def _ndcg(self, ids: NDArray[np.int64]) -> float:
        if not self.ideal:
            return 0.0
        return _gain(self.grades[np.searchsorted(self.found.ids, ids[:TOP])]) / self.ideal


BY_WORDS, BY_MEANING = methodcaller("alone", "keyword"), methodcaller("alone", "semantic")


def _gain(grades: NDArray[np.float64]) -> float:
    return float((grades / np.log2(np.arange(2, len(grades) + 2))).sum())


def asked(material: Material, corpora: Corpora) -> Iterator[Asked]:
    """Every query that has words, once."""
    for collection in material.collections():
        with corpora.indexed(collection, material.collection(collection.base)) as indexed:
            for one in material.sets:
                for query in one.queries:
                    if query.collection == collection.name:
                        yield from _asked(one.name, query, indexed)
        click.echo(collection.name, err=True)


def _asked(of: str, query: Query, indexed: Indexed) -> Iterator[Asked]:
    try:
        parsed = parse(query.text)
    except QueryError:
        return
    found = retrieve(parsed, indexed.snapshot, Window(TOP), "hybrid")
    by_name = {each.name: each.scores for each in found.evidence}
    if not parsed.words or "semantic" not in by_name:
        return
    rows = [indexed.row_of[id_] for id_ in found.ids.tolist()]
    words = by_name["keyword"]
    best = {}
    if not np.isnan(words).all():
        best = indexed.snapshot.texts(int(found.ids[np.nanargmax(words)]))
    yield Asked(
        of=of,
        half=zlib.crc32(f"{SEED} {of} {query.group}".encode()) & 1,
        found=found,
        grades=np.array([query.relevant.get(row, 0) for row in rows], np.float64),
        ideal=_gain(np.array(sorted(query.relevant.values(), reverse=True)[:TOP], np.float64)),
        covered=coverage(parsed, best, indexed.snapshot.lexicon),
        nearest=float(np.nan_to_num(by_name["semantic"], nan=0.0).max(initial=0.0)),
        in_place=in_place(parsed, best),
    )


def by_set(queries: list[Asked], measure: Callable[[Asked], float]) -> dict[str, float]:
    """``{set: mean}``"""
    found: dict[str, list[float]] = {}
    for one in queries:
        found.setdefault(one.of, []).append(measure(one))
    return {name: round(float(np.mean(values)), 4) for name, values in found.items()}


def chosen(queries: list[Asked]) -> Constants:
    """The best constants on the grid."""
    words, meaning = by_set(queries, BY_WORDS), by_set(queries, BY_MEANING)

    def value(constants: Constants) -> float:
        found = by_set(queries, methodcaller("fused", constants))
        lack = sum(max(0.0, words[name] - x, meaning[name] - x) for name, x in found.items())
        return float(np.mean([*found.values()])) - LOSS * lack

    return max(product(GRID_TRANSLATIONS, GRID_MEANING), key=value)


def _told(queries: list[Asked], constants: Constants) -> dict[str, object]:
    found = by_set(queries, methodcaller("fused", constants))
    mean = round(float(np.mean([*found.values()])), 4)
    return {"translations": constants[0], "meaning": constants[1], "mean": mean, "sets": found}


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="Share of the queries to ask.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where corpora are made and kept.")
def main(scale: float, folder: Path | None) -> None:
    """Choose on either half, report on the other."""
    with tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place:
        every = list(asked(Material(data_folder(), scale, ()), Corpora(Path(place))))
    halves = [[one for one in every if one.half == half] for half in (0, 1)]
    shipped = (TRANSLATIONS, MEANING)
    keep(
        "fit_fusion",
        {
            "queries": [len(half) for half in halves],
            "chosen on one half, told of the other": [
                _told(halves[1 - half], chosen(halves[half])) for half in (0, 1)
            ],
            "shipped, by halves": [_told(half, shipped) for half in halves],
            "words alone": [by_set(half, BY_WORDS) for half in halves],
            "meaning alone": [by_set(half, BY_MEANING) for half in halves],
        },
    )


if __name__ == "__main__":
    main()
