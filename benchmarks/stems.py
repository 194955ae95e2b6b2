"""What stems are worth: terms of the UNBIS thesaurus searched in sentences of their language.

    python -m benchmarks.stems

A topic is a term whose English occurs in the English rows of the UN development set; those rows
are the answers in every language (so English is easy). Each is searched by itself with BM25.
Kept for each way of making terms: nDCG@10, and the share of the answers that hold all the terms.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean

from Stemmer import Stemmer

from benchmarks.record import data_folder, keep
from benchmarks.tokens import clauses
from indexer.analysis.folding import fold
from indexer.analysis.tokens import bigram_terms, terms
from indexer.languages import LANGUAGES

K1, B = 1.2, 0.75  # of BM25, the usual ones
MOST_ANSWERS = 400  # a term that more rows name is no topic
DEPTH = 10

Analyse = Callable[[str], list[str]]
Topic = tuple[dict[str, str], set[int]]


def topics() -> list[Topic]:
    """The term in each language, and the rows whose English holds it as a phrase of stems."""
    rows = [f" {' '.join(terms(text, 'en'))} " for text in clauses("en")]
    path = data_folder() / "retrieval_dev" / "unbis_terms.jsonl"
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        term: dict[str, str] = json.loads(line)
        phrase = f" {' '.join(terms(term['en'], 'en'))} "
        answers = {row for row, text in enumerate(rows) if phrase in text}
        if 0 < len(answers) < MOST_ANSWERS:
            found.append((term, answers))
    return found


class Bm25:
    """A small index: enough to rank a few thousand texts."""

    def __init__(self, texts: Sequence[list[str]]) -> None:
        """Count the terms of all the texts."""
        self._lengths = [len(text) for text in texts]
        self._mean = fmean(self._lengths)
        self.rows: dict[str, dict[int, int]] = defaultdict(dict)
        for row, text in enumerate(texts):
            for term, count in Counter(text).items():
                self.rows[term][row] = count

    def rank(self, query: list[str]) -> list[int]:
        """Rows best first, ties to the smaller."""
        scores: defaultdict[int, float] = defaultdict(float)
        size = len(self._lengths)
        for term in set(query) & self.rows.keys():
            df = len(self.rows[term])
            idf = math.log(1 + (size - df + 0.5) / (df + 0.5))
            for row, count in self.rows[term].items():
                norm = K1 * (1 - B + B * self._lengths[row] / self._mean)
                scores[row] += idf * count * (K1 + 1) / (count + norm)
        return sorted(scores, key=lambda row: (-scores[row], row))


def evaluate(lang: str, analyse: Analyse, asked: Sequence[Topic]) -> dict[str, float]:
    """The measures of one way of making terms of a language, means over the topics."""
    index = Bm25([analyse(text) for text in clauses(lang)])
    gains, recalls = [], []
    for term, answers in asked:
        query = analyse(term[lang])
        gained = [
            1 / math.log2(rank + 2)
            for rank, row in enumerate(index.rank(query)[:DEPTH])
            if row in answers
        ]
        ideal = [1 / math.log2(rank + 2) for rank in range(min(DEPTH, len(answers)))]
        gains.append(sum(gained) / sum(ideal))
        holding = [set(index.rows.get(term, ())) for term in set(query)]
        recalls.append(len(set.intersection(*holding) & answers) / len(answers))
    return {"ndcg@10": round(fmean(gains), 4), "all_terms_recall": round(fmean(recalls), 4)}


def ways(lang: str) -> dict[str, Analyse]:
    """The ways of making terms of a language that are compared."""

    def whole_words(text: str) -> list[str]:
        return fold(text).text.translate(_MARKS).split()

    compared: dict[str, Analyse] = {"ours": lambda text: terms(text, lang)}
    if lang == "zh":
        return compared | {"bigrams": bigram_terms}
    compared["whole words"] = whole_words
    if lang == "ar":
        snowball = Stemmer("arabic")
        compared["snowball"] = lambda text: list(snowball.stemWords(whole_words(text)))
    return compared


_MARKS = str.maketrans(dict.fromkeys("/.,;:()[]'\"-–—«»“”،؛?!%", " "))


def main() -> None:
    """Compare all ways in all languages."""
    asked = topics()
    keep(
        "stems",
        {
            "topics": len(asked),
            "languages": {
                lang: {name: evaluate(lang, way, asked) for name, way in ways(lang).items()}
                for lang in LANGUAGES
            },
        },
    )


if __name__ == "__main__":
    main()
