"""Each kind of evidence, against working it out bead by bead."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alignment.pairwise import length, meaning
from alignment.pairwise.band import SHAPES, around, one_block, whole
from alignment.pairwise.evidence import cosines, edges, lengths
from alignment.pairwise.lexical import KNOWN_AT_BEST, MOST, lexical
from alignment.pairwise.numbering import agreement, labels
from alignment.pairwise.stops import stops
from alignment.pairwise.translation_table import NO_PAIRS, Pairs, Seeds, Table, learn, seeds_of
from alignment.pairwise.words import Vocabulary, Words, merged, words_of
from indexer.document import Clause

ENGLISH = ["the red house", "a red car and a house", "", "the end", "the car 12", "house house"]
FRENCH = ["la maison rouge", "une voiture rouge", "et une maison", "fin", "voiture 12"]


def test_cosines_are_those_of_summed_rows() -> None:
    draw = np.random.default_rng(3)
    left, right = (draw.normal(size=(size, 5)).astype(np.float32) for size in (6, 7))
    band = whole(one_block(6, 7))
    found = cosines(left, right, band, SHAPES)
    for number, (m, n) in enumerate(SHAPES):
        for cell in range(band.size):
            i, j = int(band.rows[cell]), int(band.columns[cell])
            if i >= m and j >= n:
                one, other = left[i - m : i].sum(axis=0), right[j - n : j].sum(axis=0)
                wanted = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
                assert found[number, cell] == pytest.approx(wanted, abs=1e-5)


def test_unknown_clauses_are_like_nothing() -> None:
    nothing = np.zeros((2, 4), np.float32)
    assert not cosines(nothing, np.ones((3, 4), np.float32), whole(one_block(2, 3)), SHAPES).any()


def test_an_edge_is_what_the_last_clause_adds() -> None:
    left = np.array([[1, 0]], np.float32)
    right = np.array([[1, 0], [0, 1]], np.float32)
    band = whole(one_block(1, 2))
    similar = cosines(left, right, band, SHAPES)
    found = edges(similar, band, SHAPES)
    assert found[SHAPES.index((1, 2)), -1] == pytest.approx(1 / math.sqrt(2) - 1)
    assert not found[0].any()


def test_lengths_are_sums() -> None:
    band = whole(one_block(2, 3))
    left, right = lengths(np.array([5.0, 7.0]), np.array([1.0, 2.0, 4.0]), band, SHAPES)
    assert left[SHAPES.index((2, 3)), -1] == 12
    assert right[SHAPES.index((2, 3)), -1] == 7


def test_equal_lengths_fit_best() -> None:
    left, right = np.array([50, 50, 50], np.float32), np.array([50, 70, 900], np.float32)
    fit = length.fit(left, right, np.full(3, 10, np.float32))
    assert fit[0] == 0
    assert fit[1] == pytest.approx(-(20**2) / (10 * 120))
    assert -20 < fit[2] < fit[1]  # far off is far off: only the logarithm counts


def test_variance_is_learned_from_enough_beads_only() -> None:
    left, right = np.full((1, 60), 100, np.float32), np.full((1, 60), 130, np.float32)
    blocks = np.repeat([0, 1], [40, 20])
    found = length.variances(left, right, np.ones((1, 60)), blocks)
    assert found.tolist() == pytest.approx([900 / 115, length.VARIANCE])


def test_questions_answer_questions_in_every_script() -> None:
    assert len(set(stops(["Why?", "لماذا؟", "为什么？", "« Pourquoi ? »"]).tolist())) == 1
    assert len(set(stops(["Why?", "Why.", "Why", "Why!"]).tolist())) == 4


def test_likeness_is_worth_nothing_where_everything_is_alike() -> None:
    same = meaning.Likeness(answering=0.3, others=0.3, spread=0.1)
    assert not same.ratio(np.array([0.0, 0.9], np.float32)).any()
    apart = meaning.Likeness(answering=0.5, others=0.1, spread=0.2)
    assert apart.ratio(np.array([0.3, 0.5], np.float32)) == pytest.approx([0.0, 2.0], abs=1e-5)


def test_likeness_is_learned_from_sure_beads_of_each_document() -> None:
    cosine, sure = np.tile(np.repeat([0.8, 0.1], 500), 2), np.repeat([1.0, 0.0, 0.0, 1.0], 500)
    before = meaning.together([meaning.expected("en", "zh")] * 2)
    learned = meaning.learn(cosine, sure, before, np.repeat([0, 1], 1000))
    assert np.asarray(learned.answering).tolist() == pytest.approx([0.8, 0.1], abs=0.02)
    assert np.asarray(learned.others).tolist() == pytest.approx([0.1, 0.8], abs=0.02)


def test_numbers_are_words_in_every_script() -> None:
    assert "15" in words_of(["第十五条"], "zh")[1].words
    assert "15" in words_of(["المادة ١٥"], "ar")[1].words
    assert "15" in words_of(["15. pants"], "is")[1].words


def test_vocabularies_are_merged() -> None:
    one, other = Vocabulary(("a", "b")), Vocabulary(("c", "b"))
    both, numbers = merged([one, other])
    assert both.words == ("a", "b", "c")
    assert [new.tolist() for new in numbers] == [[0, 1], [2, 1]]


Known = tuple[Words, Words, Vocabulary, Vocabulary]


def words() -> Known:
    (left, here), (right, there) = words_of(ENGLISH, "de"), words_of(FRENCH, "nl")  # bare words
    return left, right, here, there


def tables(known: Known) -> tuple[Table, Table]:
    left, right, here, there = known
    spans = np.array([[0, 1, 0, 1], [1, 2, 1, 3], [3, 4, 3, 4], [4, 5, 4, 5]])
    return learn(left, right, seeds_of(here, there), Pairs(spans, np.ones(4)))


def translation(table: Table, source: int, target: int) -> float:
    span = slice(table.starts[source], table.starts[source + 1])
    found = table.targets[span].tolist()
    return float(table.values[span][found.index(target)]) if target in found else 0.0


def test_words_are_learned_from_beads() -> None:
    known = words()
    (there, back), (_, _, left, right) = tables(known), known
    for word, other in (("house", "maison"), ("car", "voiture"), ("12", "12")):
        here = left.number_of[word]
        best = max(range(len(right.words)), key=lambda at: translation(there, here, at))
        assert right.words[best] == other
    assert translation(back, right.number_of["voiture"], left.number_of["car"]) > 0.3


def test_groups_have_words_of_their_own() -> None:
    """Two groups with the same words side by side learn what each learns alone."""
    left, right, here, there = words()
    seeds = seeds_of(here, there)
    spans = np.array([[0, 1, 0, 1], [4, 5, 4, 5]])
    alone = learn(left, right, seeds, Pairs(spans, np.ones(2)))[0]
    twice = [
        Words(
            np.concatenate([side.numbers, side.numbers + len(side.group)]),
            np.concatenate([side.starts, side.starts[1:] + side.starts[-1]]),
            np.repeat([0, 1], len(side.group)),
        )
        for side in (left, right)
    ]
    more = seeds.left + len(left.group), seeds.right + len(right.group)
    both_seeds = Seeds(
        np.concatenate([seeds.left, more[0]]),
        np.concatenate([seeds.right, more[1]]),
        np.tile(seeds.weights, 2),
    )
    sizes = [len(ENGLISH)] * 2 + [len(FRENCH)] * 2
    taught = Pairs(np.concatenate([spans, spans + sizes]), np.ones(4))
    both = learn(twice[0], twice[1], both_seeds, taught)[0]
    half = len(alone.values)
    np.testing.assert_allclose(both.values[:half], alone.values)
    np.testing.assert_allclose(both.values[half:], alone.values)
    assert both.targets[half:].tolist() == (alone.targets + len(right.group)).tolist()
    np.testing.assert_allclose(both.frequency, np.tile(alone.frequency, 2))


def test_without_beads_only_what_is_written_alike_is_known() -> None:
    left, right, here, there = words()
    found, _ = learn(left, right, seeds_of(here, there), NO_PAIRS)
    assert [there.words[at] for at in found.targets] == ["12"]


def test_lexical_evidence_is_the_log_ratio_of_ibm_model_1() -> None:
    known = words()
    (left, right, _, _), both = known, tables(known)
    first, last = np.array([0, 0, 0, 1, 1, 2, 3]), np.array([3, 4, 5, 5, 5, 5, 5])
    band = around(first, last, one_block(6, 5))
    found = lexical((left, right), both, band, SHAPES)

    def one_way(table: Table, source: list[int], target: list[int]) -> float:
        total = 0.0
        for word in target:
            belief = KNOWN_AT_BEST * table.coverage[word]
            mean = sum(translation(table, other, word) for other in source) / max(len(source), 1)
            total += min(math.log(1 - belief + belief * mean / table.frequency[word]), MOST)
        return total

    for number, (m, n) in enumerate(SHAPES):
        for cell in np.flatnonzero(band.shifted(-m, -n) < band.size):
            i, j = int(band.rows[cell]), int(band.columns[cell])
            if any(band.shifted(-a, -b)[cell] == band.size for a in range(m) for b in range(n)):
                continue
            ours = left.numbers[left.starts[i - m] : left.starts[i]].tolist()
            theirs = right.numbers[right.starts[j - n] : right.starts[j]].tolist()
            wanted = one_way(both[0], ours, theirs) + one_way(both[1], theirs, ours)
            assert found[number, cell] == pytest.approx(wanted / 2, abs=1e-4)


def test_printed_numbers_agree_or_not() -> None:
    def numbered(*numbers: str | None) -> list[str]:
        return labels([Clause("operative", number, 0, 1, "x") for number in numbers])

    assert numbered("1", "2", None) == [*numbered("١", "٢"), ""]
    left, right = np.array([1, 2, 0]), np.array([1, 2])
    band = whole(one_block(3, 2))
    found = agreement(left, right, band, SHAPES)

    def at(i: int, j: int, shape: tuple[int, int]) -> float:
        return float(found[SHAPES.index(shape), band.starts[i] + j])

    assert at(1, 1, (1, 1)) == 1
    assert at(2, 1, (1, 1)) == -1
    assert at(3, 2, (1, 1)) == -1  # one has a number, the other has none
    assert at(2, 2, (1, 2)) == -2  # 2 against 1, and 2 begins inside
    assert at(3, 2, (2, 1)) == 1
    assert at(2, 2, (2, 2)) == -1
    assert not agreement(left[2:], left[2:], whole(one_block(1, 1)), SHAPES).any()
