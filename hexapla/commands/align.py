"""Files to units, without a corpus: ``hexapla align``.

From: the command line. To: hexapla.aligning. Not here: the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from hexapla.commands.options import output_option
from hexapla.exporting import (
    EXPORT_FORMATS,
    ExportFormat,
    form_of_name,
    replaced,
    standard_output,
    write,
)
from indexer.encoders.encoder import load_encoder


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--langs", metavar="CODES", help="Languages of the files, in order: en,zh,ar.")
@click.option("--from", "source", metavar="CODE", help="Language of the first of two files.")
@click.option("--to", "target", metavar="CODE", help="Language of the second of two files.")
@click.option("--pre-segmented", is_flag=True, help="The files have one clause a line.")
@click.option("--encoder", metavar="NAME", help="sentence-transformers model, by name or folder.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("beads", "units", *EXPORT_FORMATS)),
    help="Default: what the name of the output says, else beads of two files and units of more.",
)
@output_option
def align(
    files: tuple[Path, ...],
    langs: str | None,
    source: str | None,
    target: str | None,
    pre_segmented: bool,
    encoder: str | None,
    form: ExportFormat | Literal["beads", "units"] | None,
    output: Path | None,
) -> None:
    """Align two to six versions of a text, without a corpus.

    \b
    hexapla align treaty.en.txt treaty.fr.txt treaty.zh.txt -o treaty.html
    hexapla align book.de book.fr --pre-segmented --from de --to fr     [0, 1]:[2]:0.987 ...
    """
    # Here, so that no other command pays for the aligner and the readers.
    from hexapla.aligning import align_files, bead_lines, unit_lines  # noqa: PLC0415

    if bool(source) != bool(target):
        raise click.UsageError("--from and --to go together")
    codes = [source, target] if source and target else langs.split(",") if langs else None
    form = form or (form_of_name(output) if output else None)
    form = form or ("beads" if len(files) == 2 else "units")
    aligned = align_files(files, load_encoder(encoder), langs=codes, pre_segmented=pre_segmented)
    with replaced(output) if output else standard_output() as out:
        if form == "beads":
            out.writelines(f"{line}\n" for line in bead_lines(aligned))
        elif form == "units":
            out.writelines(f"{line}\n" for line in unit_lines(aligned))
        else:
            write(form, [aligned.document()], aligned.langs, out)
