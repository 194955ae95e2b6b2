"""alignment.units: rows become units, running text is aligned, and no clause is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.side import Side
from alignment.units import units_of
from indexer.document import Clause, Kind, Unit
from indexer.encoders.encoder import load_encoder
from indexer.languages import LANGUAGES
from indexer.store.records import Outline

ROWS = st.lists(st.integers(0, 5).map(lambda row: Outline("sentence", None, row)), max_size=12)

ENGLISH = (
    "Calls upon Member States to repair the bridge before the winter",
    "Requests the Secretary-General to report on the harbour in 2031",
    "Decides to remain seized of the matter",
)
FRENCH = (
    "Demande aux États Membres de réparer le pont avant l’hiver",
    "Décide de rester saisie de la question",
)


def rows(*numbers: int) -> list[Outline]:
    return [Outline("sentence", None, number) for number in numbers]


def side(lang: str, texts: Sequence[str], numbers: str = "") -> Side:
    given = numbers or [None] * len(texts)
    kind: Kind = "operative" if numbers else "sentence"
    clauses = tuple(
        Clause(kind, number, 0, len(text), text) for text, number in zip(texts, given, strict=True)
    )
    return Side(lang, clauses, load_encoder().encode(texts))


def none_wanted(lang: str) -> Side:
    pytest.fail(f"{lang}: rows need no text")


def test_a_row_is_a_unit_and_a_missing_language_is_absent() -> None:
    units = units_of({"en": rows(0, 2), "zh": rows(0, 1, 2), "ar": rows(2)}, none_wanted)
    assert units == [
        Unit({"zh": (0,), "en": (0,)}, status="imported"),
        Unit({"zh": (1,)}, status="imported"),
        Unit({"ar": (0,), "zh": (2,), "en": (1,)}, status="imported"),
    ]


def test_running_text_is_aligned_and_what_is_missing_shifts_nothing() -> None:
    sides = {"en": side("en", ENGLISH, "123"), "fr": side("fr", FRENCH, "13")}
    loose = {lang: [Outline("operative", "1")] * len(s.clauses) for lang, s in sides.items()}
    units = units_of(loose, sides.__getitem__)
    assert [unit.members for unit in units] == [
        {"en": (0,), "fr": (0,)},
        {"en": (1,)},
        {"en": (2,), "fr": (1,)},
    ]
    assert {unit.status for unit in units} == {"auto"}


def test_a_version_that_stands_alone_gives_a_unit_a_clause() -> None:
    alone = side("ru", ["мост", "гавань"])
    units = units_of({"ru": [Outline("sentence", None)] * 2}, {"ru": alone}.__getitem__)
    assert [unit.members for unit in units] == [{"ru": (0,)}, {"ru": (1,)}]


def test_rows_and_running_text_of_one_document_keep_apart() -> None:
    text = side("en", ENGLISH)
    versions = {"fr": rows(0), "en": [Outline("sentence", None)] * 3}
    units = units_of(versions, {"en": text}.__getitem__)
    assert units[0] == Unit({"fr": (0,)}, "imported")
    assert [unit.members for unit in units[1:]] == [{"en": (0,)}, {"en": (1,)}, {"en": (2,)}]


def test_no_clauses_no_units() -> None:
    assert units_of({}, none_wanted) == []
    assert units_of({"en": []}, none_wanted) == []


def test_vectors_of_nothing_known_align_all_the_same() -> None:
    empty = Side("en", side("en", ENGLISH).clauses, np.zeros((3, 4), np.float32))
    other = Side("fr", side("fr", FRENCH).clauses, np.zeros((2, 4), np.float32))
    loose = {"en": [Outline("sentence", None)] * 3, "fr": [Outline("sentence", None)] * 2}
    units = units_of(loose, {"en": empty, "fr": other}.__getitem__)
    members = [(lang, at) for unit in units for lang in unit.members for at in unit.members[lang]]
    taken = sorted(members)
    assert taken == [("en", 0), ("en", 1), ("en", 2), ("fr", 0), ("fr", 1)]


@given(st.dictionaries(st.sampled_from(LANGUAGES), ROWS))
def test_every_clause_stands_in_exactly_one_unit(versions: dict[str, list[Outline]]) -> None:
    found = sorted(
        (lang, position)
        for unit in units_of(versions, none_wanted)
        for lang, positions in unit.members.items()
        for position in positions
    )
    assert found == sorted((lang, at) for lang, of in versions.items() for at in range(len(of)))


def test_what_a_source_states_of_its_rows_is_kept_and_so_is_their_order() -> None:
    def row(at: int, **stated: Any) -> Outline:
        return Outline("sentence", None, at, **stated)

    versions = {
        "en": [row(0, status="locked", probability=0.5), row(2), row(3)],
        "ar": [row(0, status="locked", probability=0.5), row(1)],
    }
    assert units_of(versions, none_wanted) == [
        Unit({"ar": (0,), "en": (0,)}, "locked", 0.5),
        Unit({"ar": (1,)}, "imported"),
        Unit({"en": (1,)}, "imported"),
        Unit({"en": (2,)}, "imported"),
    ]
