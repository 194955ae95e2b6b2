"""Which words answer to which: precision and recall against marks made by hand, beside IBM-1.

Two sets of marks: in clauses of the sample documents (tests/alignment/golden/equivalents.txt), all
30 directions; and in 60 clauses of ``unv1_dev``, three pairs of languages, in the direction marked
and, where there is an answer, back (equivalents_marks.txt). No lexicon was learned from either.
Counted are words: those found, those marked, those in both, over all expressions. The intervals
(95 %) are by the bootstrap over clauses, 1,000 times, seeded.

Run: ``python -m benchmarks.equivalents``.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import permutations
from pathlib import Path

import numpy as np

from alignment.lexicon.equivalents import equivalents
from alignment.lexicon.lexicon import Lexicon, load_lexicon
from alignment.lexicon.reading import pieces
from benchmarks.encoder_quality import read_rows
from benchmarks.ibm1 import Table, learn
from benchmarks.record import ROOT, data_folder, keep
from indexer.analysis.tokens import Token, terms
from indexer.document import Span
from indexer.encoders.encoder import load_encoder

GOLD = ROOT / "tests" / "alignment" / "golden" / "equivalents.txt"
UN_MARKS = ROOT / "benchmarks" / "equivalents_marks.txt"
HELD_OUT = 1_000  # last lines of unv1_dev, which IBM-1 does not see either

_MARK = re.compile(r"\{(\d):([^}]*)\}")

Spans = Sequence[Span]
Find = Callable[[Mapping[str, str], str, Spans, str], Spans]  # texts, language, spans, target


@dataclass(frozen=True, slots=True)
class Marked:
    """A clause in several languages. marks: ``{number: {lang: spans}}``."""

    texts: dict[str, str]
    marks: dict[str, dict[str, list[Span]]]


def read_gold(file: Path) -> list[Marked]:
    """The blocks of a file of marks; see its head."""
    lines = [line for line in file.read_text("utf-8").split("\n") if not line.startswith("#")]
    blocks = "\n".join(lines).strip().split("\n\n")
    return [_marked(block.split("\n")) for block in blocks]


def read_un_marks(file: Path, texts: Mapping[str, Sequence[str]]) -> list[Marked]:
    """Marks that are kept without their texts; see the head of the file.

    texts: ``{lang: lines}``. Exits when a text is not the one that was marked.
    """
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [_un_marked(line.split(), texts) for line in lines]


def _un_marked(fields: Sequence[str], texts: Mapping[str, Sequence[str]]) -> Marked:
    row, pair, checksum, *expressions = fields
    langs = pair.split("-")
    found = {lang: texts[lang][int(row) - 1] for lang in langs}
    if hashlib.sha256("\n".join(found.values()).encode()).hexdigest()[:8] != checksum:
        sys.exit(f"line {row} of unv1_dev, {pair}, is not the text that was marked")
    marks = {
        str(number): {
            lang: [_span(one) for one in spans.split("+")]
            for lang, spans in zip(langs, expression.split(":"), strict=True)
            if spans != "-"
        }
        for number, expression in enumerate(expressions)
    }
    return Marked(found, marks)


def _span(text: str) -> Span:
    start, end = text.split("-")
    return int(start), int(end)


def _marked(lines: Sequence[str]) -> Marked:
    texts: dict[str, str] = {}
    marks: dict[str, dict[str, list[Span]]] = {}
    for line in lines:
        lang, _, rest = line.partition(": ")
        text, at = "", 0
        for mark in _MARK.finditer(rest):
            text += rest[at : mark.start()]
            span = (len(text), len(text) + len(mark[2]))
            marks.setdefault(mark[1], {}).setdefault(lang, []).append(span)
            text, at = text + mark[2], mark.end()
        texts[lang] = text + rest[at:]
    return Marked(texts, marks)


@dataclass(slots=True)
class Score:
    """Words found, marked, and both; expressions, and those whose words are just those marked."""

    found: int = 0
    marked: int = 0
    both: int = 0
    asked: int = 0
    exact: int = 0

    def add(self, found: set[int], marked: set[int]) -> None:
        self.found += len(found)
        self.marked += len(marked)
        self.both += len(found & marked)
        self.asked += 1
        self.exact += found == marked

    def __add__(self, other: Score) -> Score:
        """Both as one."""
        return Score(
            *(left + right for left, right in zip(astuple(self), astuple(other), strict=True))
        )

    def figures(self) -> dict[str, float]:
        """Precision, recall, their harmonic mean, share of expressions exact."""
        return {
            "precision": round(self.both / max(self.found, 1), 4),
            "recall": round(self.both / max(self.marked, 1), 4),
            "f1": round(2 * self.both / max(self.found + self.marked, 1), 4),
            "exact": round(self.exact / max(self.asked, 1), 4),
        }


def measure(gold: Sequence[Marked], find: Find) -> dict[str, Score]:
    """A score for each direction, and ``all``."""
    scores = {"all": Score()}
    for clause in gold:
        for source, target, spans, marked in _expressions(clause):
            there = _words(clause.texts[target], target)
            found = find(clause.texts, source, spans, target)
            for name in ("all", f"{source}-{target}"):
                score = scores.setdefault(name, Score())
                score.add(_touched(there, found), _touched(there, marked))
    return scores


def _expressions(clause: Marked) -> Iterator[tuple[str, str, Spans, Spans]]:
    for by_lang in clause.marks.values():
        for source, target in permutations(clause.texts, 2):
            if source in by_lang:
                yield source, target, by_lang[source], by_lang.get(target, [])


def _words(text: str, lang: str) -> list[Token]:
    """As fine as any finder's: Chinese characters, words elsewhere."""
    if lang == "zh":
        return [Token(one, at, at + 1) for at, one in enumerate(text) if one.isalnum()]
    return pieces(text, lang, lambda _: True)


def _touched(words: Sequence[Token], spans: Spans) -> set[int]:
    return {
        at
        for at, word in enumerate(words)
        if any(start < word.end and word.start < end for start, end in spans)
    }


def by_lexicon(lexicon: Lexicon, *, with_vectors: bool = False) -> Find:
    """Ours."""
    encoder = load_encoder() if with_vectors else None

    def find(texts: Mapping[str, str], lang: str, spans: Spans, target: str) -> Spans:
        found = equivalents(texts, lang, spans, lexicon, langs=[target], encoder=encoder)
        return found[target].spans

    return find


def by_ibm1(rows: Mapping[str, Sequence[str]]) -> Find:
    """The baseline: each word answers to the word that makes it likeliest, by plain IBM-1."""
    lines = {lang: [terms(text, lang) for text in texts] for lang, texts in rows.items()}
    tables: dict[tuple[str, str], Table] = {}

    def find(texts: Mapping[str, str], lang: str, spans: Spans, target: str) -> Spans:
        if (lang, target) not in tables:
            tables[lang, target] = learn(lines[lang], lines[target])
        table = tables[lang, target]
        here = pieces(texts[lang], lang, table.__contains__)
        there = pieces(texts[target], target, lambda _: True)
        asked = _touched(here, spans)
        return [
            (word.start, word.end)
            for word in there
            for t in [[table.get(one.text, {}).get(word.text, 0.0) for one in here]]
            if max(t) > 0 and int(np.argmax(t)) in asked
        ]

    return find


def interval(clauses: Sequence[Score], times: int = 1_000) -> list[float]:
    """The F1 between which 95 % of draws of as many clauses lie."""
    counts = np.array([(one.found, one.marked, one.both) for one in clauses])
    drawn = np.random.default_rng(1).integers(len(counts), size=(times, len(counts)))
    found, marked, both = counts[drawn].sum(axis=1).T
    return [round(float(one), 4) for one in np.percentile(2 * both / (found + marked), (2.5, 97.5))]


def on_un_marks(marked: Sequence[Marked], find: Find) -> dict[str, object]:
    """Figures of each direction and of all, with intervals, and of expressions without answer."""
    scores = [measure([clause], find) for clause in marked]
    found: dict[str, object] = {}
    for name in ("all", *dict.fromkeys(name for one in scores for name in one if name != "all")):
        of_clauses = [one[name] for one in scores if name in one]
        total = Score()
        for one in of_clauses:
            total = total + one
        found[name] = {**total.figures(), "f1_interval": interval(of_clauses)}
    return {**found, "without answer, left empty": _left_empty(marked, find)}


def _left_empty(marked: Sequence[Marked], find: Find) -> str:
    """Of the expressions that nothing answers to, those for which nothing is found."""
    found = [
        not find(clause.texts, source, spans, target)
        for clause in marked
        for source, target, spans, answer in _expressions(clause)
        if not answer
    ]
    return f"{sum(found)} of {len(found)}"


def main() -> None:
    """Measure and keep the result."""
    gold = read_gold(GOLD)
    lines = read_rows(data_folder())
    marked = read_un_marks(UN_MARKS, lines)
    finders = {
        "ours": by_lexicon(load_lexicon()),
        "ours_with_vectors": by_lexicon(load_lexicon(), with_vectors=True),
        "ibm1": by_ibm1({lang: texts[:-HELD_OUT] for lang, texts in lines.items()}),
    }
    figures: dict[str, object] = {
        "clauses": len(gold),
        "expressions": sum(len(clause.marks) for clause in gold),
        "un_clause_pairs": len(marked),
        "un_expressions": sum(len(clause.marks) for clause in marked),
    }
    for name, find in finders.items():
        scores = measure(gold, find)
        figures[name] = {direction: score.figures() for direction, score in scores.items()}
    figures["un"] = {name: on_un_marks(marked, find) for name, find in finders.items()}
    keep("equivalents", figures)


if __name__ == "__main__":
    main()
