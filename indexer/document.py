"""The nouns of the project: a version of a document, its clauses, and units of them.

From: readers (which make versions), the segmenter (clauses), the aligner (units).
To: everything else. Not here: how any of them is found, stored or shown.

All spans are half-open code-point spans ``[start, end)`` into the *raw* text of a version, which is
exactly what the file holds after decoding. What a person reads differs a little: a soft line break
is a space, ``**bold**`` has no asterisks, ``<p>`` is not there at all. Each difference is a
:class:`Mend`, and the mends are kept, so that every offset can be carried back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Span = tuple[int, int]

Kind = Literal[
    "masthead",
    "adoption",
    "title",
    "preambular",
    "operative",
    "subparagraph",
    "heading",
    "annex",
    "footnote",
    "closing",
    "sentence",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

Status = Literal["auto", "imported", "reviewed", "locked"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Mend:
    """The raw text ``[start, end)`` reads as ``replacement``.

    >>> Mend(3, 5, "") # two asterisks that are not read
    Mend(start=3, end=5, replacement='')
    """

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Call:
    """A footnote call: the label of the footnote, and the offset in ``Clause.text`` it stood at."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest unit that is indexed and aligned.

    start, end: span into the raw text of the version; clauses of a version do not overlap and come
        in rising order. The span holds the printed number, the text does not.
    text: what a person reads: the raw span with ``mends`` applied, without number and footnote
        calls; never empty.
    number: as printed, without final stop: "13", "(a)", for a footnote its label; None if none.
    mends: in rising order, inside ``[start, end)``; applying them to the raw span gives ``text``.
    lead: span *in text* of the opening verb or the emphasised lead ("Takes note"), if it was found.
    calls: the footnotes called from this clause, in rising order of offset.
    parent: position, among the version's clauses, of the clause this one belongs to (a
        sub-paragraph's paragraph), or None.
    """

    kind: Kind
    number: str | None
    start: int
    end: int
    text: str
    mends: tuple[Mend, ...] = ()
    lead: Span | None = None
    calls: tuple[Call, ...] = ()
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; None where it does not.

    session: of the body, as a number (66). agenda_item: as printed ("118", "20 (a)").
    date: of adoption, else of the document. meeting: number of the meeting (120).
    year: of ``date``, else what the source says (a line of ``.ids``, say).
    """

    title: str | None = None
    session: int | None = None
    agenda_item: str | None = None
    date: date | None = None
    meeting: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of raw text that the source itself holds apart, as one row of a parallel file.

    row: rows of the same number, in all versions of a document, are translations of each other.
    kind, number, lead, calls: as in the :class:`Clause` that it becomes.
    status, probability: of the row, as the source states them; all segments of a row agree.
    """

    row: int
    start: int
    end: int
    kind: Kind = "sentence"
    number: str | None = None
    lead: Span | None = None
    calls: tuple[Call, ...] = ()
    status: Status = "imported"
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A stretch of raw text that the source marks as a heading; level 1 is the highest."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Version:
    """A document in one language, as a reader gives it.

    symbol: of the document, upper case ("A/RES/66/282"), else made from the file's name.
    lang: one of ``indexer.languages.LANGUAGES``.
    text: raw; ``text.encode(encoding)`` (after the BOM, if any) gives the file back, except in
        formats that hold several versions (TMX, parallel lines), where it is the rows of this
        version joined by line feeds.
    collection: "" for a file that is a version; for formats that hold several, the source's name,
        so that the same symbol in two collections stays apart.
    mends: what the markup comes to, in rising order (tags vanish, ``<p>`` is a blank line, ``**``
        vanishes, ``<sup>1</sup>`` is ``¹``).
    emphasis: raw spans that the source prints bold or italic (without the marks themselves).
    headings: raw spans that the source marks as headings.
    segments: the rows of a parallel file; None for a text that has to be split.
    """

    symbol: str
    lang: str
    text: str
    metadata: Metadata = Metadata()
    encoding: str = "utf-8"
    collection: str = ""
    mends: tuple[Mend, ...] = ()
    emphasis: tuple[Span, ...] = ()
    headings: tuple[Heading, ...] = ()
    segments: tuple[Segment, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation unit: positions of the clauses that answer to each other, language by language.

    members: ``{lang: positions}`` into the clauses of that version; at least one position in all,
        no empty tuples; a language without a counterpart is absent.
    probability: in [0, 1] that the row is right; None where nothing had to be aligned.
    """

    members: dict[str, tuple[int, ...]]
    status: Status = "auto"
    probability: float | None = None
