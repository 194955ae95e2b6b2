"""Which words answer to which: precision and recall against marks made by hand, beside IBM-1.

The marks are in clauses of the sample documents (tests/alignment/golden/equivalents.txt), which no
lexicon was learned from. Counted are words: those found, those marked, those in both, over all
expressions and all 30 directions.

Run: ``python -m benchmarks.equivalents``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from indexer.languages import LANGUAGES

GOLD = ROOT / "tests" / "alignment" / "golden" / "equivalents.txt"
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
        for source, target in permutations(LANGUAGES, 2):
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


def main() -> None:
    """Measure and keep the result."""
    gold = read_gold(GOLD)
    rows = {lang: texts[:-HELD_OUT] for lang, texts in read_rows(data_folder()).items()}
    finders = {
        "ours": by_lexicon(load_lexicon()),
        "ours_with_vectors": by_lexicon(load_lexicon(), with_vectors=True),
        "ibm1": by_ibm1(rows),
    }
    figures: dict[str, object] = {
        "clauses": len(gold),
        "expressions": sum(len(clause.marks) for clause in gold),
    }
    for name, find in finders.items():
        scores = measure(gold, find)
        figures[name] = {direction: score.figures() for direction, score in scores.items()}
    keep("equivalents", figures)


if __name__ == "__main__":
    main()
