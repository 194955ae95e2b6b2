"""A corpus as a Python program sees it: add documents, search them, show them.

>>> import hexapla, tempfile
>>> from importlib.resources import files
>>> with hexapla.open(tempfile.mkdtemp()) as corpus:
...     outcomes = corpus.add([files("hexapla") / "samples" / "A-RES-71-901.en.txt"])
...     hit = corpus.search('"remain seized"', top=1).hits[0]
>>> hit.symbol, hit.number
('A/RES/71/901', '11')

From: the command line, other programs. To: one story each of indexer, alignment and search.
Not here: how any of it is done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

from alignment.exchange.rows import Written
from hexapla.exporting import ExportFormat, export, export_file
from hexapla.opened import Opened
from hexapla.outcome import Outcome
from hexapla.showing import ShownClause, shown
from indexer.store.column_part import ColumnPart
from indexer.store.generations import Part
from indexer.store.vector_part import VectorPart
from search.answer import Answer, search
from search.fusion import Fusion
from search.lookup.answers import Concordance, Match, Order, Pretranslation, Wording
from search.opensearch.settings import Settings, settings_from
from search.retrieval import Mode
from search.tantivy_index import KeywordPart

if TYPE_CHECKING:
    from hexapla.lexicon import Entry
    from hexapla.realigning import Realigned
    from hexapla.sources import Source

DEFAULT_FOLDER = ".hexapla"
PARTS: tuple[Part, ...] = (VectorPart(), ColumnPart(), KeywordPart())

OnOutcome = Callable[[Outcome], None]
OnProgress = Callable[[int, int], None]  # bytes of files done, of bytes in all


def open_corpus(
    folder: str | os.PathLike[str] | None = None,
    *,
    encoder: str | None = None,
    opensearch: str | None = None,
) -> Corpus:
    """The corpus in a folder; one that is not there yet is made when documents are added.

    folder: default ``$HEXAPLA_CORPUS``, else ``.hexapla`` in the working directory.
    encoder: name or folder of a sentence-transformers model; default: what the corpus was made
        with, for a new one the encoder that the package ships.
    opensearch: URL of a cluster that searches for the words, several with commas; default
        ``$HEXAPLA_OPENSEARCH``, else the embedded index does. See docs/opensearch.md.
    Raises ValueError for a URL, or a setting in the environment, that makes no sense.
    """
    place = Path(folder or os.environ.get("HEXAPLA_CORPUS") or DEFAULT_FOLDER)
    return Corpus(place, encoder, settings_from(os.environ, opensearch))


class Corpus:
    """Documents in up to six languages, searchable. Use as a context manager, or ``close`` it."""

    def __init__(
        self, folder: Path, encoder: str | None = None, opensearch: Settings | None = None
    ) -> None:
        """Not for callers: use :func:`hexapla.open`."""
        self.folder = folder
        self._open = Opened(folder, encoder, opensearch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; it may be used again, and opens them again then."""
        self._open.close()

    def add(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        lang: str | None = None,
        symbol: str | None = None,
        prune: bool = False,
        on_outcome: OnOutcome | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Outcome]:
        """Index files, and all files of a known kind below folders; unchanged ones cost a hash.

        lang, symbol: override what the files say of themselves.
        prune: also drop what came from files that are no longer there, below the folders given.
        on_outcome: called with each outcome once it is on disk. on_progress: called now and then.
        A file that cannot be read is an outcome, "failed", and stops nothing.
        Raises CorpusBusyError when another process writes, CorpusError when the disk is full or
        the corpus is of another encoder, ValueError for an unknown language,
        KeywordUnavailableError when all is stored but OpenSearch could not follow.
        """
        # Here and below, so that a search pays for no reader: a tenth of a second.
        from hexapla.indexing import remove  # noqa: PLC0415
        from hexapla.sources import file_sources, vanished  # noqa: PLC0415

        given = [Path(path) for path in paths]
        sources, errors = file_sources(given, lang=lang, symbol=symbol)
        with self._open.writing() as catalogue:
            known = [*catalogue.sources(), *catalogue.unfinished_sources()]
            gone = vanished(known, given) if prune else []
            refused = (Outcome(str(error), "failed", message=str(error)) for error in errors)
            return self._take(
                chain(refused, remove(catalogue, gone), self._index(sources, on_progress)),
                on_outcome,
            )

    def add_lines(
        self,
        prefix: str | os.PathLike[str],
        *,
        symbol: str | None = None,
        on_outcome: OnOutcome | None = None,
        on_progress: OnProgress | None = None,
    ) -> list[Outcome]:
        """Index parallel lines, ``PREFIX.ar`` ... ``PREFIX.zh``: line n of each is one unit.

        ``PREFIX.ids``, if it is there, names each line's document. Raises as ``add`` does.
        """
        from hexapla.sources import line_source  # noqa: PLC0415

        with self._open.writing():
            return self._take(
                self._index([line_source(Path(prefix), symbol=symbol)], on_progress), on_outcome
            )

    def align(
        self, symbols: Sequence[str] = (), *, on_aligned: Callable[[Realigned], None] | None = None
    ) -> list[Realigned]:
        """Align documents anew, all if none is named; what a person reviewed or locked stays.

        on_aligned: called with each document once it is on disk.
        Raises CorpusError if a document is not there, CorpusBusyError when another process writes.
        """
        from hexapla.realigning import realign  # noqa: PLC0415

        found = []
        with self._open.writing(create=False) as catalogue:
            for document in realign(catalogue, symbols):
                found.append(document)
                if on_aligned:
                    on_aligned(document)
        return found

    def search(  # noqa: PLR0913 - as search.answer.search
        self,
        query: str,
        *,
        mode: Mode = "hybrid",
        langs: Sequence[str] | None = None,
        top: int = 10,
        offset: int = 0,
        facets: bool = False,
        explain: bool = False,
        fusion: Fusion = "convex",
        collapse: bool = False,
    ) -> Answer:
        """The units that answer a query, best first; docs/query-language.md says what it may hold.

        mode: "keyword" (words), "semantic" (meaning) or "hybrid" (both).
        fusion: how "hybrid" joins them, by scores ("convex") or by ranks ("rrf").
        collapse: units of one wording are one hit, which names the others.
        langs: languages to look for the words in and to show; default all.
        Raises QueryError for a query that cannot be understood, CorpusError if there is no corpus,
        KeywordUnavailableError when OpenSearch is away and only words could answer.
        """
        return search(
            query,
            self._open.searchable(),
            mode=mode,
            langs=langs,
            top=top,
            offset=offset,
            facets=facets,
            explain=explain,
            fusion=fusion,
            collapse=collapse,
        )

    def lookup(
        self,
        text: str,
        *,
        source: str | None = None,
        targets: Sequence[str] | None = None,
        least: int = 60,
        top: int = 10,
    ) -> list[Match]:
        """The clauses most like a wording, with match percentages and what differs, best first.

        source: language of the text; None: what its script allows. targets: languages to show
        beside; None: all. least: match percentage, numbers aside, from which on a clause counts.
        Raises QueryError, CorpusError or ValueError, one line each; see search.lookup.lookup.
        """
        from search.lookup.lookup import lookup  # noqa: PLC0415 - rapidfuzz, 20 ms

        return lookup(
            text, self._open.searchable(), source=source, targets=targets, least=least, top=top
        )

    def pretranslate(
        self,
        path: str | os.PathLike[str],
        *,
        source: str | None = None,
        targets: Sequence[str] | None = None,
        memory: str | os.PathLike[str] | None = None,
    ) -> Pretranslation:
        """Look up a whole draft, clause by clause: best matches, and a report by bands.

        path: a text, Markdown, HTML, DOCX, XLIFF or TMX file. source: its language; None: as it
        looks. targets: languages one of which a match must have. memory: a TMX file to write.
        Raises ReadError, CorpusError or ValueError, one line each.
        """
        from hexapla.exporting import replaced  # noqa: PLC0415
        from hexapla.pretranslation import pretranslated, write_memory  # noqa: PLC0415

        found = pretranslated(Path(path), self._open.searchable(), source=source, targets=targets)
        if memory is not None:
            with replaced(Path(memory)) as out:
                write_memory(found, self._open.catalogue, targets, out)
        return found

    def concordance(
        self,
        query: str,
        *,
        lang: str | None = None,
        show: Sequence[str] = (),
        order: Order = "right",
        top: int = 20,
    ) -> Concordance:
        """Every place of a word with its surroundings, its collocates, and what answers elsewhere.

        query: in the query language; bare words stand for their phrase. lang: in which it is looked
        for. show: languages to show beside. order: by the words to the "right", to the "left", or
        as in the "corpus". top: collocates.
        Raises QueryError, CorpusError or ValueError, one line each.
        """
        from search.lookup.concordance import concordance  # noqa: PLC0415

        return concordance(
            query, self._open.searchable(), lang=lang, show=show, order=order, top=top
        )

    def history(
        self,
        text: str,
        *,
        source: str | None = None,
        targets: Sequence[str] | None = None,
        since: int | None = None,
        until: int | None = None,
        body: str | None = None,
        least: int = 70,
        mark: str = "",
    ) -> list[Wording]:
        """How a wording was put over the years: one a wording, by first use, with what changed.

        text: a wording, or a paragraph: "A/RES/71/901#2". since, until: years, both included.
        body: who issued the document ("A", "S"). least: match percentage, numbers aside.
        mark: a phrase; the renderings tell what answers to it, not to what is new in a wording.
        Raises QueryError, CorpusError or ValueError, one line each; see search.lookup.history.
        """
        from search.lookup.history import Period, history  # noqa: PLC0415

        return history(
            text,
            self._open.searchable(),
            source=source,
            targets=targets,
            period=Period(since, until, body),
            least=least,
            mark=mark,
        )

    def lexicon(
        self,
        word: str,
        *,
        source: str | None = None,
        targets: Sequence[str] | None = None,
        top: int = 5,
        examples: int = 1,
    ) -> list[Entry]:
        """What a word or an expression is in each other language, best first, with examples.

        What the corpus's units teach is learned first where they changed since it was last asked
        for; without a corpus the shipped lexicon answers, without examples.
        source: None for the likeliest language. Raises QueryError for a word of which nothing is
        known, ValueError for an unknown language.
        """
        from alignment.lexicon.corpus import refined_lexicon  # noqa: PLC0415 - not for a search
        from alignment.lexicon.lexicon import load_lexicon  # noqa: PLC0415
        from hexapla.lexicon import Wanted, entries  # noqa: PLC0415

        wanted = Wanted(source, targets, top, examples)
        if not self.exists:
            return entries(word, load_lexicon(), None, wanted)
        return entries(word, refined_lexicon(self._open.catalogue), self._open.searchable(), wanted)

    def show(
        self, symbol: str, *, para: str | None = None, langs: Sequence[str] | None = None
    ) -> list[ShownClause]:
        """The clauses of a document in reading order, versions side by side.

        para: only paragraphs of this number ("13", "(a)"), with what belongs to them.
        Raises CorpusError if no such document or paragraph is there.
        """
        return shown(self._open.catalogue, symbol, para=para, langs=langs)

    def export(
        self,
        form: ExportFormat,
        target: str | os.PathLike[str] | TextIO,
        *,
        symbols: Sequence[str] = (),
        langs: Sequence[str] | None = None,
    ) -> Written:
        """Write units to a file, or to an open text that must not translate line ends.

        form: "tmx", "tmx-pairs", "xliff", "jsonl", "csv" or "html"; see docs/exchange.md.
        symbols: of documents; none: all. langs: in this order; None: all that there are.
        A file is replaced when all is written, not before. Returns how many units were written.
        Raises CorpusError if a document is not there or the file cannot be written, ValueError if
        the format cannot hold so many languages.
        """
        opened = self._open.catalogue
        if isinstance(target, (str, os.PathLike)):
            return export_file(opened, form, Path(target), symbols=symbols, langs=langs)
        return export(opened, form, target, symbols=symbols, langs=langs)

    def symbols(self) -> list[str]:
        """Symbols of all documents, rising; [] for a corpus that is not there yet."""
        if not self.exists:
            return []
        return sorted({key.symbol for key in self._open.catalogue.documents()})

    def sources(self) -> list[str]:
        """Absolute paths of all that was indexed to its end, rising."""
        return sorted(self._open.catalogue.sources()) if self.exists else []

    @property
    def exists(self) -> bool:
        """Whether there is a corpus in the folder yet."""
        return self._open.exists

    @property
    def is_left_behind(self) -> bool:
        """Whether the corpus is also kept on a cluster, which was not named this time."""
        return self._open.is_left_behind

    def check(self, *, repair: bool = False) -> list[str]:
        """What is wrong with the corpus, one line each; [] if all is well.

        repair: first build all that is derived anew from the catalogue.
        """
        from hexapla.checking import check, repaired  # noqa: PLC0415

        if repair:
            repaired(self._open)
        return check(self._open)

    def _index(self, sources: list[Source], on_progress: OnProgress | None) -> Iterator[Outcome]:
        from hexapla.indexing import index  # noqa: PLC0415
        from hexapla.sources import size  # noqa: PLC0415

        total = sum(size(source) for source in sources)
        done = 0

        def stored(more: int) -> None:
            nonlocal done
            done = min(done + more, total)
            if on_progress:
                on_progress(done, total)

        stored(0)
        yield from index(self._open.catalogue, self._open.encoder, sources, on_stored=stored)
        stored(total)

    def _take(self, outcomes: Iterable[Outcome], on_outcome: OnOutcome | None) -> list[Outcome]:
        taken = []
        for outcome in outcomes:
            taken.append(outcome)
            if on_outcome:
                on_outcome(outcome)
        return taken
