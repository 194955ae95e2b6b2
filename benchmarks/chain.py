"""The whole chain, files to a searchable corpus: clauses a second and peak memory.

    python -m benchmarks.chain [RUNS]

Indexes the six languages of the UN development set with the command line, each time into a new
corpus; the start of the process and all that it loads is counted. To reach: 3,000 clauses/s.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from benchmarks.record import data_folder, hexapla, keep, of, run


def main(runs: int = 5) -> None:
    """Index the development set ``runs`` times and keep the medians."""
    prefix = data_folder() / "unv1_dev" / "UNv1.0.devset"
    finished, clauses, size = [], 0, 0
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as folder:
            command = hexapla("index", "--lines", prefix, "--corpus", folder, "--json")
            finished.append(run(command))
            clauses = sum(json.loads(line)["clauses"] for line in finished[-1].output.splitlines())
            size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    keep(
        "chain",
        {
            "clauses": clauses,
            "seconds": of([one.seconds for one in finished]),
            "clauses_per_second": of([clauses / one.seconds for one in finished]),
            "peak_mib": of([one.peak_mib for one in finished]),
            "corpus_bytes_per_clause": round(size / clauses),
        },
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
