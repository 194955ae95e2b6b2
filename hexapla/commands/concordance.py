"""Every place of a word: ``hexapla concordance``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from pathlib import Path

import click

import hexapla
from hexapla import kwic
from hexapla.commands.options import corpus_option, json_option, languages
from indexer.languages import language
from search.lookup.answers import ORDERS, Order


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--lang", metavar="CODE", help="Language of the word; default: that with the most.")
@click.option(
    "--show",
    multiple=True,
    metavar="CODE",
    callback=languages,
    help="Show this language beside; may be repeated.",
)
@click.option(
    "--sort",
    "order",
    type=click.Choice(ORDERS),
    default="right",
    show_default=True,
    help="By the words to one side, or as in the corpus.",
)
@click.option("--lines", default=40, show_default=True, type=click.IntRange(0), help="To print.")
@click.option("--top", default=15, show_default=True, type=click.IntRange(0), help="Collocates.")
@json_option
@corpus_option
def concordance(
    query: tuple[str, ...],
    lang: str | None,
    show: tuple[str, ...] | None,
    order: Order,
    lines: int,
    top: int,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Show every place of a word or an expression, and what answers to it in other languages.

    Below stand its collocates, the words near it more often than chance would have it, with
    log-likelihood, and what answers to it most often.

    \b
    hexapla concordance 'drinking water' --show fr,ar
    hexapla concordance 决定 --sort left --show en
    """
    with hexapla.open(folder) as corpus:
        found = corpus.concordance(
            " ".join(query),
            lang=lang and language(lang),
            show=show or (),
            order=order,
            top=top,
        )
    for note in found.notes:
        click.echo(f"hexapla: {note}", err=True)
    printed = kwic.json_lines(found, lines) if as_json else kwic.lines_of(found, lines)
    for line in printed:
        click.echo(line)
    if not as_json:
        click.echo(kwic.total(found, lines), err=True)
