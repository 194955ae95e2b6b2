"""Fit the weights of the pairwise aligner.

A conditional random field: the weights that make the gold alignments most probable, with a pull
towards those there were. The gradient of a weight is what the gold holds of its evidence, less
what the aligner expects. Besides the development sets as they are, the same with blocks taken out
and foreign ones put in, texts that have nothing to do with each other, and disturbed UN documents:
so the weights know gaps, and the probabilities mean the same in all of them.

From: ``align_dev``, ``unv1_dev``. To: figures to be written into alignment/pairwise/weights.py.
Not here: the evidence.

Run: ``python -m benchmarks.fit_aligner [--without SET]``; with ``--leave-one-out`` it fits four
times, without one of the four sets that have targets, and scores each fit on the set it has not
seen, beside the weights that ship (``benchmarks/results/fit_aligner.json``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from random import Random

import click
import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.evidence import FEATURES, features
from alignment.pairwise.pairs import State, study
from alignment.pairwise.path import posterior
from alignment.pairwise.recursion import Costs
from alignment.pairwise.text import text_of
from alignment.pairwise.weights import PRIORS, WEIGHTS, Weights, prior_features
from alignment.scoring import Pair, calibration_error, score
from alignment.side import Side
from benchmarks.alignment import LANGUAGES, Document, claims, read_set, sides, together
from benchmarks.record import data_folder, keep
from benchmarks.un_six_way import cases
from indexer.encoders.encoder import Encoder, load_encoder

Floats = NDArray[np.float64]

NAMES = (*FEATURES, *PRIORS, "opening", "going_on")
TARGETS = ("alignar_law_dev", "mac_dev", "textberg_dev", "parice_enis")
FIXED = {"numbering"}  # no set that has gold prints numbers
PULL = 0.02
STEP = 0.08
FORGETTING = (0.8, 0.95)  # of Adam
SEED = 7
BLOCK = (1, 12)  # clauses
UN_PAIRS = (("ar", "zh"), ("zh", "en"), ("en", "fr"), ("ru", "es"), ("ar", "fr"), ("ru", "zh"))
UN_DOCUMENTS = 12  # a pair
SHARE_OF_TWISTED, SHARE_OF_UNRELATED, SHARE_OF_UN = 1.0, 0.15, 1.0

Example = tuple[Side, Side, list[Pair]]


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are aligned together, and how much they count."""

    name: str
    examples: list[Example]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A group's documents ready to be learned from.

    evidence: (FEATURES + PRIORS, shapes, size). gold: (weights,) what the gold holds of each.
    """

    state: State
    evidence: NDArray[np.float32]
    gold: Floats
    share: float


def groups(encoder: Encoder, without: str | None) -> Iterator[Group]:
    """Everything there is to learn from."""
    for name in LANGUAGES:
        if name == without:
            continue
        documents = read_set(data_folder() / "align_dev" / name)
        usual = [one for one in documents if one.langs == LANGUAGES[name]]
        examples = [(*sides(one, encoder), one.gold) for one in usual]
        yield Group(name, examples)
        chance = Random(SEED)
        yield Group(f"{name}, twisted", [twisted(e, chance) for e in examples], SHARE_OF_TWISTED)
        for (left, _, _), (_, right, _) in zip(examples, [*examples[1:], examples[0]], strict=True):
            if len(examples) > 1:
                example = (left, right, unrelated(left, right))
                yield Group(f"{name}, unrelated", [example], SHARE_OF_UNRELATED)
    yield from un_groups(encoder)


def un_groups(encoder: Encoder) -> Iterator[Group]:
    """Disturbed UN documents, numbers hidden."""
    for number, (one, other) in enumerate(UN_PAIRS):
        chosen = cases("hidden")[number :: len(UN_PAIRS)][:UN_DOCUMENTS]
        for case in chosen:
            texts = {lang: [c.text for c in case.versions[lang]] for lang in (one, other)}
            left, right = (
                Side(lang, case.versions[lang], encoder.encode(texts[lang])) for lang in texts
            )
            gold = [(unit.get(one, ()), unit.get(other, ())) for unit in case.gold]
            example = (left, right, [pair for pair in gold if any(pair)])
            yield Group(f"un {one}-{other}", [example], SHARE_OF_UN)


def unrelated(left: Side, right: Side) -> list[Pair]:
    """Gold of texts that have nothing to do with each other."""
    alone: list[Pair] = [((at,), ()) for at in range(len(left.clauses))]
    return alone + [((), (at,)) for at in range(len(right.clauses))]


def twisted(example: Example, chance: Random) -> Example:
    """Blocks of the left taken out, blocks of the right put in a second time elsewhere."""
    left, right, gold = example
    if [at for pair in gold for at in pair[0]] != list(range(len(left.clauses))):
        return example  # a gold that leaves clauses out, or not in the order of the text
    if [at for pair in gold for at in pair[1]] != list(range(len(right.clauses))):
        return example
    lost = _block(gold, chance)
    doubled = _block(gold, chance)
    order: list[tuple[Pair, bool]] = []
    for at, pair in enumerate(gold):
        kept = ((), pair[1]) if at in lost else pair
        order.append((kept, True))
        if at == (max(doubled) + len(gold) // 2) % len(gold):
            order += [(((), gold[copied][1]), False) for copied in doubled]
    lefts = [at for (one, _), _ in order for at in one]
    rights = [at for (_, other), _ in order for at in other]
    new: list[Pair] = []
    i = j = 0
    for (one, other), _ in order:
        if one and other:
            new.append((tuple(range(i, i + len(one))), tuple(range(j, j + len(other)))))
        else:
            new += [((at,), ()) for at in range(i, i + len(one))]
            new += [((), (at,)) for at in range(j, j + len(other))]
        i, j = i + len(one), j + len(other)
    return _chosen(left, lefts), _chosen(right, rights), new


def _block(gold: Sequence[Pair], chance: Random) -> range:
    size = min(chance.randint(*BLOCK), len(gold) // 3)
    start = chance.randrange(len(gold) - size)
    return range(start, start + size)


def _chosen(side: Side, positions: Sequence[int]) -> Side:
    return Side(side.lang, tuple(side.clauses[at] for at in positions), side.vectors[positions])


def lesson(group: Group) -> Lesson:
    """The evidence of a group's documents."""
    state, tables = study([[(text_of(left), text_of(right)) for left, right, _ in group.examples]])
    found = np.stack([values for _, values in features(state.reading, tables, state.beliefs)])
    priors = prior_features(state.reading.shapes).astype(np.float32)
    priors = np.broadcast_to(priors[:, :, None], (len(priors), *found.shape[1:]))
    evidence = np.concatenate([found, priors])
    corners = state.frame.band.blocks.corners.tolist()
    gold = sum(
        held(state, evidence, gold, corner)
        for (_, _, gold), corner in zip(group.examples, corners, strict=False)
    )
    return Lesson(state, evidence, np.asarray(gold), group.share)


def held(
    state: State, evidence: NDArray[np.float32], gold: Sequence[Pair], corner: tuple[int, int]
) -> Floats:
    """(weights,): the evidence that the gold beads hold, as far as they can be told at all."""
    band, shapes = state.frame.band, state.frame.shapes
    total = np.zeros(len(NAMES))
    alone: list[list[int]] = [[], []]
    for left, right in gold:
        if not left or not right:
            alone[0] += left
            alone[1] += right
        elif (len(left), len(right)) in shapes:
            i, j = corner[0] + left[-1] + 1, corner[1] + right[-1] + 1
            if band.first[i] <= j <= band.last[i]:
                cell = band.starts[i] + j - band.first[i]
                total[:-2] += evidence[:, shapes.index((len(left), len(right))), cell]
    runs = sum(len(some) and 1 + int((np.diff(sorted(some)) > 1).sum()) for some in alone)
    total[-2:] = runs, len(alone[0]) + len(alone[1]) - runs
    return total


def slope(lesson: Lesson, values: Floats) -> tuple[Floats, float]:
    """Gradient and log probability of the gold."""
    frame, costs = lesson.state.frame, Costs(*values[-2:])
    scores = np.tensordot(values[:-2], lesson.evidence, 1)
    chances = posterior(frame, scores, costs)
    evidence = float(chances.evidence.sum())
    expected = np.empty(len(values))
    expected[:-2] = np.tensordot(lesson.evidence, chances.beads, ((1, 2), (0, 1)))
    little = 0.02
    dearer = frame.log_sums(scores, costs._replace(opening=costs.opening + little)).every
    ends = frame.lattice.forth[frame.band.ends]
    expected[-2] = (float(dearer[ends].sum()) - evidence) / little
    expected[-1] = chances.left_alone.sum() + chances.right_alone.sum() - expected[-2]
    return lesson.gold - expected, float(lesson.gold @ values) - evidence


def fit(known: Sequence[Lesson], weights: Weights, *, steps: int) -> Weights:
    """Adam on the log probability of the gold."""
    start = values = np.array([getattr(weights, name) for name in NAMES])
    free = np.array([name not in FIXED for name in NAMES])
    mean, square = np.zeros(len(values)), np.zeros(len(values))
    for step in range(1, steps + 1):
        found = [(one.share, *slope(one, values)) for one in known]
        gradient = sum(share * gradient for share, gradient, _ in found) / 100
        gradient = (gradient - PULL * (values - start)) * free
        mean = FORGETTING[0] * mean + (1 - FORGETTING[0]) * gradient
        square = FORGETTING[1] * square + (1 - FORGETTING[1]) * gradient**2
        rate = STEP * min(1.0, 2 * (1 - step / (steps + 1)))
        change = mean / (1 - FORGETTING[0] ** step)
        values = values + rate * change / (np.sqrt(square / (1 - FORGETTING[1] ** step)) + 1e-6)
        if step % 10 == 0:
            likelihood = sum(share * value for share, _, value in found)
            click.echo(f"step {step}: log likelihood {likelihood:.1f}", err=True)
    fitted = {name: round(float(v), 3) for name, v in zip(NAMES, values, strict=True)}
    return replace(weights, **fitted)


def leave_one_out(encoder: Encoder, steps: int) -> dict[str, dict[str, object]]:
    """For each set with a target: shipped weights, and those fitted on all other sets from it.

    The evidence is gathered once; what is printed is strict F1 and calibration error of documents
    that teach each other.
    """
    learned = [(group.name, lesson(group)) for group in groups(encoder, None)]
    figures: dict[str, dict[str, object]] = {}
    for name in TARGETS:
        others = [one for of, one in learned if not of.startswith(name)]
        fitted = fit(others, WEIGHTS, steps=steps)
        documents = read_set(data_folder() / "align_dev" / name)
        figures[name] = {
            title: [round(value, 4) for value in judged(documents, encoder, weights)]
            for title, weights in (("shipped", WEIGHTS), ("fitted without it", fitted))
        }
        click.echo(f"{name}: {figures[name]}", err=True)
    return figures


def judged(
    documents: Sequence[Document], encoder: Encoder, weights: Weights
) -> tuple[float, float]:
    """Strict F1, expected calibration error."""
    found = together(encoder, weights)(documents)
    pairs = [(one.gold, beads) for one, (beads, _) in zip(documents, found, strict=True)]
    return score(pairs).strict.f1, calibration_error(*claims(documents, found))


@click.command(help=__doc__)
@click.option("--without", type=click.Choice(sorted(LANGUAGES)), help="leave a set out")
@click.option("--leave-one-out", "each", is_flag=True, help="score fits on sets not seen")
@click.option("--rounds", default=2, help="times that the evidence is gathered anew")
@click.option("--steps", default=40)
def main(without: str | None, each: bool, rounds: int, steps: int) -> None:
    """Print the fitted weights, or how well those fitted without a set do on it."""
    encoder, weights = load_encoder(), WEIGHTS
    if each:
        keep("fit_aligner", leave_one_out(encoder, steps))
        return
    known = list(groups(encoder, without))
    for _ in range(rounds):
        learned = [lesson(group) for group in known]
        weights = fit(learned, weights, steps=steps)
        for field, value in zip(fields(weights), astuple(weights), strict=True):
            click.echo(f"    {field.name}: float = {value}")


if __name__ == "__main__":
    main()
