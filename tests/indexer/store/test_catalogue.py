"""What was put in comes out; what changed is known; nothing is half there."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from indexer.document import Call, Clause, Mend, Metadata, Unit, Version
from indexer.errors import CorpusBusyError, CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey, EncoderRecord
from tests.indexer.store.small_corpus import (
    ENCODER,
    clauses_of,
    create,
    put,
    put_document,
    rows_version,
    source,
    vectors_of,
)

A1 = DocumentKey("A/1", "")
BOTH = {"en": ["Peace", "Water"], "zh": ["和平", "水"]}


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with create(tmp_path / "corpus") as made:
        yield made


# Making and opening


def test_a_folder_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=f"no corpus in '{tmp_path}'; make one with"):
        Catalogue.open(tmp_path)


def test_a_corpus_is_not_made_twice(catalogue: Catalogue) -> None:
    with pytest.raises(CorpusError, match="holds a corpus already"):
        create(catalogue.folder)


def test_a_corpus_half_made_by_a_killed_process_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"")
    assert not Catalogue.exists(tmp_path)
    with create(tmp_path) as catalogue:
        assert catalogue.unit_count() == 0


def test_what_was_derived_from_another_catalogue_goes(tmp_path: Path) -> None:
    left = tmp_path / "generations" / "000007"
    left.mkdir(parents=True)
    create(tmp_path).close()
    assert not left.exists()


def test_a_newer_format_is_refused(catalogue: Catalogue) -> None:
    catalogue.close()
    with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as connection:
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    with pytest.raises(CorpusError, match="has format 3, this hexapla knows 2; upgrade hexapla"):
        Catalogue.open(catalogue.folder)


def test_an_older_format_is_refused(catalogue: Catalogue) -> None:
    catalogue.close()
    with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with pytest.raises(CorpusError, match="has format 1, this hexapla knows 2; remove the folder"):
        Catalogue.open(catalogue.folder)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"not a database, but long enough " * 200)
    with pytest.raises(CorpusError, match="its catalogue is damaged"):
        Catalogue.open(tmp_path)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            EncoderRecord("LaBSE", "00", 768),
            "holds 16-d letters vectors, this encoder makes 768; use --encoder letters or index",
        ),
        (
            EncoderRecord("letters", "ffff0000aaaa", 16),
            r"holds vectors of letters \(ab12cd34\), this encoder is letters \(ffff0000\); "
            "index into a new folder, or install the release that made it",
        ),
        (
            EncoderRecord("digits", "ffff0000aaaa", 16),
            r"this encoder is digits \(ffff0000\); use --encoder letters or index into a new",
        ),
    ],
)
def test_another_encoder_is_refused(
    catalogue: Catalogue, other: EncoderRecord, message: str
) -> None:
    catalogue.require(ENCODER)
    with pytest.raises(CorpusError, match=message):
        catalogue.require(other)


# Putting and getting


def test_a_version_comes_back_as_it_was(catalogue: Catalogue) -> None:
    facts = Metadata("结论", 66, "118", date(2012, 6, 29), 120, 2012)
    raw = "1. **重申**其\n决定²\ud800" + "；" * 600
    clause = Clause(
        "operative",
        "1",
        0,
        len(raw),
        "重申其决定" + "；" * 600,
        (Mend(3, 5, ""), Mend(7, 9, "")),
        (0, 2),
        (Call("2", 5),),
    )
    footnote = Clause("footnote", "2", len(raw), len(raw), "A/1", parent=0)
    version = Version("A/1", "zh", raw, facts, "gb18030")
    vectors = vectors_of(["a", "b"])
    with catalogue.writing() as writer:
        id_ = writer.begin_source(source("a.txt"))
        writer.put_version(id_, version, [clause, footnote], vectors)
        (stored,) = writer.versions(A1)
    assert (stored.lang, stored.path, stored.encoding) == ("zh", "a.txt", "gb18030")
    assert (stored.metadata, stored.text) == (facts, raw)
    assert stored.clauses == (clause, footnote)
    assert stored.rows is None
    assert stored.vectors.tolist() == vectors.astype(np.float16).astype(np.float32).tolist()


def test_rows_are_kept(catalogue: Catalogue) -> None:
    version = rows_version("A/1", "en", ["Peace", "Water", "Land"])
    with catalogue.writing() as writer:
        put(writer, "a", version)
        assert [outline.row for outline in writer.outlines(A1)["en"]] == [0, 1, 2]
    assert catalogue.versions(A1)[0].rows == (0, 1, 2)


def test_units_come_in_the_order_asked_for_and_vanished_ones_do_not(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH, title="A title", year=2012)
    units = catalogue.units([2, 77, 1])
    assert [(unit.id, unit.texts) for unit in units] == [
        (2, {"en": "Water", "zh": "水"}),
        (1, {"en": "Peace", "zh": "和平"}),
    ]
    unit = units[1]
    assert (unit.symbol, unit.collection, unit.body, unit.kind) == ("A/1", "", "A", "sentence")
    assert (unit.year, unit.title, unit.status, unit.probability) == (
        2012,
        "A title",
        "imported",
        1.0,
    )
    assert [(c.lang, c.position, c.start, c.end) for c in unit.clauses["zh"]] == [("zh", 0, 0, 2)]


def test_chinese_clauses_of_a_unit_are_joined_by_nothing(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put(writer, "en", rows_version("A/1", "en", ["Peace", "Water"]))
        put(writer, "zh", rows_version("A/1", "zh", ["和平", "水"]))
        writer.put_units(A1, [Unit({"en": (0, 1), "zh": (0, 1)})])
    assert catalogue.units([1])[0].texts == {"en": "Peace Water", "zh": "和平水"}


def test_a_summary_says_what_the_unit_does(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH, title="A title", year=2012)
        put(writer, "zh", rows_version("A/2", "zh", ["和平", "水"]))
        put(writer, "en", rows_version("A/2", "en", ["Peace", "Water"]))
        writer.put_units(DocumentKey("A/2", ""), [Unit({"zh": (0, 1), "en": (0, 1)})])
    asked = [2, 77, 3, 1]
    units = catalogue.units(asked)
    assert [unit.id for unit in units] == [2, 3, 1]
    for unit, summary in zip(units, catalogue.summaries(asked), strict=True):
        assert summary._asdict() == {name: getattr(unit, name) for name in summary._fields}
        assert list(summary.texts) == list(unit.texts) == ["en", "zh"]


def test_kind_and_number_are_those_of_the_first_language(catalogue: Catalogue) -> None:
    vectors = vectors_of(["x"])
    with catalogue.writing() as writer:
        for lang, kind, number in (("zh", "heading", "一"), ("fr", "operative", "1")):
            id_ = writer.begin_source(source(lang))
            clause = Clause(kind, number, 0, 1, "x")  # type: ignore[arg-type]
            writer.put_version(id_, Version("A/1", lang, "x"), [clause], vectors)
        writer.put_units(A1, [Unit({"zh": (0,), "fr": (0,)})])
    (unit,) = catalogue.units([1])
    assert (unit.kind, unit.number) == ("operative", "1")


def test_a_unit_vector_is_the_normalised_mean_without_zero_rows(tmp_path: Path) -> None:
    with Catalogue.create(tmp_path, EncoderRecord("two", "0", 2)) as catalogue:
        vectors = np.array([[1, 0], [0, 1], [0, 0], [0, 0]], np.float32)
        version = rows_version("A/1", "en", ["a", "b", "c", "d"])
        with catalogue.writing() as writer:
            id_ = writer.begin_source(source("a"))
            writer.put_version(id_, version, clauses_of(version), vectors)
            writer.put_units(A1, [Unit({"en": (0, 1, 2)}), Unit({"en": (3,)})])
        found = catalogue.unit_vectors([9, 2, 1])
    assert found.dtype == np.float32
    assert found.tolist() == [[0, 0], [0, 0], pytest.approx([0.5**0.5, 0.5**0.5])]


def test_a_document_by_its_symbol_in_any_case(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/RES/1", BOTH, session=66)
    (document,) = catalogue.document("a/res/1")
    assert document.symbol == "A/RES/1"
    assert document.metadata == Metadata(session=66)
    assert document.versions == {"zh": "A/RES/1.zh", "en": "A/RES/1.en"}
    assert [unit.texts["en"] for unit in document.units] == ["Peace", "Water"]
    assert catalogue.document("A/RES/2") == []


def test_counts(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
        put_document(writer, "S/1", {"en": ["War"]})
    assert (catalogue.unit_count(), catalogue.clause_count()) == (3, 5)
    assert catalogue.languages() == {"zh": 2, "en": 3}
    assert catalogue.documents() == [A1, DocumentKey("S/1", "")]
    assert catalogue.unit_ids().tolist() == [1, 2, 3]


# What does not fit


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ([Unit({"en": (0,)})], "clause 1 of the version in 'en' stands in no unit"),
        ([Unit({"en": (0, 1)}), Unit({"en": (1,)})], "clause 1 .* stands in two units"),
        ([Unit({"en": (0, 1, 2)})], "clause 2 of the version in 'en' does not exist"),
        ([Unit({"en": (0, 1)}), Unit({"fr": (0,)})], "clause 0 .* 'fr' does not exist"),
        ([Unit({"en": (0, 1)}), Unit({})], "a unit has no clauses"),
    ],
)
def test_every_clause_stands_in_exactly_one_unit(
    catalogue: Catalogue, units: list[Unit], message: str
) -> None:
    with catalogue.writing() as writer:
        put(writer, "a", rows_version("A/1", "en", ["Peace", "Water"]))
        with pytest.raises(ValueError, match=message):
            writer.put_units(A1, units)


def test_vectors_that_do_not_fit(catalogue: Catalogue) -> None:
    version = rows_version("A/1", "en", ["Peace"])
    clauses = clauses_of(version)
    with catalogue.writing() as writer:
        id_ = writer.begin_source(source("a"))
        with pytest.raises(ValueError, match=r"A/1: vectors of shape \(2, 16\), not \(1, 16\)"):
            writer.put_version(id_, version, clauses, vectors_of("ab"))
        with pytest.raises(ValueError, match="A/1: a vector holds NaN or infinity"):
            writer.put_version(id_, version, clauses, vectors_of("a") * np.float32(np.inf))


def test_a_document_is_there_once_in_a_language(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put(writer, "old.txt", rows_version("A/1", "en", ["Peace"]))
        message = "new.txt: A/1 in 'en' is in the corpus already, from old.txt"
        with pytest.raises(CorpusError, match=message):
            put(writer, "new.txt", rows_version("A/1", "en", ["Peace"]))
        assert writer.source_of(A1, "en") == "old.txt"
        assert writer.source_of(A1, "fr") is None


# Changing


def test_changes_since_a_revision(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
    with catalogue.writing() as writer:
        put_document(writer, "A/2", {"en": ["War"]})
    with catalogue.writing() as writer:
        writer.drop_source("A/1.en")
        writer.drop_source("A/1.zh")
    everything, last_two, last = (catalogue.changes(since) for since in (0, 1, 2))
    assert (everything.upserted.tolist(), everything.deleted.tolist()) == ([3], [])
    assert (last_two.upserted.tolist(), last_two.deleted.tolist()) == ([3], [1, 2])
    assert (last.upserted.tolist(), last.deleted.tolist()) == ([], [1, 2])
    assert last.revision == catalogue.revision == 3
    assert [[unit.texts for unit in batch] for batch in last_two.units()] == [[{"en": "War"}]]
    assert not catalogue.changes(3)


def test_a_transaction_that_changes_nothing_is_no_revision(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        writer.drop_source("never seen")
    assert catalogue.revision == 0


def test_units_that_stay_the_same_keep_their_ids(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", {"en": ["Peace", "Water", "Land"]})
    with catalogue.writing() as writer:
        units = [Unit({"en": (2,)}), Unit({"en": (0,)}, "imported", 1.0), Unit({"en": (1,)})]
        writer.put_units(A1, units)
    assert catalogue.changes(1).upserted.tolist() == [4, 5]
    assert catalogue.changes(1).deleted.tolist() == [2, 3]
    assert [unit.id for unit in catalogue.document("A/1")[0].units] == [4, 1, 5]


def test_a_new_title_changes_units_that_stay(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", {"fr": ["Paix"]}, title="Titre")
    with catalogue.writing() as writer:
        put(writer, "en", rows_version("A/1", "en", ["Peace"], title="Title"))
        writer.put_units(A1, [Unit({"fr": (0,)}, "imported", 1.0), Unit({"en": (0,)})])
    assert catalogue.changes(1).upserted.tolist() == [1, 2]
    assert catalogue.units([1])[0].title == "Title"


def test_an_id_is_never_given_twice(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
        writer.drop_source("A/1.en")
        writer.drop_source("A/1.zh")
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
    assert catalogue.unit_ids().tolist() == [3, 4]


def test_a_dropped_version_leaves_its_units_in_the_other_languages(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put(writer, "en", rows_version("A/1", "en", ["Peace", "Water"]))
        put(writer, "fr", rows_version("A/1", "fr", ["Paix"]))
        writer.put_units(A1, [Unit({"en": (0,), "fr": (0,)}), Unit({"en": (1,)})])
    assert catalogue.pending_documents() == []
    with catalogue.writing() as writer:
        writer.drop_source("en")
    assert [unit.texts for unit in catalogue.units([1, 2])] == [{"fr": "Paix"}]
    assert catalogue.changes(1).upserted.tolist() == [1]
    assert catalogue.changes(1).deleted.tolist() == [2]
    assert catalogue.pending_documents() == [A1]
    assert catalogue.problems() == []


def test_a_source_is_listed_once_it_is_finished(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put(writer, "b.txt", rows_version("A/2", "en", ["War"]))
        writer.begin_source(source("a.txt"))
    assert catalogue.sources() == {"b.txt": source("b.txt")}
    assert catalogue.unfinished_sources() == ["a.txt"]
    with catalogue.writing() as writer:
        writer.begin_source(source("b.txt", sha256="01"))
    assert catalogue.sources() == {}
    assert catalogue.clause_count() == 0
    assert catalogue.documents() == []


# Transactions, processes, disks


def test_after_an_exception_nothing_was_done(catalogue: Catalogue) -> None:
    def put_too_much() -> None:
        with catalogue.writing() as writer:
            put_document(writer, "A/1", BOTH)
            writer.put_units(DocumentKey("A/9", ""), [])

    with pytest.raises(ValueError, match="no document 'A/9' in collection ''"):
        put_too_much()
    assert (catalogue.revision, catalogue.documents(), catalogue.sources()) == (0, [], {})
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
    assert catalogue.unit_count() == 2


def test_readers_see_whole_transactions_and_never_wait(catalogue: Catalogue) -> None:
    with Catalogue.open(catalogue.folder, read_only=True) as reader:
        with catalogue.writing() as writer:
            put_document(writer, "A/1", BOTH)
            assert (catalogue.unit_count(), reader.unit_count()) == (2, 0)
        assert reader.unit_count() == 2


def test_a_second_writer_is_told(catalogue: Catalogue) -> None:
    with (
        Catalogue.open(catalogue.folder) as other,
        catalogue.writing(),
        pytest.raises(CorpusBusyError, match="is being written by process"),
        other.writing(),
    ):
        pass


def test_a_reader_cannot_write(catalogue: Catalogue) -> None:
    with (
        Catalogue.open(catalogue.folder, read_only=True) as reader,
        pytest.raises(CorpusError, match="readonly"),
        reader.writing() as writer,
    ):
        writer.begin_source(source("a"))


def test_a_full_disk_loses_nothing(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
    pages = catalogue._database.value("PRAGMA page_count")
    catalogue._database.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(CorpusError, match="the disk is full"), catalogue.writing() as writer:
        put_document(writer, "A/2", {"en": ["War " * 999] * 99})
    assert catalogue.documents() == [A1]
    assert catalogue.problems() == []


def test_problems_are_named(catalogue: Catalogue) -> None:
    with catalogue.writing() as writer:
        put_document(writer, "A/1", BOTH)
    assert catalogue.problems() == []
    catalogue.close()
    with sqlite3.connect(catalogue.folder / "catalogue.sqlite") as connection:
        connection.execute("DELETE FROM vector WHERE clause = 1")
        connection.execute("DELETE FROM member WHERE clause IN (1, 3)")
    connection.close()
    with Catalogue.open(catalogue.folder) as damaged:
        assert damaged.problems() == [
            "catalogue: 1 clauses without a vector",
            "catalogue: 1 units without a clause",
            "catalogue: 2 clauses in no unit",
        ]


WRITE = """
import sys
from pathlib import Path
from indexer.store.catalogue import Catalogue
from tests.indexer.store.small_corpus import put_document
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    for at in range(len(catalogue.documents()), 100_000):
        with catalogue.writing() as writer:
            put_document(writer, f"A/{at:06}", {"en": [f"Peace {at}"] * 20, "fr": ["Paix"] * 20})
        sys.stdout.write(f"A/{at:06}\\n")
        sys.stdout.flush()
"""


def test_what_a_killed_process_reported_as_done_is_there(catalogue: Catalogue) -> None:
    moments = random.Random(7)
    for _ in range(4):
        command = [sys.executable, "-c", WRITE, str(catalogue.folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            reported = [process.stdout.readline()]
            time.sleep(moments.uniform(0, 0.3))
            process.send_signal(signal.SIGKILL)
            reported += process.stdout.read().splitlines(keepends=True)
        done = {line.decode().strip() for line in reported if line.endswith(b"\n")}
        there = catalogue.documents()
        assert done <= {key.symbol for key in there}
        assert catalogue.unit_count() == 20 * len(there)
        assert catalogue.problems() == []
    with catalogue.writing() as writer:
        put_document(writer, "S/1", BOTH)
    assert catalogue.document("S/1")[0].units[0].texts["en"] == "Peace"
