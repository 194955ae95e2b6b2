"""Two to six versions to units, from the texts on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
import pytest

from alignment.multiway.moved import moves
from alignment.multiway.six import align
from alignment.side import Side
from indexer.document import Clause, Kind, Unit
from indexer.encoders.encoder import load_encoder
from indexer.languages import LANGUAGES

# Six sentences of our own in six languages; a letter names a sentence in every language.
TEXTS: dict[str, dict[str, str]] = {
    "a": {
        "en": "The committee met in Geneva on 4 March and elected its chair.",
        "fr": "Le comité s'est réuni à Genève le 4 mars et a élu son président.",
        "es": "El comité se reunió en Ginebra el 4 de marzo y eligió a su presidente.",
        "ru": "Комитет собрался в Женеве 4 марта и избрал своего председателя.",
        "ar": "اجتمعت اللجنة في جنيف في 4 آذار/مارس وانتخبت رئيسها.",
        "zh": "委员会于3月4日在日内瓦开会并选举了主席。",
    },
    "b": {
        "en": "Clean drinking water is still lacking in many rural schools.",
        "fr": "L'eau potable fait encore défaut dans de nombreuses écoles rurales.",
        "es": "Muchas escuelas rurales carecen todavía de agua potable.",
        "ru": "Во многих сельских школах до сих пор нет чистой питьевой воды.",
        "ar": "ولا تزال مياه الشرب النظيفة غير متوفرة في كثير من المدارس الريفية.",
        "zh": "许多农村学校仍然缺乏清洁饮用水。",
    },
    "c": {
        "en": "Women's participation in peace negotiations should be increased.",
        "fr": "Il faudrait accroître la participation des femmes aux négociations de paix.",
        "es": "Debe aumentarse la participación de la mujer en las negociaciones de paz.",
        "ru": "Следует расширить участие женщин в мирных переговорах.",
        "ar": "وينبغي زيادة مشاركة المرأة في مفاوضات السلام.",
        "zh": "应增加妇女对和平谈判的参与。",
    },
    "d": {
        "en": "The budget of the mission was reduced by 12 per cent.",
        "fr": "Le budget de la mission a été réduit de 12 %.",
        "es": "El presupuesto de la misión se redujo en un 12%.",
        "ru": "Бюджет миссии был сокращен на 12 процентов.",
        "ar": "وخفضت ميزانية البعثة بنسبة 12 في المائة.",
        "zh": "特派团预算减少了12%。",
    },
    "e": {
        "en": "Refugees returning to their country need land, seeds and tools.",
        "fr": "Les réfugiés qui rentrent dans leur pays ont besoin de terres et de semences.",
        "es": "Los refugiados que regresan a su país necesitan tierras, semillas y herramientas.",
        "ru": "Беженцам, возвращающимся в свою страну, нужны земля, семена и инструменты.",
        "ar": "ويحتاج اللاجئون العائدون إلى بلدهم إلى الأرض والبذور والأدوات.",
        "zh": "返回本国的难民需要土地、种子和工具。",
    },
    "f": {
        "en": "The Government ratified the convention against torture in 2009.",
        "fr": "Le Gouvernement a ratifié la convention contre la torture en 2009.",
        "es": "El Gobierno ratificó la convención contra la tortura en 2009.",
        "ru": "Правительство ратифицировало конвенцию против пыток в 2009 году.",
        "ar": "وصدقت الحكومة على اتفاقية مناهضة التعذيب في عام 2009.",
        "zh": "政府于2009年批准了禁止酷刑公约。",
    },
}
ALL = {lang: tuple("abcdef") for lang in LANGUAGES}


def side(lang: str, sentences: Sequence[str], kind: Kind = "sentence") -> Side:
    """A version of these sentences; "ab" is both in one clause."""
    space = "" if lang == "zh" else " "
    texts = [space.join(TEXTS[name][lang] for name in names) for names in sentences]
    return Side(lang, tuple(_clauses(texts, kind)), load_encoder().encode(texts))


def _clauses(texts: Sequence[str], kind: Kind) -> list[Clause]:
    starts = np.cumsum([0, *[len(text) + 1 for text in texts]]).tolist()
    return [
        Clause(kind, None, start, start + len(text), text)
        for start, text in zip(starts, texts, strict=False)
    ]


def sides(versions: Mapping[str, Sequence[str]]) -> list[Side]:
    """One side a language."""
    return [side(lang, names) for lang, names in versions.items()]


def named(units: Sequence[Unit], versions: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """The units as letters, language by language."""
    return [
        {lang: " ".join(versions[lang][at] for at in places) for lang, places in u.members.items()}
        for u in units
    ]


def whole(letter: str, *, without: str = "") -> dict[str, str]:
    """A unit of one sentence in all languages but one."""
    return {lang: letter for lang in LANGUAGES if lang != without}


def test_versions_that_agree() -> None:
    """One unit a sentence, in order."""
    assert named(align(sides(ALL)), ALL) == [whole(letter) for letter in "abcdef"]


def test_a_missing_sentence_is_a_gap_and_shifts_nothing() -> None:
    """Arabic lacks c, Chinese e."""
    versions = {**ALL, "ar": tuple("abdef"), "zh": tuple("abcdf")}
    right = [whole("a"), whole("b"), whole("c", without="ar"), whole("d")]
    right += [whole("e", without="zh"), whole("f")]
    assert named(align(sides(versions)), versions) == right


def test_joined_sentences_are_one_unit() -> None:
    """Russian says b and c in one clause: they are one row everywhere."""
    versions = {**ALL, "ru": ("a", "bc", "d", "e", "f")}
    found = named(align(sides(versions)), versions)
    joined = {lang: "bc" if lang == "ru" else "b c" for lang in LANGUAGES}
    assert found == [whole("a"), joined, whole("d"), whole("e"), whole("f")]


def test_a_moved_block_is_found_and_reported() -> None:
    """French has e and f at the beginning."""
    versions = {**ALL, "fr": tuple("efabcd")}
    units = align(sides(versions))
    assert named(units, versions) == [whole(letter) for letter in "abcdef"]
    assert [(move.lang, move.positions) for move in moves(units)] == [("fr", (0, 1))]


def test_the_order_of_sides_does_not_matter() -> None:
    """Any order of three versions gives the same units with the same probabilities."""
    given = sides({"en": tuple("abcd"), "ar": tuple("abd"), "zh": ("a", "bc", "d")})
    results = {str(align(order)) for order in permutations(given)}
    assert len(results) == 1


def test_every_clause_stands_in_exactly_one_unit() -> None:
    """With joins, gaps and moves all at once."""
    versions = {**ALL, "ru": ("ab", "c", "def"), "es": tuple("cab"), "zh": ("f",), "ar": ()}
    units = align(sides(versions))
    for lang, names in versions.items():
        places = [at for unit in units for at in unit.members.get(lang, ())]
        assert sorted(places) == list(range(len(names)))


def test_footnotes_are_a_stream_of_their_own() -> None:
    """A note stands between two sentences in French and at the end in English."""
    body = sides({"en": tuple("ab"), "fr": tuple("ab")})
    note = Clause("footnote", "1", 900, 907, "A/66/1.")
    vector = np.zeros((1, body[0].vectors.shape[1]), np.float32)
    english = Side(
        "en", (*body[0].clauses, note), np.concatenate([body[0].vectors, vector]).astype(np.float32)
    )
    first, second = body[1].clauses
    french = Side(
        "fr",
        (first, note, second),
        np.concatenate([body[1].vectors[:1], vector, body[1].vectors[1:]]).astype(np.float32),
    )
    assert [unit.members for unit in align([english, french])] == [
        {"en": (0,), "fr": (0,)},
        {"en": (1,), "fr": (2,)},
        {"en": (2,), "fr": (1,)},
    ]


def test_probabilities_are_probabilities_and_high_where_all_agrees() -> None:
    """Versions that agree in everything are nearly sure."""
    found = [unit.probability for unit in align(sides(ALL))]
    assert all(p is not None and 0.9 < p < 1 for p in found)


def test_a_version_of_another_text_stays_alone() -> None:
    """Arabic says something else in as many sentences: nothing is forced together."""
    versions = {**{lang: tuple("abc") for lang in LANGUAGES}, "ar": tuple("def")}
    found = named(align(sides(versions)), versions)
    assert [unit for unit in found if "ar" not in unit] == [whole(x, without="ar") for x in "abc"]
    assert [unit for unit in found if "ar" in unit] == [{"ar": letter} for letter in "def"]


def test_nothing_in_nothing_out() -> None:
    """No sides, empty sides, one side."""
    assert align([]) == []
    assert align(sides({"en": (), "fr": ()})) == []
    assert [unit.members for unit in align(sides({"en": ("a", "b"), "fr": ()}))] == [
        {"en": (0,)},
        {"en": (1,)},
    ]


def test_a_language_twice_is_refused() -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="language 'en' is given twice"):
        align(sides({"en": ("a",)}) * 2)
