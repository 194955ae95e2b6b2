"""hexapla bench: a person's own topics and judgements, and the corpus as its own judge."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import hexapla
from hexapla.benching import (
    MEASURES,
    benched,
    means,
    measured,
    self_tested,
    units_in_order,
    write_lines,
)
from hexapla.corpus import Corpus
from indexer.errors import CorpusError, QueryError

Command = Callable[..., subprocess.CompletedProcess[str]]

WATER, PEACE, SCHOOLS = 1, 2, 3
ROWS = [
    {"en": "Safe drinking water for all villages", "fr": "De l'eau potable pour tous les villages"},
    {"en": "Peace and security in the region", "fr": "La paix et la sécurité dans la région"},
    {"en": "Schools are closed in the winter", "fr": "Les écoles sont fermées pendant l'hiver"},
]
TOPICS = {"1": "drinking water", "2": "sécurité"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("bench")
    with hexapla.open(place / "corpus") as corpus:
        corpus.add_lines(write_lines(ROWS, place))
    return place / "corpus"


@pytest.fixture
def corpus(folder: Path) -> Corpus:
    return hexapla.open(folder)


def test_measures_by_hand() -> None:
    """Ranks 2 and 3 of grades 2 and 1: DCG 2/log2(3) + 1/log2(4), ideal 2 + 1/log2(3)."""
    found = measured({"a": {"x": 2, "y": 1, "z": 0}, "b": {"x": 1}}, {"a": ["z", "x", "y"]})
    assert found["a"] == pytest.approx(
        {"nDCG@10": (2 / 1.5849625 + 0.5) / (2 + 1 / 1.5849625), "RR@10": 0.5}
        | {"P@1": 0.0, "Success@10": 1.0}
    )
    assert found["b"] == dict.fromkeys(MEASURES, 0.0)
    assert means(found)["RR@10"] == 0.25


def test_the_order_of_a_run_is_kept() -> None:
    """A tool that breaks ties by name would turn these round."""
    assert measured({"a": {"1": 1}}, {"a": ["1", "9"]})["a"]["P@1"] == 1.0
    assert measured({"a": {"9": 1}}, {"a": ["9", "1"]})["a"]["P@1"] == 1.0


def test_own_topics(corpus: Corpus) -> None:
    qrels = {"1": {str(WATER): 2}, "2": {str(SCHOOLS): 1}, "3": {str(PEACE): 1}}
    (found,) = benched(corpus, TOPICS | {"9": "not judged"}, qrels, modes=["keyword"])
    assert found.topics == 2
    assert found.run == {"1": [str(WATER)], "2": [str(PEACE)]}
    assert found.means == {"nDCG@10": 0.5, "RR@10": 0.5, "P@1": 0.5, "Success@10": 0.5}


def test_without_judgements_there_is_only_a_run(corpus: Corpus) -> None:
    (found,) = benched(corpus, TOPICS, None, modes=["keyword"])
    assert found.run["2"] == [str(PEACE)]
    assert found.means == {}


def test_judgements_of_something_else_are_refused(corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match="none of the 2 topics is judged; topics have ids such"):
        list(benched(corpus, TOPICS, {"301": {"1": 1}}))
    with pytest.raises(CorpusError, match="no judged document is in the corpus, such as 'FT911-1'"):
        list(benched(corpus, TOPICS, {"1": {"FT911-1": 1}}))
    with pytest.raises(QueryError, match="topic 1: no word to look for"):
        list(benched(corpus, {"1": "?!"}, {"1": {"1": 1}}))


def test_a_clause_finds_its_unit_through_the_other_language(corpus: Corpus) -> None:
    found = list(self_tested(corpus, modes=["keyword", "semantic"]))
    assert [(test.lang, test.mode, test.clauses) for test in found] == [
        ("en", "keyword", 3),
        ("en", "semantic", 3),
        ("fr", "keyword", 3),
        ("fr", "semantic", 3),
    ]
    by_meaning = {test.lang: test.means["P@1"] for test in found if test.mode == "semantic"}
    assert by_meaning == {"en": 1.0, "fr": 1.0}
    by_words = {test.lang: test.means["P@1"] for test in found if test.mode == "keyword"}
    assert max(by_words.values()) < 1.0  # or the language was not hidden


def test_a_corpus_of_one_language_cannot_test_itself(tmp_path: Path) -> None:
    with hexapla.open(tmp_path / "corpus") as corpus:
        corpus.add_lines(write_lines([{"en": "Only English is here"}], tmp_path))
        with pytest.raises(CorpusError, match="no unit of two languages to test itself with"):
            list(self_tested(corpus))


def test_the_command(command: Command, folder: Path, tmp_path: Path) -> None:
    topics, qrels, run = (tmp_path / name for name in ("topics.tsv", "qrels.txt", "found.run"))
    topics.write_text("1\tdrinking water\n2\tsécurité\n", "utf-8")
    qrels.write_text(f"1 0 {WATER} 2\n2 0 {PEACE} 1\n", "utf-8")
    asked = ("bench", "--corpus", folder, "--topics", topics)
    done = command(*asked, "--qrels", qrels, "--run", run, "--mode", "keyword", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "mode": "keyword",
        "topics": 2,
        **dict.fromkeys(MEASURES, 1.0),
    }
    assert run.read_text("utf-8") == (
        f"1 Q0 {WATER} 1 1 hexapla-keyword\n2 Q0 {PEACE} 1 1 hexapla-keyword\n"
    )


def test_bad_files_give_one_line(command: Command, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text("1 water\n", "utf-8")
    done = command("bench", "--corpus", folder, "--topics", tmp_path / "topics.tsv", "--run", "x")
    assert done.returncode == 1
    assert done.stderr == (
        f"hexapla: {tmp_path}/topics.tsv: line 1 is no topic: '1 water'; expected: ID, a tab, "
        "the query\n"
    )
    assert command("bench", "--corpus", folder, "--qrels", "x").returncode == 2


def test_units_stand_in_the_order_of_the_rows_whatever_their_numbers(tmp_path: Path) -> None:
    """Rows that are indexed again may get new numbers; the first row's need not be the smallest."""
    rows = [{"en": f"Row number {number}", "fr": f"Ligne {number}"} for number in range(9)]
    with hexapla.open(tmp_path / "corpus") as corpus:
        for indexed in (rows[3:], rows):
            corpus.add_lines(write_lines(indexed, tmp_path))
        units = units_in_order(corpus).tolist()
        found = {hit.unit: hit.versions["en"] for hit in corpus.search("number", top=9).hits}
    assert [found[unit] for unit in units] == [row["en"] for row in rows]
