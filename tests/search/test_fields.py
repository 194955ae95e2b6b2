"""What an engine is told about a unit."""

from __future__ import annotations

from indexer.store.records import UnitRecord
from search.fields import FACT_FIELDS, NUMBER_FIELDS, STREAMS, document


def test_the_fields_of_a_unit() -> None:
    unit = UnitRecord(
        id=7,
        symbol="A/Res/1",
        collection="",
        body="",
        kind="title",
        number=None,
        year=None,
        date=None,
        title=None,
        status="auto",
        probability=None,
        clauses={},
        texts={"zh": "大会", "fr": "L'été"},
    )
    assert document(unit) == {
        "zh": ["大会 $"],
        "fr": ["ete $"],
        "zh_bigrams": ["大会 会 $"],
        **{lang: ["$"] for lang in ("ar", "en", "ru", "es")},
        "id": [7],
        "lang": ["zh", "fr"],
        "kind": ["title"],
        "symbol": ["A/RES/1"],
    }
    assert set(document(unit)) <= {*STREAMS, *FACT_FIELDS, *NUMBER_FIELDS}
