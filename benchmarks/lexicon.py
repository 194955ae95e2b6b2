"""How good, how large and how fast the lexicon is, beside plain IBM-1.

- terms: UNBIS terms that are one word in both languages, kept out of training: is the official
  equivalent the first translation, is it among the first five;
- lines: each of some of the last 1,000 lines of ``unv1_dev``, which the shipped table has not seen,
  asked for in one language among all 4,000 in another: does its translation come first;
- topics: a UNBIS term of any length, translated word by word, against the lines of another
  language; the lines whose English names the term are the answers; nDCG at 10;
- bytes, seconds to load in a fresh process, seconds to learn from the units of a corpus.

Run: ``python -m benchmarks.lexicon [--ibm1] [--lines 300]``.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from statistics import fmean

import click
import numpy as np

from alignment.lexicon.corpus import refined_lexicon
from alignment.lexicon.lexicon import Lexicon, load_lexicon
from alignment.lexicon.reading import whole_words
from benchmarks.encoder_quality import MOST_ANSWERS, ndcg, read_rows, read_terms
from benchmarks.ibm1 import by_table, learn
from benchmarks.record import data_folder, hexapla, keep, of, run
from benchmarks.structured import Lines, Translate, by_lexicon
from indexer.analysis.tokens import terms, tokens
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue

HELD_OUT = 1_000  # last lines of unv1_dev
COLD_RUNS = 7

Directions = dict[tuple[str, str], float]
Tables = Callable[[str, str], Translate]


class Text:
    """The lines and terms that all is measured on, as terms."""

    def __init__(self, data: Path) -> None:
        self.rows = read_rows(data)
        self.lines = {
            lang: [terms(text, lang) for text in texts] for lang, texts in self.rows.items()
        }
        self.searchable = {lang: Lines(lines) for lang, lines in self.lines.items()}
        self.terms = read_terms(data)

    def single(self, source: str, target: str) -> list[tuple[str, str]]:
        """Terms that are one word in both languages, each pair once."""
        pairs = (
            (only_word(a, source), only_word(b, target))
            for a, b in zip(self.terms[source], self.terms[target], strict=True)
        )
        return list(dict.fromkeys((a, b) for a, b in pairs if a and b))

    def topics(self) -> dict[int, set[int]]:
        """``{number of a term: lines whose English names it}``, as the encoder's benchmark."""
        english = [f" {text.casefold()} " for text in self.rows["en"]]
        named = {
            at: {row for row, text in enumerate(english) if f" {term.casefold()}" in text}
            for at, term in enumerate(self.terms["en"])
        }
        return {at: rows for at, rows in named.items() if 0 < len(rows) <= MOST_ANSWERS}


def only_word(text: str, lang: str) -> str | None:
    """The one term that a text is; None if it is several."""
    found = tokens(text, lang)
    whole = [token.text for token, alone in zip(found, whole_words(found), strict=True) if alone]
    return whole[0] if len(whole) == 1 else None


def term_precision(text: Text, tables: Tables) -> dict[int, Directions]:
    """``{n: {direction: share of terms whose equivalent is among the first n}}`` for 1 and 5."""
    found: dict[int, Directions] = {1: {}, 5: {}}
    for source, target in permutations(LANGUAGES, 2):
        pairs = text.single(source, target)
        translated = tables(source, target)([a for a, _ in pairs])
        for n, shares in found.items():
            hits = [b in list(w)[:n] for w, (_, b) in zip(translated, pairs, strict=True)]
            shares[source, target] = fmean(hits)
    return found


def first_lines(text: Text, tables: Tables, asked: int) -> Directions:
    """Share of held-out lines whose translation has a higher score than all other lines."""
    total = len(text.rows["en"])
    sample = random.Random(1).sample(range(total - HELD_OUT, total), asked)
    shares = {}
    for source, target in permutations(LANGUAGES, 2):
        translate = tables(source, target)
        shares[source, target] = fmean(
            int(np.argmax(text.searchable[target].scores(translate(unique(line))))) == at
            for at in sample
            for line in [text.lines[source][at]]
        )
    return shares


def topic_ndcg(text: Text, tables: Tables) -> Directions:
    """Rank gain (nDCG at 10) of terms against the lines of one other language."""
    topics = text.topics()
    scores = {}
    for source, target in permutations(LANGUAGES, 2):
        translate, lines = tables(source, target), text.searchable[target]
        gains = []
        for at, answers in topics.items():
            words = unique(terms(text.terms[source][at], source))
            ranked = np.argsort(-lines.scores(translate(words)), kind="stable")
            gains.append(ndcg(ranked, answers))
        scores[source, target] = fmean(gains)
    return scores


def unique(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))


def quality(text: Text, tables: Tables, asked: int) -> dict[str, object]:
    """All figures of one set of tables."""
    precision = term_precision(text, tables)
    return {
        "terms_first": shown(precision[1]),
        "terms_in_five": shown(precision[5]),
        "lines_first": shown(first_lines(text, tables, asked)),
        "topics_ndcg": shown(topic_ndcg(text, tables)),
    }


def shown(figures: Directions) -> dict[str, float]:
    """Mean first, then each direction."""
    each = {f"{source}-{target}": round(value, 3) for (source, target), value in figures.items()}
    return {"mean": round(fmean(figures.values()), 4), **each}


def lexicon_tables(lexicon: Lexicon) -> Tables:
    return lambda source, target: by_lexicon(lexicon, source, target)


def ibm1_tables(text: Text) -> Tables:
    """Plain IBM-1 from the lines that the shipped table has seen too."""
    seen = {lang: lines[:-HELD_OUT] for lang, lines in text.lines.items()}
    return cache(lambda source, target: by_table(learn(seen[source], seen[target])))


def cold_seconds() -> dict[str, float]:
    """Processor seconds to import and to answer in two pairs of languages, in fresh processes.

    NumPy's import is left out; the files' pages are in the system's cache.
    """
    code = (
        "import time, numpy; start = time.process_time()\n"
        "from alignment.lexicon.lexicon import load_lexicon\n"
        "lexicon = load_lexicon()\n"
        "lexicon.translations('大会', 'zh', 'en'), lexicon.translations('paix', 'fr', 'ar')\n"
        "print(time.process_time() - start)"
    )
    command = [sys.executable, "-c", code]
    runs = [
        subprocess.run(command, check=True, capture_output=True, text=True)
        for _ in range(COLD_RUNS)
    ]
    return of([float(run.stdout) for run in runs])


def refine(data: Path, folder: Path) -> tuple[Lexicon, dict[str, object]]:
    """The lexicon of a corpus of all lines, and what learning it cost."""
    run(hexapla("index", "--lines", data / "unv1_dev" / "UNv1.0.devset", "--corpus", folder))
    with Catalogue.open(folder) as catalogue:
        wall, processor = time.perf_counter(), time.process_time()
        lexicon = refined_lexicon(catalogue)
        cost: dict[str, object] = {
            "clauses": catalogue.clause_count(),
            "seconds": round(time.perf_counter() - wall, 1),
            "processor_seconds": round(time.process_time() - processor, 1),
            "bytes": sum(file.stat().st_size for file in (folder / "lexicon").rglob("*.*")),
        }
    return lexicon, cost


@click.command()
@click.option("--ibm1", is_flag=True, help="measure plain IBM-1 from the same lines as well")
@click.option("--lines", default=300, show_default=True, help="lines asked for in each direction")
def main(ibm1: bool, lines: int) -> None:
    """Measure and keep the result."""
    data, base = data_folder(), load_lexicon()
    text = Text(data)
    figures: dict[str, object] = {
        "bytes": sum(file.stat().st_size for file in base.base.folder.iterdir()),
        "terms": {lang: len(base.vocabulary(lang)) for lang in LANGUAGES},
        "cold_processor_seconds": cold_seconds(),
        "lines_asked": lines,
        "single_words": len(text.single("en", "fr")),
        "topics": len(text.topics()),
        "shipped": quality(text, lexicon_tables(base), lines),
    }
    if ibm1:
        figures["ibm1"] = quality(text, ibm1_tables(text), lines)
    with tempfile.TemporaryDirectory() as folder:
        refined, figures["learning"] = refine(data, Path(folder) / "corpus")
        figures["with_own_units"] = quality(text, lexicon_tables(refined), lines)
    keep("lexicon", json.loads(json.dumps(figures)))


if __name__ == "__main__":
    main()
