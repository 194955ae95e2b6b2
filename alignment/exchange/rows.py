"""What every format of exchange writes: documents, and their units as rows over languages.

From: hexapla.exporting, or an alignment of files without a corpus. To: the writers beside this
module. Not here: where units come from, how a format spells them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from indexer.document import Call, Kind, Metadata, Span, Status
from indexer.languages import RIGHT_TO_LEFT
from indexer.store.records import NAMING_ORDER

_UNSPACED = frozenset({"zh", "ja"})  # between their sentences stands no space
# The six know Arabic only; files without a corpus may be in any language.
_RIGHT_TO_LEFT = RIGHT_TO_LEFT | {"ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


class RowClause(Protocol):
    """What is written of a clause; ``Clause`` and ``ClauseRecord`` both have it."""

    @property
    def kind(self) -> Kind: ...
    @property
    def number(self) -> str | None: ...
    @property
    def text(self) -> str: ...
    @property
    def lead(self) -> Span | None: ...
    @property
    def calls(self) -> tuple[Call, ...]: ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A clause and its half-open span in the text of its row and language."""

    clause: RowClause
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A translation unit as it is written.

    clauses: ``{lang: clauses in the order of the text}``; no empty sequences; a language without a
        counterpart is absent.
    """

    clauses: Mapping[str, Sequence[RowClause]]
    status: Status = "auto"
    probability: float | None = None

    @property
    def kind(self) -> Kind:
        return self._naming.kind

    @property
    def number(self) -> str | None:
        """As printed, in the language whose clause names the unit."""
        return self._naming.number

    def text(self, lang: str) -> str:
        """The texts of its clauses in a language as one; "" where it has none."""
        return joiner(lang).join(clause.text for clause in self.clauses.get(lang, ()))

    def placed(self, lang: str) -> list[Placed]:
        """Its clauses in a language, each with its span in ``text(lang)``."""
        found, at = [], 0
        for clause in self.clauses.get(lang, ()):
            found.append(Placed(clause, at, at + len(clause.text)))
            at += len(clause.text) + len(joiner(lang))
        return found

    @property
    def _naming(self) -> RowClause:
        named = (lang for lang in NAMING_ORDER if lang in self.clauses)
        return self.clauses[next(named, next(iter(self.clauses)))][0]


@dataclass(frozen=True, slots=True)
class Document:
    """A document whose rows are written.

    rows: in reading order; they may be gone through more than once, and need not be in memory.
    collection: None where the symbol alone tells the document from all others that are written.
    """

    symbol: str
    rows: Iterable[Row]
    metadata: Metadata = field(default=Metadata())
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """How many units were written, and how many could not be, in the form that was asked for."""

    units: int
    left_out: int = 0


def joiner(lang: str) -> str:
    """What stands between two sentences of a language.

    >>> joiner("zh-Hans"), joiner("fr")
    ('', ' ')
    """
    return "" if lang.split("-", maxsplit=1)[0] in _UNSPACED else " "


def direction(lang: str) -> str:
    """Which way a language is written: "ltr" or "rtl"."""
    return "rtl" if lang.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"
