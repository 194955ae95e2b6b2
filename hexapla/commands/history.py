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
    default=70,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Least match percentage, numbers aside.",
)
@click.option(
    "--mark",
    metavar="PHRASE",
    default="",
    help="Mark this phrase and what answers to it, not what is new in each wording.",
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
    mark: str,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Show how a wording was put over the years, what changed, and its renderings.

    In the renderings is marked what answers to the words that are new in a wording.

    \b
    hexapla history 'remain seized of the matter' --to ar,fr
    hexapla history A/RES/71/901#2 --mark 'Member States'
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
            mark=mark,
        )
    lines = map(translating.wording_json, found) if as_json else translating.history_lines(found)
    for line in lines:
        click.echo(line)
    if not found:
        click.echo(f"nothing is like {translating.short(' '.join(text))}", err=True)
