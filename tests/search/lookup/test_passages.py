"""lookup.passages: parts of longer clauses, against trying every part."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein

from search.lookup.passages import inside, shared
from search.lookup.pieces import names
from search.lookup.wanted import Wanted
from tests.search.lookup.rows_corpus import of_texts

WORDS = "abcdefghij"


def texts(seed: int, count: int, longest: int) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(WORDS, k=chance.randint(1, longest))) for _ in range(count)]


def best_part(query: list[str], stream: list[str]) -> int:
    """The smallest distance of any part, by trying all."""
    return min(
        Levenshtein.distance(query, stream[a:b])
        for a in range(len(stream))
        for b in range(a, len(stream) + 1)
    )


@pytest.mark.parametrize("least", [0.6, 0.8])
def test_every_entry_with_a_part_like_the_query(tmp_path: Path, least: float) -> None:
    corpus = texts(1, 80, 16)
    wordings = of_texts(tmp_path, "en", corpus).wordings.of("en")
    for text in texts(2, 30, 6):
        query = names(text, "en")
        most = int((1 - least) * len(query) + 1e-9)
        distances = {
            unit: best_part(query, names(other, "en")) for unit, other in enumerate(corpus, 1)
        }
        found = inside(Wanted.of(query, wordings), wordings, least=least)
        got = {int(wordings.units[part.entry]): part for part in found}
        assert {unit: part.masked for unit, part in got.items()} == {
            unit: distance for unit, distance in distances.items() if distance <= most
        }
        for unit, part in got.items():
            stream = names(corpus[unit - 1], "en")[part.start : part.end]
            assert Levenshtein.distance(query, stream) == part.masked


def longest_run(query: list[str], streams: list[list[str]], stop: int) -> int:
    """Pieces of the longest run that ends before ``stop`` and stands anywhere, by trying all."""
    return max(
        size
        for size in range(stop + 1)
        if not size
        or any(
            stream[at : at + size] == query[stop - size : stop]
            for stream in streams
            for at in range(len(stream))
        )
    )


def test_no_longer_run_is_missed(tmp_path: Path) -> None:
    chance = random.Random(4)
    tree = ["".join(chance.choices(WORDS, k=3)) for _ in range(1600)]
    corpus = [" ".join(tree[at : at + 16]) for at in range(0, len(tree), 16)]
    wordings = of_texts(tmp_path, "en", corpus).wordings.of("en")
    streams = [names(text, "en") for text in corpus]
    for _ in range(3):
        parts = [chance.choice(corpus).split()[2 : chance.randint(6, 14)] for _ in range(4)]
        query = names(" ".join(word for part in parts for word in part), "en")
        found = shared(Wanted.of(query, wordings), wordings, top=1)
        longest = max(longest_run(query, streams, stop) for stop in range(len(query) + 1))
        assert [part.query_end - part.query_start for part in found] == [longest]
        entry = streams[int(wordings.units[found[0].entry]) - 1]
        assert (
            entry[found[0].start : found[0].end] == query[found[0].query_start : found[0].query_end]
        )


def test_the_longest_runs_come_first_and_short_ones_are_left_out(tmp_path: Path) -> None:
    corpus = ["x red green blue white y", "z oak elm ash fir yew z", "red green blue"]
    filler = [f"word{n} and more" for n in range(40)]
    wordings = of_texts(tmp_path, "en", [*corpus, *filler]).wordings.of("en")
    query = names("start red green blue white stop x oak elm ash fir yew end more", "en")
    found = shared(Wanted.of(query, wordings), wordings, top=5)
    assert [int(wordings.units[part.entry]) for part in found] == [2, 1]
    assert [query[part.query_start : part.query_end] for part in found] == [
        ["oak", "elm", "ash", "fir", "yew"],
        ["red", "green", "blue", "white"],
    ]


def test_runs_do_not_overlap_in_the_query(tmp_path: Path) -> None:
    filler = [f"word{n}" for n in range(60)]
    corpus = ["p a b c d e q", "r c d e f g h s", *filler]
    wordings = of_texts(tmp_path, "en", corpus).wordings.of("en")
    found = shared(Wanted.of(list("zabcdefghz"), wordings), wordings, top=5)
    assert [(part.query_start, part.query_end) for part in found] == [(3, 9)]
    (part,) = found
    assert (int(wordings.units[part.entry]), part.start, part.end) == (2, 1, 7)
