"""Files to a corpus: ``hexapla index``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import corpus_option, json_option, opensearch_option
from hexapla.reporting import Report


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--lines",
    "prefixes",
    multiple=True,
    metavar="PREFIX",
    type=click.Path(path_type=Path),
    help="Parallel lines PREFIX.ar ... PREFIX.zh, with PREFIX.ids if it is there.",
)
@click.option("--lang", metavar="CODE", help="Language of the files, whatever they say.")
@click.option("--symbol", metavar="SYMBOL", help="Symbol of the document, whatever the file says.")
@click.option("--encoder", metavar="NAME", help="sentence-transformers model, by name or folder.")
@click.option("--prune", is_flag=True, help="Drop what came from files that are gone.")
@click.option("-v", "--verbose", is_flag=True, help="Name each file on standard error.")
@opensearch_option
@json_option
@corpus_option
def index(
    paths: tuple[Path, ...],
    prefixes: tuple[Path, ...],
    lang: str | None,
    symbol: str | None,
    encoder: str | None,
    prune: bool,
    verbose: bool,
    opensearch: str | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Add files and folders to the corpus; what has not changed costs a glance.

    Reads text, Markdown, HTML, DOCX, TMX and XLIFF. Language and symbol come from the files
    themselves.

    \b
    hexapla index resolutions/ reports/a-78-9041.html
    hexapla index --lines un.devset
    hexapla index --opensearch http://localhost:9200     bring a cluster up to date
    """
    if not paths and not prefixes and not opensearch:
        raise click.UsageError("nothing to index: give files, folders or --lines PREFIX")
    start = time.perf_counter()
    outcomes = []
    report = Report(verbose=verbose, as_json=as_json)
    with hexapla.open(folder, encoder=encoder, opensearch=opensearch) as corpus:
        for prefix in prefixes:
            outcomes += corpus.add_lines(
                prefix, symbol=symbol, on_outcome=report.outcome, on_progress=report.progress
            )
        if paths or not prefixes:
            outcomes += corpus.add(
                paths,
                lang=lang,
                symbol=symbol,
                prune=prune,
                on_outcome=report.outcome,
                on_progress=report.progress,
            )
        left_behind = corpus.is_left_behind
    report.finish()
    click.echo(printing.summary(outcomes, time.perf_counter() - start), err=True)
    if left_behind:
        click.echo(
            "hexapla: this corpus is also kept on OpenSearch, which was not named and may lag "
            "behind; bring it up to date with: hexapla index --opensearch URL",
            err=True,
        )
    if any(outcome.state == "failed" for outcome in outcomes):
        sys.exit(1)
