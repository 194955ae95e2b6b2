"""Which words of two texts the shipped lexicon holds for translations."""

from __future__ import annotations

import numpy as np
import pytest

from alignment.lexicon.mutual import LEAST, mutual, numbered
from alignment.lexicon.vocabulary import UNKNOWN


def test_turned_it_says_the_same() -> None:
    chinese, arabic = ["和平", "大会", "的"], ["سلام", "جمعي", "عام"]
    one = mutual(numbered(chinese, "zh"), numbered(arabic, "ar"), ("zh", "ar"))
    other = mutual(numbered(arabic, "ar"), numbered(chinese, "zh"), ("ar", "zh"))
    forth = sorted(zip(one.left.tolist(), one.right.tolist(), one.strength.tolist(), strict=True))
    back = sorted(
        zip(other.right.tolist(), other.left.tolist(), other.strength.tolist(), strict=True)
    )
    assert forth == back
    assert (0, 0) in [(left, right) for left, right, _ in forth]


def test_strengths_lie_between_the_least_and_one() -> None:
    words = numbered(["peac", "secur", "water"], "en"), numbered(["paz", "segur", "agu"], "es")
    strength = mutual(*words, ("en", "es")).strength
    assert len(strength)
    assert ((strength > LEAST) & (strength <= 1.0 + 1e-9)).all()


@pytest.mark.parametrize("langs", [("en", "is"), ("de", "fr"), ("en", "en")])
def test_languages_without_a_table_have_no_pairs(langs: tuple[str, str]) -> None:
    left, right = (numbered(["peac"], lang) for lang in langs)
    assert all(len(column) == 0 for column in mutual(left, right, langs))


def test_words_that_the_lexicon_lacks_are_left_out() -> None:
    numbers = numbered(["qqqzzz", "peac"], "en")
    assert numbers[0] == UNKNOWN
    assert 0 not in mutual(numbers, numbered(["paix", "qqqzzz"], "fr"), ("en", "fr")).left
    nothing = mutual(np.zeros(0, np.int64), numbers, ("fr", "en"))
    assert len(nothing.left) == 0
