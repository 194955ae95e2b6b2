"""What the catalogue gives back: sources, documents, versions, units, as plain records.

From: store.catalogue. To: search, alignment, the command line. Not here: how they are stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.document import Call, Clause, Kind, Mend, Metadata, Span, Status

# The language whose clause names a unit's kind and number, and whose version names a document's
# title: the first of these that is there.
NAMING_ORDER = ("en", "fr", "es", "ru", "ar", "zh")

_PRINCIPAL_ORGANS = frozenset({"A", "S", "E", "T"})
# A part of a symbol that says what sort of document it is, not who issued it.
_DOCUMENT_SORTS = frozenset(
    [
        *("AGENDA", "AMEND", "CONF", "CORR", "DEC", "INF", "INFORMAL", "MIN"),
        *("NGO", "PET", "PRST", "RES", "REV", "SUM", "SUMMARY", "WEB"),
    ]
)


class DocumentKey(NamedTuple):
    """What tells a document from all others: the same symbol may stand in two collections."""

    symbol: str
    collection: str


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """Whose vectors a corpus holds. fingerprint: hex digest of the weights."""

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file as it was when it was read. sha256: hex; size: bytes; options: canonical JSON."""

    path: str
    sha256: str
    size: int
    mtime_ns: int
    options: str


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """A :class:`indexer.document.Clause` with its id, its language and its place in the version."""

    id: int
    lang: str
    position: int
    kind: Kind
    number: str | None
    start: int
    end: int
    text: str
    mends: tuple[Mend, ...] = ()
    calls: tuple[Call, ...] = ()
    lead: Span | None = None
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A translation unit as it is stored, with what is needed to show it.

    kind, number: of its first clause, in the language that comes first in ``NAMING_ORDER``.
    year, date (ISO 8601), title: of the document. body: see :func:`body`.
    clauses: ``{lang: clauses}``, languages in ``NAMING_ORDER``, clauses in the order of the text.
    texts: ``{lang: text}``: the clauses' texts joined by a space, in Chinese by nothing.
    """

    id: int
    symbol: str
    collection: str
    body: str
    kind: Kind
    number: str | None
    year: int | None
    date: str | None
    title: str | None
    status: Status
    probability: float | None
    clauses: dict[str, tuple[ClauseRecord, ...]]
    texts: dict[str, str]


class UnitSummary(NamedTuple):
    """What a hit shows of a unit: all as in ``UnitRecord``, whose clauses take most of the time."""

    id: int
    symbol: str
    collection: str
    kind: Kind
    number: str | None
    year: int | None
    status: Status
    probability: float | None
    texts: dict[str, str]


class UnitText(NamedTuple):
    """The text of a unit in one language, as ``UnitRecord.texts`` has it."""

    unit: int
    lang: str
    text: str


class Facts(NamedTuple):
    """Of a unit what is filtered by and counted, without its texts. langs: as they come."""

    id: int
    year: int | None
    langs: tuple[str, ...]
    symbol: str
    collection: str
    body: str
    kind: Kind
    status: Status


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document with its units in reading order. versions: ``{lang: path of the source}``."""

    symbol: str
    collection: str
    body: str
    metadata: Metadata
    versions: dict[str, str]
    units: tuple[UnitRecord, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A clause without its text.

    row: of the parallel file it came from, if it came from one. status, probability: what that file
        states of the row.
    """

    kind: Kind
    number: str | None
    row: int | None = None
    status: Status = "imported"
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version as it was put in: what the aligner needs, and what proves the spans.

    text: raw, as ``Version.text``. rows: row of the segment each clause stands in; None for a text
    that was split. vectors: (n, d) float32, one row a clause.
    """

    lang: str
    path: str
    encoding: str
    metadata: Metadata
    text: str
    clauses: tuple[Clause, ...]
    rows: tuple[int, ...] | None
    vectors: NDArray[np.float32]


def body(symbol: str) -> str:
    """Who issued a document, as its symbol says; "" for a symbol that is only a name.

    >>> body("A/RES/66/282"), body("A/HRC/RES/19/1"), body("E/CN.4/2003/1"), body("CEDAW/C/SR.1234")
    ('A', 'HRC', 'E', 'CEDAW')
    >>> body("minutes of the town council")
    ''
    """
    first, *rest = symbol.upper().split("/")
    if not rest:
        return ""
    is_subsidiary = re.fullmatch("[A-Z]{3,}", rest[0]) and rest[0] not in _DOCUMENT_SORTS
    return rest[0] if first in _PRINCIPAL_ORGANS and is_subsidiary else first


def first_known(versions: dict[str, Metadata]) -> Metadata:
    """What a document says of itself: each fact from the first version that states it.

    >>> first_known({"zh": Metadata(title="大会", session=66), "fr": Metadata(title="Assemblée")})
    Metadata(title='Assemblée', session=66, agenda_item=None, date=None, meeting=None, year=None)
    """
    ordered = [versions[lang] for lang in NAMING_ORDER if lang in versions]
    facts = {
        name: next((fact for fact in (getattr(m, name) for m in ordered) if fact is not None), None)
        for name in Metadata.__slots__
    }
    return Metadata(**facts)


def joined(clauses: tuple[ClauseRecord, ...]) -> str:
    """The texts of clauses of one language as one text; Chinese needs no space between them."""
    return joined_texts([clause.text for clause in clauses], clauses[0].lang)


def joined_texts(texts: Sequence[str], lang: str) -> str:
    """Texts of clauses of one language as one text."""
    return ("" if lang == "zh" else " ").join(texts)
