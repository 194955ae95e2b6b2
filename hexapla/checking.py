"""Whether what is derived agrees with what is stored, and making it so.

From: hexapla.corpus. To: the person, a line a problem. Not here: what each part compares.
"""

from __future__ import annotations

from alignment.lexicon.corpus import lexicon_problems, rebuild_lexicon
from hexapla.opened import PARTS, Opened
from indexer.store.generations import verify
from search.lookup.stored import rebuild_wordings, wordings_problems


def repaired(corpus: Opened) -> None:
    """Build all that is derived anew from the catalogue."""
    with corpus.catalogue.locked():
        corpus.rebuild()
        rebuild_wordings(corpus.catalogue)
        rebuild_lexicon(corpus.catalogue)


def check(corpus: Opened) -> list[str]:
    """What is wrong with the corpus, one line each; [] if all is well."""
    catalogue = corpus.catalogue
    derived = [
        *verify(catalogue, PARTS),
        *lexicon_problems(catalogue),
        *(corpus.place.problems(catalogue) if corpus.place else []),
        *wordings_problems(catalogue),
    ]
    unfinished = [
        f"{path}: its indexing was cut short; index it again"
        for path in catalogue.unfinished_sources()
    ]
    return [*catalogue.problems(), *derived, *unfinished]
