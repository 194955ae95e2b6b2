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

from alignment.lexicon.lexicon import Lexicon, load_lexicon
from alignment.lexicon.part import LexiconPart
from alignment.lexicon.taught import TaughtTables
from indexer.errors import CorpusError
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.generations import DESCRIPTION, Generation, current, publish, verify

FOLDER = "lexicon"  # in the corpus's folder


def stored_lexicon(corpus: Path) -> Lexicon:
    """What was stored last, however old; the base table if nothing fits. Costs milliseconds."""
    part = LexiconPart(load_lexicon())
    return _lexicon(current(corpus, where=FOLDER), part)


def refined_lexicon(catalogue: Catalogue) -> Lexicon:
    """The lexicon as of now: what changed since it was last asked for is learned first.

    Where another process writes, or the folder cannot be written, the stored one.
    """
    part = LexiconPart(load_lexicon())
    try:
        return _lexicon(publish(catalogue, [part], where=FOLDER), part)
    except CorpusError:
        return stored_lexicon(catalogue.folder)


def rebuild_lexicon(catalogue: Catalogue) -> None:
    """Learn it anew from all units, if it was ever asked for."""
    if current(catalogue.folder, where=FOLDER):
        publish(catalogue, [LexiconPart(load_lexicon())], rebuild=True, where=FOLDER)


def lexicon_problems(catalogue: Catalogue) -> list[str]:
    """What is wrong with the stored files, one line each; being behind is no fault of theirs."""
    found = current(catalogue.folder, where=FOLDER)
    if found is None or found.revision != catalogue.revision:
        return []
    return verify(catalogue, [LexiconPart(load_lexicon())], where=FOLDER)


def _lexicon(found: Generation | None, part: LexiconPart) -> Lexicon:
    if found is None or found.parts.get(part.name) != part.version:
        return load_lexicon()
    written = (found.folder / DESCRIPTION).stat().st_mtime_ns
    return _opened(found.folder, written)


@lru_cache(maxsize=2)
def _opened(folder: Path, _: int) -> Lexicon:
    """The lexicon of a generation, kept open; a folder of the same name may be of another time."""
    base = load_lexicon().base
    return Lexicon(base, TaughtTables(folder, {lang: base.size(lang) for lang in LANGUAGES}))
