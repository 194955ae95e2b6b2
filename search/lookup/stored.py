"""The wordings of a corpus as they lie on disk: brought up to date when they are first asked for.

Reading all texts once more would take a fifth of the time of indexing, and who only searches needs
none of it. So it is done, or brought up to date from what changed, when something is looked up.

From: a catalogue. To: search.snapshot, ``hexapla check``. Not here: what is written.
"""

from __future__ import annotations

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.generations import current, publish, verify
from search.lookup.wordings import FOLDER, Library
from search.lookup.wordings_part import WordingsPart


def refreshed_wordings(catalogue: Catalogue) -> Library:
    """The wordings as of now; where the folder cannot be written, or is being, as of last time.

    Raises CorpusError if there are none yet and none can be written.
    """
    try:
        return Library(publish(catalogue, [WordingsPart()], where=FOLDER).folder)
    except CorpusError:
        last = current(catalogue.folder, where=FOLDER)
        if last is None or last.parts != {FOLDER: WordingsPart.version}:
            raise
        return Library(last.folder)


def rebuild_wordings(catalogue: Catalogue) -> None:
    """Write them anew from all units, if they were ever asked for."""
    if current(catalogue.folder, where=FOLDER):
        publish(catalogue, [WordingsPart()], rebuild=True, where=FOLDER)


def wordings_problems(catalogue: Catalogue) -> list[str]:
    """What is wrong with the files, one line each; being behind is no fault of theirs."""
    last = current(catalogue.folder, where=FOLDER)
    if last is None or last.revision != catalogue.revision:
        return []
    return verify(catalogue, [WordingsPart()], where=FOLDER)
