"""Files to units, or documents of a corpus aligned anew: ``hexapla align``.

From: the command line. To: hexapla.aligning, hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import corpus_option, json_option, output_option
from hexapla.exporting import (
    EXPORT_FORMATS,
    ExportFormat,
    form_of_name,
    replaced,
    standard_output,
    write,
)
from indexer.encoders.encoder import load_encoder

if TYPE_CHECKING:
    from hexapla.realigning import Realigned

_OF_FILES = ("langs", "source", "target", "pre_segmented", "encoder", "form", "output")


@click.command()
@click.argument("names", nargs=-1, metavar="[FILE|SYMBOL]...")
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
@corpus_option
@json_option
@click.pass_context
def align(
    context: click.Context,
    names: tuple[str, ...],
    langs: str | None,
    source: str | None,
    target: str | None,
    pre_segmented: bool,
    encoder: str | None,
    form: ExportFormat | Literal["beads", "units"] | None,
    output: Path | None,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Align two to six versions of a text; or, with --corpus, documents of a corpus anew.

    Units of a corpus that a person has reviewed or locked stay; without a SYMBOL all documents are
    aligned.

    \b
    hexapla align treaty.en.txt treaty.fr.txt treaty.zh.txt -o treaty.html
    hexapla align book.de book.fr --pre-segmented --from de --to fr     [0, 1]:[2]:0.987 ...
    hexapla align --corpus DIR A/RES/71/901
    """
    if folder is not None:
        for option in context.command.params:
            if option.name in _OF_FILES and context.params[option.name]:
                raise click.UsageError(f"{option.opts[0]} is for files, not for --corpus")
        _align_corpus(folder, names, as_json=as_json)
        return
    if not names:
        raise click.UsageError("nothing to align: give two to six files, or --corpus DIR")
    if bool(source) != bool(target):
        raise click.UsageError("--from and --to go together")
    codes = [source, target] if source and target else langs.split(",") if langs else None
    form = form or (form_of_name(output) if output else None)
    form = form or ("beads" if len(names) == 2 else "units")
    # Here, so that no other command pays for the aligner and the readers.
    from hexapla.aligning import align_files, bead_lines, unit_lines  # noqa: PLC0415

    files = [Path(name) for name in names]
    aligned = align_files(files, load_encoder(encoder), langs=codes, pre_segmented=pre_segmented)
    with replaced(output) if output else standard_output() as out:
        if form == "beads":
            out.writelines(f"{line}\n" for line in bead_lines(aligned))
        elif form == "units":
            out.writelines(f"{line}\n" for line in unit_lines(aligned))
        else:
            write(form, [aligned.document()], aligned.langs, out)


def _align_corpus(folder: Path, symbols: Sequence[str], *, as_json: bool) -> None:
    def report(done: Realigned) -> None:
        if as_json:
            click.echo(printing.as_json(asdict(done)))
        else:
            kept = f", {done.kept} kept" if done.kept else ""
            click.echo(f"{done.symbol}  {done.units} units, {done.changed} changed{kept}")

    with hexapla.open(folder) as corpus:
        corpus.align(symbols, on_aligned=report)
