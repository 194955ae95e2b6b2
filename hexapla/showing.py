"""A stored document as clauses to be shown, whole or one paragraph of it.

From: the catalogue. To: hexapla.corpus. Not here: how it looks on a terminal (hexapla.printing).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from indexer.document import Kind
from indexer.errors import CorpusError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.records import ClauseRecord, DocumentRecord
from indexer.structure.numerals import label


@dataclass(frozen=True, slots=True)
class ShownClause:
    """A clause and where it stands.

    unit: id of its translation unit; clauses of one unit answer to each other.
    start, end: code points into the raw text of the version.
    calls: labels of the footnotes that are called from it.
    """

    symbol: str
    lang: str
    kind: Kind
    number: str | None
    text: str
    start: int
    end: int
    unit: int
    calls: tuple[str, ...] = ()


def shown(
    catalogue: Catalogue,
    symbol: str,
    *,
    para: str | None = None,
    langs: Sequence[str] | None = None,
) -> list[ShownClause]:
    """The clauses of the documents of a symbol, unit by unit, in the usual order of languages.

    para: only clauses of this number and what belongs to them.
    Raises CorpusError if there is no such document or no such paragraph.
    """
    documents = catalogue.document(symbol)
    if not documents:
        raise CorpusError(no_document(catalogue, symbol))
    wanted = LANGUAGES if langs is None else langs
    clauses = [clause for one in documents for clause in _clauses(one, para, wanted)]
    if not clauses:
        what = f"paragraph {para}" if para else f"text in {', '.join(wanted)}"
        raise CorpusError(f"{documents[0].symbol} has no {what} in corpus '{catalogue.folder}'")
    return clauses


def _clauses(
    document: DocumentRecord, para: str | None, langs: Sequence[str]
) -> Iterator[ShownClause]:
    chosen = {lang: _chosen(document, lang, para) for lang in LANGUAGES if lang in langs}
    for unit in document.units:
        for lang, positions in chosen.items():
            for clause in unit.clauses.get(lang, ()):
                if clause.position in positions:
                    yield ShownClause(
                        symbol=document.symbol,
                        lang=lang,
                        kind=clause.kind,
                        number=clause.number,
                        text=clause.text,
                        start=clause.start,
                        end=clause.end,
                        unit=unit.id,
                        calls=tuple(call.label for call in clause.calls),
                    )


def _chosen(document: DocumentRecord, lang: str, para: str | None) -> set[int]:
    """Positions of the clauses of one version that a paragraph number means; all for None."""
    clauses = sorted(
        (clause for unit in document.units for clause in unit.clauses.get(lang, ())),
        key=lambda clause: clause.position,
    )
    if para is None:
        return {clause.position for clause in clauses}
    chosen: set[int] = set()
    for clause in clauses:  # a clause comes after the one it belongs to
        if _has_number(clause, para) or clause.parent in chosen:
            chosen.add(clause.position)
    return chosen


def _has_number(clause: ClauseRecord, para: str) -> bool:
    """Whether a clause that is not a footnote has this number, whatever the digits and letters."""
    if clause.number is None or clause.kind == "footnote":
        return False
    return label(clause.number).casefold() == label(para).casefold()


def no_document(catalogue: Catalogue, symbol: str) -> str:
    """That there is no such document, in one line, with symbols that are near."""
    symbols = sorted({key.symbol for key in catalogue.documents()})
    near = get_close_matches(symbol.upper(), symbols, n=3)
    hint = f"; near it: {', '.join(near)}" if near else ""
    return f"no document {symbol!r} in corpus '{catalogue.folder}'{hint}"
