"""What a query is read as."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import QueryError
from search.parser import MAX_BEGINNINGS, MAX_DEPTH, MAX_LENGTH, MAX_WORDS, parse
from search.query import (
    And,
    Body,
    Kind,
    Lang,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Symbol,
    Word,
    Year,
)


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(Word(text) for text in texts)


def test_bare_words_rank_and_are_no_condition() -> None:
    query = parse("clean  water\tschools")
    assert query.words == words("clean", "water", "schools")
    assert query.conditions == ()


def test_an_asterisk_at_the_end_of_a_word_makes_it_a_beginning() -> None:
    assert parse("terroris* A/RES/66/* 恐怖*").words == (
        Prefix("terroris"),
        Prefix("A/RES/66/"),
        Prefix("恐怖"),
    )
    assert parse("* a*b").words == (Word("a*b"),)


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('"peace and  security"', Phrase("peace and security")),
        ("“peace and security”", Phrase("peace and security")),
        ("« paix et sécurité »", Phrase("paix et sécurité")),
        ("《联合国宪章》", Phrase("联合国宪章")),
        ("「聯合國憲章」", Phrase("聯合國憲章")),
        ("＂反恐＂", Phrase("反恐")),
        ("climate AND finance", And(words("climate", "finance"))),
        ("war OR conflict", Or(words("war", "conflict"))),
        ("NOT war", Not(Word("war"))),
        ('-"cold war"', Not(Phrase("cold war"))),
        ("-(a OR b)", Not(Or(words("a", "b")))),
        ("women NEAR/5 security", Near(("women", "security"), 5)),
        ("women NEAR security", Near(("women", "security"), 10)),
        ("NEAR(women peace security, 3)", Near(("women", "peace", "security"), 3)),
        ("a NEAR/2 b NEAR/3 c", And((Near(("a", "b"), 2), Near(("b", "c"), 3)))),
        ("year:2012", Year(2012, 2012)),
        ("year:2001..2012", Year(2001, 2012)),
        ("year:2001-2012", Year(2001, 2012)),
        ("year:2001..", Year(2001, None)),
        ("year:..2012", Year(None, 2012)),
        ("year:٢٠١٢", Year(2012, 2012)),
        ("year：２０１２", Year(2012, 2012)),
        ("lang:fr,SPA", Lang(("fr", "es"))),
        ("symbol:a/res/66/*", Symbol(("A/RES/66/*",))),
        ('symbol:"A/RES/66/282"', Symbol(("A/RES/66/282",))),
        ("body:hrc,CEDAW", Body(("HRC", "CEDAW"))),
        ("KIND:Operative", Kind(("operative",))),
    ],
)
def test_a_condition(text: str, condition: Node) -> None:
    query = parse(text)
    assert (query.words, query.conditions, query.notes) == ((), (condition,), ())


def test_words_beside_each_other_belong_together_more_closely_than_and_and_or() -> None:
    assert parse("climate change AND finance").conditions == (
        And((Or(words("climate", "change")), Word("finance"))),
    )
    assert parse("a AND b OR c d").conditions == (Or((And(words("a", "b")), Or(words("c", "d")))),)


def test_brackets_say_what_belongs_together() -> None:
    assert parse("a AND (b OR c)").conditions == (And((Word("a"), Or(words("b", "c")))),)
    assert parse("(war OR conflict) prevention").conditions == (Or(words("war", "conflict")),)


def test_words_and_conditions_of_one_query() -> None:
    query = parse('"peace and security" women year:2014..2015 terroris* -oil')
    assert query.words == (Word("women"), Prefix("terroris"))
    assert query.conditions == (Phrase("peace and security"), Year(2014, 2015), Not(Word("oil")))
    assert query.meaning() == "women terroris peace and security"
    assert query.filters == (Year(2014, 2015),)
    assert query.operators == (Phrase("peace and security"), Not(Word("oil")))


def test_languages_that_must_all_hold() -> None:
    assert parse("a lang:en,fr lang:fr,es").langs == ("fr",)
    assert parse("a OR lang:fr").langs is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("根据《联合国宪章》的规定", words("根据《联合国宪章》的规定")),
        ("resolution(s)", words("resolution(s)")),
        ("States (a) to", words("States", "a", "to")),
        ("议》（", words("议》(")),
        ("2012-2013", words("2012-2013")),
        ("water - bottled", words("water", "bottled")),
        ("Note: see", words("Note:", "see")),
        ("and or not near", words("and", "or", "not", "near")),
        ("12:30", words("12:30")),
        ("a*b", words("a*b")),
    ],
)
def test_signs_that_are_text(text: str, found: tuple[Word, ...]) -> None:
    query = parse(text)
    assert (query.words, query.conditions, query.notes) == (found, (), ())


@pytest.mark.parametrize(
    ("text", "found", "note"),
    [
        ("“反恐", "反恐", "the quotation mark at character 1 is not closed and was left out"),
        ("peace )", "peace", "the bracket at character 7 is alone and was left out"),
        ("(peace", "peace", "the bracket at character 1 is alone and was left out"),
        ("-peace", "peace", "a hyphen before the only word was left out; NOT excludes"),
        (
            "title:peace",
            "title:peace",
            "title: is not a field and was read as text; fields: lang, symbol, body, year, kind",
        ),
    ],
)
def test_what_may_have_been_meant_otherwise_is_told(text: str, found: str, note: str) -> None:
    query = parse(text)
    assert (query.words, query.notes) == ((Word(found),), (note,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no word to look for in ''"),
        ("— 。 ()", "no word to look for in '— 。 ()'"),
        ("AND b", "AND at character 1 has nothing before it"),
        ("a OR", "OR at character 3 has nothing after it"),
        ("a AND (-)", "AND at character 3 has nothing after it"),
        ("a NOT", "NOT at character 3 has nothing after it"),
        ('a NEAR/3 "b c"', "NEAR at character 3 stands between two words: a NEAR/5 b"),
        ("NEAR(a, 5)", "NEAR at character 1 takes two to eight words: NEAR(a b, 5)"),
        ("x year:20x2", "year:20x2 at character 3: a year is 2012, 2001..2012, 2001.. or ..2012"),
        ("year:2012..2001", "year:2012..2001 at character 1: 2012 is after 2001"),
        (
            "lang:xx",
            "lang:xx at character 1: unknown language 'xx'; known: ar, en, es, fr, ru, zh",
        ),
        ("symbol:,", "symbol:, at character 1: needs a value"),
        (
            "symbol:" + "a" * 201,
            f"symbol:{'a' * 60}… at character 1: 201 characters; a symbol has at most 200",
        ),
        (
            "a* " * (MAX_BEGINNINGS + 1),
            "the query has 17 words with an asterisk; at most 16: drop some",
        ),
        ("a " * (MAX_WORDS + 1), "the query has 1001 words; at most 1000: shorten it"),
        ("a" * 20_001, f"the query has 20001 characters; at most {MAX_LENGTH}: shorten it"),
    ],
)
def test_what_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert str(caught.value) == message


def test_an_unknown_kind_is_told_the_known_ones() -> None:
    with pytest.raises(QueryError, match="kind:poem at character 1: unknown kind 'poem'; known: m"):
        parse("kind:poem")


def test_brackets_in_brackets_have_an_end() -> None:
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH).words == words("a")
    with pytest.raises(QueryError, match="more than 40 brackets are open at character 41"):
        parse("(" * 5000 + "a" + ")" * 5000)


# Signs, fields, words: what queries are made of, and what they are not made of.
SIGNS = st.sampled_from(
    [
        *'()"“”«»《》-*:,.（）：＂ \n\t',
        *(" AND ", " OR ", " NOT ", "NEAR/2 ", "NEAR(", "year:", "lang:", "symbol:", "kind:"),
        *("大会", "peace", "A/RES/60/288", "\x00", "\u200f"),
    ]
)


@settings(max_examples=300)
@given(st.lists(SIGNS | st.text(max_size=3), max_size=25).map("".join))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    lines: tuple[str, ...]
    try:
        query = parse(text)
    except QueryError as error:
        lines = (str(error),)
    else:
        assert query.words or query.conditions
        assert query.text == text
        lines = query.notes
    assert not any("\n" in line for line in lines)
