"""Units of one wording, as one hit; units are numbered as they come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.answer import SameWording, search
from search.collapse import collapsed
from search.fusion import FUSIONS, Fusion
from search.keyword import Ranking
from search.retrieval import MODES, Mode
from search.snapshot import Snapshot
from tests.search.conftest import PARTS, ConceptEncoder, Row, put

DOCUMENTS: dict[str, list[Row]] = {
    "A/1": [
        ("sentence", {"en": "Decides to keep the peace;", "fr": "Décide de garder la paix ;"}),  # 1
        ("sentence", {"en": "Peace needs water.", "fr": "La paix veut de l'eau."}),  # 2
    ],
    "A/2": [
        ("sentence", {"en": "DECIDES to keep the peace.", "fr": "Décide d'œuvrer à la paix."}),  # 3
        ("sentence", {"fr": "Décide de garder la paix."}),  # 4
        ("sentence", {"en": "Decides to keep the peace 2"}),  # 5
    ],
    "A/3": [("sentence", {"en": "Decides to keep the peace"})],  # 6
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder: Path = tmp_path_factory.mktemp("collapse")
    encoder = ConceptEncoder()
    record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
    with Catalogue.create(folder, record) as catalogue:
        for symbol, rows in DOCUMENTS.items():
            put(catalogue, symbol, 2015, rows)
        publish(catalogue, PARTS)
    found = Snapshot.open(folder, encoder=encoder)
    yield found
    found.catalogue.close()


def ranking(*ids: int) -> Ranking:
    return Ranking(np.array(ids), np.linspace(1, 0.5, len(ids), dtype=np.float32))


def test_the_best_unit_stands_for_its_wording(corpus: Snapshot) -> None:
    found = collapsed(ranking(3, 2, 6, 1, 5, 4), corpus, ["en"])
    # 4 has no English, and nobody else its French; 5 ends in a number.
    assert found.ranking.ids.tolist() == [3, 2, 5, 4]
    assert found.ranking.scores.tolist() == pytest.approx([1.0, 0.9, 0.6, 0.5])
    assert found.others == {3: (6, 1), 2: (), 5: (), 4: ()}


def test_the_language_decides_what_is_the_same(corpus: Snapshot) -> None:
    found = collapsed(ranking(1, 2, 3, 4, 5, 6), corpus, ["fr"])
    assert found.others == {1: (4,), 2: (), 3: (), 5: (), 6: ()}


def test_hits_name_the_others_and_totals_are_of_wordings(corpus: Snapshot) -> None:
    whole = search("decides to keep the peace", corpus, mode="keyword")
    answer = search("decides to keep the peace", corpus, mode="keyword", collapse=True)
    assert (whole.total, whole.units) == (6, None)
    assert (answer.total, answer.units) == (4, 6)
    # "décide" has the stem of "decides"
    assert sorted(hit.unit for hit in answer.hits) == [1, 2, 4, 5]
    told = {hit.unit: hit.others for hit in answer.hits}
    assert told == {1: (SameWording(3, "A/2"), SameWording(6, "A/3")), 2: (), 4: (), 5: ()}
    assert all(hit.others is None for hit in whole.hits)


def test_the_language_of_the_query_or_the_one_shown(corpus: Snapshot) -> None:
    by_query = search("décide de garder la paix", corpus, mode="keyword", collapse=True)
    assert by_query.hits[0].others == (SameWording(4, "A/2"),)
    shown = search("decides to keep the peace", corpus, collapse=True, langs=["fr", "en"])
    told = {hit.unit: hit.others for hit in shown.hits if hit.others}
    assert told in ({1: (SameWording(4, "A/2"),)}, {4: (SameWording(1, "A/1"),)})


@pytest.mark.parametrize("fusion", FUSIONS)
@pytest.mark.parametrize("mode", MODES)
def test_pages_follow_each_other(corpus: Snapshot, mode: Mode, fusion: Fusion) -> None:
    whole = search("keep the peace", corpus, mode=mode, fusion=fusion, collapse=True)
    paged = [
        hit
        for at in range(len(whole.hits) + 1)
        for hit in search(
            "keep the peace", corpus, mode=mode, fusion=fusion, collapse=True, top=1, offset=at
        ).hits
    ]
    assert [(hit.unit, hit.score, hit.others) for hit in paged] == [
        (hit.unit, hit.score, hit.others) for hit in whole.hits
    ]
    assert len(whole.hits) == whole.total
    assert sum(1 + len(hit.others or ()) for hit in whole.hits) == whole.units


def test_an_unknown_fusion(corpus: Snapshot) -> None:
    with pytest.raises(ValueError, match="unknown fusion 'sum'; known: convex, rrf"):
        search("peace", corpus, fusion="sum")  # type: ignore[arg-type]


def test_more_units_than_are_compared(corpus: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.answer.MOST", 3)
    answer = search("decides to keep the peace", corpus, mode="keyword", collapse=True)
    assert answer.notes == ("wordings are compared among the best 3 of 6 units",)
    assert answer.units == 3
    assert answer.total == len(answer.hits) == 3 - sum(len(hit.others or ()) for hit in answer.hits)
