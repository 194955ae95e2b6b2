"""How long a query takes, in process: by words, by meaning, by both.

    python -m benchmarks.query_speed [UNITS] [FOLDER]

A corpus of UNITS parallel rows is made from real text (the UN development set, then training rows)
and indexed with all that belongs to it; it is made in FOLDER and kept, if one is named. Queries are
two to five words in a row (two to eight characters in Chinese) of a random clause in each of the
six languages, and a few with operators; each is asked once, after as many others, as of a search
that stays open; those others are timed too, as the first after opening. The clock runs from the
text of the query to ten units with their texts. To reach: hybrid p50 4 ms, p99 15 ms at 100,000
clauses.
"""

from __future__ import annotations

import gc
import json
import lzma
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count, islice
from pathlib import Path

import hexapla
from benchmarks.record import data_folder, keep, percentiles
from hexapla.corpus import Corpus
from indexer.languages import LANGUAGES
from search.retrieval import MODES, Mode

Row = dict[str, str]

# Rows that stand in most of the six languages, likest to UN documents first.
SOURCES = (
    "un_cbd",
    "ms_d365_2017_en",
    "ms_project_ops",
    "religion_bible",
    "ms_customer_insights",
    "debian_web",
    "ms_d365_ops",
    "ms_alchemy",
)
ROWS_PER_DOCUMENT = 40
PER_LANGUAGE = 60  # queries
OPERATORS = (
    '"peace and security" year:2000..2015',
    "water AND report*",
    "security NEAR/5 council",
    "(rights OR droits) -council",
    "联合国 lang:en",
    "body:A report",
)


def rows() -> Iterator[Row]:
    """The UN development set, then training rows, each ``{lang: text}``."""
    prefix = data_folder() / "unv1_dev" / "UNv1.0.devset"
    paths = [Path(f"{prefix}.{lang}") for lang in LANGUAGES]
    texts = [path.read_text(encoding="utf-8").split("\n")[:-1] for path in paths]
    for line in zip(*texts, strict=True):
        yield dict(zip(LANGUAGES, line, strict=True))
    for source in SOURCES:
        path = data_folder() / "train" / f"{source}.jsonl.xz"
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                yield {lang: " ".join(text.split()) for lang, text in row.items()}


def make(corpus: Corpus, units: int) -> None:
    """Index the first ``units`` rows as parallel lines, in documents of 40 rows each."""
    with tempfile.TemporaryDirectory() as folder:
        prefix = Path(folder) / "rows"
        found = list(islice(rows(), units))
        for lang in LANGUAGES:
            lines = "".join(f"{row.get(lang, '')}\n" for row in found)
            Path(f"{prefix}.{lang}").write_text(lines, encoding="utf-8")
        numbers = (row // ROWS_PER_DOCUMENT for row in range(len(found)))
        names = (f"{1990 + number % 30}/{'aes'[number % 3]}/{number}" for number in numbers)
        Path(f"{prefix}.ids").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        corpus.add_lines(prefix)


def queries(units: int, seed: int = 1) -> list[str]:
    """Words in a row from random clauses, evenly over the languages, in random order."""
    chance = random.Random(seed)
    found = list(islice(rows(), units))
    wanted = list(OPERATORS)
    for lang in LANGUAGES:
        texts = [row[lang] for row in found if _is_long_enough(row.get(lang, ""), lang)]
        pieces = (_piece(chance, chance.choice(texts), lang) for _ in count())
        wanted += islice((piece for piece in pieces if _tells(piece)), PER_LANGUAGE)
    chance.shuffle(wanted)
    return wanted


def _is_long_enough(text: str, lang: str) -> bool:
    return len(text) > 8 if lang == "zh" else len(text.split()) > 4


def _tells(piece: str) -> bool:
    """Whether there are two letters at least to search for."""
    return sum(map(str.isalpha, piece)) > 1


def _piece(chance: random.Random, text: str, lang: str) -> str:
    if lang == "zh":
        start, length = chance.randrange(len(text) - 8), chance.randint(2, 8)
        return "".join(filter(str.isalnum, text[start : start + length]))
    words = ["".join(filter(str.isalnum, word)) for word in text.split()]
    start = chance.randrange(len(words) - 4)
    return " ".join(words[start : start + chance.randint(2, 5)])


def milliseconds(corpus: Corpus, wanted: list[str], mode: Mode) -> dict[str, float]:
    """Percentiles over the queries, asked one after the other."""
    gc.collect()
    return percentiles([_milliseconds(corpus, query, mode) for query in wanted])


def _milliseconds(corpus: Corpus, query: str, mode: Mode) -> float:
    start = time.perf_counter()
    corpus.search(query, mode=mode)
    return (time.perf_counter() - start) * 1000


def main(units: str = "100000", folder: str | None = None) -> None:
    """Make the corpus if it is not there, ask all queries in each mode, keep the figures."""
    size = int(units)
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        hexapla.open(place) as corpus,
    ):
        start = time.perf_counter()
        if not corpus.symbols():
            make(corpus, size)
        built = time.perf_counter() - start
        wanted, others = queries(size), queries(size, seed=2)
        corpus.search(others[0])  # opens what a search needs
        keep(
            "query_speed",
            {
                "units": size,
                "queries": len(wanted),
                "seconds_to_build": round(built, 1),
                "milliseconds_at_first": {MODES[0]: milliseconds(corpus, others[1:], MODES[0])},
                "milliseconds": {mode: milliseconds(corpus, wanted, mode) for mode in MODES},
            },
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
