"""What the units of a corpus taught, as it lies on disk: the lexicon's state of one generation.

Terms are numbered as in the base table; terms that it does not have come behind them, sorted.
``ids.npy``, ``weights.npy`` (256ths): the units, by rising id; ``stream.LANG.npy`` and
``sizes.LANG.npy``: their words; ``words.LANG.txt``: the further terms; ``A-B.sizes.npy``,
``A-B.targets.npy``, ``A-B.counts.npy`` (256ths): how often words stand for each other;
``seen.LANG.npy``: (terms, languages) occurrences in units that have the other language (256ths).

From: lexicon.part, which writes it. To: lexicon.lexicon. Not here: how it is worked out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.counting import ONE
from alignment.lexicon.joint import Floats, Joint, Numbers
from alignment.lexicon.streams import Streams
from alignment.lexicon.vocabulary import read_lines, write_lines
from alignment.pairwise.arrays import sums_by
from indexer.languages import LANGUAGES
from indexer.store.arrays import damaged, load_array, save_array

Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(combinations(LANGUAGES, 2))

IDS, WEIGHTS = "ids.npy", "weights.npy"


@dataclass(frozen=True, slots=True)
class State:
    """ids: (n,) units, rising. weights: (n,) in 256ths. streams: their words, by language.

    terms: the further terms of each language, sorted. counts: ``{pair: (keys, 256ths)}``, keys
    rising: ``left * right terms + right``.
    """

    ids: Numbers
    weights: Numbers
    streams: dict[str, Streams]
    terms: dict[str, tuple[str, ...]]
    counts: dict[Pair, tuple[Numbers, Numbers]]


def empty_state() -> State:
    """That of a corpus without units."""
    none = np.empty(0, np.int64)
    return State(
        none,
        none,
        {lang: Streams.of([]) for lang in LANGUAGES},
        dict.fromkeys(LANGUAGES, ()),
        dict.fromkeys(PAIRS, (none, none)),
    )


def read_state(folder: Path, sizes: dict[str, int]) -> State:
    """What :func:`write_state` wrote. sizes: terms of the base table, by language.

    Raises CorpusError if a file is damaged.
    """
    terms = {lang: read_terms(folder, lang) for lang in LANGUAGES}
    widths = {lang: sizes[lang] + len(terms[lang]) for lang in LANGUAGES}
    return State(
        _array(folder / IDS),
        _array(folder / WEIGHTS),
        {lang: _read_stream(folder, lang) for lang in LANGUAGES},
        terms,
        {pair: _read_counts(folder, pair, widths[pair[1]]) for pair in PAIRS},
    )


def write_state(folder: Path, state: State, sizes: dict[str, int]) -> None:
    """Write all files into ``folder``, each array in the smallest type that holds it."""
    _save(folder / IDS, state.ids)
    _save(folder / WEIGHTS, state.weights)
    widths = {lang: sizes[lang] + len(state.terms[lang]) for lang in LANGUAGES}
    for lang, stream in state.streams.items():
        _save(folder / f"stream.{lang}.npy", stream.numbers)
        _save(folder / f"sizes.{lang}.npy", stream.sizes)
        _save(folder / f"seen.{lang}.npy", _seen(state, lang, widths[lang]))
        write_lines(folder / f"words.{lang}.txt", state.terms[lang])
    for (left, right), (keys, counts) in state.counts.items():
        rows, targets = np.divmod(keys, widths[right])
        stem = f"{left}-{right}"
        _save(folder / f"{stem}.sizes.npy", np.bincount(rows, minlength=widths[left]))
        _save(folder / f"{stem}.targets.npy", targets)
        _save(folder / f"{stem}.counts.npy", counts)


def read_ids(folder: Path) -> Numbers:
    """(n,) int64: the units that taught, rising. Raises CorpusError if the file is damaged."""
    return _array(folder / IDS)


def read_terms(folder: Path, lang: str) -> tuple[str, ...]:
    """The terms of a language that the base table does not have, in their order."""
    return read_lines(folder / f"words.{lang}.txt")


class TaughtTables:
    """What the units taught, as a lexicon asks for it (see ``lexicon.lexicon.Taught``)."""

    def __init__(self, folder: Path, sizes: dict[str, int]) -> None:
        """sizes: terms of the base table, by language. Nothing is read yet; what is, is kept."""
        self._folder = folder
        self._sizes = sizes
        self._joints: dict[Pair, Joint] = {}
        self._seen: dict[str, Floats] = {}

    def terms(self, lang: str) -> tuple[str, ...]:
        """The further terms; how they are written stands in the texts."""
        return read_terms(self._folder, lang)

    def joint(self, source: str, target: str) -> Joint:
        """Counts by the terms of ``source``, sharpened."""
        pair = source, target
        if pair not in self._joints:
            in_order = pair in PAIRS
            self._joints[pair] = (
                self._read_joint(*pair) if in_order else self.joint(target, source).turned()
            )
        return self._joints[pair]

    def seen(self, lang: str) -> Floats:
        """(terms, languages): occurrences in units that have the other language too."""
        if lang not in self._seen:
            self._seen[lang] = _array(self._folder / f"seen.{lang}.npy") / ONE
        return self._seen[lang]

    def _read_joint(self, left: str, right: str) -> Joint:
        columns = self._sizes[right] + len(read_terms(self._folder, right))
        rows = self._sizes[left] + len(read_terms(self._folder, left))
        keys, counts = _read_counts(self._folder, (left, right), columns)
        return _sharpened(Joint.of(keys, counts / ONE, (rows, columns)))


def _sharpened(joint: Joint) -> Joint:
    """Counts times the share of the surer direction: words that have but one partner gain.

    A unit shares an unknown word out among all unknown words of the other side; over many units the
    right one has most, and with this it has nearly all.
    """
    columns = sums_by(joint.targets, joint.counts, joint.columns)
    known = np.minimum(joint.totals[joint.sources], columns[joint.targets])
    counts = joint.counts * joint.counts / np.maximum(known, 1e-300)
    return Joint(joint.starts, joint.targets, counts, joint.columns)


def _seen(state: State, lang: str, width: int) -> Numbers:
    stream = state.streams[lang]
    of_words = np.repeat(np.arange(len(state.ids)), stream.sizes)
    columns: list[Numbers] = []
    for other in LANGUAGES:
        believed = state.weights * (state.streams[other].sizes > 0) * (other != lang)
        sums = sums_by(stream.numbers.astype(np.int64), believed[of_words].astype(float), width)
        columns.append(sums.astype(np.int64))
    return np.stack(columns, axis=1)


def _read_stream(folder: Path, lang: str) -> Streams:
    numbers = _array(folder / f"stream.{lang}.npy")
    starts = np.concatenate([[0], np.cumsum(_array(folder / f"sizes.{lang}.npy"))])
    if starts[-1] != len(numbers):
        raise damaged(folder / f"stream.{lang}.npy")
    return Streams(numbers.astype(np.int32), starts.astype(np.int64))


def _read_counts(folder: Path, pair: Pair, width: int) -> tuple[Numbers, Numbers]:
    stem = "-".join(pair)
    sizes = _array(folder / f"{stem}.sizes.npy")
    targets = _array(folder / f"{stem}.targets.npy")
    counts = _array(folder / f"{stem}.counts.npy")
    if not sizes.sum() == len(targets) == len(counts):
        raise damaged(folder / f"{stem}.sizes.npy")
    return np.repeat(np.arange(len(sizes)), sizes) * width + targets, counts


def _array(file: Path) -> Numbers:
    return np.asarray(load_array(file)).astype(np.int64)


def _save(file: Path, array: NDArray[Any]) -> None:
    save_array(file, array.astype(np.min_scalar_type(int(array.max(initial=0)))))
