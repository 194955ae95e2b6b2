"""Is what is derived as it should be: ``hexapla check``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

import hexapla
from hexapla.commands.options import corpus_option, opensearch_option


@click.command()
@click.option("--repair", is_flag=True, help="Build everything that is derived anew.")
@opensearch_option
@corpus_option
def check(repair: bool, opensearch: str | None, folder: Path | None) -> None:
    """Compare what is derived with what is stored; exits with 1 if anything is wrong.

    With --repair the indexes are built anew from the catalogue, that on OpenSearch as well, and
    files whose indexing was cut short are named, so that they can be indexed again.
    """
    with hexapla.open(folder, opensearch=opensearch) as corpus:
        problems = corpus.check(repair=repair)
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("all is well", err=True)
