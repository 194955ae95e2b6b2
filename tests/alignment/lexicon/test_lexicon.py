from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from alignment.lexicon.lexicon import DOUBT, PRIOR, Lexicon, load_lexicon
from alignment.lexicon.packed import fingerprint_of
from indexer.analysis.tokens import terms
from indexer.languages import LANGUAGES
from tests.alignment.lexicon.small_base import small_base


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return small_base(tmp_path / "base")


def test_translations_come_best_first_and_add_up_to_one(lexicon: Lexicon) -> None:
    found = lexicon.translations("treati", "en", "fr")
    assert [(one.term, one.surface) for one in found] == [("trait", "traité"), ("accord", "accord")]
    assert [one.probability for one in found] == pytest.approx([0.75, 0.25], abs=0.02)


def test_a_table_is_read_both_ways(lexicon: Lexicon) -> None:
    assert [one.surface for one in lexicon.translations("accord", "fr", "en")] == ["treaty"]


def test_no_more_than_asked_for(lexicon: Lexicon) -> None:
    assert [one.term for one in lexicon.translations("treati", "en", "fr", most=1)] == ["trait"]


@pytest.mark.parametrize("term", ["2015", "a/res/66/282", "66"])
def test_a_number_is_its_own_translation(lexicon: Lexicon, term: str) -> None:
    assert lexicon.translations(term, "en", "zh") == [(term, term, 1.0)]
    assert lexicon.coverage(term, "en") == 1.0


def test_an_unknown_word_has_no_translation_and_no_coverage(lexicon: Lexicon) -> None:
    assert lexicon.translations("xyzzy", "en", "fr") == []
    assert lexicon.coverage("xyzzy", "en", "fr") == 0.0
    assert lexicon.surface("xyzzy", "en") == "xyzzy"
    assert lexicon.occurrences("xyzzy", "en") == 0.0


def test_coverage_is_the_share_of_occurrences_that_found_a_partner(lexicon: Lexicon) -> None:
    # 20 of 40 are explained; the base table counts for PRIOR occurrences.
    expected = PRIOR / 2 / (PRIOR + DOUBT)
    assert lexicon.coverage("treati", "en", "fr") == pytest.approx(expected, abs=0.02)
    assert lexicon.coverage("treati", "en", "zh") == 0.0
    assert lexicon.coverage("treati", "en") == lexicon.coverage("treati", "en", "fr")


def test_many_words_at_once_say_what_single_ones_do(lexicon: Lexicon) -> None:
    asked = ["treati", "xyzzy", "peac"]
    rows = lexicon.rows(asked, "en", "fr")
    assert rows.starts.tolist() == [0, 2, 2, 3]
    words = lexicon.vocabulary("fr").terms
    assert [words[number] for number in rows.targets] == ["trait", "accord", "paix"]
    single = [one.probability for term in asked for one in lexicon.translations(term, "en", "fr")]
    assert rows.probabilities.tolist() == pytest.approx(single)
    assert rows.coverage.tolist() == pytest.approx([lexicon.coverage(t, "en", "fr") for t in asked])


def test_the_best_are_those_of_all_whether_remembered_or_not() -> None:
    lexicon = Lexicon(load_lexicon().base)
    words = terms("resolution treaty of the peace zzzz peace", "en")
    for _ in range(2):
        found = lexicon.best(words, "en", "ar", most=3)
        for word, one in zip(words, found, strict=True):
            wanted = lexicon.translations(word, "en", "ar", most=3)
            assert [term for term, _ in one.translations] == [each.term for each in wanted]
            assert [share for _, share in one.translations] == pytest.approx(
                [each.probability for each in wanted]
            )
            assert one.coverage == pytest.approx(lexicon.coverage(word, "en", "ar"))
        words = [*words[::-1], "secur"]
    assert lexicon.best(["peac"], "en", "ar", most=1)[0].translations == found[0].translations[:1]


def test_what_was_forgotten_is_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alignment.lexicon.lexicon.TERMS_KEPT", 1)
    lexicon = Lexicon(load_lexicon().base)
    words = ["peac", "secur", "resolut"]
    assert lexicon.best(words, "en", "fr", most=2) == lexicon.best(words, "en", "fr", most=2)


def test_between_keeps_what_stands_on_the_other_side(lexicon: Lexicon) -> None:
    rows = lexicon.between(["treati", "2015", "peac"], ["xyz", "accord", "2015"], "en", "fr")
    assert rows.starts.tolist() == [0, 1, 2, 2]
    assert rows.targets.tolist() == [1, 2]
    assert rows.probabilities.tolist() == pytest.approx([0.25, 1.0], abs=0.02)


def test_nothing_asked_nothing_found(lexicon: Lexicon) -> None:
    assert lexicon.rows([], "en", "fr").starts.tolist() == [0]
    assert lexicon.between([], [], "en", "fr").starts.tolist() == [0]


def test_wrong_languages_are_named(lexicon: Lexicon) -> None:
    with pytest.raises(ValueError, match="unknown language 'de'; known: ar, en, es, fr, ru, zh"):
        lexicon.translations("peac", "en", "de")
    with pytest.raises(ValueError, match="between two languages, not 'en' twice"):
        lexicon.rows(["peac"], "en", "en")


SHIPPED = [
    ("en", "water", {"ar": "مياه", "zh": "水", "fr": "eau", "ru": "вода", "es": "agua"}),
    ("en", "Assembly", {"ar": "الجمعية", "fr": "Assemblée", "ru": "Ассамблеи", "es": "Asamblea"}),
    ("zh", "决议", {"ar": "قرار", "en": "resolution", "fr": "résolution", "es": "resolución"}),
    ("ru", "доклад", {"zh": "报告", "en": "report", "fr": "rapport", "es": "informe"}),
    ("ar", "المياه", {"zh": "水", "en": "water", "fr": "eau", "ru": "воды", "es": "agua"}),
]


@pytest.mark.parametrize(("lang", "word", "expected"), SHIPPED, ids=lambda value: str(value)[:8])
def test_the_shipped_table_knows_common_words(
    lang: str, word: str, expected: dict[str, str]
) -> None:
    (term,) = terms(word, lang)
    for target, translation in expected.items():
        best = load_lexicon().translations(term, lang, target, most=1)
        assert [one.term for one in best] == terms(translation, target)


def test_the_shipped_table_is_small_and_whole() -> None:
    lexicon = load_lexicon()
    assert sum(file.stat().st_size for file in lexicon.base.folder.iterdir()) <= 10_000_000
    assert lexicon.base.fingerprint == fingerprint_of(lexicon.base.folder)
    for lang in LANGUAGES:
        words = lexicon.vocabulary(lang)
        assert list(words.terms) == sorted(set(words.terms))
        assert lexicon.base.seen(lang).shape == (len(words), 6)
    for source in LANGUAGES:
        for target in set(LANGUAGES) - {source}:
            joint = lexicon.base.joint(source, target)
            assert len(joint.starts) == len(lexicon.vocabulary(source)) + 1
            assert joint.columns == len(lexicon.vocabulary(target)) > joint.targets.max()
            assert np.all(joint.counts > 0)
