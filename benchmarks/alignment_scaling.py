"""Time and memory of aligning two versions, as they grow longer.

A document of real rows in English and French, one row in fifty missing on the left, one in thirty
joined to the next on the right, from 1,000 to 100,000 clauses of both versions together. Each
length in a process of its own: processor time without encoding, peak memory before (texts and
vectors there) and after.

From: ``train/law_canada.jsonl.xz``. To: ``benchmarks/results/alignment_scaling.json`` and
``docs/alignment_scaling.svg``. Not here: quality (benchmarks.alignment).

Run: ``python -m benchmarks.alignment_scaling``; with a number of clauses: that length only.
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
from indexer.encoders.encoder import load_encoder

LENGTHS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
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


def side(lang: str, clauses: list[str]) -> Side:
    made = tuple(Clause("sentence", None, 0, len(text), text) for text in clauses)
    return Side(lang, made, load_encoder().encode(clauses))


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB


def measure(clauses: int) -> dict[str, float]:
    """One length."""
    versions = [side(lang, some) for lang, some in zip(("en", "fr"), texts(clauses), strict=True)]
    before = peak_mib()
    start = time.process_time()
    found = align_pair(*versions)
    seconds = time.process_time() - start
    size = sum(len(version.clauses) for version in versions)
    return {
        "clauses": size,
        "seconds": round(seconds, 3),
        "seconds_per_1000": round(seconds / size * 1000, 4),
        "beads": len(found.beads),
        "mib_before": round(before),
        "mib_peak": round(peak_mib()),
    }


def main(*lengths: str) -> None:
    """One length here, or all, each in a process of its own."""
    if lengths:
        sys.stdout.write(json.dumps(measure(int(lengths[0]))) + "\n")
        return
    command = [sys.executable, "-m", "benchmarks.alignment_scaling"]
    found = []
    for length in LENGTHS:
        done = subprocess.run([*command, str(length)], stdout=subprocess.PIPE, check=True)
        found.append(json.loads(done.stdout))
        sys.stderr.write(f"{found[-1]}\n")
    keep("alignment_scaling", {"languages": "en-fr", "lengths": found})
    longest = found[-1]
    axes = Axes(
        "Aligning two versions: time against length",
        "clauses of both versions",
        "seconds of processor time, without encoding",
        float(LENGTHS[-1]),
        float(5 * -(-longest["seconds"] // 5)),
    )
    line = [(one["clauses"], one["seconds"]) for one in found]
    chart(ROOT / "docs" / "alignment_scaling.svg", axes, {"en-fr": line})


if __name__ == "__main__":
    main(*sys.argv[1:])
