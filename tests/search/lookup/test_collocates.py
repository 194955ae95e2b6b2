"""lookup.collocates: counts by hand, G2 against the definition."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from search.lookup.collocates import collocates, log_likelihood, near, occurrences, words
from tests.search.lookup.rows_corpus import of_texts

TEXTS = ["safe water flows", "safe water and safe bread", "safe house", "water house", "bread"]


def g2(table: list[list[int]]) -> float:
    """2 * sum of observed * ln(observed / expected), as Dunning writes it."""
    whole = sum(map(sum, table))
    total = 0.0
    for row in table:
        for at, observed in enumerate(row):
            expected = sum(row) * sum(line[at] for line in table) / whole
            total += observed * log(observed / expected) if observed else 0.0
    return 2 * total


@pytest.mark.parametrize("counts", [(10, 100, 20, 10_000), (3, 30, 3, 500), (7, 40, 90, 700)])
def test_log_likelihood(counts: tuple[int, int, int, int]) -> None:
    count, near_all, everywhere, total = counts
    outside = everywhere - count
    table = [[count, outside], [near_all - count, total - near_all - outside]]
    assert log_likelihood(*counts) == pytest.approx(g2(table))


def test_a_word_that_is_rarer_near_than_elsewhere_is_negative() -> None:
    assert log_likelihood(1, 100, 500, 1_000) < -50


def test_words_near_a_place_five_to_either_side_without_stop_words_and_numbers() -> None:
    text = "alpha beta gamma the delta 2015 of water epsilon and zeta eta theta iota kappa"
    start = text.index("water")
    assert near(text, "en", (start, start + 5)) == [
        *("gamma", "delta"),
        *("epsilon", "zeta", "eta", "theta"),
    ]


def test_counts_in_lines_and_in_the_corpus(tmp_path: Path) -> None:
    wordings = of_texts(tmp_path, "en", TEXTS).wordings.of("en")
    assert [occurrences(word, wordings) for word in ("safe", "water", "fire")] == [4, 3, 0]
    lines = [near(text, "en", (text.index("water"), text.index("water") + 5)) for text in TEXTS[:2]]
    (safe,) = collocates(lines, wordings, top=5)
    assert (safe.word, safe.count, safe.in_corpus) == ("safe", 2, 4)
    assert safe.log_likelihood == pytest.approx(log_likelihood(2, 5, 4, 13), abs=0.01)


def test_chinese_words_are_the_longest_and_counted_as_runs_of_characters(tmp_path: Path) -> None:
    assert [word.text for word in words("联合国大会回顾决议", "zh")] == [
        "联合国大会",
        "回顾",
        "决议",
    ]
    texts = ["大会决定", "定大会", "决", "定大", "会大会"]
    wordings = of_texts(tmp_path, "zh", texts).wordings.of("zh")
    assert [occurrences(word, wordings) for word in ("大会", "决定")] == [3, 1]
