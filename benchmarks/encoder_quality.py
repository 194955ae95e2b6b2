"""How good an encoder is: the measures, on development sets.

- right translation first: each of n rows asked for in one language among the n of another, all 30
  directions, by cosine and by margin; and from one language against the mean of the five others, as
  search over units does it. The last rows among themselves, then among all rows: there are four
  times as many to take for the right one, so that encoders that miss the same few are told apart;
- terms: a term of a few words asked for in one language finds rows of which one of the other five
  languages holds the term's equivalent, over the mean vectors of those five;
- questions: sentences that answer a question, in a pool of five languages (LAReQA);
- similarity within a language: Spearman's correlation with people's scores (STS).

From: ``unv1_dev`` (its last rows; the shipped encoder was trained without them), ``retrieval_dev``
and ``sts_dev``. To: benchmarks.encoder, benchmarks.encoder_documents. Not here: speed.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.parallel_rows import last_rows
from indexer.encoders.encoder import Encoder
from indexer.encoders.similarity import margins, unit_mean
from indexer.languages import LANGUAGES

Vectors = NDArray[np.float32]
Directions = dict[tuple[str, str], tuple[float, float]]

MOST_ANSWERS = 200  # a term that more rows name is no query
DEPTH = 10
TIE = 1e-6  # of cosines or margins that differ by no more


@dataclass(frozen=True, slots=True)
class Translations:
    """How often the right translation comes first; shares in [0, 1].

    directions: from one language to another. unit_mean: from one to the mean of the others.
    """

    directions: Directions
    unit_mean: float

    @property
    def cosine(self) -> float:
        return fmean(cosine for cosine, _ in self.directions.values())

    @property
    def margin(self) -> float:
        return fmean(margin for _, margin in self.directions.values())


@dataclass(frozen=True, slots=True)
class Quality:
    """All figures of an encoder; shares and correlations in [0, 1].

    among_last: of the last rows, among themselves. among_all: of the same among all rows.
    """

    among_last: Translations
    among_all: Translations
    terms: dict[str, float]
    questions: float
    similarity: dict[str, float]


def measure(encoder: Encoder, data: Path, *, lines: int) -> Quality:
    """Every measure; lines: how many of the last rows of ``unv1_dev`` are asked for."""
    rows = read_rows(data)
    vectors = {lang: encoder.encode(texts) for lang, texts in rows.items()}
    return Quality(
        translations({lang: own[-lines:] for lang, own in vectors.items()}),
        translations(vectors, last_rows(lines)),
        terms_found(encoder, data, rows, vectors),
        answers_found(encoder, data / "retrieval_dev" / "xquad_r"),
        similarity_within(encoder, data),
    )


def translations(vectors: dict[str, Vectors], asked: Sequence[int] | None = None) -> Translations:
    """In all directions. vectors: (n, d) unit rows by language; asked: as in ``precision``."""
    directions = {
        (source, target): precision(vectors[source], vectors[target], asked)
        for source, target in permutations(LANGUAGES, 2)
    }
    return Translations(directions, to_unit_mean(vectors, asked))


def precision(
    left: Vectors, right: Vectors, asked: Sequence[int] | None = None
) -> tuple[float, float]:
    """Share of rows of ``left`` whose own row of ``right`` comes first: by cosine, by margin.

    left, right: (n, d) unit rows; row i of one is the translation of row i of the other. A tie is
    a loss. asked: numbers of the rows that count; None for all.

    >>> eye = np.eye(5, dtype=np.float32)
    >>> precision(eye, eye)
    (1.0, 1.0)
    >>> precision(eye, eye[[1, 0, 2, 3, 4]])[0]
    0.6
    """
    cosine = left @ right.T
    return first_share(cosine, asked), first_share(margins(cosine), asked)


def first_share(similarity: Vectors, asked: Sequence[int] | None = None) -> float:
    """Share of rows of a square matrix whose diagonal entry is above all others of the row.

    By more than rounding: a text that stands twice is a tie, on every machine. asked: numbers of
    the rows that count; None for all.
    """
    rows = np.arange(len(similarity)) if asked is None else np.asarray(asked)
    own = similarity[rows, rows]
    others = similarity[rows]  # a copy
    others[np.arange(len(rows)), rows] = -np.inf
    return float((own > others.max(axis=1) + TIE).mean())


def to_unit_mean(vectors: dict[str, Vectors], asked: Sequence[int] | None = None) -> float:
    """Right row first, by cosine, from each language to the mean of the others; the mean of six."""
    return fmean(first_share(own @ others(vectors, lang).T, asked) for lang, own in vectors.items())


def others(vectors: dict[str, Vectors], lang: str) -> Vectors:
    """(n, d) unit means of all languages but one."""
    return unit_mean(own for other, own in vectors.items() if other != lang)


def terms_found(
    encoder: Encoder, data: Path, rows: dict[str, list[str]], vectors: dict[str, Vectors]
) -> dict[str, float]:
    """Share of terms that find an answer among the first DEPTH rows, by the term's language."""
    terms = read_terms(data)
    folded = {lang: [folded_words(text) for text in texts] for lang, texts in rows.items()}
    named = {
        lang: [naming(folded_words(term), folded[lang]) for term in terms[lang]]
        for lang in LANGUAGES
    }
    found = {}
    for lang in LANGUAGES:
        answers = [
            set().union(*(named[other][n] for other in LANGUAGES if other != lang))
            for n in range(len(terms[lang]))
        ]
        asked = [n for n, rows_ in enumerate(answers) if 0 < len(rows_) <= MOST_ANSWERS]
        queries = encoder.encode_queries([terms[lang][n] for n in asked])
        order = np.argsort(-(queries @ others(vectors, lang).T), axis=1, kind="stable")
        hits = [
            not answers[n].isdisjoint(first[:DEPTH].tolist())
            for n, first in zip(asked, order, strict=True)
        ]
        found[lang] = fmean(hits)
    return found


def folded_words(text: str) -> str:
    """A text without case and accents, words between single spaces; Chinese as it is."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return f" {' '.join(kept.replace(',', ' ').replace('.', ' ').split())} "


def naming(term: str, texts: list[str]) -> set[int]:
    """Rows that hold a term as whole words; a Chinese term, which has no spaces, anywhere."""
    wanted = term.strip() if term.strip() and "\u4e00" <= term.strip()[0] <= "\u9fff" else term
    return {row for row, text in enumerate(texts) if wanted in text}


def answers_found(encoder: Encoder, folder: Path) -> float:
    """Mean average precision of questions in each language over the sentences of all of them."""
    langs = sorted(path.name.split(".")[1] for path in folder.glob("docs.*.jsonl"))
    docs = [
        json.loads(line)
        for lang in langs
        for line in (folder / f"docs.{lang}.jsonl").read_text("utf-8").splitlines()
    ]
    place = {doc["id"]: number for number, doc in enumerate(docs)}
    relevant: dict[str, set[int]] = {}
    for lang in langs:
        for line in (folder / f"qrels.{lang}.txt").read_text("utf-8").splitlines():
            topic, _, doc, _ = line.split()
            relevant.setdefault(topic, set()).add(place[doc])
    pool = encoder.encode([doc["text"] for doc in docs])
    precisions = []
    for lang in langs:
        lines = (folder / f"topics.{lang}.tsv").read_text("utf-8").splitlines()
        topics = [line.split("\t") for line in lines]
        scores = encoder.encode_queries([question for _, question in topics]) @ pool.T
        precisions += [
            average_precision(row, relevant[topic])
            for (topic, _), row in zip(topics, scores, strict=True)
        ]
    return fmean(precisions)


def average_precision(scores: NDArray[np.float32], relevant: set[int]) -> float:
    """Mean precision at the ranks of the relevant ones.

    >>> average_precision(np.array([0.1, 0.9, 0.5], np.float32), {1, 0})
    0.8333333333333333
    """
    order = np.argsort(-scores, kind="stable")
    ranks = np.flatnonzero(np.isin(order, list(relevant))) + 1
    return float((np.arange(1, len(ranks) + 1) / ranks).mean())


def ndcg(ranked: NDArray[np.intp], relevant: set[int], *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of a ranking with binary relevance.

    >>> round(ndcg(np.array([3, 7, 1]), {7}), 3), ndcg(np.array([7]), {7})
    (0.631, 1.0)
    """
    discounts = 1 / np.log2(np.arange(2, depth + 2))
    gains = [discounts[rank] for rank, row in enumerate(ranked[:depth]) if int(row) in relevant]
    return float(sum(gains) / discounts[: len(relevant)].sum())


def spearman(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    """Rank correlation, ties sharing their mean rank.

    >>> spearman(np.array([1.0, 2.0, 2.0]), np.array([10.0, 30.0, 30.0]))
    1.0
    """
    return float(np.round(np.corrcoef(mean_ranks(left), mean_ranks(right))[0, 1], 12))


def mean_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rank of each value, 0 the smallest, equal ones sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: NDArray[np.float64] = ends - (counts + 1) / 2
    return means[inverse]


def read_rows(data: Path) -> dict[str, list[str]]:
    """The 4,000 rows of ``unv1_dev``, language by language."""
    folder = data / "unv1_dev"
    return {
        lang: (folder / f"UNv1.0.devset.{lang}").read_text("utf-8").split("\n")[:4_000]
        for lang in LANGUAGES
    }


def read_terms(data: Path) -> dict[str, list[str]]:
    """UNBIS terms that have all six languages."""
    lines = (data / "retrieval_dev" / "unbis_terms.jsonl").read_text("utf-8").splitlines()
    terms = [row for line in lines if all((row := json.loads(line)).get(k) for k in LANGUAGES)]
    return {lang: [term[lang] for term in terms] for lang in LANGUAGES}


def read_pairs(path: Path) -> tuple[NDArray[np.float64], list[str], list[str]]:
    """Scores, first and second sentences of an STS file."""
    fields = [line.split("\t") for line in path.read_text("utf-8").split("\n") if line]
    return np.array([float(f[0]) for f in fields]), [f[1] for f in fields], [f[2] for f in fields]


def similarity_within(encoder: Encoder, data: Path) -> dict[str, float]:
    """Spearman's correlation of cosine with people's scores, by language."""
    result = {}
    for path in sorted((data / "sts_dev").glob("*.tsv")):
        gold, left, right = read_pairs(path)
        cosine = (encoder.encode(left) * encoder.encode(right)).sum(axis=1)
        result[path.stem] = spearman(gold, cosine.astype(np.float64))
    return result
