"""The lexicon of a corpus: the base table, and what the corpus's own units taught.

Learning from 24,000 clauses takes about as long as indexing them, so it is not done at indexing: it
is done, or brought up to date from what changed, when a corpus's lexicon is first asked for, and
stored beside the other derived files in a folder of generations of its own. Until then, and where
the folder cannot be written, the last one stored answers, else the base table.

From: a catalogue. To: search, ``hexapla lexicon``. Not here: what units teach (lexicon.part).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from alignment.lexicon.lexicon import Lexicon, load_lexicon
from indexer.errors import CorpusError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.generations import DESCRIPTION, Generation, current, publish, verify

if TYPE_CHECKING:
    from alignment.lexicon.part import LexiconPart

FOLDER = "lexicon"  # in the corpus's folder


def stored_lexicon(corpus: Path) -> Lexicon:
    """What was stored last, however old; the base table if nothing fits. Costs milliseconds."""
    found = current(corpus, where=FOLDER)
    return load_lexicon() if found is None else _lexicon(found, _part())


def refined_lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon as of now: what changed since it was last asked for is learned first.

    Where another process writes, or the folder cannot be written, the stored one.
    """
    part = _part()
    try:
        return _lexicon(publish(catalogue, [part], where=FOLDER), part)
    except CorpusError:
        return stored_lexicon(catalogue.folder)


def rebuild_lexicon(catalogue: Catalogue) -> None:
    """Learn it anew from all units, if it was ever asked for."""
    if current(catalogue.folder, where=FOLDER):
        publish(catalogue, [_part()], rebuild=True, where=FOLDER)


def lexicon_problems(catalogue: Catalogue) -> list[str]:
    """What is wrong with the stored files, one line each; being behind is no fault of theirs."""
    found = current(catalogue.folder, where=FOLDER)
    if found is None or found.revision != catalogue.revision:
        return []
    return verify(catalogue, [_part()], where=FOLDER)


def _part() -> LexiconPart:
    """The part that learns, imported late: a search in a corpus that taught nothing needs none."""
    from alignment.lexicon.part import LexiconPart  # noqa: PLC0415

    return LexiconPart(load_lexicon())


def _lexicon(found: Generation, part: LexiconPart) -> Lexicon:
    if found.parts.get(part.name) != part.version:
        return load_lexicon()
    written = (found.folder / DESCRIPTION).stat().st_mtime_ns
    return _opened(found.folder, written)


@lru_cache(maxsize=2)
def _opened(folder: Path, _: int) -> Lexicon:
    """The lexicon of a generation, kept open; a folder of the same name may be of another time."""
    from alignment.lexicon.taught import TaughtTables  # noqa: PLC0415 - as _part

    base = load_lexicon().base
    return Lexicon(base, TaughtTables(folder, {lang: base.size(lang) for lang in LANGUAGES}))
