"""A corpus as search sees it: one published generation and the catalogue it came from.

Each part is opened when it is first needed, so that a search by words alone pays for no vectors.

From: a folder. To: search.answer. Not here: making or changing a corpus.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from indexer.encoders.encoder import Encoder, load_encoder
from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.columns import Columns
from indexer.store.generations import Generation, current
from indexer.store.records import EncoderRecord
from search.keyword import KeywordEngine
from search.meaning import Meaning

if TYPE_CHECKING:
    from alignment.lexicon.lexicon import Lexicon
    from search.lookup.wordings import Library


class Snapshot:
    """One state of a corpus, open for searching by one thread.

    catalogue: for the texts; it may be ahead of the generation. generation: what is searched.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        generation: Generation,
        *,
        encoder: Encoder | None = None,
        keyword: KeywordEngine | None = None,
    ) -> None:
        """encoder: None for the one that the catalogue names. keyword: None for the embedded one.

        Raises CorpusError if the encoder is not the one that made the vectors.
        """
        self.catalogue = catalogue
        self.generation = generation
        self._encoder = encoder
        self._keyword = keyword
        if encoder:
            catalogue.require(_record(encoder))

    @classmethod
    def open(cls, folder: Path, *, encoder: Encoder | None = None) -> Self:
        """The newest state of the corpus in ``folder``.

        Raises CorpusError if there is no corpus, or nothing in it can be searched yet.
        """
        catalogue = Catalogue.open(folder, read_only=True)
        generation = current(folder)
        if generation is None:
            catalogue.close()
            raise CorpusError(
                f"corpus '{folder}' cannot be searched yet; run: hexapla check --repair"
            )
        return cls(catalogue, generation, encoder=encoder)

    def is_current(self) -> bool:
        """Whether no newer generation has been published since."""
        newest = current(self.catalogue.folder)
        return newest is not None and newest.number == self.generation.number

    def texts(self, unit: int) -> dict[str, str]:
        """``{lang: text}`` of one unit; {} if it is gone."""
        return {one.lang: one.text for one in self.catalogue.texts([unit])}

    @cached_property
    def aside(self) -> ThreadPoolExecutor:
        """A thread for what can be looked up beside something else."""
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="hexapla")

    @cached_property
    def keyword(self) -> KeywordEngine:
        if self._keyword is not None:
            return self._keyword
        # Here, so that another engine does not pay for tantivy.
        from search.tantivy_engine import TantivyEngine  # noqa: PLC0415
        from search.tantivy_index import FOLDER  # noqa: PLC0415

        return TantivyEngine(self.generation.folder / FOLDER)

    @cached_property
    def meaning(self) -> Meaning:
        from indexer.store.vectors import VectorIndex  # noqa: PLC0415 - only where meaning counts

        return Meaning(self._encoder or self._named_encoder(), VectorIndex(self.generation.folder))

    @cached_property
    def wordings(self) -> Library:
        from search.lookup.stored import refreshed_wordings  # noqa: PLC0415 - for translators

        return refreshed_wordings(self.catalogue)

    @cached_property
    def lexicon(self) -> Lexicon:
        """What the corpus's units taught when that was last asked for, else the shipped one."""
        from alignment.lexicon.corpus import stored_lexicon  # noqa: PLC0415 - where it is needed

        return stored_lexicon(self.catalogue.folder)

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.generation.folder)

    def _named_encoder(self) -> Encoder:
        """The encoder that made the vectors: the one that is shipped, or one known by its name."""
        shipped = load_encoder()
        if shipped.name == self.catalogue.encoder.name:
            encoder = shipped
        else:
            encoder = load_encoder(self.catalogue.encoder.name)
        self.catalogue.require(_record(encoder))
        return encoder


def _record(encoder: Encoder) -> EncoderRecord:
    return EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
