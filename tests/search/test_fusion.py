"""Fusion against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from search.fusion import (
    FUSIONS,
    MEANING,
    TRANSLATIONS,
    Evidence,
    convex,
    fused,
    imputed,
    reciprocal,
    weighted,
    weights,
)

NAN = float("nan")


def evidence(name: str, weight: float, *scores: float) -> Evidence:
    return Evidence(name, weight, np.array(scores, np.float32))


def test_scores_are_scaled_by_the_best_and_never_negative() -> None:
    assert evidence("semantic", 1, 0.5, -0.25, NAN, 0.25).scaled.tolist() == [1, 0, 0, 0.5]
    assert evidence("semantic", 1, -0.5, NAN).scaled.tolist() == [0, 0]
    assert evidence("semantic", 1).scaled.tolist() == []


def test_equal_scores_have_equal_ranks() -> None:
    ranks = evidence("keyword", 1, 2, 9, NAN, 9, 1).ranks
    assert ranks[[0, 1, 3, 4]].tolist() == [3, 1, 1, 4]
    assert np.isnan(ranks[2])


def test_convex_is_the_weighted_mean() -> None:
    ids = np.array([3, 5, 8])
    fused = convex(ids, [evidence("k", 3, 10, 5, NAN), evidence("s", 1, NAN, 0.4, 0.8)])
    # 3: .75*1 = .75; 5: .75*.5 + .25*.5 = .5; 8: .25*1 = .25
    assert fused.ids.tolist() == [3, 5, 8]
    assert fused.scores.tolist() == [0.75, 0.5, 0.25]


def test_ties_go_to_the_smaller_id() -> None:
    fused = convex(np.array([9, 4]), [evidence("k", 1, 1, NAN), evidence("s", 1, NAN, 1)])
    assert fused.ids.tolist() == [4, 9]
    assert fused.scores.tolist() == [0.5, 0.5]


def test_reciprocal_ranks() -> None:
    fused = reciprocal(np.array([1, 2]), [evidence("k", 1, 7, 6), evidence("s", 1, NAN, 0.1)])
    # 1: .5*61/61; 2: .5*61/62 + .5*61/61, rounded to the resolution of scores
    assert fused.ids.tolist() == [2, 1]
    assert fused.scores.tolist() == pytest.approx([0.5 * 61 / 62 + 0.5, 0.5], abs=2**-12)


def test_nothing_to_fuse() -> None:
    fused = convex(np.empty(0, np.int64), [evidence("k", 1), evidence("s", 1)])
    assert fused.ids.tolist() == []


def test_weights_are_squares_of_what_is_known_of_the_best() -> None:
    assert weights(0.5, 0.2) == pytest.approx(
        {"keyword": 0.25, "translated": TRANSLATIONS, "semantic": MEANING * 0.04}
    )
    assert weights(0.0, -0.3) == {"keyword": 0.0, "translated": TRANSLATIONS, "semantic": 0.0}


@pytest.mark.parametrize(("in_place", "times"), [(0, 1), (0.5, 1), (1, 1), (2.25, 2.25), (8, 8)])
def test_words_in_place_weigh_more_the_more_there_are(in_place: float, times: float) -> None:
    told = weights(0.5, 0.2)
    assert weights(0.5, 0.2, in_place) == {**told, "keyword": 0.25 * times}


def test_what_could_not_be_looked_at_is_expected_to_be_as_the_others_say() -> None:
    words = evidence("k", 0.5, 8, 2, NAN, NAN, 3)
    told = [words, evidence("t", 0.1, NAN, 4, 2, NAN, 4), evidence("s", 0.4, 0.5, 0.5, 0.5, NAN, 0)]
    unseen = np.array([False, False, True, True, True])
    # The others say .8, 1, .9, 0, .2; where words could look, .8 and 1, they say 1 and .25.
    ratio = 1.25 / 1.8
    completed = imputed(told, unseen)
    expected = [1, 0.25, 0.9 * ratio, 0, 3 / 8]  # what is found counts, if it is more
    assert completed[0].scaled.tolist() == pytest.approx(expected)
    assert completed[1:] == (*told[1:],)
    np.testing.assert_array_equal(completed[0].ranks, words.ranks)


def test_no_more_is_expected_than_the_others_say() -> None:
    told = [evidence("k", 0.5, 8, 8, NAN), evidence("s", 0.5, 0.1, 0.1, 0.4)]
    assert imputed(told, np.array([False, False, True]))[0].scaled.tolist() == [1, 1, 1]
    nowhere = imputed(told, np.array([True, True, True]))[0]
    assert nowhere.scaled.tolist() == [1, 1, 1]
    nobody = [evidence("k", 1, NAN, NAN), evidence("s", 1, 0.1, 0.4)]
    assert imputed(nobody, np.array([True, True]))[0].scaled.tolist() == [0.25, 1]


def test_nothing_is_expected_where_all_could_be_looked_at_or_nobody_else_was_asked() -> None:
    told = (evidence("k", 0.5, 8, NAN), evidence("s", 0.5, 0.1, 0.4))
    assert imputed(told, np.array([False, False])) == told
    assert imputed(told[:1], np.array([False, True])) == told[:1]


def test_weights_add_up_to_one() -> None:
    by_name = {"k": 1.0, "s": 0.25, "absent": 5.0}
    told = weighted([evidence("k", 1, 7), evidence("s", 1, 0.5)], by_name)
    assert [each.weight for each in told] == [0.8, 0.2]
    nothing = weighted([evidence("k", 1, 7), evidence("s", 1, -0.5)], {"k": 0.0, "s": 0.0})
    assert [each.weight for each in nothing] == [0.5, 0.5]


def test_ways_of_fusing() -> None:
    ids = np.array([1, 2])
    told = [evidence("k", 0.5, 7, 6), evidence("s", 0.5, NAN, 0.1)]
    both = [fused(ids, told, way).scores.tolist() for way in FUSIONS]
    assert both == [convex(ids, told).scores.tolist(), reciprocal(ids, told).scores.tolist()]
