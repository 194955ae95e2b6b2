"""Read a document: ``hexapla show``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import corpus_option, json_option, langs_option


@click.command()
@click.argument("symbol")
@click.option("--para", metavar="NUMBER", help="Only this paragraph: 13, 'a', 'I'.")
@langs_option
@json_option
@corpus_option
def show(
    symbol: str,
    para: str | None,
    langs: tuple[str, ...] | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Read a document, or one paragraph of it, in all its languages.

    \b
    hexapla show A/RES/71/901
    hexapla show A/RES/71/901 --para 4 --lang ar --lang fr
    """
    with hexapla.open(folder) as corpus:
        clauses = corpus.show(symbol, para=para, langs=langs)
    lines = (
        (printing.as_json(asdict(clause)) for clause in clauses)
        if as_json
        else printing.shown_lines(clauses)
    )
    for line in lines:
        click.echo(line)
