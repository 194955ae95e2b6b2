"""Questions and the sentences that answer them: in five languages at once, and within one.

Source: XQuAD-R, Roy et al., "LAReQA", EMNLP 2020. Right for the pool of five languages are the
answers in all of them; average precision is over the first 100.

From: retrieval_dev/xquad_r. To: benchmarks.retrieval. Not here: searching.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.retrieval_sets.query_set import Collection, Query, QuerySet, part_of, sample

LANGS = ("ar", "en", "es", "ru", "zh")
FOLDER = Path("retrieval_dev") / "xquad_r"


@dataclass(frozen=True, slots=True)
class Sentence:
    id: str
    lang: str
    text: str


class Questions:
    """The sentences, and which of them answer which question."""

    def __init__(self, data: Path) -> None:
        self._folder = data / FOLDER
        self.sentences = [
            Sentence(doc["id"], lang, doc["text"])
            for lang in LANGS
            for doc in map(json.loads, self._lines(f"docs.{lang}.jsonl"))
        ]
        self.answers: dict[str, set[str]] = {}
        for lang in LANGS:
            for line in self._lines(f"qrels.{lang}.txt"):
                topic, _, sentence, _ = line.split()
                self.answers.setdefault(topic, set()).add(sentence)

    def _lines(self, name: str) -> list[str]:
        return (self._folder / name).read_text("utf-8").splitlines()

    def collection(self, name: str) -> Collection:
        """``xquad``: a row a sentence, each of one language; ``xquad+ru``: only the Russian."""
        return part_of(name, {n: {one.lang: one.text} for n, one in enumerate(self.sentences, 1)})

    def sets(self, count: int, seed: int) -> tuple[QuerySet, QuerySet]:
        """``count`` questions in each language: over all five, and within the question's own."""
        places = {one.id: number for number, one in enumerate(self.sentences, 1)}
        langs = {one.id: one.lang for one in self.sentences}
        pooled, within = [], []
        for lang in LANGS:
            topics = [line.split("\t") for line in self._lines(f"topics.{lang}.tsv")]
            for at in sample(range(len(topics)), count, seed):
                topic, text = topics[at]
                right = {places[one]: 1 for one in sorted(self.answers[topic])}
                own = {places[one]: 1 for one in self.answers[topic] if langs[one] == lang}
                id_ = f"{lang}-{topic}"
                pooled.append(Query(id_, text, lang, "xquad", right, topic))
                within.append(Query(id_, text, lang, f"xquad+{lang}", own, topic))
        return (
            QuerySet("questions, five languages", tuple(pooled), deep=True),
            QuerySet("questions, own language", tuple(within)),
        )
