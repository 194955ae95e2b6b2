"""A narrow network is taught to say what the whole one says.

After channels are left out (encoder_recipe.ngrams) all that is left is moved, step by step, so that
vectors of texts point where those of the whole network point. Nothing is asked but the texts: no
translation, no score.

From: encoder_recipe.ngrams. To: the same. Needs torch, which the package itself does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import click
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cosine_similarity

from indexer.encoders.torch_ngrams import NgramsModule
from indexer.encoders.weights import Floats

Ids = list[list[int]]

SORTED_TOGETHER = 16_384  # texts of which those of like length go into one batch
SHORTEST, LONGEST = 4, 160  # tokens of a text that is learned from
WARM_UP = 100  # steps
SAID_EVERY = 250  # steps


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a run can vary: steps, tokens a batch (padding included), step size, seed."""

    steps: int = 4_500
    tokens: int = 8_192
    rate: float = 5e-4
    seed: int = 0


def teach(
    pieces: Floats, own: dict[str, Floats], *, ids: Ids, wanted: Floats, lesson: Lesson
) -> dict[str, Floats]:
    """The arrays of the network, moved towards ``wanted``.

    pieces: (pieces, d), which stay as they are; own: the arrays by name; ids: of n texts;
    wanted: (n, out) what the whole network says of them. The same threads give the same bytes.
    """
    torch.manual_seed(lesson.seed)
    network = NgramsModule(pieces, own)
    taught = [one for one in network.parameters() if one.requires_grad]
    optimizer = torch.optim.Adam(taught, lr=lesson.rate, betas=(0.9, 0.98))
    total = 0.0
    for step, chosen in enumerate(batches([len(one) for one in ids], lesson)):
        optimizer.param_groups[0]["lr"] = lesson.rate * pace(step, lesson.steps)
        said = network(padded([ids[n] for n in chosen]))
        loss = 1 - cosine_similarity(said, torch.from_numpy(wanted[chosen])).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss.detach())
        if (step + 1) % SAID_EVERY == 0:
            click.echo(f"step {step + 1}: 1 - cosine {total / SAID_EVERY:.4f}", err=True)
            total = 0.0
    moved = {name: one.detach().numpy() for name, one in network.weights.items()}
    return {name: moved.get(name.replace(".", "_"), values) for name, values in own.items()}


def pace(step: int, steps: int) -> float:
    """Share of the full step size: it rises, then falls to nothing.

    >>> pace(49, 1_000), pace(500, 1_000)
    (0.4755, 0.5)
    """
    return min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)


def batches(lengths: list[int], lesson: Lesson) -> Iterator[NDArray[np.int64]]:
    """Numbers of texts of like length, as many batches as there are steps."""
    rng = np.random.default_rng(lesson.seed)
    count = np.array(lengths)
    fit = np.flatnonzero((count >= SHORTEST) & (count <= LONGEST))
    left = lesson.steps
    while left:
        drawn = rng.permutation(fit)
        for start in range(0, len(drawn), SORTED_TOGETHER):
            some = drawn[start : start + SORTED_TOGETHER]
            runs = _runs(some[np.argsort(count[some], kind="stable")], count, lesson.tokens)
            for n in rng.permutation(len(runs))[:left]:
                yield runs[n]
            left -= min(left, len(runs))


def _runs(
    rising: NDArray[np.int64], count: NDArray[np.int64], most: int
) -> list[NDArray[np.int64]]:
    """Texts, the longest last, cut into runs of at most so many tokens after padding."""
    runs, start = [], 0
    for place, text in enumerate(rising.tolist()):
        if place > start and (place + 1 - start) * int(count[text]) > most:
            runs.append(rising[start:place])
            start = place
    return [*runs, rising[start:]]


def padded(ids: Ids) -> torch.Tensor:
    """(n, longest), -1 where a text is over."""
    found = torch.full((len(ids), max(map(len, ids))), -1)
    for row, one in enumerate(ids):
        found[row, : len(one)] = torch.tensor(one)
    return found
