"""Which terms a query becomes, in which fields."""

from __future__ import annotations

from indexer.analysis.tokens import terms
from search.parser import parse
from search.plan import (
    Best,
    Boost,
    Every,
    Known,
    Leaf,
    Nothing,
    Sequence,
    Start,
    Step,
    Sum,
    Term,
    Within,
    best,
    ranks,
    total,
)
from search.planner import AS_TYPED, conditions, plan
from search.query import Lang, Symbol, Year
from search.wording import OWN_SYMBOL, WHOLE_RUN, WHOLE_SYMBOL


def planned(text: str) -> Step:
    return plan(parse(text))


def leaves(step: Step) -> list[Leaf]:
    match step:
        case Boost(child, _):
            return leaves(child)
        case Best(steps) | Sum(steps):
            return [leaf for child in steps for leaf in leaves(child)]
        case Every(steps, without):
            return [leaf for child in (*steps, *without) for leaf in leaves(child)]
    return [step]


def test_a_word_is_looked_for_in_the_languages_of_its_script() -> None:
    assert planned("Assembly") == Best(
        (Term("en", "assembl"), Term("fr", "assembly"), Term("es", "assembly"))
    )
    assert planned("террористы") == Term("ru", "террорист")
    assert planned("الأمم") == planned("الأمـم")


def test_words_add_up_within_a_language_and_the_best_language_counts() -> None:
    found = {lang: terms("water schools", lang) for lang in ("en", "fr", "es")}
    sums = [Sum(tuple(Term(lang, term) for term in found[lang])) for lang in found]
    rows = [Boost(Sequence(lang, tuple(found[lang])), AS_TYPED) for lang in found]
    assert planned("water schools") == Best((*sums, *rows))


def test_words_in_a_row_are_looked_for_as_typed_with_their_stop_words() -> None:
    row = Boost(Sequence("en", ("peac", "and", "secur")), AS_TYPED)
    assert isinstance(step := planned("peace and security"), Best)
    assert row in step.steps
    assert not any(isinstance(leaf, Sequence) for leaf in leaves(planned("peace secur*")))
    assert not any(isinstance(leaf, Sequence) for leaf in leaves(planned("ab " * 9)))


def test_words_of_two_scripts_add_up() -> None:
    assert planned("мир 和平") == Sum(
        (Term("ru", "мир"), Best((Term("zh", "和平"), Term("zh_bigrams", "和平"))))
    )


def test_stop_words_are_left_out_while_others_remain() -> None:
    assert Term("en", "of") not in leaves(planned("the waters of la"))
    assert Term("en", "water") in leaves(planned("the waters of la"))
    assert Term("en", "the") in leaves(planned("of the"))
    assert Term("en", "the") in leaves(planned('"the water"')) or Sequence(
        "en", ("the", "water")
    ) in leaves(planned('"the water"'))


def test_a_chinese_run_is_words_and_a_whole() -> None:
    assert planned("大会回顾") == Sum(
        (
            Best((Term("zh", "大会"), Term("zh_bigrams", "大会"))),
            Best((Term("zh", "回顾"), Term("zh_bigrams", "回顾"))),
            Boost(Sequence("zh_bigrams", ("大会", "会回", "回顾")), WHOLE_RUN),
        )
    )
    assert planned("大") == Best((Term("zh", "大"), Start("zh_bigrams", "大")))


def test_a_quoted_chinese_run_must_stand_there() -> None:
    assert planned("《大会决议》") == Every((Sequence("zh_bigrams", ("大会", "会决", "决议")),))
    assert planned("回顧 AND 大会") == planned("回顾 AND 大会")


def test_a_symbol_is_also_its_session_and_number_and_its_document() -> None:
    step = planned("A/RES/60/288")
    assert isinstance(step, Best)
    assert Boost(Term("ru", "a/res/60/288"), WHOLE_SYMBOL) in step.steps
    assert Sequence("zh", ("60", "288")) in step.steps
    assert Known(Symbol(("A/RES/60/288", "A/RES/60/288 (*")), OWN_SYMBOL) in step.steps


def test_a_number_is_looked_for_beside_its_neighbours_and_alone_elsewhere() -> None:
    step = planned("резолюция 60/288")
    assert isinstance(step, Best)
    assert Sequence("en", ("60", "288")) in step.steps
    assert Term("ru", "резолюц") in leaves(step)


def test_a_phrase_is_a_sequence_in_each_candidate_language() -> None:
    assert planned('"peace and security" lang:en year:2014') == Every(
        (
            Sequence("en", ("peac", "and", "secur")),
            Known(Lang(("en",))),
            Known(Year(2014, 2014)),
        )
    )


def test_lang_narrows_the_words_unless_they_are_of_another_script() -> None:
    assert Term("fr", "terrorism") not in leaves(planned("terrorism lang:en"))
    assert planned("大会 lang:en") == Every(
        (Known(Lang(("en",))), Best((Term("zh", "大会"), Term("zh_bigrams", "大会"))))
    )


def test_near_is_every_pair() -> None:
    assert planned("NEAR(мир война совет, 3)") == Every(
        (
            Every(
                (
                    Term("ru", "мир"),
                    Term("ru", "войн"),
                    Term("ru", "совет"),
                    Within("ru", "мир", "войн", 3),
                    Within("ru", "мир", "совет", 3),
                    Within("ru", "войн", "совет", 3),
                )
            ),
        )
    )


def test_exclusions_stand_apart() -> None:
    assert planned("мир -война") == Every((Term("ru", "мир"),), (Term("ru", "войн"),))
    assert planned("NOT мир") == Every((), (Term("ru", "мир"),))


def test_the_conditions_are_all_but_the_bare_words() -> None:
    query = parse("мир year:2014")
    assert conditions(query) == Every((Known(Year(2014, 2014)),))
    assert conditions(parse("мир")) is None


def test_letters_typed_alone_are_also_looked_for_inside_chinese_texts() -> None:
    assert Sequence("zh_bigrams", ("20", "01", "15")) in leaves(planned("2015"))
    assert not any(leaf for leaf in leaves(planned("20155")) if leaf == Start("zh_bigrams", "2"))


def test_joining_steps() -> None:
    a, b, c = Term("en", "a"), Term("en", "b"), Term("en", "c")
    assert best([Nothing(), best([a, b]), c]) == Best((a, b, c))
    assert total([total([a, b]), best([b, c])]) == Sum((a, b, Best((b, c))))
    assert total([Nothing()]) == Nothing()


def test_a_plan_that_only_filters_ranks_nothing() -> None:
    assert not ranks(planned("year:2014 lang:en NOT peace"))
    assert not ranks(planned("(year:2014 OR symbol:A/*)"))
    assert ranks(planned("peace year:2014"))


def test_numbers_are_exact_in_chinese_too() -> None:
    assert Sequence("zh", ("60/288", "60", "288")) in leaves(planned('"60/288"'))
    sequences = [leaf for leaf in leaves(planned('"60/288"')) if isinstance(leaf, Sequence)]
    assert "zh_bigrams" not in {sequence.field for sequence in sequences}
