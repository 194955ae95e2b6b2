"""Learn the base lexicon that the package ships.

For each of the fifteen pairs of languages expected counts are learned by EM from all rows that have
both (alignment.lexicon.learning). What two words owe to a third language is added where they meet
seldom (pivoting). Then words are chosen, counts pruned and packed.

From: a folder of parallel rows. To: a folder of ``alignment.lexicon.packed``'s form.
Not here: reading rows (benchmarks.lexicon_rows), measuring (benchmarks.lexicon).

Run: ``python -m benchmarks.train_lexicon DATA OUT``: NumPy only, one core.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Floats, Joint, Numbers, summed
from alignment.lexicon.learning import Learned, learn
from alignment.lexicon.packed import write_tables
from benchmarks.lexicon_rows import Rows, pair_rows, read, spellings
from benchmarks.parallel_rows import UN_COUNT, last_rows
from indexer.languages import LANGUAGES

Pair = tuple[str, str]

LEAST_COVERED = 0.05  # by two tables, of a word: so that little evidence is not blown up

PAIRS: tuple[Pair, ...] = tuple(combinations(LANGUAGES, 2))


@dataclass(frozen=True, slots=True)
class Pruning:
    """What is kept of what was learned.

    words: of a language at most, those seen most often. pivot: weight of a count that goes through
    a third language. best: translations kept of a word, in either direction; share, count: what a
    translation needs at least, of its word's and by itself.
    """

    words: int = 45_000
    pivot: float = 1.0
    best: int = 8
    share: float = 0.015
    count: float = 0.4


def learn_pairs(rows: Rows) -> dict[Pair, Learned]:
    """Expected counts of every pair of languages, by the numbers of ``rows.terms``."""
    learned = {}
    for left, right in PAIRS:
        started = time.monotonic()
        a, b, weights = pair_rows(rows, left, right)
        sizes = (len(rows.terms[left]), len(rows.terms[right]))
        learned[left, right] = learn(a, b, weights, sizes=sizes)
        click.echo(
            f"{left}-{right}: {len(weights):,} rows, {len(learned[left, right].joint.counts):,} "
            f"pairs of words, {time.monotonic() - started:.0f} s",
            err=True,
        )
    return learned


def assemble(
    rows: Rows, learned: dict[Pair, Learned], pruning: Pruning
) -> tuple[dict[str, dict[str, str]], dict[Pair, Joint], dict[str, Floats]]:
    """Words with their spellings, counts and occurrences as ``write_tables`` takes them."""
    chosen = {lang: _chosen(rows, learned, lang, pruning.words) for lang in LANGUAGES}
    joints = {
        (left, right): _renumbered(learned[left, right].joint, chosen[left], chosen[right])
        for left, right in PAIRS
    }
    direct = {pair: _pruned(joint, pruning) for pair, joint in joints.items()}
    seen = {lang: _seen(learned, lang)[chosen[lang]] for lang in LANGUAGES}
    surfaces = {lang: _surfaces(rows, lang, chosen[lang]) for lang in LANGUAGES}
    if not pruning.pivot:
        return surfaces, direct, seen
    joints = {pair: _pruned(_with_pivots(direct, pair, pruning.pivot), pruning) for pair in PAIRS}
    return (
        surfaces,
        joints,
        {lang: _seen_with_pivots(seen[lang], lang, direct, joints) for lang in seen},
    )


def _seen(learned: dict[Pair, Learned], lang: str) -> Floats:
    """(terms, languages): how often each term stood in rows that have the other language."""
    columns = []
    for other in LANGUAGES:
        if (lang, other) in learned:
            columns.append(learned[lang, other].seen_left)
        elif (other, lang) in learned:
            columns.append(learned[other, lang].seen_right)
        else:
            columns.append(np.zeros(0))
    size = max(map(len, columns))
    return np.stack(
        [np.resize(column, size) if len(column) else np.zeros(size) for column in columns], axis=1
    )


def _seen_with_pivots(
    seen: Floats, lang: str, direct: dict[Pair, Joint], joints: dict[Pair, Joint]
) -> Floats:
    """Occurrences, with those that counts through other languages stand for.

    A count through a third language has passed two tables: it stands for so many occurrences as are
    left when each explains its share. seen: (terms, languages).
    """
    before, after = (_explained(tables, lang) for tables in (direct, joints))
    covered = np.minimum(before / np.maximum(seen, 1e-9), 1)
    twice = (covered**2).sum(axis=1) / np.maximum((seen > 0).sum(axis=1), 1)
    added = np.maximum(after - before, 0) / np.maximum(twice, LEAST_COVERED)[:, None]
    total: Floats = seen + added
    return total


def _explained(joints: dict[Pair, Joint], lang: str) -> Floats:
    """(terms, languages): sum of a term's counts, 0 for its own language."""
    columns = [
        _directed(joints, lang, other).totals if other != lang else None for other in LANGUAGES
    ]
    size = max(len(column) for column in columns if column is not None)
    return np.stack([np.zeros(size) if one is None else one for one in columns], axis=1)


def _chosen(rows: Rows, learned: dict[Pair, Learned], lang: str, most: int) -> Numbers:
    """Old numbers of the words that are kept, sorted as terms."""
    terms = np.array(list(rows.terms[lang]), dtype=object)
    often = _seen(learned, lang).max(axis=1)
    usable = [
        number
        for number, term in enumerate(terms)
        if often[number] >= 1 and _is_word(term, lang, rows.whole)
    ]
    best = sorted(usable, key=lambda number: (-often[number], terms[number]))[:most]
    return np.array(sorted(best, key=lambda number: terms[number]), np.int64)


def _is_word(term: str, lang: str, whole: set[str]) -> bool:
    """Not a number, not the shred of a Chinese word."""
    return not any(map(str.isdigit, term)) and (lang != "zh" or term in whole)


def _renumbered(joint: Joint, left: Numbers, right: Numbers) -> Joint:
    """With the new numbers of the chosen words; what is not chosen goes."""
    new_left = _places(left, len(joint.starts) - 1)
    new_right = _places(right, joint.columns)
    row, column = new_left[joint.sources], new_right[joint.targets]
    kept = (row >= 0) & (column >= 0)
    keys, counts = summed(row[kept] * len(right) + column[kept], joint.counts[kept])
    return Joint.of(keys, counts, (len(left), len(right)))


def _places(chosen: Numbers, size: int) -> Numbers:
    places = np.full(size, -1, np.int64)
    places[chosen] = np.arange(len(chosen))
    return places


def _pruned(joint: Joint, pruning: Pruning) -> Joint:
    """Without pairs that are weak for both words, or that stand far down both words' lists."""
    totals = joint.totals
    columns = np.bincount(joint.targets, joint.counts, joint.columns)
    of_row = joint.counts / totals[joint.sources]
    of_column = joint.counts / columns[joint.targets]
    kept = (joint.counts >= pruning.count) & (np.maximum(of_row, of_column) >= pruning.share)
    kept &= (_rank(joint.sources, of_row) < pruning.best) | (
        _rank(joint.targets, of_column) < pruning.best
    )
    kept &= (_rank(joint.sources, of_row) < 250) & (of_row * of_column >= pruning.share**2 / 4)
    return Joint.of(joint.keys[kept], joint.counts[kept], (len(totals), joint.columns))


def _rank(group: Numbers, value: Floats) -> NDArray[np.int64]:
    """(entries,): 0 for the largest value of its group, 1 for the next, ..."""
    order = np.lexsort((-value, group))
    first = np.searchsorted(group[order], group[order])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first
    return rank


def _with_pivots(joints: dict[Pair, Joint], pair: Pair, weight: float) -> Joint:
    """Direct counts and, weighted, the mean of what goes through each other language."""
    left, right = pair
    direct = joints[pair]
    keys, counts = [direct.keys], [direct.counts]
    others = [lang for lang in LANGUAGES if lang not in pair]
    for other in others:
        key, count = through(_directed(joints, left, other), _directed(joints, other, right))
        keys.append(key)
        counts.append(count * weight / len(others))
    known, total = summed(np.concatenate(keys), np.concatenate(counts))
    return Joint.of(known, total, (len(direct.starts) - 1, direct.columns))


def through(first: Joint, second: Joint) -> tuple[Numbers, Floats]:
    """Keys and expected counts of a and b if each b stands for the c that stands for a.

    n(a, b) = sum over c of n(a, c) n(c, b) / n(c), n(c) being the larger of its two totals.
    """
    columns = np.bincount(first.targets, first.counts, first.columns)
    known = np.maximum(columns, second.totals)
    places, which = second.entries(first.targets)
    counts = first.counts[which] * second.counts[places] / known[first.targets[which]]
    strong = counts >= 0.05
    return summed(
        (first.sources[which] * second.columns + second.targets[places])[strong], counts[strong]
    )


def _directed(joints: dict[Pair, Joint], source: str, target: str) -> Joint:
    if (source, target) in joints:
        return joints[source, target]
    return joints[target, source].turned()


def _surfaces(rows: Rows, lang: str, chosen: Numbers) -> dict[str, str]:
    """``{term: how it is mostly written}`` of the chosen words, in their order."""
    terms = list(rows.terms[lang])
    written = spellings(rows.stretches[lang], lang)
    return {term: written.get(term, term) for term in (terms[number] for number in chosen)}


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
def main(data: Path, out: Path, *, held_out: int) -> None:
    """Learn from the rows under DATA and write the base lexicon to OUT."""
    rows = read(data, held_out=last_rows(held_out))
    write_tables(out, *assemble(rows, learn_pairs(rows), Pruning()))


if __name__ == "__main__":
    main()
