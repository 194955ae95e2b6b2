"""Measure how well a corpus answers: ``hexapla bench``.

From: the command line. To: hexapla.benching. Not here: the work.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

import hexapla
from hexapla.benching import MEASURES, Bench, SelfTest, benched, means, self_tested
from hexapla.commands.options import corpus_option, json_option, opensearch_option
from hexapla.exporting import replaced
from hexapla.trec import read_qrels, read_topics, run_lines
from search.retrieval import MODES

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--topics", metavar="FILE", type=_FILE, help="What is asked: ID, a tab, the query; or TREC's."
)
@click.option("--qrels", metavar="FILE", type=_FILE, help="What is right: TOPIC 0 UNIT GRADE.")
@click.option("--run", "out", metavar="FILE", type=_FILE, help="Write the run, all modes, to it.")
@click.option(
    "--mode",
    "modes",
    multiple=True,
    type=click.Choice(MODES),
    help="Only this mode; may be repeated.",
)
@click.option(
    "--units", default=2_000, show_default=True, type=click.IntRange(2), help="Of the self-test."
)
@click.option(
    "--clauses",
    default=50,
    show_default=True,
    type=click.IntRange(1),
    help="Of the self-test, a language.",
)
@opensearch_option
@json_option
@corpus_option
def bench(
    topics: Path | None,
    qrels: Path | None,
    out: Path | None,
    modes: tuple[str, ...],
    units: int,
    clauses: int,
    opensearch: str | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Measure how well the corpus answers, by words, by meaning, by both.

    With topics alone, writes a run to be judged. Without topics, clauses of each language are
    looked for in the others, with their own language hidden. Needs the package ir-measures.

    \b
    hexapla bench                                         the corpus tests itself
    hexapla bench --topics needs.tsv --run found.run      what is found, to be judged
    hexapla bench --topics needs.tsv --qrels judged.txt   how much of it is right
    """
    if qrels and not topics:
        raise click.UsageError("--qrels needs --topics")
    if topics and not qrels and not out:
        raise click.UsageError("--topics needs --qrels to measure, or --run to write what is found")
    if out and not topics:
        raise click.UsageError("--run needs --topics")
    wanted = tuple(mode for mode in MODES if mode in modes) or MODES
    with hexapla.open(folder, opensearch=opensearch) as corpus:
        if topics is None:
            tests = list(self_tested(corpus, units=units, clauses=clauses, modes=wanted))
            lines = _self_test_json(tests) if as_json else _self_test_lines(tests)
        else:
            judged = read_qrels(qrels) if qrels else None
            results = list(benched(corpus, read_topics(topics), judged, modes=wanted))
            if out:
                _write_run(out, results)
            lines = _bench_json(results) if as_json else _bench_lines(results)
            lines = lines if judged else iter(())
    for line in lines:
        click.echo(line)


def _write_run(path: Path, results: list[Bench]) -> None:
    with replaced(path) as file:
        for result in results:
            for line in run_lines(result.run, f"hexapla-{result.mode}"):
                file.write(f"{line}\n")


def _figures(values: Mapping[str, float]) -> str:
    return "".join(f"{values[name]:>12.3f}" for name in MEASURES)


def _heading(*columns: str) -> str:
    return " ".join(columns) + "".join(f"{name:>12}" for name in MEASURES)


def _bench_lines(results: list[Bench]) -> Iterator[str]:
    yield _heading(f"{'mode':9}", f"{'topics':>6}")
    for result in results:
        yield f"{result.mode:9} {result.topics:>6}{_figures(result.means)}"


def _bench_json(results: list[Bench]) -> Iterator[str]:
    for result in results:
        yield json.dumps({"mode": result.mode, "topics": result.topics, **result.means})


def _self_test_lines(tests: list[SelfTest]) -> Iterator[str]:
    yield _heading(f"{'hidden':6}", f"{'mode':9}", f"{'clauses':>7}")
    for test in tests:
        yield f"{test.lang:6} {test.mode:9} {test.clauses:>7}{_figures(test.means)}"
    for mode in dict.fromkeys(test.mode for test in tests):
        mine = [test for test in tests if test.mode == mode]
        mean = means({test.lang: test.means for test in mine})
        clauses = sum(test.clauses for test in mine)
        yield f"{'mean':6} {mode:9} {clauses:>7}{_figures(mean)}"


def _self_test_json(tests: list[SelfTest]) -> Iterator[str]:
    for test in tests:
        told = {"hidden": test.lang, "mode": test.mode, "clauses": test.clauses}
        yield json.dumps({**told, **test.means})
