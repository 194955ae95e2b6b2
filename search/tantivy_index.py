"""The embedded keyword index on disk: one tantivy document a unit, one field a language.

The fields hold our own streams of terms (analysis.tokens) joined by spaces, and tantivy only splits
at white space, so a position in a field is a position in the stream. A part of a generation: an
update links the files of the generation before, which tantivy never changes, and adds what differs.

From: the catalogue's changes. To: search.tantivy_engine. Not here: searching.
"""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray

from indexer.errors import CorpusError
from indexer.store.changes import Changes
from search.fields import FACT_FIELDS, NUMBER_FIELDS, STREAMS, document

FOLDER = "keyword"
FORM = "2"  # to be raised when the fields or the analysis change: the index is then built anew

_HEAP = 150_000_000  # bytes; about 50,000 units before tantivy starts a further segment
_PRIVATE = frozenset({"meta.json", ".managed.json"})  # replaced at every commit


class KeywordPart:
    """The keyword index as a part of a generation (see store.generations.Part)."""

    name = FOLDER
    version = f"{FORM}, {tantivy.tantivy.__version__}"

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Write the index into ``target/keyword``.

        Raises OSError when the disk is full.
        """
        folder = target / FOLDER
        folder.mkdir()
        if previous:
            _link(previous / FOLDER, folder)
        index = open_index(folder) if previous else _new_index(folder)
        try:
            _bring_up_to_date(index, changes)
        except ValueError as error:  # tantivy has no other class of errors
            raise OSError(f"keyword index: {error}") from None

    def ids(self, generation: Path) -> NDArray[np.int64]:
        """(n,) int64, rising: ids of the units in that generation's index."""
        searcher = open_index(generation / FOLDER).searcher()
        found = searcher.search(
            tantivy.Query.all_query(),
            max(searcher.num_docs, 1),
            count=False,
            order_by_field="id",
            order=tantivy.Order.Asc,
        )
        return np.fromiter((key for key, _ in found.hits), np.int64, len(found.hits))


def open_index(folder: Path) -> tantivy.Index:
    """The index in ``folder``. Raises CorpusError if there is none or it cannot be read."""
    try:
        return tantivy.Index.open(str(folder))
    except (ValueError, OSError) as error:
        raise CorpusError(
            f"keyword index '{folder}' cannot be read ({error}); repair it with: "
            "hexapla check --repair"
        ) from None


@cache
def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in STREAMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FACT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in NUMBER_FIELDS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    return builder.build()


def _new_index(folder: Path) -> tantivy.Index:
    # Sorted by id, ties mostly come out right by themselves.
    return tantivy.Index(_schema(), path=str(folder), reuse=False, sort_by_field="id")


def _bring_up_to_date(index: tantivy.Index, changes: Changes) -> None:
    writer = index.writer(_HEAP, num_threads=1)
    if changes.since:
        # By query: deleting by term takes the number for a signed one and finds nothing.
        for id_ in changes.stale.tolist():
            by_id = tantivy.Query.term_query(index.schema, "id", id_, "basic")
            writer.delete_documents_by_query(by_id)
    for units in changes.units():
        for unit in units:
            writer.add_document(tantivy.Document.from_dict(document(unit), index.schema))
    writer.commit()
    writer.wait_merging_threads()


def _link(previous: Path, folder: Path) -> None:
    """The files of an index in a second folder; a copy where the file system knows no links."""
    for file in previous.iterdir():
        if file.name.endswith(".lock"):
            continue
        try:
            if file.name in _PRIVATE:
                shutil.copyfile(file, folder / file.name)
            else:
                os.link(file, folder / file.name)
        except OSError:
            shutil.copyfile(file, folder / file.name)
