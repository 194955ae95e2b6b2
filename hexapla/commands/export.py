"""Units for other programs: ``hexapla export``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from pathlib import Path

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import corpus_option, langs_option, output_option
from hexapla.exporting import EXPORT_FORMATS, ExportFormat, form_of_name, standard_output


@click.command()
@click.argument("symbols", nargs=-1, metavar="[SYMBOL]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(EXPORT_FORMATS),
    help="Default: what the name of the file says.",
)
@output_option
@langs_option
@corpus_option
def export(
    symbols: tuple[str, ...],
    form: ExportFormat | None,
    output: Path | None,
    langs: tuple[str, ...] | None,
    folder: Path | None,
) -> None:
    """Write translation units for other programs, or as a page to read.

    \b
    hexapla export --format tmx -o memory.tmx           all documents, all languages
    hexapla export A/RES/71/901 --lang en,ar -o 901.xlf  XLIFF: two languages, the source first
    hexapla export A/RES/71/901 -o 901.html              versions side by side
    """
    form = form or (form_of_name(output) if output else None)
    if form is None:
        raise click.UsageError(f"say in which --format: {', '.join(EXPORT_FORMATS)}")
    with hexapla.open(folder) as corpus:
        if output:
            written = corpus.export(form, output, symbols=symbols, langs=langs)
        else:
            with standard_output() as out:
                written = corpus.export(form, out, symbols=symbols, langs=langs)
    click.echo(printing.written(written), err=True)
