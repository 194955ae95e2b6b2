"""A search from the command line in a process of its own: seconds from Enter to the answer.

    python -m benchmarks.cold_start [RUNS]

To reach: 1 s, whatever the language of the query.
"""

from __future__ import annotations

import sys
import tempfile

from benchmarks.record import data_folder, hexapla, keep, of, run

QUERIES = {
    "ar": "الأمم المتحدة",
    "zh": "反恐战略",
    "en": "peace and security",
    "fr": "Assemblee generale",
    "ru": "верховенство права",
    "es": "derechos humanos",
    "filters": '"peace and security" year:2014..2015 lang:en',
}


def main(runs: int = 7) -> None:
    """Ask each query ``runs`` times, each time in a new process."""
    prefix = data_folder() / "unv1_dev" / "UNv1.0.devset"
    with tempfile.TemporaryDirectory() as folder:
        run(hexapla("index", "--lines", prefix, "--corpus", folder))
        finished = {
            name: [run(hexapla("search", query, "--corpus", folder)) for _ in range(runs)]
            for name, query in QUERIES.items()
        }
    keep(
        "cold_start",
        {
            "seconds": {name: of([one.seconds for one in of_]) for name, of_ in finished.items()},
            "peak_mib": max(one.peak_mib for of_ in finished.values() for one in of_),
        },
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
