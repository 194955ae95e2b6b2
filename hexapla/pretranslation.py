"""A draft in a file, looked up clause by clause: a memory for CAT tools, and an analysis report.

From: hexapla.corpus, ``hexapla lookup --batch``. To: search.lookup.analysis, alignment.exchange.
Not here: finding, what TMX looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from alignment.exchange.rows import Document, Row
from alignment.exchange.statements import clause_statements
from alignment.exchange.tmx import HEAD, TAIL, unit_element, variant_element
from indexer.document import Metadata, Version
from indexer.errors import ReadError
from indexer.languages import language
from indexer.readers.read import read
from indexer.store.catalogue import Catalogue
from indexer.store.records import UnitRecord
from indexer.structure.segmenter import split
from search.lookup.analysis import analysed, report
from search.lookup.answers import Draft, Pretranslation
from search.snapshot import Snapshot

DRAFT_SUFFIXES = (".txt", ".md", ".html", ".docx", ".xlf", ".xliff", ".tmx")


def pretranslated(
    path: Path, corpus: Snapshot, *, source: str | None, targets: Sequence[str] | None
) -> Pretranslation:
    """Look up all clauses of a file.

    source: language of the draft; None: as the file says or looks.
    Raises ReadError if the file cannot be read, CorpusError as search.lookup.lookup does.
    """
    version = _version(path, source and language(source))
    clauses = (clause.text for clause in split(version))
    drafts = list(analysed(clauses, corpus, source=version.lang, targets=targets))
    return Pretranslation(version.lang, drafts, report(drafts))


def write_memory(
    found: Pretranslation, catalogue: Catalogue, langs: Sequence[str] | None, out: TextIO
) -> int:
    """The units of all best matches as TMX, each once, in the order of the draft; how many.

    langs: beside the source; None: all that there are. Each unit states the percentages of its
    first clause of the draft, and every clause that it was the best match of.
    """
    asked: dict[int, list[Draft]] = {}
    for draft in found.drafts:
        if draft.match:
            asked.setdefault(draft.match.unit, []).append(draft)
    out.write(HEAD)
    for unit in catalogue.units(list(asked)):
        wanted = [found.source, *(langs if langs is not None else unit.clauses)]
        out.write(_element(unit, asked[unit.id], [*dict.fromkeys(wanted)]))
    out.write(TAIL)
    return len(asked)


def _element(unit: UnitRecord, drafts: Sequence[Draft], langs: Iterable[str]) -> str:
    there = [lang for lang in langs if lang in unit.clauses]
    row = Row({lang: unit.clauses[lang] for lang in there}, unit.status, unit.probability)
    match = drafts[0].match
    assert match is not None
    stated = [
        ("match", str(match.percent)),
        ("match-numbers-aside", str(match.masked_percent)),
        *(("draft", draft.text) for draft in drafts),
    ]
    document = Document(unit.symbol, (), Metadata(year=unit.year), unit.collection or None)
    variants = [
        variant_element(lang, clause_statements(row, lang), unit.texts[lang]) for lang in there
    ]
    return unit_element(document, row, stated, variants)


def _version(path: Path, source: str | None) -> Version:
    """The version of a file that is to be translated."""
    if not path.is_file():
        raise ReadError(f"{path}: no such file; a draft is {', '.join(DRAFT_SUFFIXES)}")
    versions = read(path, lang=source)
    wanted = [version for version in versions if source in (None, version.lang)]
    if len(wanted) == 1:
        return wanted[0]
    there = ", ".join(dict.fromkeys(version.lang for version in versions))
    if not wanted:
        raise ReadError(f"{path}: holds no text in {source}; it has {there}")
    if len({version.lang for version in wanted}) > 1:
        raise ReadError(f"{path}: holds {there}; say with --from which is to be translated")
    raise ReadError(f"{path}: holds {len(wanted)} documents; give one file a document")
