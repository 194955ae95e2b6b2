from __future__ import annotations

import json
from pathlib import Path

import pytest

import hexapla
from indexer.errors import QueryError
from tests.hexapla.conftest import Command


def test_a_word_with_examples(command: Command, samples: Path) -> None:
    done = command("lexicon", "学校", "--to", "en,fr", "--json", "--corpus", samples)
    assert done.returncode == 0, done.stderr
    english, french = map(json.loads, done.stdout.splitlines())
    assert (english["word"], english["lang"], english["target"]) == ("学校", "zh", "en")
    assert english["translations"][0]["term"] == "school"
    assert french["translations"][0]["surface"] in ("école", "écoles")
    (example,) = english["examples"]
    marked = [example["texts"]["en"][a:b].lower() for a, b in example["marks"]["en"]]
    assert any("school" in one for one in marked)
    assert [example["texts"]["zh"][a:b] for a, b in example["marks"]["zh"]] == ["学校"]


def test_an_expression_is_what_answers_to_it_in_the_corpus(samples: Path) -> None:
    with hexapla.open(samples) as corpus:
        entries = corpus.lexicon("safe drinking water", source="en", targets=["fr", "es"])
    assert [(one.target, one.translations[0].surface.lower()) for one in entries] == [
        ("fr", "eau potable"),
        ("es", "agua potable"),
    ]
    assert all(0.5 < one.translations[0].probability <= 1 for one in entries)


def test_without_a_corpus_the_shipped_lexicon_answers(command: Command, tmp_path: Path) -> None:
    done = command("lexicon", "paix", "--to", "en", "--corpus", tmp_path / "none")
    assert done.returncode == 0
    assert done.stdout.startswith("paix (fr)\n   en  peace ")
    assert done.stderr == f"no corpus in '{tmp_path / 'none'}': from the shipped lexicon\n"
    assert not (tmp_path / "none").exists()


def test_words_that_stand_nowhere_together_are_looked_up_one_by_one(samples: Path) -> None:
    with hexapla.open(samples) as corpus:
        found = corpus.lexicon("water security peace", source="en", targets=["es"])
    assert [(one.word, one.translations[0].surface) for one in found] == [
        ("water", "agua"),
        ("security", "seguridad"),
        ("peace", "paz"),
    ]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("qwzzyx", "no translation of 'qwzzyx' is known from 'en'"),
        ("…", "no word in '…'; give a word or a short expression"),
        ("", "no word in ''; give a word or a short expression"),
        ("water " * 50, "50 words, at most 20 in 'water water"),
    ],
)
def test_one_line_for_what_cannot_be_answered(samples: Path, word: str, message: str) -> None:
    with hexapla.open(samples) as corpus, pytest.raises(QueryError) as error:
        corpus.lexicon(word, source="en")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_unknown_languages_are_named(command: Command, samples: Path) -> None:
    done = command("lexicon", "peace", "--from", "de", "--corpus", samples)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "hexapla: unknown language 'de'; known: ar, en, es, fr, ru, zh\n"


def test_a_language_is_not_translated_to_itself(samples: Path) -> None:
    with hexapla.open(samples) as corpus, pytest.raises(ValueError, match="name another language"):
        corpus.lexicon("peace", source="en", targets=["en"])


def test_a_number_is_itself(samples: Path) -> None:
    with hexapla.open(samples) as corpus:
        (entry,) = corpus.lexicon("71/901", source="en", targets=["ru"])
    assert [one.surface for one in entry.translations] == ["71/901"]
