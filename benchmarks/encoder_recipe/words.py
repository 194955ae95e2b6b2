"""Words: a Unigram vocabulary and one vector a token, learned from parallel rows.

The mean of a text's token vectors shall lie nearer to that of its translation than to those of the
other rows of the batch, by a margin (in-batch softmax over cosines, both directions, a margin taken
from the right one's). A batch comes from one source, so that the wrong answers are of the right
subject; in one batch of eight one side is cut to a few words, so that short queries learn which
words count.

A token's vector begins as what the n-grams say of the token by itself: words of one meaning in
several languages begin close together, and those that the rows hardly hold stay so.

From: encoder_recipe.rows, what encoder_recipe.ngrams says of tokens. To: encoder_recipe.blend.
Needs torch, which the package itself does not.
Source of the margin: Yang et al., Improving Multilingual Sentence Embedding using Bi-directional
Dual Encoder with Additive Margin Softmax, IJCAI 2019.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from random import Random

import click
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch.nn.functional import cross_entropy, embedding_bag, normalize

from benchmarks.encoder_recipe.rows import SOURCES, Tables
from benchmarks.parallel_rows import Row
from indexer.languages import LANGUAGES

DOMAIN = ("un", "law_cc", "tico19", "who", "mozilla_legal")  # counts double in the vocabulary
LONGEST_BAG = 160  # tokens of a text that are trained on
SHORTEST_CUT, LONGEST_CUT = 2, 8  # tokens left of a side that is cut
CUT_EVERY = 8
WARM_UP = 200  # steps
SCALE = 14.0  # of cosines in the softmax: less suits translations, more suits short queries
MARGIN = 0.3  # by which the cosine with the right one shall be above all others
SILENT = ("<unk>", "\u2581")  # an unknown character, the opening of a word: they say nothing
DIGITS = 6  # of a piece's logarithm that are kept; two runs differ in the fourteenth
PENALTY = 1e-4  # by which the trainer sets such a character below the one before it
RARE = 20  # a character seen less often gets no token
LENGTH = 1.6  # of a token's vector to begin with

Say = Callable[[list[str]], NDArray[np.float32]]  # (n, d) unit vectors of n texts


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
    steps: int = 15_000
    batch: int = 1_024
    rate: float = 5e-3
    dropped: float = 0.1
    seed: int = 0


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


def train_tokenizer(tables: Tables, recipe: Recipe) -> Tokenizer:
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
    return in_steady_order(tokenizer)


def in_steady_order(tokenizer: Tokenizer) -> Tokenizer:
    """The same, its pieces by score and then by name, whatever order chance gave them.

    Threads share the trainer's sums, so last digits differ from run to run; and characters that no
    piece of the vocabulary holds are put last as a set has them, each below the one before:
    here all that is there gets the score of the first.
    """
    said = json.loads(tokenizer.to_str())
    unknown, *pieces = said["model"]["vocab"]
    scores = np.array([score for _, score in pieces])
    falls = np.abs(np.diff(scores) + PENALTY) < PENALTY / 1000
    in_turn = np.flatnonzero(falls[:-2] & falls[1:-1] & falls[2:])  # thrice: by no chance
    if len(in_turn):
        scores[in_turn[0] :] = scores[in_turn[0]]
    found = [(piece, score) for (piece, _), score in zip(pieces, scores.round(DIGITS), strict=True)]
    said["model"]["vocab"] = [unknown, *sorted(found, key=lambda one: (-one[1], one[0]))]
    return Tokenizer.from_str(json.dumps(said))


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
    similarity = (left @ right.T - MARGIN * torch.eye(len(left))) * SCALE
    gold = torch.arange(len(left))
    loss = (cross_entropy(similarity, gold) + cross_entropy(similarity.T, gold)) / 2
    (gradient,) = torch.autograd.grad(loss, rows)
    return loss.item(), gradient


def beginnings(tokenizer: Tokenizer, say: Say, dimension: int) -> NDArray[np.float32]:
    """(vocabulary, dimension) what another encoder says of each token: its principal components.

    Their mean is taken away before, and each row is as long as any other.
    """
    tokens = sorted(tokenizer.get_vocab().items(), key=lambda one: one[1])
    said = say([token.replace("\u2581", "") or "." for token, _ in tokens])
    said = said - said.mean(axis=0)
    _, directions = np.linalg.eigh((said.T @ said).astype(np.float64))
    kept: NDArray[np.float32] = said @ directions[:, ::-1][:, :dimension].astype(np.float32)
    kept *= LENGTH / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-9)
    return kept


def train(
    sources: dict[str, Source], beginning: NDArray[np.float32], recipe: Recipe
) -> NDArray[np.float32]:
    """(vocabulary, dimension) token vectors. beginning: the same before they learn anything."""
    rng = np.random.default_rng(recipe.seed)
    weight = torch.from_numpy(beginning.copy())
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


def learn_words(tables: Tables, recipe: Recipe, say: Say) -> tuple[Tokenizer, NDArray[np.float32]]:
    """The tokenizer, and (tokens, dimension) vectors; a token that says nothing has 0.

    say: what the n-grams say of texts.
    """
    tokenizer = train_tokenizer(tables, recipe)
    sources = {source: encode_source(table, tokenizer) for source, table in tables.items()}
    vectors = train(sources, beginnings(tokenizer, say, recipe.dimension), recipe)
    vectors[silent_ids(tokenizer)] = 0.0
    return tokenizer, vectors
