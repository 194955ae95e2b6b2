"""Streams of terms: golden sentences, and what must hold for any text."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.folding import fold
from indexer.analysis.han import is_han, simplify
from indexer.analysis.tokens import (
    BIGRAMS,
    FIELDS,
    LONGEST,
    BigramPhrase,
    Token,
    bigram_phrase,
    bigram_terms,
    bigrams,
    candidate_languages,
    prefix_term,
    terms,
    tokens,
)
from indexer.languages import LANGUAGES

GOLDEN = Path(__file__).parent / "golden" / "tokens"

LANGUAGE = st.sampled_from(LANGUAGES)
MIXED = (
    st.text(alphabet=st.sampled_from("aZéß'’ .,/-12٣２السلامـَйё大会聯國ﬁ㎡\u0306\u00ad\u200b\n"))
    | st.text()
)


def golden_cases() -> Iterator[tuple[str, str, str]]:
    """Field, text, stream: a line ``> text`` and the line ``= stream`` after it."""
    for path in sorted(GOLDEN.glob("*.txt")):
        text = ""
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("> "):
                text = line[2:]
            elif line.startswith("="):
                yield path.stem, text, line[2:]


@pytest.mark.parametrize(("field", "text", "stream"), list(golden_cases()))
def test_golden(field: str, text: str, stream: str) -> None:
    found = bigram_terms(text) if field == BIGRAMS else terms(text, field)
    assert " ".join(found) == stream


def test_there_are_golden_cases_for_every_field() -> None:
    assert {field for field, _, _ in golden_cases()} == set(FIELDS)
    assert FIELDS == ("ar", "zh", "en", "fr", "ru", "es", "zh_bigrams")


def test_tokens_have_the_span_of_what_they_were_made_from() -> None:
    text = "L’Assemblée, A/RES/66/282."
    assert tokens(text, "fr") == [
        Token("assembl", 2, 11),
        Token("a/res/66/282", 13, 25),
        Token("a", 13, 14),
        Token("res", 15, 18),
        Token("66", 19, 21),
        Token("282", 22, 25),
    ]


def test_marks_that_vanish_belong_to_their_letter() -> None:
    text = "الأُمَمُ — e\u0301te\u0301"
    assert [text[start:end] for _, start, end in tokens(text, "ar")] == ["الأُمَمُ", "e\u0301te\u0301"]


def test_spans_of_chinese_words_overlap_in_stream_order() -> None:
    assert tokens("（聯合國大會）", "zh") == [
        Token("联合", 1, 3),
        Token("国大", 3, 5),
        Token("大会", 4, 6),
        Token("联合国", 1, 4),
        Token("联合国大会", 1, 6),
    ]


def test_one_character_may_give_two_in_the_bigram_stream() -> None:
    assert bigrams("大㎡") == [
        Token("大m", 0, 2),
        Token("m2", 1, 2),
        Token("2", 1, 2),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_without_end_is_cut_to_the_same_term_everywhere(lang: str) -> None:
    endless = "大" * 3000 if lang == "zh" else "b" * 3000
    assert max(map(len, terms(endless, lang))) <= LONGEST
    assert terms(f"{endless} 5", lang)[-1] == "5"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown language 'de'; known: ar, en, es, fr, ru, zh"):
        terms("Wort", "de")
    with pytest.raises(ValueError, match="unknown language 'de'"):
        tokens("Wort", "de")


@given(MIXED, LANGUAGE)
def test_terms_are_the_texts_of_the_tokens(text: str, lang: str) -> None:
    assert terms(text, lang) == [token.text for token in tokens(text, lang)]
    assert bigram_terms(text) == [token.text for token in bigrams(text)]


@given(MIXED, LANGUAGE)
def test_terms_can_be_joined_by_spaces(text: str, lang: str) -> None:
    stream = terms(text, lang)
    assert " ".join(stream).split() == stream
    pairs = bigram_terms(text)
    assert " ".join(pairs).split() == pairs


@given(MIXED, st.sampled_from(["ar", "en", "fr", "ru", "es"]))
def test_a_span_gives_its_term_again(text: str, lang: str) -> None:
    for term, start, end in tokens(text, lang):
        assert 0 <= start < end <= len(text)
        several = len(fold(text[start:end]).text) > end - start
        assert several or term in terms(text[start:end], lang)


@given(MIXED)
def test_a_span_of_a_chinese_term_reads_as_the_term(text: str) -> None:
    for term, start, end in [*tokens(text, "zh"), *bigrams(text)]:
        assert 0 <= start < end <= len(text)
        if is_han(term[0]):
            assert term in simplify(fold(text[start:end]).text)


@given(MIXED, st.sampled_from(["ar", "en", "fr", "ru", "es"]))
def test_tokens_come_in_reading_order(text: str, lang: str) -> None:
    starts = [token.start for token in tokens(text, lang)]
    assert starts == sorted(starts)


@given(MIXED, MIXED, LANGUAGE)
def test_white_space_separates(one: str, two: str, lang: str) -> None:
    assert terms(f"{one} {two}", lang) == terms(one, lang) + terms(two, lang)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("号决议", BigramPhrase(("号决", "决议"), None)),
        ("大", BigramPhrase((), "大")),
        ("大会。", BigramPhrase(("大会", "会"), None)),
        (" 大会 ", BigramPhrase(("大会",), None)),
        ("议，大", BigramPhrase(("议",), "大")),
        ("012年", BigramPhrase(("01", "12", "2年"), None)),
        ("。", BigramPhrase((), None)),
        ("", BigramPhrase((), None)),
    ],
)
def test_bigram_phrase(text: str, phrase: BigramPhrase) -> None:
    assert bigram_phrase(text) == phrase


def stands_in(phrase: BigramPhrase, stream: list[str]) -> bool:
    """Whether the terms follow each other in the stream and the prefix begins the next."""
    size = len(phrase.terms)
    return any(
        tuple(stream[at : at + size]) == phrase.terms
        and (
            phrase.prefix is None
            or "".join(stream[at + size : at + size + 1]).startswith(phrase.prefix)
        )
        for at in range(len(stream))
    )


@given(MIXED, st.data())
def test_every_substring_stands_in_the_bigram_stream(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    phrase = bigram_phrase(text[start : data.draw(st.integers(start, len(text)))])
    if phrase != BigramPhrase((), None) and "\u0306" not in text:
        assert stands_in(phrase, bigram_terms(text))


def test_substrings_of_real_clauses_are_found(data: Path) -> None:
    text = (data / "unv1_dev" / "UNv1.0.devset.zh").read_text(encoding="utf-8")
    clauses = [clause for clause in text.split("\n") if len(clause) >= 4]
    choose = random.Random(20261123)
    found = 0
    for _ in range(1000):
        clause, size = choose.choice(clauses), choose.randint(2, 4)
        start = choose.randrange(len(clause) - size + 1)
        phrase = bigram_phrase(clause[start : start + size])
        found += phrase != BigramPhrase((), None) and stands_in(phrase, bigram_terms(clause))
    assert found >= 990


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("大会", ("zh",)),
        ("回顧 2012", ("zh",)),
        ("Ассамблея", ("ru",)),
        ("الأمم المتحدة", ("ar",)),
        ("terrorism", ("en", "fr", "es")),
        ("大会 resolution", ("zh", "en", "fr", "es")),
        ("A/RES/60/288", LANGUAGES),
        ("60/288", LANGUAGES),
        ("2012 年", ("zh",)),
        ("resolution 60/288", ("en", "fr", "es")),
        ("", LANGUAGES),
    ],
)
def test_candidate_languages(text: str, languages: tuple[str, ...]) -> None:
    assert candidate_languages(text) == languages


@pytest.mark.parametrize(
    ("text", "lang", "beginning"),
    [
        ("terroris", "en", "terror"),
        ("Résolutio", "fr", "resolu"),
        ("d'organi", "fr", "organ"),
        ("A/RES/66/", "ru", "a/res/66/"),
        ("A/", "en", "a/"),
        ("66", "es", "66"),
        ("L.1", "en", "1"),
        ("聯合", "zh", "联合"),
        ("الإرهاب", "ar", "ارهاب"),
        ("—", "en", ""),
        ("", "en", ""),
    ],
)
def test_prefix_term(text: str, lang: str, beginning: str) -> None:
    assert prefix_term(text, lang) == beginning
