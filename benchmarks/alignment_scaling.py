"""Time and memory of aligning two versions, as they grow longer, by both encoders of the package.

A document of real rows in English and French, one row in fifty missing on the left, one in thirty
joined to the next on the right, from 1,000 to 100,000 clauses of both versions together. Each
length in a process of its own, which starts cold: seconds by the clock of encoding and of aligning,
peak memory before (texts and vectors there) and after.

From: ``train/law_canada.jsonl.xz``. To: ``benchmarks/results/alignment_scaling.json`` and
``docs/alignment_scaling.svg``. Not here: quality (benchmarks.alignment).

Run: ``python -m benchmarks.alignment_scaling``; with a number of clauses and an encoder: only that.
"""

from __future__ import annotations

import json
import lzma
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice

from alignment.pairwise.pairs import align_pair
from alignment.side import Side
from benchmarks.plot import Axes, chart
from benchmarks.record import KIB_PER_MIB, ROOT, data_folder, keep
from indexer.document import Clause
from indexer.encoders.encoder import Encoder, load_encoder

LENGTHS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
ENCODERS = ("hexapla-words-1", "hexapla-blend-1")
MISSING, JOINED = 50, 30  # one row in so many


def rows() -> Iterator[tuple[str, str]]:
    """English and French, in the order of the file."""
    with lzma.open(data_folder() / "train" / "law_canada.jsonl.xz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["en"], row["fr"]


def texts(clauses: int) -> tuple[list[str], list[str]]:
    """Two versions of about so many clauses in all."""
    found = list(islice(rows(), clauses // 2))
    left = [en for at, (en, _) in enumerate(found) if at % MISSING != MISSING - 1]
    right: list[str] = []
    for at, (_, fr) in enumerate(found):
        if at % JOINED == JOINED - 1:
            right[-1] += " " + fr
        else:
            right.append(fr)
    return left, right


def side(lang: str, clauses: list[str], encoder: Encoder) -> Side:
    made = tuple(Clause("sentence", None, 0, len(text), text) for text in clauses)
    return Side(lang, made, encoder.encode(clauses))


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def measure(clauses: int, named: str) -> dict[str, float]:
    """One length, with the vectors of one encoder."""
    both, encoder = zip(("en", "fr"), texts(clauses), strict=True), load_encoder(named)
    start = time.perf_counter()
    versions = [side(lang, some, encoder) for lang, some in both]
    encoded, before = time.perf_counter(), peak_mib()
    found = align_pair(*versions)
    aligned = time.perf_counter()
    size = sum(len(version.clauses) for version in versions)
    return {
        "clauses": size,
        "encoding_seconds": round(encoded - start, 3),
        "aligning_seconds": round(aligned - encoded, 3),
        "encoding_per_1000": round((encoded - start) / size * 1000, 4),
        "aligning_per_1000": round((aligned - encoded) / size * 1000, 4),
        "beads": len(found.beads),
        "mib_before": round(before),
        "mib_peak": round(peak_mib()),
    }


def measured(named: str) -> list[dict[str, float]]:
    """All lengths, each in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.alignment_scaling"]
    found = []
    for length in LENGTHS:
        done = subprocess.run([*command, str(length), named], stdout=subprocess.PIPE, check=True)
        found.append(json.loads(done.stdout))
        sys.stderr.write(f"{named} {found[-1]}\n")
    return found


def main(*one: str) -> None:
    """One length here, or all of both encoders."""
    if one:
        sys.stdout.write(json.dumps(measure(int(one[0]), one[1])) + "\n")
        return
    found = {named: measured(named) for named in ENCODERS}
    keep("alignment_scaling", {"languages": "en-fr", "encoders": found})
    lines = {
        f"{named}, {part}": [(one["clauses"], one[f"{part}_seconds"]) for one in lengths]
        for named, lengths in found.items()
        for part in ("encoding", "aligning")
    }
    most = max(seconds for line in lines.values() for _, seconds in line)
    title = "Aligning two versions: time against length"
    units = "clauses of both versions", "seconds by the clock"
    axes = Axes(title, *units, float(LENGTHS[-1]), float(5 * -(-most // 5)))
    chart(ROOT / "docs" / "alignment_scaling.svg", axes, lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
