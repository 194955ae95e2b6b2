"""Keyword search over the UN development set: what a person would expect to find."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.answer import Hit, search
from search.parser import parse
from search.planner import plan
from search.snapshot import Snapshot
from tests.search.conftest import PARTS, ConceptEncoder, put

pytestmark = pytest.mark.slow

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def rows(data: Path) -> Rows:
    """Row n is unit n + 1."""
    files = [data / "unv1_dev" / f"UNv1.0.devset.{lang}" for lang in LANGUAGES]
    lines = [file.read_text(encoding="utf-8").split("\n")[:-1] for file in files]
    return [dict(zip(LANGUAGES, row, strict=True)) for row in zip(*lines, strict=True)]


@pytest.fixture(scope="module")
def un(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("un")
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(folder, record) as catalogue:
        put(catalogue, "UN/DEV", 2015, [("sentence", row) for row in rows])
        publish(catalogue, PARTS)
    corpus = Snapshot.open(folder, encoder=encoder)
    yield corpus
    corpus.catalogue.close()


def hits(un: Snapshot, query: str) -> list[Hit]:
    return search(query, un, mode="keyword", top=4000).hits


@pytest.mark.parametrize(
    ("query", "lang", "standing"),
    [
        ("大会", "zh", "大会"),
        ("反恐", "zh", "反恐"),
        ("回顧", "zh", "回顾"),
        ('"Assemblee generale"', "fr", "Assemblée générale"),
        ('"peace and security" year:2014..2015 lang:en', "en", "peace and security"),
        ('"прав человека"', "ru", "прав человека"),
        ('"الأمم المتحدة"', "ar", "الأمم المتحدة"),
        ('"derechos humanos"', "es", "derechos humanos"),
    ],
)
def test_all_that_holds_it_is_found(
    un: Snapshot, rows: Rows, query: str, lang: str, standing: str
) -> None:
    holding = {at + 1 for at, row in enumerate(rows) if standing.casefold() in row[lang].casefold()}
    found = {hit.unit for hit in hits(un, query)}
    assert len(holding) > 4
    assert holding <= found
    assert len(found) <= 2.5 * len(holding)  # other forms of the same stems


def test_tatweel_makes_no_difference(un: Snapshot, rows: Rows) -> None:
    stretched = [at + 1 for at, row in enumerate(rows) if re.search("الأم+ـ+م المتح?ـ+", row["ar"])]
    assert stretched
    assert set(stretched) <= {hit.unit for hit in hits(un, "الأمم المتحدة")}


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_beginning_finds_words_in_every_language_of_its_script(
    un: Snapshot, rows: Rows, lang: str
) -> None:
    found = hits(un, f"terroris* lang:{lang}")
    holding = {at + 1 for at, row in enumerate(rows) if re.search(r"\bterroris", row[lang], re.I)}
    assert len(holding) > 20
    assert holding <= {hit.unit for hit in found}
    assert all("terror" in hit.versions[lang].casefold() for hit in found)


def test_random_substrings_of_chinese_clauses_find_their_clause(un: Snapshot, rows: Rows) -> None:
    chance = random.Random(3)
    tried, missed = 0, []
    while tried < 1000:
        at = chance.randrange(len(rows))
        text, size = rows[at]["zh"], chance.randint(2, 4)
        start = chance.randrange(max(1, len(text) - size + 1))
        piece = text[start : start + size]
        if not any(map(str.isalnum, piece)):
            continue
        tried += 1
        if at + 1 not in un.keyword.matching(plan(parse(piece))):
            missed.append(piece)
    assert len(missed) <= 10, missed
