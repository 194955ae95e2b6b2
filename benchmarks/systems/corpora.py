"""The corpora that all systems are measured on, made once and kept as long as their folder.

From: benchmarks.retrieval. To: every system. Not here: searching.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import hexapla
from benchmarks.retrieval_sets.query_set import Collection
from benchmarks.systems.hidden import HiddenSnapshot, write_vectors
from benchmarks.systems.system import Indexed
from hexapla.benching import units_in_order, write_lines
from indexer.encoders.encoder import load_encoder
from indexer.encoders.similarity import unit_mean
from indexer.languages import LANGUAGES
from search.snapshot import Snapshot

Vectors = dict[str, NDArray[np.float32]]


class Corpora:
    """Made in ``folder``, anew for another encoder."""

    def __init__(self, folder: Path) -> None:
        self.encoder = load_encoder()
        self._folder = folder / self.encoder.fingerprint[:8]
        self._vectors: dict[str, Vectors] = {}

    @contextmanager
    def indexed(self, collection: Collection, base: Collection) -> Iterator[Indexed]:
        """The collection open for searching; base: the same rows in all their languages."""
        place = self._folder / base.name
        with hexapla.open(place) as corpus:
            if not corpus.symbols():
                with tempfile.TemporaryDirectory() as written:
                    corpus.add_lines(write_lines([*base.rows.values()], Path(written)))
            units = units_in_order(corpus)
        vectors = self._means(collection, base)
        whole = Snapshot.open(place, encoder=self.encoder)
        ids = units[np.array([*collection.rows]) - 1]
        hidden = [lang for lang in LANGUAGES if lang not in collection.langs]
        with tempfile.TemporaryDirectory() as written:
            write_vectors(Path(written), ids, vectors)
            seen = HiddenSnapshot(whole, Path(written), self.encoder, hidden=hidden)
            rows = dict(zip(ids.tolist(), collection.rows, strict=True))
            yield Indexed(collection, seen if hidden else whole, rows, vectors, self.encoder)
        whole.catalogue.close()

    def _means(self, collection: Collection, base: Collection) -> NDArray[np.float32]:
        """(n, d): of each row of the collection the mean over its languages."""
        if base.name not in self._vectors:
            self._vectors[base.name] = {lang: self._kept(base, lang) for lang in base.langs}
        every = self._vectors[base.name]
        places = np.array([*collection.rows]) - 1
        means: NDArray[np.float32] = unit_mean(every[lang] for lang in collection.langs)[places]
        return means

    def _kept(self, base: Collection, lang: str) -> NDArray[np.float32]:
        """(rows, d), encoded once as long as the folder is there."""
        file = self._folder / f"{base.name}.{lang}.npy"
        if not file.exists():
            np.save(file, self._encoded(base, lang))
        kept: NDArray[np.float32] = np.load(file)
        return kept

    def _encoded(self, base: Collection, lang: str) -> NDArray[np.float32]:
        """(rows, d): the texts in one language; a row of zeros where there is none."""
        texts = base.in_language(lang)
        vectors = np.zeros((len(base.rows), self.encoder.dimension), np.float32)
        vectors[np.array([*texts]) - 1] = self.encoder.encode([*texts.values()])
        return vectors
