"""Opening a corpus for searching."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.snapshot import Snapshot
from tests.search.conftest import PARTS, ConceptEncoder, put

RECORD = EncoderRecord("concepts", "c0ffee", ConceptEncoder.dimension)


class OtherEncoder(ConceptEncoder):
    name = "others"
    fingerprint = "bada55"


def test_without_a_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus in"):
        Snapshot.open(tmp_path)


def test_before_anything_can_be_searched(tmp_path: Path) -> None:
    Catalogue.create(tmp_path, RECORD).close()
    with pytest.raises(CorpusError, match="cannot be searched yet; run: hexapla check --repair"):
        Snapshot.open(tmp_path)


def test_with_another_encoder(folder: Path) -> None:
    with pytest.raises(CorpusError, match="holds vectors of concepts"):
        Snapshot.open(folder, encoder=OtherEncoder())


def test_a_newer_generation_is_noticed(tmp_path: Path) -> None:
    with Catalogue.create(tmp_path, RECORD) as catalogue:
        publish(catalogue, PARTS)
        opened = Snapshot.open(tmp_path, encoder=ConceptEncoder())
        assert opened.is_current()
        put(catalogue, "A/1", 2015, [("title", {"en": "Peace"})])
        publish(catalogue, PARTS)
    assert not opened.is_current()
    opened.catalogue.close()


def test_the_meaning_of_a_text(corpus: Snapshot) -> None:
    vector = corpus.meaning.vector("peace and water")
    assert vector is not None
    assert np.linalg.norm(vector) == pytest.approx(1)
    assert corpus.meaning.vector("nothing of this is known") is None
    scores = corpus.meaning.scores(vector, np.array([4, 9, 99]))
    assert scores[0] == pytest.approx(0.5, abs=1e-3)  # peace of "peace, security", water missing
    assert np.isnan(scores[1:]).all()
    assert corpus.meaning.pool(np.array([3, 4, 9])).tolist() == [3, 4]
