"""How well a corpus answers: topics and judgements of a person's own, or clauses of the corpus.

Without topics the corpus is its own judge: a clause in one language must find its unit through the
other languages. For that its language is hidden: some units are indexed anew without it, in a
folder for a while, so that neither words nor vectors know of it.

From: hexapla.commands.bench, benchmarks. To: hexapla.corpus, ir_measures (the extra ``bench``).
Not here: files of topics, judgements and runs (hexapla.trec), printing.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from hexapla.corpus import Corpus, open_corpus
from hexapla.trec import Qrels, Run
from indexer.errors import CorpusError, HexaplaError, QueryError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from search.retrieval import MODES, Mode

MEASURES = ("nDCG@10", "RR@10", "P@1", "Success@10")
DEEP_MEASURE = "AP"  # over all documents of the run

Scores = dict[str, dict[str, float]]  # {topic: {measure: value}}

LEAST_LETTERS = 15  # of a clause that is asked for, in Chinese a third; shorter ones say little
_QUOTES = frozenset('"“”„«»《》〈〉「」『』＂')


@dataclass(frozen=True, slots=True)
class Bench:
    """How one mode did. run: ``{topic: units, best first}``; means: {} where nothing is judged."""

    mode: Mode
    topics: int
    means: dict[str, float]
    run: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How one mode did on clauses of one language that was hidden."""

    lang: str
    mode: Mode
    clauses: int
    means: dict[str, float]


def measured(qrels: Qrels, run: Run, *, deep: bool = False) -> Scores:
    """The measures of each judged topic; one that the run lacks gets 0.

    Source: ir_measures, MacAvaney, Macdonald, Ounis, ECIR 2022.
    Raises HexaplaError, one line, if ir_measures is not installed.
    """
    try:
        import ir_measures  # noqa: PLC0415 - an extra, and half a second
    except ImportError:
        raise HexaplaError(
            "the measures need the package ir-measures; install it: pip install 'hexapla[bench]'"
        ) from None
    names = (*MEASURES, DEEP_MEASURE) if deep else MEASURES
    scores: Scores = {topic: {} for topic in qrels}
    # Equal scores would be put in an order of its own.
    ranked = {
        topic: {doc: float(-rank) for rank, doc in enumerate(run.get(topic, ()))} for topic in qrels
    }
    wanted = [ir_measures.parse_measure(name) for name in names]
    for found in ir_measures.iter_calc(wanted, qrels, ranked):
        scores[found.query_id][str(found.measure)] = found.value
    return {
        topic: {name: values.get(name, 0.0) for name in names} for topic, values in scores.items()
    }


def means(scores: Scores) -> dict[str, float]:
    """Each measure's mean over the topics.

    >>> means({"1": {"P@1": 1.0}, "2": {"P@1": 0.0}})
    {'P@1': 0.5}
    """
    names = next(iter(scores.values()))
    return {name: fmean(values[name] for values in scores.values()) for name in names}


def benched(
    corpus: Corpus,
    topics: Mapping[str, str],
    qrels: Qrels | None,
    *,
    modes: Sequence[Mode] = MODES,
    depth: int = 100,
) -> Iterator[Bench]:
    """Ask the topics in each mode; where there are judgements, only those that are judged.

    depth: units a topic in the run. Raises CorpusError if no topic is judged, or no judged
    document is a unit of the corpus; QueryError naming the topic that cannot be understood.
    """
    judged = _judged(corpus, topics, qrels) if qrels else {}
    asked = {topic: query for topic, query in topics.items() if not qrels or topic in judged}
    for mode in modes:
        run = {
            topic: _asked(corpus, topic, query, mode=mode, depth=depth)
            for topic, query in asked.items()
        }
        figures = means(measured(judged, run)) if judged else {}
        yield Bench(mode, len(asked), figures, run)


def _judged(corpus: Corpus, topics: Mapping[str, str], qrels: Qrels) -> Qrels:
    """The judgements of these topics."""
    judged = {topic: qrels[topic] for topic in topics if topic in qrels}
    if not judged:
        raise CorpusError(
            f"none of the {len(topics)} topics is judged; topics have ids such as "
            f"{next(iter(topics))!r}, judgements {next(iter(qrels))!r}"
        )
    documents = {document for grades in judged.values() for document in grades}
    if documents.isdisjoint(_unit_names(corpus)):
        raise CorpusError(
            f"no judged document is in the corpus, such as {min(documents)!r}; documents are the "
            "numbers of units, as 'hexapla search --json' names them"
        )
    return judged


def self_tested(
    corpus: Corpus,
    *,
    modes: Sequence[Mode] = MODES,
    units: int = 2_000,
    clauses: int = 50,
    seed: int = 1,
) -> Iterator[SelfTest]:
    """Ask for clauses of each language among units that lack it, in each mode.

    units: most that are searched. clauses: most a language. Each by chance, the same for the same
    seed. Raises CorpusError if no unit has two languages.
    """
    chosen = _several(corpus, units, seed)
    for lang in (code for code in LANGUAGES if any(code in row for row in chosen)):
        asked = [at for at, row in enumerate(chosen) if _can_be_asked(row, lang)]
        asked = sorted(random.Random(seed).sample(asked, min(clauses, len(asked))))
        if asked:
            yield from _hidden(chosen, lang, asked, modes)


def _hidden(
    rows: list[dict[str, str]], lang: str, asked: list[int], modes: Sequence[Mode]
) -> Iterator[SelfTest]:
    """The clauses of the rows ``asked`` in a corpus of all rows without that language."""
    others = [{code: text for code, text in row.items() if code != lang} for row in rows]
    with tempfile.TemporaryDirectory() as folder, open_corpus(Path(folder) / "corpus") as corpus:
        corpus.add_lines(write_lines(others, Path(folder)))
        units = [str(unit) for unit in units_in_order(corpus).tolist()]
        same: dict[str, dict[str, int]] = {}
        for unit, row in zip(units, rows, strict=True):
            same.setdefault(row.get(lang, ""), {})[unit] = 1
        topics = {units[at]: _without_quotes(rows[at][lang]) for at in asked}
        qrels = {units[at]: same[rows[at][lang]] for at in asked}
        for bench in benched(corpus, topics, qrels, modes=modes, depth=10):
            yield SelfTest(lang, bench.mode, len(asked), bench.means)


def _without_quotes(text: str) -> str:
    """A clause as bare words: a quoted phrase would have to stand there."""
    return "".join(" " if letter in _QUOTES else letter for letter in text)


def units_in_order(corpus: Corpus) -> NDArray[np.int64]:
    """(n,) int64: the units of a corpus of one document, in the order of its rows."""
    with Catalogue.open(corpus.folder, read_only=True) as catalogue:
        (document,) = catalogue.documents()
        return catalogue.unit_ids(document)


def _asked(corpus: Corpus, topic: str, query: str, *, mode: Mode, depth: int) -> list[str]:
    """Units that answer, best first. Raises QueryError naming the topic."""
    try:
        return [str(hit.unit) for hit in corpus.search(query, mode=mode, top=depth).hits]
    except QueryError as error:
        raise QueryError(f"topic {topic}: {error}") from None


def _unit_names(corpus: Corpus) -> set[str]:
    with Catalogue.open(corpus.folder, read_only=True) as catalogue:
        return {str(id_) for id_ in catalogue.unit_ids().tolist()}


def _several(corpus: Corpus, count: int, seed: int) -> list[dict[str, str]]:
    """The texts of units by chance, in order of their ids, that have two languages or more."""
    with Catalogue.open(corpus.folder, read_only=True) as catalogue:
        usable = catalogue.unit_ids().tolist()
        ids = sorted(random.Random(seed).sample(usable, min(count, len(usable))))
        rows = [unit.texts for unit in catalogue.units(ids)]
    several = [row for row in rows if len(row) > 1]
    if not several:
        raise CorpusError(
            f"corpus '{corpus.folder}' has no unit of two languages to test itself with; give "
            "--topics and --qrels"
        )
    return several


def _can_be_asked(row: Mapping[str, str], lang: str) -> bool:
    least = LEAST_LETTERS // 3 if lang == "zh" else LEAST_LETTERS
    return sum(map(str.isalpha, row.get(lang, ""))) >= least


def write_lines(rows: Sequence[Mapping[str, str]], folder: Path) -> Path:
    """Rows, each ``{lang: text}``, as parallel lines in ``folder``; returns their prefix."""
    prefix = folder / "rows"
    for lang in LANGUAGES:
        if any(row.get(lang) for row in rows):
            lines = "".join(f"{' '.join(row.get(lang, '').split())}\n" for row in rows)
            Path(f"{prefix}.{lang}").write_text(lines, encoding="utf-8")
    return prefix
