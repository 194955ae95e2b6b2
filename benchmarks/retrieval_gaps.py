"""How well clauses are found where versions are missing: each row keeps three of six languages.

    python -m benchmarks.retrieval_gaps [--scale SHARE] [--folder DIR]

Sets, measures and p as in benchmarks.retrieval; which three languages a row keeps is drawn by its
number. So half of the rows that are right lack the language of the query, and half of all rows can
say nothing to its words.
"""

from __future__ import annotations

import random
import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.record import data_folder, keep
from benchmarks.retrieval import Material, answered, figures
from benchmarks.retrieval_sets.query_set import Collection, Row
from benchmarks.systems.all import opened_systems
from benchmarks.systems.corpora import Corpora

SETS = ("fragments", "noisy fragments", "terms", "topics")
KEPT = 3  # languages of a row


class GappyMaterial(Material):
    """Sets that search rows in which languages are missing."""

    def collection(self, name: str) -> Collection:
        """The collection of that name, each row in some of its languages."""
        whole = super().collection(name)
        return replace(whole, rows={n: kept(row, n) for n, row in whole.rows.items()})


def kept(row: Row, number: int) -> Row:
    """What is left of a row of six languages; the same for the same number.

    >>> kept({lang: lang.upper() for lang in ("ar", "zh", "en", "fr", "ru", "es")}, 1)
    {'ar': 'AR', 'zh': 'ZH', 'ru': 'RU'}
    """
    langs = random.Random(number).sample([*row], KEPT)
    return {lang: text for lang, text in row.items() if lang in langs}


@click.command()
@click.option("--scale", default=1.0, show_default=True, help="Share of the queries to ask.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where corpora are made and kept.")
def main(scale: float, folder: Path | None) -> None:
    """Ask by words, by meaning, by both, and keep the figures."""
    material = GappyMaterial(data_folder(), scale, SETS)
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        opened_systems(("hexapla",)) as opened,
    ):
        outcome = answered(material, opened, Corpora(Path(place)), click.echo)
    keep("retrieval_gaps", figures(material, outcome))


if __name__ == "__main__":
    main()
