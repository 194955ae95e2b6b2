"""How a wording was put over the years: ``hexapla history``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from pathlib import Path

import click

import hexapla
from hexapla import translating
from hexapla.commands.options import corpus_option, json_option, pair_options


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT|SYMBOL#PARA")
@pair_options
@click.option("--since", metavar="YEAR", type=int, help="Only documents from this year on.")
@click.option("--until", metavar="YEAR", type=int, help="Only documents up to this year.")
@click.option("--body", metavar="BODY", help="Only documents of this body: A, S, E, HRC.")
@click.option(
    "--min",
    "least",
    default=75,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Least match percentage, numbers aside.",
)
@json_option
@corpus_option
def history(
    text: tuple[str, ...],
    source: str | None,
    targets: tuple[str, ...] | None,
    since: int | None,
    until: int | None,
    body: str | None,
    least: int,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Show how a wording was put over the years, what changed, and its renderings.

    \b
    hexapla history 'remain seized of the matter' --to ar,fr
    hexapla history A/RES/71/901#2 --since 2018
    """
    with hexapla.open(folder) as corpus:
        found = corpus.history(
            " ".join(text),
            source=source,
            targets=targets,
            since=since,
            until=until,
            body=body,
            least=least,
        )
    lines = map(translating.wording_json, found) if as_json else translating.history_lines(found)
    for line in lines:
        click.echo(line)
    if not found:
        click.echo(f"nothing is like {translating.short(' '.join(text))}", err=True)
