"""Rows of the catalogue read back as records.

Ids go to SQLite as one JSON array, so that ten or ten thousand of them are one query.

From: store.catalogue. Not here: writing, transactions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

import numpy as np
from numpy.typing import NDArray

from indexer.document import Metadata
from indexer.encoders.similarity import to_unit_length
from indexer.languages import LANGUAGES
from indexer.store.codec import (
    calls_from_json,
    clause_from_columns,
    lead_from_columns,
    mends_from_json,
    metadata_from_json,
    raw_from_blob,
    vectors_from_blobs,
)
from indexer.store.database import Database, Row
from indexer.store.records import (
    NAMING_ORDER,
    ClauseRecord,
    DocumentKey,
    DocumentRecord,
    Facts,
    StoredVersion,
    UnitRecord,
    UnitSummary,
    UnitText,
    first_known,
    joined,
    joined_texts,
)

_CLAUSE = (
    'c.kind, c.number, c.start, c."end", c.text, c.mends, c.calls, c.lead_start, c.lead_end, '
    "c.parent"
)
_UNITS = """
    SELECT u.id, d.symbol, d.collection, d.body, u.kind, u.number, d.year, d.date, d.title,
           u.status, u.probability
    FROM unit u JOIN document d ON d.id = u.document
    WHERE u.id IN (SELECT value FROM json_each(?))"""
_SUMMARIES = """
    SELECT u.id, d.symbol, d.collection, u.kind, u.number, d.year, u.status, u.probability
    FROM unit u JOIN document d ON d.id = u.document
    WHERE u.id IN (SELECT value FROM json_each(?))"""
_UNIT_CLAUSES = f"""
    SELECT m.unit, c.id, v.lang, c.position, {_CLAUSE}
    FROM member m CROSS JOIN clause c ON c.id = m.clause CROSS JOIN version v ON v.id = c.version
    WHERE m.unit IN (SELECT value FROM json_each(?)) ORDER BY m.unit, m.clause"""
_TEXTS = """
    SELECT m.unit, v.lang, c.text
    FROM member m CROSS JOIN clause c ON c.id = m.clause CROSS JOIN version v ON v.id = c.version
    WHERE m.unit IN (SELECT value FROM json_each(?)) ORDER BY m.unit, m.clause"""
_UNIT_VECTORS = """
    SELECT m.unit, x.value FROM member m CROSS JOIN vector x ON x.clause = m.clause
    WHERE m.unit IN (SELECT value FROM json_each(?)) ORDER BY m.unit, m.clause"""


_FACTS = """
    SELECT u.id, d.year, d.symbol, d.collection, d.body, u.kind, u.status,
           (SELECT group_concat(DISTINCT v.lang)
            FROM member m CROSS JOIN clause c ON c.id = m.clause
                          CROSS JOIN version v ON v.id = c.version
            WHERE m.unit = u.id)
    FROM unit u JOIN document d ON d.id = u.document
    WHERE u.id IN (SELECT value FROM json_each(?)) ORDER BY u.id"""


def read_units(database: Database, ids: Sequence[int]) -> dict[int, UnitRecord]:
    """``{id: unit}`` of those that are there."""
    asked = json.dumps(ids)
    clauses = {
        unit: _by_language(list(rows))
        for unit, rows in groupby(database.rows(_UNIT_CLAUSES, asked), key=itemgetter(0))
    }
    return {row[0]: _unit_record(row, clauses[row[0]]) for row in database.rows(_UNITS, asked)}


def read_summaries(database: Database, ids: Sequence[int]) -> dict[int, UnitSummary]:
    """``{id: unit}`` of those that are there."""
    found = {
        unit: {one.lang: one.text for one in texts}
        for unit, texts in groupby(read_texts(database, ids), key=attrgetter("unit"))
    }
    return {
        row[0]: UnitSummary._make((*row, _in_naming_order(found[row[0]])))
        for row in database.rows(_SUMMARIES, json.dumps(ids))
    }


def _in_naming_order(texts: dict[str, str]) -> dict[str, str]:
    return {lang: texts[lang] for lang in NAMING_ORDER if lang in texts}


def read_facts(database: Database, ids: Sequence[int]) -> list[Facts]:
    """Facts of the units that are there, by rising id."""
    return [
        Facts(id_, year, tuple(langs.split(",")), *rest)
        for id_, year, *rest, langs in database.rows(_FACTS, json.dumps(ids))
    ]


def read_texts(database: Database, ids: Sequence[int]) -> list[UnitText]:
    """The text of each unit in each of its languages, by rising id."""
    found: dict[tuple[int, str], list[str]] = {}
    for unit, lang, text in database.rows(_TEXTS, json.dumps(ids)):
        found.setdefault((unit, lang), []).append(text)
    return [
        UnitText(unit, lang, joined_texts(texts, lang)) for (unit, lang), texts in found.items()
    ]


def _unit_record(row: Row, clauses: dict[str, tuple[ClauseRecord, ...]]) -> UnitRecord:
    id_, symbol, collection, body, kind, number, year, date, title, status, probability = row
    return UnitRecord(
        id_,
        symbol,
        collection,
        body,
        kind,
        number,
        year,
        date,
        title,
        status,
        probability,
        clauses,
        {lang: joined(members) for lang, members in clauses.items()},
    )


def _by_language(rows: list[Row]) -> dict[str, tuple[ClauseRecord, ...]]:
    found: dict[str, list[ClauseRecord]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(_clause_record(row))
    return {lang: tuple(found[lang]) for lang in NAMING_ORDER if lang in found}


def _clause_record(row: Row) -> ClauseRecord:
    (_, id_, lang, position, kind, number, start, end, text, mends, calls, *lead, parent) = row
    return ClauseRecord(
        id_,
        lang,
        position,
        kind,
        number,
        start,
        end,
        text,
        mends_from_json(mends),
        calls_from_json(calls),
        lead_from_columns(*lead),
        parent,
    )


def read_unit_vectors(
    database: Database, ids: Sequence[int], dimension: int
) -> NDArray[np.float32]:
    """(n, d) float32: normalised means of the clauses' vectors, one row an id asked for."""
    result = np.zeros((len(ids), dimension), np.float32)
    rows = database.rows(_UNIT_VECTORS, json.dumps(ids))
    if not rows:
        return result
    owners = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    clauses = vectors_from_blobs([row[1] for row in rows], dimension)
    found, starts = np.unique(owners, return_index=True)
    sums = np.add.reduceat(clauses, starts, axis=0)
    to_unit_length(sums)
    asked = np.asarray(ids, np.int64)
    at = np.minimum(np.searchsorted(found, asked), len(found) - 1)
    is_there = found[at] == asked
    result[is_there] = sums[at[is_there]]
    return result


def read_documents(database: Database, symbol: str) -> list[DocumentRecord]:
    """Documents of that symbol; of that symbol in another case where there is none in this."""
    rows = database.rows(
        "SELECT id, symbol, collection, body FROM document WHERE symbol = ? COLLATE NOCASE "
        "ORDER BY symbol, collection",
        symbol,
    )
    exact = [row for row in rows if row[1] == symbol]
    return [_document(database, row) for row in exact or rows]


def _document(database: Database, row: Row) -> DocumentRecord:
    document, symbol, collection, body = row
    versions = database.rows(
        "SELECT v.lang, s.path, v.metadata FROM version v JOIN source s ON s.id = v.source "
        "WHERE v.document = ?",
        document,
    )
    paths = {lang: path for lang, path, _ in versions}
    ids = database.rows("SELECT id FROM unit WHERE document = ? ORDER BY position", document)
    found = read_units(database, [id_ for (id_,) in ids])
    return DocumentRecord(
        symbol,
        collection,
        body,
        first_known({lang: metadata_from_json(text) for lang, _, text in versions}),
        {lang: paths[lang] for lang in LANGUAGES if lang in paths},
        tuple(found[id_] for (id_,) in ids),
    )


def read_metadata(database: Database, key: DocumentKey) -> dict[str, Metadata]:
    """``{lang: what the version says of itself}``, in the usual order of languages."""
    rows = database.rows(
        "SELECT v.lang, v.metadata FROM version v JOIN document d ON d.id = v.document "
        "WHERE d.symbol = ? AND d.collection = ?",
        *key,
    )
    found = {lang: metadata_from_json(text) for lang, text in rows}
    return {lang: found[lang] for lang in LANGUAGES if lang in found}


def read_versions(database: Database, key: DocumentKey, dimension: int) -> list[StoredVersion]:
    """All versions of a document, in the usual order of languages; [] if there is no such."""
    rows = database.rows(
        "SELECT v.lang, s.path, v.encoding, v.metadata, v.raw, v.raw_is_deflated, v.id "
        "FROM version v JOIN source s ON s.id = v.source JOIN document d ON d.id = v.document "
        "WHERE d.symbol = ? AND d.collection = ?",
        *key,
    )
    return [
        _version(database, row, dimension)
        for row in sorted(rows, key=lambda row: LANGUAGES.index(row[0]))
    ]


def _version(database: Database, row: Row, dimension: int) -> StoredVersion:
    lang, path, encoding, metadata, raw, is_deflated, version = row
    rows = database.rows(
        f"SELECT {_CLAUSE}, c.row, x.value FROM clause c JOIN vector x ON x.clause = c.id "
        "WHERE c.version = ? ORDER BY c.id",
        version,
    )
    segment_rows = tuple(row[-2] for row in rows)
    return StoredVersion(
        lang,
        path,
        encoding,
        metadata_from_json(metadata),
        raw_from_blob(raw, bool(is_deflated)),
        tuple(clause_from_columns(row[:-2]) for row in rows),
        None if None in segment_rows else segment_rows,
        vectors_from_blobs([row[-1] for row in rows], dimension),
    )


def find_problems(database: Database) -> list[str]:
    """What is wrong, one line each; [] if nothing is."""
    damage = [row[0] for row in database.rows("PRAGMA integrity_check(10)")]
    if damage != ["ok"]:
        return [f"catalogue: {line}" for line in damage]
    dangling = database.rows("PRAGMA foreign_key_check")
    found = [f"catalogue: a row of {table} refers to nothing" for table, *_ in dangling[:10]]
    for description, sql in _MUST_BE_ZERO.items():
        count = database.value(f"SELECT count(*) FROM {sql}")
        if count:
            found.append(f"catalogue: {count} {description}")
    return found


_MUST_BE_ZERO = {
    "clauses without a vector": "clause WHERE id NOT IN (SELECT clause FROM vector)",
    "vectors without a clause": "vector WHERE clause NOT IN (SELECT id FROM clause)",
    "units without a clause": "unit WHERE id NOT IN (SELECT unit FROM member)",
    "clauses in two units": "(SELECT clause FROM member GROUP BY clause HAVING count(*) > 1)",
    "clauses in no unit": (
        "clause JOIN version ON version.id = clause.version "
        "JOIN document ON document.id = version.document "
        "WHERE NOT pending AND clause.id NOT IN (SELECT clause FROM member)"
    ),
    "units both there and deleted": "unit WHERE id IN (SELECT id FROM deleted_unit)",
}
