"""How good an encoder is on documents of which it saw nothing.

Nearly all documents that the last rows of ``unv1_dev`` come from have other rows in training. So
the encoder is made anew without any row of some documents, and asked for their rows, among all
4,000: four times as many as benchmarks.encoder has it choose from.

From: an encoder made so. To: a table on stdout and benchmarks/results/encoder_documents.json.
Not here: the measures (benchmarks.encoder_quality), training.

Run: ``python -m benchmarks.train_encoder DATA FOLDER --documents``, then
``python -m benchmarks.encoder_documents FOLDER``.
"""

from __future__ import annotations

from pathlib import Path

import click

from benchmarks.encoder import translation_figures, translation_lines
from benchmarks.encoder_quality import read_rows, translations
from benchmarks.encoders.use import UseEncoder
from benchmarks.parallel_rows import UN_COUNT, rows_of_documents
from benchmarks.record import data_folder, keep
from indexer.encoders.blend_encoder import BlendEncoder, read_blend
from indexer.encoders.encoder import Encoder
from indexer.encoders.words_encoder import WordsEncoder


def figures(encoder: Encoder, rows: dict[str, list[str]], asked: list[int]) -> dict[str, object]:
    """How often the right one of all rows comes first, for those asked; prints it."""
    found = translations({lang: encoder.encode(texts) for lang, texts in rows.items()}, asked)
    which = f"{len(asked):,} rows among {len(rows['en']):,}"
    click.echo("\n".join([encoder.name, *translation_lines(which, found)]))
    return translation_figures(found)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--held-out",
    type=click.IntRange(0, UN_COUNT),
    default=1_000,
    show_default=True,
    help="as the encoder was made with",
)
def main(folder: Path, *, held_out: int) -> None:
    """Measure the encoder in FOLDER, its words alone, and Google's, which knows none of this."""
    rows, asked = read_rows(data_folder()), rows_of_documents(data_folder(), held_out)
    encoders = (UseEncoder(), WordsEncoder(folder, read_blend(folder)), BlendEncoder(folder))
    keep("encoder_documents", {one.name: figures(one, rows, asked) for one in encoders})


if __name__ == "__main__":
    main()
