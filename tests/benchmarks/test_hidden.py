"""A view that hides a language answers as a corpus that was indexed without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import hexapla
from benchmarks.retrieval_sets.query_set import Row, part_of
from benchmarks.systems.corpora import Corpora
from benchmarks.systems.ours import open_ours
from hexapla.benching import write_lines
from hexapla.corpus import Corpus
from search.retrieval import MODES

ROWS: dict[int, Row] = {
    1: {"en": "The schools need safe water.", "fr": "Les écoles ont besoin d'eau potable."},
    2: {"en": "A report on water in rivers.", "fr": "Rapport sur l'eau des fleuves."},
    3: {"en": "Peace and security.", "fr": "La paix et la sécurité.", "zh": "和平与安全。"},
    4: {"fr": "Les élections ont été reportées.", "zh": "选举推迟。"},
    5: {"en": "Elections were held in peace.", "fr": "Les élections se sont tenues en paix."},
}
QUERIES = ("eau potable", "water report", "和平", "élections en paix", "sécurité", "school water")


@pytest.fixture(scope="module", params=["fr", "zh"])
def hidden(request: pytest.FixtureRequest) -> str:
    lang: str = request.param
    return lang


@pytest.fixture(scope="module")
def without(hidden: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A corpus indexed without the language; row 4 keeps its place with another language."""
    folder = tmp_path_factory.mktemp("without")
    rows = [{k: text for k, text in row.items() if k != hidden} for row in ROWS.values()]
    with hexapla.open(folder / "corpus") as corpus:
        corpus.add_lines(write_lines(rows, folder))
        yield corpus


def test_the_same_units_in_the_same_order(
    hidden: str, without: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> None:
    corpora = Corpora(tmp_path_factory.getbasetemp() / "whole")
    collection, whole = part_of(f"whole-{hidden}", ROWS), part_of("whole", ROWS)
    with corpora.indexed(collection, whole) as indexed, open_ours(indexed) as searches:
        for query in QUERIES:
            for mode in MODES:
                expected = [hit.unit for hit in without.search(query, mode=mode).hits]
                assert searches[f"hexapla {mode}"](query, 10) == expected, (query, mode)
