"""Texts to vectors, for people who measure: ``hexapla encode``.

From: the command line. To: hexapla.encoding. Not here: the work.
"""

from __future__ import annotations

from pathlib import Path

import click

from indexer.encoders.encoder import load_encoder


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the array, in NumPy's format (.npy).",
)
@click.option("--encoder", metavar="NAME", help="sentence-transformers model, by name or folder.")
def encode(file: Path, output: Path, encoder: str | None) -> None:
    """Write the vector of each line of a file: float32, one row of unit length a line.

    A line of which nothing is known, an empty one for instance, gets a row of zeros.

    \b
    hexapla encode sentences.txt -o sentences.npy
    """
    from hexapla.encoding import encode_lines  # noqa: PLC0415 - no other command needs it

    lines, dimension = encode_lines(file, output, load_encoder(encoder))
    click.echo(f"{output}: {lines:,} rows of {dimension}", err=True)
