"""Filters and counts over a corpus small enough to see through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.column_part import ColumnPart
from indexer.store.columns import TEXTS_FILE, Columns, Filters
from indexer.store.generations import publish
from tests.indexer.store.small_corpus import create, put_document

PART = ColumnPart()


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Units 1, 2: A, 2001, en and fr; 3: HRC, 2012, en; 4: S, no year, zh; 5: a name, 1999, ar."""
    with create(tmp_path / "corpus") as made:
        with made.writing() as writer:
            put_document(writer, "A/RES/1", {"en": ["a", "b"], "fr": ["c", "d"]}, year=2001)
            put_document(writer, "A/HRC/1", {"en": ["e"]}, year=2012)
            put_document(writer, "S/1", {"zh": ["f"]})
            put_document(writer, "Minutes", {"ar": ["g"]}, year=1999)
        yield made


@pytest.fixture
def columns(catalogue: Catalogue) -> Columns:
    return Columns(publish(catalogue, [PART]).folder)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), [1, 2, 3, 4, 5]),
        (Filters(langs=("fr",)), [1, 2]),
        (Filters(langs=("fr", "zh")), [1, 2, 4]),
        (Filters(langs=("ru",)), []),
        (Filters(years=(2001, 2012)), [1, 2, 3]),
        (Filters(years=(None, 2001)), [1, 2, 5]),
        (Filters(years=(2002, None)), [3]),
        (Filters(symbols=("a/res/1",)), [1, 2]),
        (Filters(symbols=("A/*", "S/1")), [1, 2, 3, 4]),
        (Filters(symbols=("A/RES",)), []),
        (Filters(bodies=("hrc", "S")), [3, 4]),
        (Filters(kinds=("sentence",), statuses=("imported",)), [1, 2, 3, 4, 5]),
        (Filters(kinds=("heading",)), []),
        (Filters(collections=("",), langs=("en",), years=(2001, 2001)), [1, 2]),
    ],
)
def test_filters(columns: Columns, filters: Filters, ids: list[int]) -> None:
    assert columns.select(filters).tolist() == ids


def test_units_that_have_a_language(columns: Columns) -> None:
    ids = np.array([4, 1, 3, 99, 0])
    assert columns.holds(ids, "en").tolist() == [False, True, True, False, False]
    assert columns.holds(ids, "zh").tolist() == [True, False, False, False, False]


def test_counts(columns: Columns) -> None:
    assert columns.counts(columns.ids) == {
        "lang": {"en": 3, "fr": 2, "ar": 1, "zh": 1},
        "year": {"2001": 2, "1999": 1, "2012": 1},
        "body": {"A": 2, "HRC": 1, "S": 1},
        "kind": {"sentence": 5},
    }
    assert columns.counts(columns.ids[[3, 0]])["body"] == {"A": 1, "S": 1}


def test_an_update_is_what_is_made_anew(catalogue: Catalogue) -> None:
    publish(catalogue, [PART])
    with catalogue.writing() as writer:
        writer.drop_source("A/RES/1.fr")
        writer.drop_source("S/1.zh")
        put_document(writer, "E/1", {"ru": ["h"]}, year=2001)
    updated = publish(catalogue, [PART])
    anew = publish(catalogue, [PART], rebuild=True)
    files = sorted(path.name for path in anew.folder.glob("column_*"))
    assert len(files) == 9
    for name in files:
        assert (updated.folder / name).read_bytes() == (anew.folder / name).read_bytes(), name
    assert Columns(updated.folder).select(Filters(years=(2001, 2001))).tolist() == [1, 2, 6]
    assert Columns(updated.folder).select(Filters(langs=("fr", "zh"))).tolist() == []


def test_an_empty_corpus(tmp_path: Path) -> None:
    with create(tmp_path) as catalogue:
        columns = Columns(publish(catalogue, [PART]).folder)
    assert columns.select(Filters(langs=("en",), symbols=("A/*",))).tolist() == []
    assert columns.counts(columns.ids) == {"lang": {}, "year": {}, "body": {}, "kind": {}}


def test_damage_is_told(catalogue: Catalogue) -> None:
    generation = publish(catalogue, [PART])
    (generation.folder / TEXTS_FILE).write_text("{")
    with pytest.raises(CorpusError, match="column_texts.json is damaged"):
        PART.ids(generation.folder)
