"""Information needs about United Nations matters, asked in six languages, judged by reading.

``benchmarks/topics/topics.tsv``: a line a need, its number, the query in each language, and in
English what makes a row relevant. ``qrels.txt``: number, 0, line of unv1_dev, grade: 2 the row says
what is asked for, 1 it belongs to the matter, 0 neither; rows that nobody judged count as 0.

From: benchmarks/topics, unv1_dev. To: benchmarks.retrieval. Not here: pooling, judging.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.record import ROOT
from benchmarks.retrieval_sets.query_set import Query, QuerySet
from hexapla.trec import read_qrels
from indexer.languages import LANGUAGES

FOLDER = ROOT / "benchmarks" / "topics"


@dataclass(frozen=True, slots=True)
class Topic:
    """A need. queries: ``{lang: query}``."""

    id: str
    queries: dict[str, str]
    narrative: str


def read_needs(path: Path = FOLDER / "topics.tsv") -> list[Topic]:
    """All needs in the file, whose first line names its columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Topic(row["id"], {lang: row[lang] for lang in LANGUAGES}, row["narrative"])
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def topics(folder: Path = FOLDER) -> tuple[QuerySet, QuerySet]:
    """The needs that are judged: with the language asked in searched too, and hidden."""
    judged = read_qrels(folder / "qrels.txt") if (folder / "qrels.txt").exists() else {}
    right = {
        topic: {int(row): grade for row, grade in grades.items() if grade > 0}
        for topic, grades in judged.items()
    }
    return _sets(read_needs(folder / "topics.tsv"), {k: v for k, v in right.items() if v})


def unjudged_topics(folder: Path = FOLDER) -> tuple[QuerySet, QuerySet]:
    """All needs, judged or not, to be asked for what is to be judged."""
    needs = read_needs(folder / "topics.tsv")
    return _sets(needs, {topic.id: {} for topic in needs})


def _sets(needs: list[Topic], right: dict[str, dict[int, int]]) -> tuple[QuerySet, QuerySet]:
    wanted = [topic for topic in needs if topic.id in right]
    open_ = [query for topic in wanted for query in _queries(topic, right[topic.id], "un")]
    hidden = [query for topic in wanted for query in _queries(topic, right[topic.id], "un-")]
    return QuerySet("topics", tuple(open_)), QuerySet("topics, language hidden", tuple(hidden))


def _queries(topic: Topic, right: dict[int, int], collection: str) -> list[Query]:
    return [
        Query(
            id=f"{topic.id}-{lang}",
            text=text,
            lang=lang,
            collection=collection + lang if collection.endswith("-") else collection,
            relevant=right,
            group=topic.id,
        )
        for lang, text in topic.queries.items()
    ]
