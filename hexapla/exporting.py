"""A corpus as a stream of units into a writer: the languages chosen, then document by document.

Units are read a few hundred at a time inside one snapshot, so that memory does not grow with the
corpus, and what is written is of one moment, whatever another process indexes meanwhile.

From: the catalogue. To: alignment.exchange. Not here: what the formats look like.
"""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, TextIO, get_args

from alignment.exchange.rows import Document, Row, Written
from hexapla.showing import no_document
from indexer.errors import CorpusError
from indexer.languages import LANGUAGES, language
from indexer.store.catalogue import Catalogue
from indexer.store.records import DocumentKey, UnitRecord, first_known

ExportFormat = Literal["tmx", "tmx-pairs", "xliff", "jsonl", "csv", "html"]
EXPORT_FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)

_FORMS_BY_SUFFIX: dict[str, ExportFormat] = {
    ".tmx": "tmx",
    ".xlf": "xliff",
    ".xliff": "xliff",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".html": "html",
}
_BATCH = 512  # units in memory

_Writer = Callable[[Sequence[Document], Sequence[str], TextIO], Written]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a document that hold any of ``langs``, read anew each time they are asked for."""

    catalogue: Catalogue
    key: DocumentKey
    langs: Sequence[str]

    def __iter__(self) -> Iterator[Row]:
        ids = self.catalogue.unit_ids(self.key)
        for at in range(0, len(ids), _BATCH):
            for unit in self.catalogue.units(ids[at : at + _BATCH].tolist()):
                row = _row(unit, self.langs)
                if row.clauses:
                    yield row


def export(
    catalogue: Catalogue,
    form: ExportFormat,
    out: TextIO,
    *,
    symbols: Sequence[str] = (),
    langs: Sequence[str] | None = None,
) -> Written:
    """Write the units of a corpus to ``out``, which must not translate line ends.

    symbols: of the documents, in this order; none: all documents, by symbol.
    langs: in this order; None: all that the documents have, in the usual order.
    Raises CorpusError if a document is not there or there is nothing to write, ValueError if the
    format cannot hold so many languages, or if a language is unknown or named twice.
    """
    with catalogue.snapshot():
        keys = chosen(catalogue, symbols)
        metadata = {key: catalogue.metadata(key) for key in keys}
        there = {lang for versions in metadata.values() for lang in versions}
        wanted = tuple(map(language, langs or (lang for lang in LANGUAGES if lang in there)))
        _check(catalogue, wanted, there)
        ambiguous = Counter(key.symbol for key in keys)
        documents = [
            Document(
                key.symbol,
                _Rows(catalogue, key, wanted),
                first_known(metadata[key]),
                key.collection if ambiguous[key.symbol] > 1 else None,
            )
            for key in keys
            if not metadata[key].keys().isdisjoint(wanted)
        ]
        return _writer(form)(documents, wanted, out)


def export_file(
    catalogue: Catalogue,
    form: ExportFormat,
    path: Path,
    *,
    symbols: Sequence[str] = (),
    langs: Sequence[str] | None = None,
) -> Written:
    """As ``export``, into a file: written aside, and put in its place when all is written.

    Raises CorpusError also if the file cannot be written; what stood there stays then.
    """
    with replaced(path) as out:
        return export(catalogue, form, out, symbols=symbols, langs=langs)


def write(
    form: ExportFormat, documents: Sequence[Document], langs: Sequence[str], out: TextIO
) -> Written:
    """Write documents that stand in no corpus; raises as ``export`` does."""
    return _writer(form)(documents, langs, out)


def form_of_name(path: Path) -> ExportFormat | None:
    """What the name of a file says of its format.

    >>> form_of_name(Path("a.xlf")), form_of_name(Path("a.txt"))
    ('xliff', None)
    """
    return _FORMS_BY_SUFFIX.get(path.suffix.lower())


@contextmanager
def replaced(path: Path) -> Iterator[TextIO]:
    """UTF-8 into a file, written aside, and put in its place when all is written.

    Raises CorpusError if it cannot be written; what stood there stays then.
    """
    try:
        with _replacing(path) as file, _utf8_text(file) as out:
            yield out
    except OSError as error:
        raise CorpusError(_unwritable(f"'{path}'", error)) from None


@contextmanager
def standard_output() -> Iterator[TextIO]:
    """Standard output as UTF-8, whatever the locale; line ends are written as they are.

    Raises CorpusError if it cannot be written to, BrokenPipeError if its reader has gone.
    """
    try:
        with _utf8_text(sys.stdout.buffer) as out:
            yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CorpusError(_unwritable("standard output", error)) from None


@contextmanager
def _utf8_text(binary: BinaryIO) -> Iterator[TextIO]:
    """UTF-8 into a binary stream, which stays open; line ends are written as they are."""
    text = io.TextIOWrapper(binary, encoding="utf-8", newline="")
    try:
        yield text
        text.flush()
    finally:
        text.detach()


def _unwritable(what: str, error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"cannot write {what}: {reason[:1].lower()}{reason[1:]}"


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of another at the end, if all went well."""
    if path.exists() and not path.is_file():  # a pipe or a device is written to, not replaced
        with path.open("wb") as file:
            yield file
        return
    place = path.resolve()
    aside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(place)
    finally:
        aside.unlink(missing_ok=True)


def chosen(catalogue: Catalogue, symbols: Sequence[str]) -> list[DocumentKey]:
    """The documents of these symbols, each once; of one that is not there in just this case, all
    that differ from it in nothing else.
    """
    known = catalogue.documents()
    if not symbols:
        return known
    chosen: dict[DocumentKey, None] = {}
    for symbol in symbols:
        exact = [key for key in known if key.symbol == symbol]
        near = [key for key in known if key.symbol.casefold() == symbol.casefold()]
        if not near:
            raise CorpusError(no_document(catalogue, symbol))
        chosen.update(dict.fromkeys(exact or near))
    return list(chosen)


def _check(catalogue: Catalogue, wanted: Sequence[str], there: set[str]) -> None:
    if len(set(wanted)) < len(wanted):
        raise ValueError(f"a language is named twice: {', '.join(wanted)}")
    if there.isdisjoint(wanted):
        what = f" in {', '.join(wanted)}" if wanted else ""
        raise CorpusError(f"corpus '{catalogue.folder}' holds nothing to export{what}")


def _row(unit: UnitRecord, langs: Sequence[str]) -> Row:
    clauses = {lang: unit.clauses[lang] for lang in langs if lang in unit.clauses}
    return Row(clauses, unit.status, unit.probability)


def _writer(form: ExportFormat) -> _Writer:
    """Imported one by one: the page's template and the sentences of tmx-pairs take their time."""
    if form == "tmx":
        from alignment.exchange.tmx import write_tmx  # noqa: PLC0415

        return write_tmx
    if form == "tmx-pairs":
        from alignment.exchange.tmx_pairs import write_tmx_pairs  # noqa: PLC0415

        return write_tmx_pairs
    if form == "xliff":
        from alignment.exchange.xliff import write_xliff  # noqa: PLC0415

        return write_xliff
    if form == "jsonl":
        from alignment.exchange.jsonl import write_jsonl  # noqa: PLC0415

        return write_jsonl
    if form == "csv":
        from alignment.exchange.csv import write_csv  # noqa: PLC0415

        return write_csv
    from alignment.exchange.html import write_html  # noqa: PLC0415

    return write_html
