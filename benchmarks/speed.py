"""Speed and size at ten thousand, a hundred thousand and a million clauses, beside the rivals.

    python -m benchmarks.speed FOLDER [CLAUSES[,CLAUSES...]] [SYSTEM[,SYSTEM...]]

Corpora are made in FOLDER, of real rows (the UN development set, then training rows), and kept.
Each system is then measured in a process of its own (benchmarks.speed_one): how long it takes to
open or, for a rival, to index the same rows with the same vectors; what memory that costs; and how
long the queries of benchmarks.query_speed take, asked by one thread and by two. Beside them stand
the floors: FAISS looking once at every vector, and one query of tantivy with its own analysers. A
run of some systems only is kept under their names.
"""

from __future__ import annotations

import json
import sys
import time
from itertools import accumulate, takewhile
from pathlib import Path

import hexapla
from benchmarks.query_speed import make, rows
from benchmarks.record import keep, run
from benchmarks.speed_one import SYSTEMS
from indexer.store.catalogue import Catalogue
from indexer.store.generations import current

SIZES = (10_000, 100_000, 1_000_000)

Figures = dict[str, object]


def units_for(clauses: int) -> int:
    """How many rows hold so many clauses."""
    sizes = accumulate(sum(1 for text in row.values() if text.strip()) for row in rows())
    return 1 + sum(1 for _ in takewhile(lambda size: size < clauses, sizes))


def made(folder: Path, units: int) -> Figures:
    """The corpus of so many rows, made if it is not there, and its size on disk."""
    took = folder / "seconds_to_build"
    with hexapla.open(folder / "corpus") as corpus:
        if not corpus.symbols():
            start = time.perf_counter()
            make(corpus, units)
            took.write_text(str(round(time.perf_counter() - start, 1)), encoding="ascii")
    generation = current(folder / "corpus")
    assert generation is not None
    with Catalogue.open(folder / "corpus", read_only=True) as catalogue:
        count, clauses = catalogue.unit_count(), catalogue.clause_count()
    return {
        "units": count,
        "clauses": clauses,
        "seconds to build, encoding included": float(took.read_text(encoding="ascii")),
        "bytes a clause, all": round(_bytes(folder / "corpus") / clauses),
        "bytes a clause, what is searched": round(_bytes(generation.folder) / clauses),
    }


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def one(folder: Path, system: str, units: int) -> Figures:
    """A system's figures, from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed_one", str(folder / "corpus")]
    printed = run([*command, system, str(units)]).output
    figures: Figures = json.loads(printed.splitlines()[-1])
    return figures


def main(folder: str, sizes: str = "", systems: str = "") -> None:
    """Every system at every size; the figures are kept after each size."""
    told: dict[str, Figures] = {}
    for clauses in map(int, sizes.split(",")) if sizes else SIZES:
        units = units_for(clauses)
        place = Path(folder) / str(clauses)
        place.mkdir(parents=True, exist_ok=True)
        size = made(place, units)
        wanted = systems.split(",") if systems else SYSTEMS
        told[f"{clauses}"] = size | {system: one(place, system, units) for system in wanted}
        keep("_".join(["speed", *(wanted if systems else ())]), {"sizes": told})


if __name__ == "__main__":
    main(*sys.argv[1:])
