from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from alignment.lexicon.corpus import (
    FOLDER,
    lexicon_problems,
    rebuild_lexicon,
    refined_lexicon,
    stored_lexicon,
)
from alignment.lexicon.lexicon import load_lexicon
from alignment.lexicon.part import believed
from indexer.document import Status, Unit
from indexer.store.catalogue import Catalogue
from indexer.store.generations import current
from indexer.store.records import DocumentKey
from tests.indexer.store.small_corpus import Texts, create, put, put_document, rows_version

# Words that no table knows, in company of words that it does.
DOCUMENTS: dict[str, Texts] = {
    "A/1": {
        "en": ["The quelgar of the Assembly", "Takes note of the quelgar", "Water and peace"],
        "fr": ["Le tourbiflon de l'Assemblée", "Prend note du tourbiflon", "L'eau et la paix"],
        "zh": ["大会的水", "表示注意到水", "水与和平"],
    },
    "A/2": {
        "en": ["Adopts the quelgar", "The report of the zembrit"],
        "fr": ["Adopte le tourbiflon", "Le rapport du marfoule"],
    },
    "A/3": {"en": ["Human rights"], "ru": ["Права человека"]},
}
BOOKKEEPING = ("ids", "weights", "stream", "sizes.")  # in the order of unit ids


def corpus(folder: Path, symbols: Sequence[str]) -> Catalogue:
    catalogue = create(folder)
    for symbol in symbols:
        with catalogue.writing() as writer:
            put_document(writer, symbol, DOCUMENTS[symbol])
    return catalogue


def files(catalogue: Catalogue) -> dict[str, bytes]:
    generation = current(catalogue.folder, where=FOLDER)
    assert generation is not None
    found = {file.name: file.read_bytes() for file in generation.folder.iterdir()}
    del found["generation.json"]  # it holds the revision
    return found


def tables(catalogue: Catalogue) -> dict[str, bytes]:
    return {name: data for name, data in files(catalogue).items() if not is_bookkeeping(name)}


def is_bookkeeping(name: str) -> bool:
    return name.startswith(BOOKKEEPING)


def test_a_corpus_teaches_words_that_the_base_table_does_not_know(tmp_path: Path) -> None:
    lexicon = refined_lexicon(corpus(tmp_path / "c", list(DOCUMENTS)))
    assert load_lexicon().translations("quelgar", "en", "fr") == []
    assert lexicon.translations("quelgar", "en", "fr", most=1)[0].term == "tourbiflon"
    assert lexicon.translations("tourbiflon", "fr", "en", most=1)[0].term == "quelgar"
    assert lexicon.translations("zembrit", "en", "fr", most=1)[0].term == "marfoul"
    assert 0.3 < lexicon.coverage("quelgar", "en", "fr") < 0.98
    assert lexicon.coverage("quelgar", "en", "ru") == 0.0


def test_the_best_of_what_a_corpus_taught_are_those_of_all(tmp_path: Path) -> None:
    lexicon = refined_lexicon(corpus(tmp_path / "c", list(DOCUMENTS)))
    words = ["quelgar", "water", "peac", "report", "zzzz"]
    for word, one in zip(words, lexicon.best(words, "en", "fr", most=3), strict=True):
        wanted = lexicon.translations(word, "en", "fr", most=3)
        assert [term for term, _ in one.translations] == [each.term for each in wanted]
        assert one.coverage == pytest.approx(lexicon.coverage(word, "en", "fr"))
        assert [share for _, share in one.translations] == pytest.approx(
            [each.probability for each in wanted]
        )


def test_what_is_known_stays_known(tmp_path: Path) -> None:
    lexicon = refined_lexicon(corpus(tmp_path / "c", ["A/3"]))
    base = load_lexicon()
    for term in ("water", "peac", "report"):
        assert lexicon.translations(term, "en", "es") == base.translations(term, "en", "es")


def test_what_was_read_is_kept(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", list(DOCUMENTS))
    lexicon = refined_lexicon(catalogue)

    def answers() -> list[object]:
        pairs = (("quelgar", "en", "fr"), ("tourbiflon", "fr", "en"))
        translations = [lexicon.translations(*pair) for pair in pairs]
        return [translations, *(lexicon.occurrences(term, lang) for term, lang, _ in pairs)]

    before = answers()
    shutil.rmtree(catalogue.folder / FOLDER)  # nothing is read a second time
    assert answers() == before


def test_the_order_of_indexing_does_not_matter(tmp_path: Path) -> None:
    first = corpus(tmp_path / "one", ["A/1", "A/2", "A/3"])
    second = corpus(tmp_path / "two", ["A/3", "A/2", "A/1"])
    refined_lexicon(first)
    refined_lexicon(second)
    assert tables(first) == tables(second)


def test_brought_up_to_date_is_as_built_anew(tmp_path: Path) -> None:
    grown = corpus(tmp_path / "grown", ["A/1"])
    refined_lexicon(grown)
    changed = {"en": ["Adopts the snorvel"], "fr": ["Adopte le tourbiflon"]}
    for symbol, texts in (("A/2", DOCUMENTS["A/2"]), ("A/3", DOCUMENTS["A/3"]), ("A/2", changed)):
        with grown.writing() as writer:
            put_document(writer, symbol, texts)
        refined_lexicon(grown)
    updated = files(grown)
    assert "zembrit" not in updated["words.en.txt"].decode()
    rebuild_lexicon(grown)
    assert files(grown) == updated


def test_what_is_deleted_takes_with_it_what_it_taught(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1", "A/2"])
    refined_lexicon(catalogue)
    with catalogue.writing() as writer:
        for path in list(catalogue.sources()):
            writer.drop_source(path)
        for key in catalogue.pending_documents():
            writer.put_units(key, [])
    lexicon = refined_lexicon(catalogue)
    assert lexicon.translations("quelgar", "en", "fr") == []
    assert files(catalogue)["words.en.txt"] == b""
    assert np.load(current(catalogue.folder, where=FOLDER).folder / "ids.npy").tolist() == []  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("status", "probability", "expected"),
    [("locked", 0.2, 1.0), ("imported", None, 1.0), ("auto", 0.25, 0.25), ("auto", None, 0.5)],
)
def test_units_teach_as_far_as_they_are_believed(
    tmp_path: Path, status: Status, probability: float | None, expected: float
) -> None:
    catalogue = create(tmp_path / "c")
    texts = {"en": ["The quelgar"], "fr": ["Le tourbiflon"]}
    with catalogue.writing() as writer:
        for lang, lines in texts.items():
            put(writer, f"A/9.{lang}", rows_version("A/9", lang, lines))
        writer.put_units(
            DocumentKey("A/9", ""), [Unit({"en": (0,), "fr": (0,)}, status, probability)]
        )
    assert believed(catalogue.units([1])[0]) == expected
    refined_lexicon(catalogue)
    generation = current(catalogue.folder, where=FOLDER)
    assert generation is not None
    assert np.load(generation.folder / "weights.npy").tolist() == [round(expected * 256)]


def test_nothing_is_written_if_nothing_changed(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1"])
    refined_lexicon(catalogue)
    refined_lexicon(catalogue)
    assert current(catalogue.folder, where=FOLDER).number == 1  # type: ignore[union-attr]


def test_the_stored_one_answers_until_it_is_asked_for(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1"])
    assert stored_lexicon(catalogue.folder).translations("quelgar", "en", "fr") == []
    refined_lexicon(catalogue)
    found = stored_lexicon(catalogue.folder).translations("quelgar", "en", "fr")
    assert found[0].term == "tourbiflon"


def test_a_killed_process_leaves_the_last_one(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1"])
    refined_lexicon(catalogue)
    half = catalogue.folder / FOLDER / "000002.tmp"
    half.mkdir()
    (half / "ids.npy").write_bytes(b"half")
    assert stored_lexicon(catalogue.folder).translations("quelgar", "en", "fr")
    with catalogue.writing() as writer:
        put_document(writer, "A/2", DOCUMENTS["A/2"])
    refined_lexicon(catalogue)
    assert [path.name for path in sorted((catalogue.folder / FOLDER).iterdir())] == [
        "000001",
        "000002",
    ]


def test_another_writer_is_not_waited_for(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1"])
    with Catalogue.open(tmp_path / "c") as other, other.locked():
        assert refined_lexicon(catalogue).translations("quelgar", "en", "fr") == []


def test_damage_is_found_and_mended(tmp_path: Path) -> None:
    catalogue = corpus(tmp_path / "c", ["A/1"])
    assert lexicon_problems(catalogue) == []
    refined_lexicon(catalogue)
    assert lexicon_problems(catalogue) == []
    generation = current(catalogue.folder, where=FOLDER)
    assert generation is not None
    ids = generation.folder / "ids.npy"
    ids.write_bytes(b"x" * ids.stat().st_size)
    (problem,) = lexicon_problems(catalogue)
    assert "ids.npy is damaged; run: hexapla check --repair" in problem
    rebuild_lexicon(catalogue)
    assert lexicon_problems(catalogue) == []
