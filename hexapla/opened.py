"""What of a corpus is open: its catalogue, what is searched, the encoder, its place on a cluster.

Each is opened when it is first needed, and what is derived follows what was written.

From: hexapla.corpus. To: the same, hexapla.checking. Not here: what is done with any of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.encoders.encoder import Encoder, load_encoder
from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.column_part import ColumnPart
from indexer.store.generations import Generation, Part, current, publish
from indexer.store.records import EncoderRecord
from indexer.store.vector_part import VectorPart
from search.opensearch.names import corpus_id
from search.opensearch.settings import Settings
from search.snapshot import Snapshot
from search.tantivy_index import KeywordPart

if TYPE_CHECKING:
    from search.opensearch.place import Place

PARTS: tuple[Part, ...] = (VectorPart(), ColumnPart(), KeywordPart())


class Opened:
    """The open parts of a corpus in a folder, which need not be there yet."""

    def __init__(self, folder: Path, encoder: str | None, opensearch: Settings | None) -> None:
        """encoder: name of one, None for the corpus's own; opensearch: None for none."""
        self.folder = folder
        self._encoder_name = encoder
        self._opensearch = opensearch
        self._catalogue: Catalogue | None = None
        self._searched: Snapshot | None = None
        self._searched_revision = -1

    @property
    def exists(self) -> bool:
        """Whether there is a corpus in the folder yet."""
        return Catalogue.exists(self.folder)

    @property
    def is_left_behind(self) -> bool:
        """Whether the corpus is also kept on a cluster, which was not named this time."""
        return self._opensearch is None and corpus_id(self.folder) is not None

    def close(self) -> None:
        """Close the files; what is needed again is opened again."""
        if self._catalogue:
            self._catalogue.close()
            self._catalogue = self._searched = None
        if "place" in vars(self) and self.place:
            self.place.close()

    @contextmanager
    def writing(self, *, create: bool = True) -> Iterator[Catalogue]:
        """The catalogue, made if need be, locked; what is derived follows at the end."""
        catalogue = self._created() if create else self.catalogue
        catalogue.require(self._record)
        with catalogue.locked():
            yield catalogue
            publish(catalogue, PARTS)
            if self.place:
                self.place.follow(catalogue)

    @property
    def catalogue(self) -> Catalogue:
        """Raises CorpusError if there is no corpus."""
        if self._catalogue is None:
            self._catalogue = Catalogue.open(self.folder)
        return self._catalogue

    def rebuild(self) -> None:
        """Build all that is searched anew from the catalogue; it must be locked."""
        publish(self.catalogue, PARTS, rebuild=True)
        if self.place:
            self.place.follow(self.catalogue, rebuild=True)
        self._searched = None

    def searchable(self) -> Snapshot:
        """The newest state to be searched; what a killed process left undone is done first."""
        catalogue = self.catalogue
        revision = catalogue.revision
        if self._searched is None or self._searched_revision != revision:
            encoder = self.encoder if self._encoder_name else None
            keyword = self.place.engine(revision) if self.place else None
            self._searched = Snapshot(
                catalogue, _derived(catalogue), encoder=encoder, keyword=keyword
            )
            self._searched_revision = revision
        return self._searched

    @cached_property
    def place(self) -> Place | None:
        """The corpus's place on a cluster, if one is named."""
        if self._opensearch is None:
            return None
        from search.opensearch.place import Place  # noqa: PLC0415 - a quarter of a second

        return Place(self.folder, self._opensearch)

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder asked for, else the one that made the corpus, else the shipped one."""
        if self._encoder_name is None and Catalogue.exists(self.folder):
            return load_encoder(self.catalogue.encoder.name)
        return load_encoder(self._encoder_name)

    @property
    def _record(self) -> EncoderRecord:
        """The encoder as the catalogue knows it: by the name that loads it."""
        encoder = self.encoder
        name = self._encoder_name or encoder.name
        return EncoderRecord(name, encoder.fingerprint, encoder.dimension)

    def _created(self) -> Catalogue:
        if self._catalogue is None and not self.exists:
            self._catalogue = Catalogue.create(self.folder, self._record)
        return self.catalogue


def _derived(catalogue: Catalogue) -> Generation:
    """The current generation, brought up to date if nobody else is writing."""
    generation = current(catalogue.folder)
    if generation and generation.revision == catalogue.revision:
        return generation
    try:
        return publish(catalogue, PARTS)
    except CorpusError:  # another process is at it, or the folder may not be written to
        if generation is None:
            raise
        return generation
