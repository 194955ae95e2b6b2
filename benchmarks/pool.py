"""What is to be judged: the first rows of every system for every topic, in one list.

    python -m benchmarks.pool OUT [--systems NAME,...] [--sets NAME] [--folder DIR] [--depth N]

Writes ``TOPIC <tab> ROW`` a line to OUT, rows of a topic rising, so that nothing tells which system
found a row or where; what OUT holds already is kept. The texts are for the judge to look up.
"""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from benchmarks.record import data_folder
from benchmarks.retrieval import Material, Runs, answered
from benchmarks.systems.all import NAMES, opened_systems
from benchmarks.systems.corpora import Corpora

SETS = ("topics", "topics, language hidden")
DEPTH = 15


def pooled(runs: Runs, depth: int) -> set[tuple[int, int]]:
    """(topic, row) of the first ``depth`` of every run; a query's id is TOPIC-LANG.

    >>> sorted(pooled({("mine", "topics"): {"7-en": [31, 2, 9]}}, 2))
    [(7, 2), (7, 31)]
    """
    return {
        (int(query.split("-")[0]), row)
        for run in runs.values()
        for query, rows in run.items()
        for row in rows[:depth]
    }


def _known(path: Path) -> set[tuple[int, int]]:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {(int(topic), int(row)) for topic, row in (line.split("\t") for line in lines)}


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--systems", default=",".join(NAMES), show_default=True)
@click.option("--sets", "names", multiple=True, default=SETS, show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="Where corpora are made and kept.")
@click.option("--depth", default=DEPTH, show_default=True, type=click.IntRange(1, DEPTH))
def main(  # noqa: PLR0917 - a parameter an option
    out: Path, systems: str, names: tuple[str, ...], folder: Path | None, depth: int
) -> None:
    """Ask all topics and write what is to be judged."""
    material = Material(data_folder(), 1.0, names, to_judge=True)
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        opened_systems(systems.split(",")) as opened,
    ):
        outcome = answered(
            material, opened, Corpora(Path(place)), lambda line: click.echo(line, err=True)
        )
    pairs = sorted(pooled(outcome.runs, depth) | _known(out))
    out.write_text("".join(f"{topic}\t{row}\n" for topic, row in pairs), encoding="utf-8")
    click.echo(f"{len(pairs)} to judge; absent: {outcome.absent or 'none'}", err=True)


if __name__ == "__main__":
    main()
