"""Look a wording up: ``hexapla lookup``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

import hexapla
from hexapla import translating
from hexapla.commands.options import corpus_option, json_option, pair_options
from indexer.errors import QueryError

_LONGEST_NAME = 255  # bytes of a file's name


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT|FILE|-")
@pair_options
@click.option(
    "--min",
    "least",
    default=60,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Least match percentage, numbers aside.",
)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Most matches.")
@json_option
@corpus_option
def lookup(
    text: tuple[str, ...],
    source: str | None,
    targets: tuple[str, ...] | None,
    least: int,
    top: int,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Find the clauses most like a text, with match percentages, and what differs.

    A file, or - for standard input, is looked up line by line.

    \b
    hexapla lookup 'Decides to remain seized of the matter' --to ar,zh
    hexapla lookup draft.txt --from en --to fr --min 75 --top 1
    """
    failed = False
    with hexapla.open(folder) as corpus:
        for number, line in _lines(text):
            try:
                found = corpus.lookup(line, source=source, targets=targets, least=least, top=top)
            except QueryError as error:
                if number is None:
                    raise
                click.echo(f"hexapla: line {number}: {error}", err=True)
                failed = True
                continue
            if as_json:
                lines = translating.match_lines(found, line)
            else:
                lines = translating.lookup_lines(found, line, is_headed=number is not None)
            for shown in lines:
                click.echo(shown)
            if not found and not as_json:
                click.echo(f"nothing is like {translating.short(line)}", err=True)
    if failed:
        sys.exit(1)


def _lines(text: tuple[str, ...]) -> Iterator[tuple[int | None, str]]:
    """What is to be looked up, with the number of its line if it comes from a file."""
    joined = " ".join(text)
    if joined == "-":
        lines = sys.stdin.read().splitlines()
    elif len(joined.encode()) <= _LONGEST_NAME and Path(joined).is_file():
        lines = Path(joined).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    else:
        yield None, joined
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line
