"""Train the static six-language encoder that the package ships.

A tokenizer (Unigram) and one vector a token are learned from parallel rows: the mean of a text's
token vectors shall lie nearer to that of its translation than to those of the other rows of the
batch (in-batch softmax over cosines, both directions). A batch comes from one source, so that the
wrong answers are of the right subject; in one batch of eight one side is cut to a few words, so
that short queries learn which words count.

From: a folder of parallel rows (``train/*.jsonl.xz``, ``unv1_dev``). To: a folder in
sentence-transformers' StaticEmbedding format, which ``encoders.static_encoder`` reads.
Not here: measuring (benchmarks.encoder). Needs torch, which the package itself does not.

Run: ``python -m benchmarks.train_encoder DATA OUT``.
"""

from __future__ import annotations

import json
import lzma
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from random import Random

import click
import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from indexer.encoders.static_encoder import NAME, WEIGHT
from indexer.languages import LANGUAGES

Row = dict[str, str]

# Only what may be given away (train/SOURCES.tsv: CC0, CC-BY, CC-BY-SA, MIT, Apache-2.0, PSF, OGL,
# UN text, official statutes, public domain), and how often a row of it is drawn: UN prose and
# terms are what the encoder is for, software manuals are what there is most of.
SOURCES = {
    "unv1_dev": 24.0,
    "un_unbis_thesaurus": 3.0,
    "un_cbd": 3.0,
    "un_sdg": 4.0,
    "un_udhr": 4.0,
    "un_charter": 4.0,
    "law_cc_licences": 2.0,
    "law_canada": 0.5,
    "taiwan_law": 0.7,
    "general_tatoeba": 0.7,
    "religion_bible": 0.7,
    "unterm_countries": 2.0,
    "tico19_terms": 2.0,
    "who_app": 1.0,
    "sahana_eden": 1.0,
    "uwazi": 1.0,
    "mozilla_legal": 2.0,
    "opendatahandbook": 1.0,
    "dfak": 1.0,
    "inaturalist": 1.0,
    "bitcoin_org": 1.0,
    "docs_opensource_guide": 1.0,
    "docs_tldr": 0.4,
    "docs_gnome": 0.6,
    "docs_python": 0.4,
    "docs_tensorflow": 0.5,
    "electron_docs": 0.5,
    "nodejs_docs": 0.5,
    "php_docs": 0.3,
    "ms_alchemy": 0.8,
    "ms_azd_beginners": 0.6,
    "ms_customer_insights": 0.8,
    "ms_d365_2017_en": 0.8,
    "ms_d365_headings": 0.8,
    "ms_d365_history": 0.7,
    "ms_d365_ops": 0.7,
    "ms_project_ops": 0.8,
}
UNSURE_TERMS = {"religion_bible": ("es",)}  # one of its two Spanish versions has no statement
DOMAIN = ("un", "law_cc", "tico19", "who", "mozilla_legal")  # counts double in the vocabulary

SCRIPTS = {"ar": ("\u0600", "\u06ff"), "zh": ("\u4e00", "\u9fff"), "ru": ("\u0400", "\u04ff")}
RESULT = "hexapla-static-1"  # what the encoder is called; a corpus records it
LONGEST = 600  # code points of a text that are read
LONGEST_BAG = 160  # tokens of a text that are trained on
SHORTEST_CUT, LONGEST_CUT = 2, 8  # tokens left of a side that is cut
CUT_EVERY = 8
WARM_UP = 200  # steps
SCALE = 14.0  # of cosines in the softmax: less suits translations, more suits short queries
SILENT = ("<unk>", "\u2581")  # an unknown character, the opening of a word: they say nothing
RARE = 20  # a character seen less often gets no token


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one source as token ids.

    ids: (tokens,) int32, text after text; first, count: (rows, 6) where each language's text
    stands in ``ids``, 0 tokens where there is none; languages as in LANGUAGES.
    """

    ids: NDArray[np.int32]
    first: NDArray[np.int64]
    count: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run can vary: size of the result, steps, texts a batch, step size, tokens dropped."""

    vocabulary: int = 48_000
    dimension: int = 256
    steps: int = 5_000
    batch: int = 1_024
    rate: float = 5e-3
    dropped: float = 0.1
    seed: int = 0


def rows(data: Path, source: str, *, held_out: int) -> Iterator[Row]:
    """The rows of a source; of ``unv1_dev`` all but the last ``held_out``."""
    if source == "unv1_dev":
        columns = [
            (data / source / f"UNv1.0.devset.{lang}").read_text("utf-8").split("\n")
            for lang in LANGUAGES
        ]
        yield from (
            dict(zip(LANGUAGES, texts, strict=True))
            for texts in list(zip(*columns, strict=True))[: 4_000 - held_out]
        )
        return
    with lzma.open(data / "train" / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def clean(row: Row, *, without: tuple[str, ...] = ()) -> Row:
    """The texts of a row that are in their language's script and differ from each other.

    >>> clean({"en": "Hi.", "zh": "Nancyæ", "fr": "Hi.", "ru": "Привет."})
    {'en': 'Hi.', 'ru': 'Привет.'}
    """
    kept: Row = {}
    for lang, text in row.items():
        low, high = SCRIPTS.get(lang, ("A", "\u024f"))
        in_script = any(low <= character <= high for character in text)
        if lang not in without and in_script and text not in kept.values():
            kept[lang] = text[:LONGEST]
    return kept


def clean_rows(data: Path, source: str, *, held_out: int) -> list[Row]:
    """Rows of at least two languages, each set of texts once."""
    without = UNSURE_TERMS.get(source, ())
    found = (clean(row, without=without) for row in rows(data, source, held_out=held_out))
    return list({tuple(sorted(row.values())): row for row in found if len(row) > 1}.values())


def empty_tokenizer() -> Tokenizer:
    """How text becomes words; the whole normalisation of the encoder stands here.

    Compatibility forms, accents, harakat and hamza seats, case, tatweel and Arabic-Indic digits
    are levelled; punctuation and symbols part words and vanish; numbers and runs of Han stand
    alone. A word opens with U+2581, a run of Han or of digits does not.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("\u0640", ""),
            *(normalizers.Replace(chr(0x0660 + digit), str(digit)) for digit in range(10)),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed"),
            pre_tokenizers.Digits(),
            pre_tokenizers.Metaspace(prepend_scheme="always"),
            pre_tokenizers.Split(Regex(r"\u2581(?=[\p{Han}\p{N}])"), "removed"),
        ]
    )
    return tokenizer


def train_tokenizer(tables: dict[str, list[Row]], recipe: Recipe) -> Tokenizer:
    """A Unigram vocabulary from all UN text, twice, and a sample of the rest."""
    random = Random(recipe.seed)
    domain: list[str] = []
    other: list[str] = []
    for source, table in tables.items():
        texts = [text for row in table for text in row.values()]
        (domain if source.startswith(DOMAIN) else other).extend(texts)
    texts = domain * 2 + random.sample(other, min(len(other), 3 * len(domain)))
    texts = without_rare_characters(texts)
    tokenizer = empty_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=recipe.vocabulary,
        unk_token="<unk>",
        special_tokens=["<unk>"],
        max_piece_length=16,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def without_rare_characters(texts: list[str]) -> list[str]:
    """The texts with characters that hardly occur made spaces, lest each takes a token."""
    count: dict[str, int] = {}
    for character in chain.from_iterable(texts):
        count[character] = count.get(character, 0) + 1
    table = {ord(character): " " for character, n in count.items() if n < RARE}
    return [text.translate(table) for text in texts]


def encode_source(table: list[Row], tokenizer: Tokenizer) -> Source:
    """Token ids of all texts of a source."""
    texts = [row.get(lang, "") for row in table for lang in LANGUAGES]
    encoded = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    silent = silent_ids(tokenizer)
    ids = [np.array(e.ids[:LONGEST_BAG], dtype=np.int32) for e in encoded]
    ids = [one[~np.isin(one, silent)] for one in ids]
    count = np.array([len(one) for one in ids], dtype=np.int64)
    first = np.cumsum(count) - count
    shape = (len(table), len(LANGUAGES))
    return Source(np.concatenate(ids), first.reshape(shape), count.reshape(shape))


def silent_ids(tokenizer: Tokenizer) -> list[int]:
    """Ids of the tokens that say nothing."""
    ids = (tokenizer.token_to_id(token) for token in SILENT)
    return [one for one in ids if one is not None]


def draw(
    source: Source, rng: np.random.Generator, *, size: int, cut: bool
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(first, count), both (2 n,): a text of each of n rows, then another of the same rows."""
    usable = np.flatnonzero((source.count > 0).sum(axis=1) > 1)
    chosen = rng.choice(usable, size=min(size, len(usable)), replace=False)
    keys = rng.random((len(chosen), len(LANGUAGES))) * (source.count[chosen] > 0)
    two = np.argsort(-keys, axis=1)[:, :2].T.reshape(-1)
    both = np.concatenate([chosen, chosen])
    first, count = source.first[both, two], source.count[both, two]
    if cut:
        n = len(chosen)
        left = np.minimum(count[:n], rng.integers(SHORTEST_CUT, LONGEST_CUT + 1, size=n))
        first[:n] += (rng.random(n) * (count[:n] - left + 1)).astype(np.int64)
        count[:n] = left
    return first, count


def bags(
    source: Source, first: NDArray[np.int64], count: NDArray[np.int64], kept: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """(tokens,) ids of the drawn texts and (texts,) where each begins; not ``kept`` ones left out.

    kept: (sum of count,) which tokens stay; the first of each text always does.
    """
    begins = np.cumsum(count) - count
    kept[begins] = True
    places = np.arange(count.sum()) + np.repeat(first - begins, count)
    ids = source.ids[places[kept]]
    return ids, np.cumsum(kept)[begins] - 1


class RowAdam:
    """Adam that touches only the rows in use (a batch uses a tenth of them)."""

    def __init__(self, weight: torch.Tensor, *, betas: tuple[float, float] = (0.9, 0.98)) -> None:
        """weight: (rows, columns) float32, changed in place by ``step``."""
        self.weight = weight
        self.mean = torch.zeros_like(weight)
        self.square = torch.zeros_like(weight)
        self.betas = betas
        self.steps = 0

    def step(self, used: torch.Tensor, gradient: torch.Tensor, *, rate: float) -> None:
        """used: (k,) int64 rows, each once; gradient: (k, columns) of the loss by them."""
        self.steps += 1
        first, second = self.betas
        mean = self.mean[used].lerp_(gradient, 1 - first)
        square = self.square[used].lerp_(gradient * gradient, 1 - second)
        self.mean[used] = mean
        self.square[used] = square
        scale = (1 - second**self.steps) ** 0.5 / (1 - first**self.steps)
        self.weight[used] -= rate * scale * mean / (square.sqrt() + 1e-8)


def loss_and_gradient(
    rows: torch.Tensor, places: torch.Tensor, offsets: torch.Tensor
) -> tuple[float, torch.Tensor]:
    """Softmax loss over the batch, and its gradient by ``rows``, (k, columns).

    places: (tokens,) rows of the texts' tokens; offsets: (2 n,) where each text begins, the n
    left sides before their n right sides.
    """
    rows.requires_grad_(True)
    vectors = normalize(embedding_bag(places, rows, offsets, mode="mean"), dim=1)
    left, right = vectors.chunk(2)
    similarity = left @ right.T * SCALE
    gold = torch.arange(len(left))
    loss = (cross_entropy(similarity, gold) + cross_entropy(similarity.T, gold)) / 2
    (gradient,) = torch.autograd.grad(loss, rows)
    return loss.item(), gradient


def train(sources: dict[str, Source], vocabulary: int, recipe: Recipe) -> NDArray[np.float32]:
    """(vocabulary, dimension) token vectors."""
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    weight = torch.randn(vocabulary, recipe.dimension) * 0.1
    adam = RowAdam(weight)
    names = list(sources)
    share = np.array([len(sources[name].first) * SOURCES[name] for name in names])
    share /= share.sum()
    started, total = time.monotonic(), 0.0
    for step in range(recipe.steps):
        source = sources[names[rng.choice(len(names), p=share)]]
        cut = step % CUT_EVERY == CUT_EVERY - 1
        first, count = draw(source, rng, size=recipe.batch, cut=cut)
        kept = rng.random(count.sum()) >= recipe.dropped
        ids, offsets = bags(source, first, count, kept)
        used, places = np.unique(ids, return_inverse=True)
        rows = torch.from_numpy(used.astype(np.int64))
        loss, gradient = loss_and_gradient(
            weight[rows], torch.from_numpy(places), torch.from_numpy(offsets)
        )
        rate = recipe.rate * min(1.0, step / WARM_UP) * max(0.02, 1 - step / recipe.steps)
        adam.step(rows, gradient, rate=rate)
        total += loss
        if step % 250 == 249:
            click.echo(f"{step + 1} {time.monotonic() - started:.0f}s {total / 250:.3f}", err=True)
            total = 0.0
    vectors: NDArray[np.float32] = weight.numpy()
    return vectors


def save(folder: Path, tokenizer: Tokenizer, weight: NDArray[np.float32]) -> None:
    """Write the folder as sentence-transformers does: mean of token vectors, then unit length."""
    folder.mkdir(parents=True, exist_ok=True)
    weight = weight.copy()
    weight[silent_ids(tokenizer)] = 0.0
    weights = folder / "model.safetensors"
    save_file({WEIGHT: weight.astype(np.float16)}, weights, {NAME: RESULT})
    weights.chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Normalize",
            "type": "sentence_transformers.models.Normalize",
        },
    ]
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", "utf-8")


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option("--held-out", default=1_000, show_default=True, help="last rows of unv1_dev left out")
@click.option("--steps", default=Recipe().steps, show_default=True)
@click.option("--seed", default=Recipe().seed, show_default=True)
def main(data: Path, out: Path, *, held_out: int, steps: int, seed: int) -> None:
    """Train on the rows under DATA and write the encoder to OUT."""
    recipe = Recipe(steps=steps, seed=seed)
    tables = {source: clean_rows(data, source, held_out=held_out) for source in SOURCES}
    click.echo(f"{sum(map(len, tables.values())):,} rows", err=True)
    tokenizer = train_tokenizer(tables, recipe)
    sources = {source: encode_source(table, tokenizer) for source, table in tables.items()}
    weight = train(sources, tokenizer.get_vocab_size(), recipe)
    save(out, tokenizer, weight)


if __name__ == "__main__":
    main()
