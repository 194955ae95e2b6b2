from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.lexicon.equivalents import Equivalent, best_stretch, equivalents
from alignment.lexicon.leftovers import left_over
from alignment.lexicon.lexicon import load_lexicon
from alignment.lexicon.links import links
from benchmarks.equivalents import by_lexicon, measure, read_gold
from indexer.languages import LANGUAGES

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "equivalents.txt"

TEXTS = {
    "ar": "تشجع الــدول الأَعضاء على حماية المياه؛",
    "zh": "鼓勵會員國保護水資源；",
    "en": "Encourages Member States to protect water;",
    "fr": "Encourage les États Membres à protéger l’eau ;",
    "ru": "рекомендует государствам-членам беречь воду;",
    "es": "Alienta a los Estados Miembros a proteger el agua;",
}


def answers(lang: str, words: str, texts: dict[str, str] = TEXTS) -> dict[str, list[str]]:
    start = texts[lang].index(words)
    found = equivalents(texts, lang, [(start, start + len(words))], load_lexicon())
    return {other: [texts[other][a:b] for a, b in one.spans] for other, one in found.items()}


def test_spans_are_of_the_text_as_it_is_written() -> None:
    found = answers("en", "Member States")
    assert found["ar"] == ["الــدول الأَعضاء"]
    assert found["zh"] == ["會員國"]
    assert found["fr"] == ["États Membres"]
    assert found["es"] == ["Estados Miembros"]
    assert answers("zh", "會員國")["en"] == ["Member States"]
    assert answers("ru", "воду")["fr"] == ["eau"]


def test_words_that_stand_apart_are_answered_apart() -> None:
    text = TEXTS["en"]
    asked = [(text.index(word), text.index(word) + len(word)) for word in ("States", "water")]
    found = equivalents(TEXTS, "en", asked, load_lexicon())
    assert [TEXTS["es"][a:b] for a, b in found["es"].spans] == ["Estados", "agua"]
    assert [TEXTS["fr"][a:b] for a, b in found["fr"].spans] == ["États", "eau"]


def test_numbers_and_symbols_answer_to_themselves() -> None:
    texts = {"en": "resolution A/RES/75/912 of 2020", "ar": "القرار A/RES/75/912 لعام ٢٠٢٠"}
    assert answers("en", "A/RES/75/912", texts)["ar"] == ["A/RES/75/912"]
    assert answers("en", "2020", texts)["ar"] == ["٢٠٢٠"]


def test_a_word_that_no_lexicon_knows_is_answered_by_what_is_left_between_known_ones() -> None:
    texts = {
        "en": "The General Assembly welcomes the zorbling of drinking water",
        "fr": "L’Assemblée générale accueille le grumage de l’eau potable",
    }
    assert answers("en", "zorbling", texts)["fr"] == ["grumage"]
    assert answers("fr", "grumage", texts)["en"] == ["zorbling"]


def test_what_is_left_gains_nothing_where_all_is_answered_or_frequent() -> None:
    both, beside = np.eye(3, dtype=np.float32), np.ones((3, 3), np.float32)
    rare, frequent = [0.0] * 3, [1e6] * 3
    assert not left_over(both, (rare, rare), beside).any()
    both[1, 1] = 0
    assert left_over(both, (rare, rare), beside)[1, 1] > 0.9
    assert left_over(both, (frequent, frequent), beside)[1, 1] < 0.01


def test_what_no_word_answers_to_is_nothing() -> None:
    texts = {"en": "Water is scarce", "es": "La educación", "fr": "", "zh": "…"}
    found = equivalents(texts, "en", [(0, 5)], load_lexicon())
    assert found == dict.fromkeys(["es", "fr", "zh"], Equivalent((), 0.0))


def test_only_the_languages_asked_for() -> None:
    found = equivalents(TEXTS, "en", [(0, 10)], load_lexicon(), langs=["fr", "de"])
    assert list(found) == ["fr"]


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match="no text in 'fr'; there are: en"):
        equivalents({"en": "a"}, "fr", [(0, 1)], load_lexicon())
    with pytest.raises(ValueError, match=r"span \[3, 9\) of a text of 5 code points"):
        equivalents({"en": "water"}, "en", [(3, 9)], load_lexicon())


def test_marks_made_by_hand_are_met() -> None:
    scores = measure(read_gold(GOLDEN), by_lexicon(load_lexicon()))
    figures = scores["all"].figures()
    assert scores["all"].asked == 2250
    assert figures["precision"] >= 0.95
    assert figures["recall"] >= 0.83
    assert min(score.figures()["f1"] for score in scores.values()) >= 0.78


@given(st.data())
def test_spans_rise_and_lie_in_the_text(data: st.DataObject) -> None:
    lang = data.draw(st.sampled_from(LANGUAGES))
    start = data.draw(st.integers(0, len(TEXTS[lang])))
    end = data.draw(st.integers(start, len(TEXTS[lang])))
    for other, one in equivalents(TEXTS, lang, [(start, end)], load_lexicon()).items():
        edges = [edge for span in one.spans for edge in span]
        assert edges == sorted(edges)
        assert all(0 <= a < b <= len(TEXTS[other]) for a, b in one.spans)
        assert 0 <= one.probability <= 1
        assert bool(one.spans) == (one.probability > 0)


@given(st.lists(st.integers(-4, 4), max_size=8))
def test_the_best_stretch_is_the_best_of_all(gain: list[int]) -> None:
    ends = range(len(gain) + 1)
    most = max(sum(gain[a:b]) for a in ends for b in ends if a <= b)
    total, first, last = best_stretch(np.array(gain, np.float32))
    assert total == most == sum(gain[first:last])


def test_links_are_shares_and_turn_round() -> None:
    left, right = ["safe", "drink", "water"], ["eau", "potabl"]
    forth = links(left, right, ("en", "fr"), load_lexicon())
    back = links(right, left, ("fr", "en"), load_lexicon())
    assert forth.shape == (3, 2)
    assert np.all((forth >= 0) & (forth <= 1))
    assert forth[2, 0] == forth[:, 0].max() > 0.5
    assert np.allclose(forth, back.T, atol=1e-5)
