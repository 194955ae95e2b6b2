"""Hexapla with another lexicon: what the translations of short queries bring.

Without any; and with the lexicon that the searched rows themselves taught, in all their languages,
so that where a language is hidden it knows more than it could. The shipped lexicon, which was
never taught with the rows of which queries are made, is what ``hexapla hybrid`` has.

From: benchmarks.systems.all. To: search.answer. Not here: learning (alignment.lexicon).
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from alignment.lexicon.corpus import refined_lexicon
from alignment.lexicon.lexicon import Known, Lexicon, load_lexicon
from benchmarks.systems.ours import asked
from benchmarks.systems.system import Indexed, Searches
from indexer.store.catalogue import Catalogue
from search.snapshot import Snapshot


class UntranslatedLexicon(Lexicon):
    """Knows which words there are, and translates none."""

    def best(self, terms: Sequence[str], source: str, target: str, *, most: int) -> list[Known]:
        """No word is known to have a translation."""
        return [Known(0.0, ()) for _ in super().best(terms, source, target, most=most)]


class OtherLexicons:
    """Opens collections; what a corpus taught is learned once."""

    def __init__(self) -> None:
        self._running = ExitStack()
        self._taught: dict[Path, Lexicon] = {}

    def close(self) -> None:
        """Forget what was learned."""
        self._running.close()

    @contextmanager
    def __call__(self, indexed: Indexed) -> Iterator[Searches]:
        lexicons = {
            "no translations": UntranslatedLexicon(load_lexicon().base),
            "lexicon taught with the rows": self._taught_by(indexed.snapshot.catalogue.folder),
        }
        yield {
            f"hexapla hybrid, {name}": partial(asked, _with(indexed, lexicon), "hybrid")
            for name, lexicon in lexicons.items()
        }

    def _taught_by(self, folder: Path) -> Lexicon:
        """Learned in a copy, so that the corpus itself keeps the shipped one."""
        if folder not in self._taught:
            place = Path(self._running.enter_context(TemporaryDirectory())) / folder.name
            shutil.copytree(folder, place)
            catalogue = self._running.enter_context(Catalogue.open(place))
            self._taught[folder] = refined_lexicon(catalogue)
        return self._taught[folder]


def _with(indexed: Indexed, lexicon: Lexicon) -> Indexed:
    snapshot: Snapshot = copy.copy(indexed.snapshot)
    snapshot.__dict__["lexicon"] = lexicon  # where its cached property looks first
    return replace(indexed, snapshot=snapshot)
