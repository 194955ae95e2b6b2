"""A paragraph named by its symbol and number, as the text that stands there.

``A/RES/71/901#2`` is paragraph 2 of that document, ``A/RES/71/901#4(a)`` its sub-paragraph (a).

From: lookup.history. To: the same. Not here: paragraphs with all that belongs to them
(hexapla.showing).
"""

from __future__ import annotations

import re

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.records import NAMING_ORDER, ClauseRecord, DocumentRecord
from indexer.structure.numerals import label

_REFERENCE = re.compile(r"\s*(?P<symbol>\S+/\S+)#(?P<para>\S+)\s*")
_STEP = re.compile(r"\([^()]+\)|[^()]+")


def is_reference(text: str) -> bool:
    """Whether a text names a paragraph instead of being a wording.

    >>> is_reference("A/RES/71/901#4(a)"), is_reference("paragraph #4")
    (True, False)
    """
    return _REFERENCE.fullmatch(text) is not None


def referred(text: str, catalogue: Catalogue, lang: str | None) -> tuple[str, str]:
    """The language and the text of a paragraph.

    text: for which ``is_reference`` holds. lang: None for the first in the usual order.
    Raises CorpusError if there is no such document or paragraph.
    """
    found = _REFERENCE.fullmatch(text)
    assert found is not None
    symbol, para = found["symbol"], found["para"]
    documents = catalogue.document(symbol)
    if not documents:
        raise CorpusError(f"no document {symbol!r} in corpus '{catalogue.folder}'")
    for document in documents:
        for code in (lang,) if lang else NAMING_ORDER:
            clause = _clause(document, code, _STEP.findall(para))
            if clause:
                return code, clause.text
    where = f" in {lang}" if lang else ""
    raise CorpusError(f"{documents[0].symbol} has no paragraph {para}{where}")


def _clause(document: DocumentRecord, lang: str, steps: list[str]) -> ClauseRecord | None:
    """The clause with the first number, then in it the one with the second, and so on."""
    clauses = sorted(
        (clause for unit in document.units for clause in unit.clauses.get(lang, ())),
        key=lambda clause: clause.position,
    )
    parent: ClauseRecord | None = None
    for step in steps:
        inside = [one for one in clauses if parent is None or one.parent == parent.position]
        parent = next((one for one in inside if _has_number(one, step)), None)
        if parent is None:
            return None
    return parent


def _has_number(clause: ClauseRecord, number: str) -> bool:
    if clause.number is None or clause.kind == "footnote":
        return False
    return label(clause.number).casefold() == label(number).casefold()
