"""How good, how fast and how large encoders are, side by side.

From: an encoder by name, ``USE`` for Google's own beside ours. To: tables on stdout and
benchmarks/results/encoder.json. Not here: the measures of quality (benchmarks.encoder_quality),
training (benchmarks.train_encoder).

Run: ``python -m benchmarks.encoder [--encoder NAME ...]``.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean, median

import click

from benchmarks.encoder_quality import Quality, Translations, measure, read_rows, read_terms
from benchmarks.encoders.use import NAME as USE
from benchmarks.encoders.use import UseEncoder
from benchmarks.record import data_folder, keep, run
from indexer.encoders.encoder import Encoder, load_encoder
from indexer.languages import LANGUAGES

QUERIES = 300  # single queries timed
COLD_RUNS = 7
SHIPPED = "shipped"


def encoder_of(name: str) -> Encoder:
    """The encoder that a name on the command line means."""
    if name == USE:
        return UseEncoder()
    return load_encoder(None if name == SHIPPED else name)


def cold_seconds(name: str | None) -> float:
    """Median seconds to import, load and answer once, in fresh processes, Python's start left out.

    NumPy's import is counted; the file's pages are in the system's cache.
    """
    code = (
        "import time; start = time.perf_counter()\n"
        "from indexer.encoders.encoder import load_encoder\n"
        f"load_encoder({name!r}).encode(['Takes note of the report'])\n"
        "print(time.perf_counter() - start)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        for _ in range(COLD_RUNS)
    ]
    return median(float(run.stdout) for run in runs)


def texts_per_second(encoder: Encoder, texts: list[str]) -> float:
    """Texts encoded a second, the best of three."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        encoder.encode(texts)
        seconds.append(time.perf_counter() - start)
    return len(texts) / min(seconds)


def query_milliseconds(encoder: Encoder, queries: list[str]) -> float:
    """Median milliseconds of one query."""
    seconds = []
    for query in queries:
        start = time.perf_counter()
        encoder.encode_queries([query])
        seconds.append(time.perf_counter() - start)
    return median(seconds) * 1_000


def direction_table(pairs: Mapping[tuple[str, str], tuple[float, float]]) -> str:
    """A Markdown table: from the row's language to the column's, cosine / margin."""
    lines = [f"| from, to | {' | '.join(LANGUAGES)} |", "|---" * (len(LANGUAGES) + 1) + "|"]
    for source in LANGUAGES:
        cells = [
            "-" if source == target else "{:.3f} / {:.3f}".format(*pairs[source, target])
            for target in LANGUAGES
        ]
        lines.append(f"| {source} | {' | '.join(cells)} |")
    return "\n".join(lines)


def listed(scores: dict[str, float]) -> str:
    """Scores by language, then their mean."""
    each = ", ".join(f"{lang} {score:.3f}" for lang, score in scores.items())
    return f"{each}; mean {fmean(scores.values()):.3f}"


def translation_lines(which: str, found: Translations) -> list[str]:
    """What is printed of how often the right translation comes first."""
    return [
        f"right translation first, {which}, cosine / margin:",
        "",
        direction_table(found.directions),
        "",
        f"mean of 30 directions: cosine {found.cosine:.4f}, margin {found.margin:.4f}",
        f"to the mean of the other five: {found.unit_mean:.4f}",
        "",
    ]


def translation_figures(found: Translations) -> dict[str, object]:
    """The same as they are kept."""
    return {
        "cosine": found.cosine,
        "margin": found.margin,
        "unit_mean": found.unit_mean,
        "directions": {f"{a}-{b}": pair for (a, b), pair in found.directions.items()},
    }


def quality_lines(quality: Quality) -> list[str]:
    """What is printed of the figures."""
    return [
        *translation_lines("the last rows among themselves", quality.among_last),
        *translation_lines("the last rows among all", quality.among_all),
        f"terms, success@10: {listed(quality.terms)}",
        f"questions, mAP: {quality.questions:.4f}",
        f"STS, Spearman: {listed(quality.similarity)}",
    ]


def quality_figures(quality: Quality) -> dict[str, object]:
    """The same as they are kept."""
    return {
        **translation_figures(quality.among_last),
        "among_all": translation_figures(quality.among_all),
        "terms_success_at_10": quality.terms,
        "questions_map": quality.questions,
        "sts_spearman": quality.similarity,
    }


def peak_mib(name: str) -> int:
    """Of a process that encodes the rows and nothing else.

    To be asked before this process has grown: Linux counts what a process was before it became
    another, and that was this one.
    """
    command = [sys.executable, "-m", "benchmarks.encoder", "--encoder", name, "--only-encode"]
    return round(run(command).peak_mib)


def speed_figures(encoder: Encoder, data: Path, *, name: str) -> dict[str, object]:
    """How fast it is."""
    rows, terms = read_rows(data), read_terms(data)
    texts = [text for lang in LANGUAGES for text in rows[lang]]
    queries = [terms[lang][i] for i in range(QUERIES // 6) for lang in LANGUAGES]
    figures: dict[str, object] = {
        "clauses_a_second": round(texts_per_second(encoder, texts)),
        "query_milliseconds": query_milliseconds(encoder, queries),
    }
    if name != USE:
        figures["cold_seconds"] = cold_seconds(None if name == SHIPPED else name)
    return figures


@click.command()
@click.option("--encoder", "names", multiple=True, default=(SHIPPED,), help="name, folder or USE")
@click.option("--lines", default=1_000, show_default=True, help="last rows of unv1_dev to use")
@click.option("--only-encode", is_flag=True, help="Encode the rows and stop, to see the memory.")
def main(names: tuple[str, ...], *, lines: int, only_encode: bool) -> None:
    """Measure encoders on the development sets."""
    data = data_folder()
    if only_encode:
        encoder_of(names[0]).encode([text for own in read_rows(data).values() for text in own])
        return
    memory = {name: peak_mib(name) for name in names}
    figures: dict[str, object] = {}
    for name in names:
        encoder = encoder_of(name)
        click.echo(f"{encoder.name} ({encoder.dimension} dimensions, {encoder.fingerprint[:12]})")
        quality = measure(encoder, data, lines=lines)
        for line in quality_lines(quality):
            click.echo(line)
        fast = {**speed_figures(encoder, data, name=name), "peak_mib": memory[name]}
        click.echo(", ".join(f"{key}: {value}" for key, value in fast.items()))
        figures[encoder.name] = quality_figures(quality) | fast
    keep("encoder", figures)


if __name__ == "__main__":
    main()
