"""How good, how fast and how large an encoder is.

- right translation first: each of n held-out rows asked for in one language among the n of
  another, all 30 directions, by cosine and by margin (CSLS); and from one language against the
  mean of the five others, as search over units does it;
- terms: the same over UNBIS terms, a few words each, kept out of the training rows;
- topics: a UNBIS term as the query, the rows whose English names it as the answers, nDCG at 10;
- similarity within a language: Spearman's correlation with people's scores (STS);
- load time and first answer in a fresh process, texts a second, one query, memory.

From: ``unv1_dev`` (its last rows; the shipped encoder was trained without them),
``retrieval_dev`` and ``sts_dev``. To: a table on stdout. Not here: training.

Run: ``python -m benchmarks.encoder DATA [--encoder NAME]``.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import date
from itertools import permutations
from pathlib import Path
from statistics import fmean, median

import click
import numpy as np
from numpy.typing import NDArray

from indexer.encoders.encoder import Encoder, load_encoder
from indexer.languages import LANGUAGES

Vectors = NDArray[np.float32]

NEIGHBOURS = 4  # of CSLS; the usual k is 10, for far larger sets
QUERIES = 300  # single queries timed
COLD_RUNS = 7
MOST_ANSWERS = 200  # a term that more rows name is no topic


def precision(left: Vectors, right: Vectors) -> tuple[float, float]:
    """Share of rows of ``left`` whose own row of ``right`` comes first: by cosine, by margin.

    left, right: (n, d) unit rows; row i of one is the translation of row i of the other. A tie is
    a loss. Margin is CSLS: twice the cosine less the mean cosine of each side to its nearest
    NEIGHBOURS on the other.
    Source: Conneau et al., ICLR 2018, section 2.3.

    >>> eye = np.eye(5, dtype=np.float32)
    >>> precision(eye, eye)
    (1.0, 1.0)
    >>> precision(eye, eye[[1, 0, 2, 3, 4]])[0]
    0.6
    """
    cosine = left @ right.T
    near_left = np.partition(cosine, -NEIGHBOURS, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    near_right = np.partition(cosine, -NEIGHBOURS, axis=0)[-NEIGHBOURS:].mean(axis=0)
    margin = 2 * cosine - near_left[:, None] - near_right[None, :]
    return first_share(cosine), first_share(margin)


def first_share(similarity: Vectors) -> float:
    """Share of rows of a square matrix whose diagonal entry is above all others of the row."""
    own = similarity.diagonal().copy()
    others = similarity.copy()
    np.fill_diagonal(others, -np.inf)
    return float((own > others.max(axis=1)).mean())


def to_unit_mean(vectors: dict[str, Vectors]) -> float:
    """Right row first, by cosine, from each language to the mean of the others; the mean of six."""
    total = np.sum(list(vectors.values()), axis=0)
    shares = []
    for own in vectors.values():
        others = total - own
        others /= np.maximum(np.linalg.norm(others, axis=1, keepdims=True), 1e-12)
        shares.append(first_share(own @ others.T))
    return fmean(shares)


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


def directions(vectors: dict[str, Vectors]) -> dict[tuple[str, str], tuple[float, float]]:
    """Precision of all ordered pairs of languages."""
    return {
        (source, target): precision(vectors[source], vectors[target])
        for source, target in permutations(LANGUAGES, 2)
    }


def encode_columns(encoder: Encoder, columns: dict[str, list[str]]) -> dict[str, Vectors]:
    """Vectors of each language's texts."""
    return {lang: encoder.encode(texts) for lang, texts in columns.items()}


def topics(
    encoder: Encoder, rows: dict[str, list[str]], terms: dict[str, list[str]]
) -> dict[str, float]:
    """NDCG at 10 of UNBIS terms over the rows (mean vector of six), by the query's language."""
    units = np.sum(list(encode_columns(encoder, rows).values()), axis=0)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    english = [f" {text.casefold()} " for text in rows["en"]]
    named = [
        {row for row, text in enumerate(english) if f" {term.casefold()}" in text}
        for term in terms["en"]
    ]
    asked = [i for i, answers in enumerate(named) if 0 < len(answers) <= MOST_ANSWERS]
    result = {}
    for lang in LANGUAGES:
        similarity = encoder.encode([terms[lang][i] for i in asked]) @ units.T
        order = np.argsort(-similarity, axis=1, kind="stable")
        scores = [ndcg(order[n], named[i]) for n, i in enumerate(asked)]
        result[lang] = fmean(scores)
    return result


def similarity_within(encoder: Encoder, data: Path) -> dict[str, float]:
    """Spearman's correlation of cosine with people's scores, by language."""
    result = {}
    for path in sorted((data / "sts_dev").glob("*.tsv")):
        gold, left, right = read_pairs(path)
        cosine = (encoder.encode(left) * encoder.encode(right)).sum(axis=1)
        result[path.stem] = spearman(gold, cosine.astype(np.float64))
    return result


def cold_seconds(name: str | None) -> float:
    """Median seconds to import, load and answer once, in fresh processes, Python's start left out.

    NumPy's import is counted; the file's pages are in the system's cache.
    """
    code = (
        "import time; start = time.perf_counter()\n"
        "from indexer.encoders.encoder import load_encoder\n"
        f"load_encoder({name!r}).encode(['Takes note of the report'])\n"
        "print(time.perf_counter() - start)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        for _ in range(COLD_RUNS)
    ]
    return median(float(run.stdout) for run in runs)


def texts_per_second(encoder: Encoder, texts: list[str]) -> float:
    """Texts encoded a second, the best of three."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        encoder.encode(texts)
        seconds.append(time.perf_counter() - start)
    return len(texts) / min(seconds)


def query_milliseconds(encoder: Encoder, queries: list[str]) -> float:
    """Median milliseconds of one query."""
    seconds = []
    for query in queries:
        start = time.perf_counter()
        encoder.encode([query])
        seconds.append(time.perf_counter() - start)
    return median(seconds) * 1_000


def commit() -> str:
    """The commit measured, with a plus if the tree differs from it."""
    command = ["git", "describe", "--always", "--dirty=+"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def direction_table(pairs: dict[tuple[str, str], tuple[float, float]]) -> str:
    """A Markdown table: from the row's language to the column's, cosine / margin."""
    lines = [f"| from, to | {' | '.join(LANGUAGES)} |", "|---" * (len(LANGUAGES) + 1) + "|"]
    for source in LANGUAGES:
        cells = [
            "-" if source == target else "{:.3f} / {:.3f}".format(*pairs[source, target])
            for target in LANGUAGES
        ]
        lines.append(f"| {source} | {' | '.join(cells)} |")
    return "\n".join(lines)


def listed(scores: dict[str, float]) -> str:
    """Scores by language, then their mean."""
    each = ", ".join(f"{lang} {score:.3f}" for lang, score in scores.items())
    return f"{each}; mean {fmean(scores.values()):.3f}"


def quality(encoder: Encoder, data: Path, *, lines: int) -> list[str]:
    """The lines that say how good the encoder is."""
    rows = {lang: texts[-lines:] for lang, texts in read_rows(data).items()}
    terms = read_terms(data)
    vectors = encode_columns(encoder, rows)
    pairs = directions(vectors)
    by_term = directions(encode_columns(encoder, terms))
    cosine, margin = (fmean(pair[i] for pair in pairs.values()) for i in (0, 1))
    term_cosine, term_margin = (fmean(pair[i] for pair in by_term.values()) for i in (0, 1))
    return [
        f"right translation first of {lines:,}, cosine / margin:",
        "",
        direction_table(pairs),
        "",
        f"mean of 30 directions: cosine {cosine:.4f}, margin {margin:.4f}",
        f"to the mean of the other five: {to_unit_mean(vectors):.4f}",
        f"terms, first of {len(terms['en']):,}: cosine {term_cosine:.4f}, margin {term_margin:.4f}",
        f"topics, nDCG@10: {listed(topics(encoder, rows, terms))}",
        f"STS, Spearman: {listed(similarity_within(encoder, data))}",
    ]


def speed(encoder: Encoder, data: Path, *, name: str | None) -> list[str]:
    """The lines that say how fast and how large it is."""
    rows, terms = read_rows(data), read_terms(data)
    texts = [text for lang in LANGUAGES for text in rows[lang]]
    queries = [terms[lang][i] for i in range(QUERIES // 6) for lang in LANGUAGES]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        f"{texts_per_second(encoder, texts):,.0f} clauses/s over {len(texts):,} clauses",
        f"one query: {query_milliseconds(encoder, queries):.3f} ms",
        f"import, load and first query in a fresh process: {cold_seconds(name):.3f} s",
        f"peak memory of this process: {memory:,.0f} MiB",
    ]


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--encoder", "name", default=None, help="folder or model; default: the shipped one")
@click.option("--lines", default=1_000, show_default=True, help="last rows of unv1_dev to use")
def main(data: Path, name: str | None, lines: int) -> None:
    """Measure an encoder on the development sets under DATA."""
    encoder = load_encoder(name)
    click.echo(f"{encoder.name} ({encoder.dimension} dimensions, {encoder.fingerprint[:12]})")
    click.echo(f"{date.today()}, commit {commit()}, {platform.machine()}, {os.cpu_count()} cores")
    for line in quality(encoder, data, lines=lines) + speed(encoder, data, name=name):
        click.echo(line)


if __name__ == "__main__":
    main()
