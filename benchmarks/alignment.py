"""How well and how fast pairs of versions are aligned, and how honest the probabilities are.

Strict and lax precision, recall and F1 as Vecalign's scorer defines them, over all documents of a
set together, with a 95 % interval by bootstrap over documents (over stretches of 50 gold beads
where a set is one document); expected calibration error; seconds per 1,000 clauses, those of both
versions counted, apart for vectors and for aligning, by the clock and of processor time. Our
aligner in two ways: the documents of a set one by one, and all of them teaching each other. Rivals
beside it, those that are not installed left out by name (benchmarks.aligners).

From: ``align_dev``. To: a table on stdout, ``benchmarks/results/alignment.json``
(``alignment_rivals.json`` with rivals that take vectors), the curve of calibration in ``docs/``.
Not here: more than two versions (benchmarks.six_way).

Run: ``python -m benchmarks.alignment [--set NAME]... [--ablations] [--rivals] [--encoder NAME]``.
"""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from alignment.bead import Alignment
from alignment.pairwise.pairs import align_pair, align_pairs
from alignment.pairwise.weights import WEIGHTS, Weights
from alignment.scoring import Pair, Scores, calibration_curve, calibration_error, score
from alignment.side import Side
from benchmarks.aligners import bertalign, gale_church, galechurch, sentalign
from benchmarks.plot import Axes, chart
from benchmarks.record import ROOT, data_folder, keep
from indexer.document import Clause
from indexer.encoders.encoder import Encoder, load_encoder

LANGUAGES = {
    "alignar_law_dev": ("ar", "en"),
    "hunalign_dtm": ("hu", "en"),
    "mac_dev": ("zh", "en"),
    "maligna_human": ("pl", "en"),
    "parice_enis": ("en", "is"),
    "textberg_dev": ("de", "fr"),
}
RESAMPLED = 500
STRETCH = 50  # gold beads


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a set in both languages, a sentence an entry, with its gold beads."""

    name: str
    langs: tuple[str, str]
    left: list[str]
    right: list[str]
    gold: list[Pair]


Found = tuple[list[Pair], list[float]]  # the beads of a document, their probabilities if any
Aligner = Callable[[Sequence[Document]], list[Found]]
Judged = tuple[NDArray[np.float64], NDArray[np.bool_]]  # what was claimed, and what held


def read_set(folder: Path) -> list[Document]:
    """The documents of a set, by name; languages may differ from document to document."""
    langs = LANGUAGES[folder.name]
    return [
        Document(
            gold.name,
            ("pl", "de") if gold.name == "poznan" else langs,
            _lines(folder / "src" / gold.name),
            _lines(folder / "tgt" / gold.name),
            read_beads(gold),
        )
        for gold in sorted((folder / "gold").iterdir())
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").removesuffix("\n").split("\n")


def read_beads(path: Path) -> list[Pair]:
    """Beads as ``[0, 1]:[2]`` a line, whatever follows a second colon left out."""
    beads = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            left, right = (ast.literal_eval(part.strip()) for part in line.split(":")[:2])
            beads.append((tuple(left), tuple(right)))
    return beads


def one_by_one(encoder: Encoder) -> Aligner:
    """Our aligner, each document by itself."""
    return lambda documents: [_found(align_pair(*sides(one, encoder))) for one in documents]


def together(encoder: Encoder, weights: Weights = WEIGHTS) -> Aligner:
    """Our aligner, documents of a language pair teaching each other."""

    def align(documents: Sequence[Document]) -> list[Found]:
        found: dict[str, Found] = {}
        for langs in dict.fromkeys(document.langs for document in documents):
            chosen = [document for document in documents if document.langs == langs]
            alignments = align_pairs([sides(one, encoder) for one in chosen], weights=weights)
            names = [one.name for one in chosen]
            found.update(zip(names, map(_found, alignments), strict=True))
        return [found[document.name] for document in documents]

    return align


def by_length(documents: Sequence[Document]) -> list[Found]:
    """Gale and Church."""
    return [(gale_church.align(one.left, one.right), []) for one in documents]


def by_length_of_package(documents: Sequence[Document]) -> list[Found]:
    """The same, the package ``galechurch``."""
    return [(galechurch.align(one.left, one.right), []) for one in documents]


def by_vecalign(encoder: Encoder) -> Aligner:
    """Vecalign's search on our vectors, the package ``sentalign``."""
    return lambda documents: [
        (sentalign.align(one.left, one.right, encoder.encode), []) for one in documents
    ]


def by_bertalign(encoder: Encoder) -> Aligner:
    """Bertalign's search on our vectors, in a process of its own."""

    def align(documents: Sequence[Document]) -> list[Found]:
        texts = [(one.left, one.right) for one in documents]
        return [(beads, []) for beads in bertalign.align(texts, encoder.encode)]

    return align


@dataclass
class Timed:
    """An encoder that counts the time it takes. spent: by the clock, of the processor."""

    encoder: Encoder
    spent: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))

    def __post_init__(self) -> None:
        self.name = self.encoder.name
        self.fingerprint = self.encoder.fingerprint
        self.dimension = self.encoder.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As the encoder does it."""
        start = now()
        vectors = self.encoder.encode(texts)
        self.spent += now() - start
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """As ``encode``: nothing is looked for here."""
        return self.encode(texts)


def now() -> NDArray[np.float64]:
    """Seconds by the clock, and of the processor: all threads, and processes that have ended."""
    return np.array([time.perf_counter(), sum(os.times()[:4])])


def sides(document: Document, encoder: Encoder) -> tuple[Side, Side]:
    left, right = (
        Side(
            lang,
            tuple(Clause("sentence", None, 0, len(text), text) for text in texts),
            encoder.encode(texts),
        )
        for lang, texts in zip(document.langs, (document.left, document.right), strict=True)
    )
    return left, right


def _found(alignment: Alignment) -> Found:
    beads = alignment.beads
    return [(bead.left, bead.right) for bead in beads], [bead.probability for bead in beads]


def peers(folder: Path, documents: Sequence[Document]) -> dict[str, list[Found]]:
    """What other aligners, run by others, have found: files that come with the set."""
    return {
        peer.name: [(read_beads(peer / document.name), []) for document in documents]
        for peer in sorted((folder / "peers").glob("*"))
    }


def measure(documents: Sequence[Document], found: Sequence[Found]) -> dict[str, object]:
    """All figures but time."""
    judged = [(one.gold, beads) for one, (beads, _) in zip(documents, found, strict=True)]
    scores = score(judged)
    low, high = interval(judged)
    figures: dict[str, object] = {
        **_rounded("strict", scores),
        **_rounded("lax", scores),
        "interval": [round(low, 4), round(high, 4)],
    }
    claimed, held = claims(documents, found)
    if len(claimed):
        figures["calibration_error"] = round(calibration_error(claimed, held), 4)
    return figures


def claims(documents: Sequence[Document], found: Sequence[Found]) -> Judged:
    """What was claimed of each bead, and whether it is right; nothing for other aligners."""
    claimed = np.array([chance for _, chances in found for chance in chances])
    golds = [set(one.gold) for one in documents]
    held = [
        pair in gold
        for gold, (beads, chances) in zip(golds, found, strict=True)
        for pair, _ in zip(beads, chances, strict=False)
    ]
    return claimed, np.array(held)


def _rounded(name: str, scores: Scores) -> dict[str, object]:
    one = scores.strict if name == "strict" else scores.lax
    return {name: [round(value, 4) for value in (one.precision, one.recall, one.f1)]}


def interval(judged: Sequence[tuple[list[Pair], list[Pair]]]) -> tuple[float, float]:
    """95 % interval of strict F1, by drawing parts with replacement; the same every time."""
    parts = list(judged) if len(judged) > 1 else _stretches(*judged[0])
    draw = np.random.default_rng(0)
    drawn = [
        score([parts[at] for at in draw.integers(0, len(parts), len(parts))]).strict.f1
        for _ in range(RESAMPLED)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _stretches(gold: list[Pair], found: list[Pair]) -> list[tuple[list[Pair], list[Pair]]]:
    """A document cut where the gold has counted STRETCH beads; a found bead goes by its start."""
    cuts = [gold[at] for at in range(STRETCH, len(gold), STRETCH)]
    ends = [(min(left, default=0), min(right, default=0)) for left, right in cuts]
    parts: list[tuple[list[Pair], list[Pair]]] = [([], []) for _ in range(len(ends) + 1)]
    for which, beads in enumerate((gold, found)):
        for left, right in beads:
            at = sum((left and left[0] >= i) or (not left and right[0] >= j) for i, j in ends)
            parts[at][which].append((left, right))
    return parts


def run(
    folder: Path, aligners: dict[str, Aligner], encoder: Timed, curves: dict[str, Judged]
) -> dict[str, dict[str, object]]:
    """Every aligner over one set."""
    documents = read_set(folder)
    thousands = sum(len(one.left) + len(one.right) for one in documents) / 1000
    figures: dict[str, dict[str, object]] = {}
    for name, aligner in aligners.items():
        encoder.spent, start = np.zeros(2), now()
        try:
            found = aligner(documents)
        except ImportError as error:
            figures[name] = {"not run": str(error)}
            continue
        clock, processor = (now() - start - encoder.spent) / thousands
        figures[name] = measure(documents, found) | {
            "seconds_per_1000": round(float(clock), 3),
            "of_processor": round(float(processor), 3),
            "of_encoding": round(float(encoder.spent[0]) / thousands, 3),
        }
        if name == "hexapla, together":
            curves[folder.name] = claims(documents, found)
    for name, found in peers(folder, documents).items():
        figures[f"{name} (as published)"] = measure(documents, found)
    return figures


def ablations(encoder: Encoder) -> dict[str, Aligner]:
    """Our aligner without a kind of evidence, the other weights left as they are."""
    kinds = {
        "length": ("length",),
        "words": ("words",),
        "vectors": ("meaning", "meaning_per_clause", "meaning_as_usual", "meaning_of_edges"),
        "edges": ("meaning_of_edges",),
        "stops": ("stop", "stop_of_many"),
    }
    return {
        f"without {kind}": together(encoder, replace(WEIGHTS, **dict.fromkeys(names, 0.0)))
        for kind, names in kinds.items()
    }


@click.command(help=__doc__)
@click.option("--ablations", "ablated", is_flag=True, help="also without each kind of evidence")
@click.option("--rivals", is_flag=True, help="also those that take vectors; minutes of encoding")
@click.option("--encoder", "named", help="another than the shipped one: hexapla-words-1")
@click.option("--set", "names", multiple=True, type=click.Choice(sorted(LANGUAGES)))
def main(names: tuple[str, ...], ablated: bool, rivals: bool, named: str | None) -> None:
    """Align all sets with all aligners, print and keep the figures."""
    encoder = Timed(load_encoder(named))
    aligners = {
        "gale_church": by_length,
        "galechurch (package)": by_length_of_package,
        "hexapla": one_by_one(encoder),
        "hexapla, together": together(encoder),
    }
    if rivals:
        aligners |= {
            "sentalign (Vecalign's search, our vectors)": by_vecalign(encoder),
            "bertalign's search, our vectors": by_bertalign(encoder),
        }
    if ablated:
        aligners |= ablations(encoder)
    one_by_one(encoder)(read_set(data_folder() / "align_dev" / "mac_dev")[:1])  # caches are warm
    chosen = names or sorted(LANGUAGES)
    curves: dict[str, Judged] = {}
    folder = data_folder() / "align_dev"
    result = f"alignment{'_rivals' if rivals else ''}{f'_{named}' if named else ''}"
    keep(result, {name: run(folder / name, aligners, encoder, curves) for name in chosen})
    if not names and not named:
        draw(curves)


def draw(curves: dict[str, Judged]) -> None:
    """The curve of calibration of each set."""
    axes = Axes("Beads: what is claimed and what holds", "claimed", "right", 1.0, 1.0, True)
    lines = {
        name: [(claimed, held) for claimed, held, _ in calibration_curve(*judged)]
        for name, judged in curves.items()
    }
    chart(ROOT / "docs" / "calibration.svg", axes, lines)


if __name__ == "__main__":
    main()
