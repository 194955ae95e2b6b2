"""lookup.wordings_part: an update gives the very bytes of a rebuild; languages may be absent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CorpusError
from indexer.store.arrays import save_array
from indexer.store.catalogue import Catalogue
from indexer.store.generations import current
from search.lookup.pieces import names
from search.lookup.stored import rebuild_wordings, refreshed_wordings, wordings_problems
from search.lookup.wordings import FOLDER, Wordings, array_file
from tests.search.conftest import Row, put
from tests.search.lookup.rows_corpus import make, of_texts


def files(corpus: Path) -> dict[str, bytes]:
    newest = current(corpus, where=FOLDER)
    assert newest is not None
    return {path.name: path.read_bytes() for path in sorted((newest.folder / FOLDER).iterdir())}


def test_an_update_writes_what_a_rebuild_writes(tmp_path: Path) -> None:
    rows: list[Row] = [
        ("sentence", {"en": f"clause {n} of many", "zh": f"第{n}条很多"}) for n in range(9)
    ]
    make(tmp_path, [("A/1", 2000, rows[:5]), ("A/2", 2001, rows[5:])]).catalogue.close()
    with Catalogue.open(tmp_path) as catalogue:
        assert refreshed_wordings(catalogue).languages == ("zh", "en")
        with catalogue.writing() as writer:
            writer.drop_source("A/1.tmx")
        put(catalogue, "A/3", 2002, [("title", {"en": "Peace and water", "ru": "Мир"})])
        assert refreshed_wordings(catalogue).languages == ("zh", "en", "ru")
        assert wordings_problems(catalogue) == []
        updated = files(tmp_path)
        rebuild_wordings(catalogue)
    assert files(tmp_path) == updated


def test_a_unit_that_is_missing_is_a_problem(tmp_path: Path) -> None:
    with of_texts(tmp_path, "en", ["water", "peace"]).catalogue as catalogue:
        generation = refreshed_wordings(catalogue).generation
        save_array(array_file(generation, "en", "units"), np.array([1, 1]))
        assert wordings_problems(catalogue) == ["wordings: 1 units, 1 missing, 0 unknown"]


def test_entries_hold_the_pieces_of_their_units(tmp_path: Path) -> None:
    texts = ["peace and water and peace", "water", "8 May 2006", "and water"]
    wordings = of_texts(tmp_path, "en", texts).wordings.of("en")
    by_unit = {
        unit: [wordings.name(number) for number in wordings.entry(entry).tolist()]
        for entry, unit in enumerate(wordings.units.tolist())
    }
    assert by_unit == {unit: names(text, "en") for unit, text in enumerate(texts, 1)}
    number = wordings.number("water")
    assert number is not None
    assert sorted(wordings.units[wordings.postings(number)].tolist()) == [1, 2, 4]
    assert wordings.number("fire") is None


def test_a_missing_file_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="hexapla check --repair"):
        Wordings(tmp_path, "en")
