"""Find clauses: ``hexapla search``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import (
    corpus_option,
    json_option,
    langs_option,
    opensearch_option,
)
from search.fusion import FUSIONS, Fusion
from search.retrieval import Mode


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "keyword", "semantic"]),
    default="hybrid",
    show_default=True,
    help="By words and meaning, by words alone, by meaning alone.",
)
@langs_option
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Hits a page.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page.")
@click.option("--facets", is_flag=True, help="Count hits by language, year, body and kind.")
@click.option("--explain", is_flag=True, help="Show how each score came about.")
@click.option(
    "--fusion",
    type=click.Choice(FUSIONS),
    default="convex",
    show_default=True,
    help="Of hybrid: by scores, or by reciprocal ranks alone.",
)
@click.option("--collapse", is_flag=True, help="Show each wording once, and how often it stands.")
@opensearch_option
@json_option
@corpus_option
def search(
    query: tuple[str, ...],
    mode: Mode,
    langs: tuple[str, ...] | None,
    top: int,
    page: int,
    facets: bool,
    explain: bool,
    fusion: Fusion,
    collapse: bool,
    opensearch: str | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Find clauses by their words, in any language, and by their meaning.

    \b
    hexapla search 'safe drinking water'      any of the words, and what means the same
    hexapla search '"peace and security"'     exactly these words
    hexapla search 'terroris* -nuclear'       words that begin so; without another
    hexapla search 'NEAR(water school, 3)'    near each other
    hexapla search 'lang:fr year:2001..2012 kind:operative symbol:A/RES/* body:A eau'
    """
    with hexapla.open(folder, opensearch=opensearch) as corpus:
        answer = corpus.search(
            " ".join(query),
            mode=mode,
            langs=langs,
            top=top,
            offset=(page - 1) * top,
            facets=facets,
            explain=explain,
            fusion=fusion,
            collapse=collapse,
        )
    for note in answer.notes:
        click.echo(f"hexapla: {note}", err=True)
    first = 1 + (page - 1) * top
    if as_json:
        lines: Iterable[str] = (printing.hit_json(hit) for hit in answer.hits)
    else:
        lines = printing.answer_lines(answer, first=first)
    for line in lines:
        click.echo(line)
    if not as_json:
        click.echo(printing.total(answer, first=first), err=True)
