"""Rows of translation units, gathered into the versions of a document.

From: readers.tmx, readers.xliff. To: the segmenter, as versions whose segments are given.
Not here: XML; parallel lines, which state nothing but text (readers.lines).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.document import Metadata, Segment, Version
from indexer.languages import LANGUAGES
from indexer.readers.statements import StatedClause, StatedRow


@dataclass(slots=True)
class _Column:
    """One language: its texts, where the next begins, and the segments so far."""

    texts: list[str] = field(default_factory=list)
    length: int = 0
    segments: list[Segment] = field(default_factory=list)


@dataclass(slots=True)
class UnitRows:
    """The rows of one document. symbol, collection, metadata: of all its versions."""

    symbol: str
    collection: str
    metadata: Metadata
    count: int = 0
    _columns: dict[str, _Column] = field(default_factory=dict)

    def new_row(self) -> int:
        """The number of the next row."""
        self.count += 1
        return self.count - 1

    def add(
        self,
        row: int,
        lang: str,
        text: str,
        *,
        stated: StatedRow,
        clauses: Sequence[StatedClause],
    ) -> None:
        """Put a text, which is not blank, into a row, after what the row has in that language.

        Of each language, rows come in rising order.
        """
        column = self._columns.setdefault(lang, _Column())
        column.segments += (
            Segment(
                row,
                column.length + clause.start,
                column.length + clause.end,
                clause.kind,
                clause.number,
                clause.lead,
                clause.calls,
                stated.status,
                stated.probability,
            )
            for clause in clauses
        )
        column.texts.append(text)
        column.length += len(text) + 1

    def versions(self) -> Iterator[Version]:
        """Its versions, in the usual order of languages."""
        for lang in LANGUAGES:
            if lang in self._columns:
                column = self._columns[lang]
                yield Version(
                    self.symbol,
                    lang,
                    "\n".join(column.texts),
                    self.metadata,
                    collection=self.collection,
                    segments=tuple(column.segments),
                )
