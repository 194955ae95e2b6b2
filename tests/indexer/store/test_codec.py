"""What goes into the catalogue's columns comes out the same."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.document import KINDS, Call, Clause, Mend, Metadata
from indexer.store import codec

counts = st.integers(0, 2**31)
maybe_text = st.none() | st.text()
clauses = st.builds(
    Clause,
    kind=st.sampled_from(KINDS),
    number=maybe_text,
    start=counts,
    end=counts,
    text=st.text(min_size=1),
    mends=st.lists(st.builds(Mend, counts, counts, st.text()), max_size=3).map(tuple),
    lead=st.none() | st.tuples(counts, counts),
    calls=st.lists(st.builds(Call, st.text(), counts), max_size=3).map(tuple),
    parent=st.none() | counts,
)
metadata = st.builds(
    Metadata,
    title=maybe_text,
    session=st.none() | counts,
    agenda_item=maybe_text,
    date=st.none() | st.dates(),
    meeting=st.none() | counts,
    year=st.none() | counts,
)


@given(clauses)
def test_a_clause(clause: Clause) -> None:
    assert codec.clause_from_columns(codec.clause_columns(clause)) == clause


@given(metadata)
def test_metadata(facts: Metadata) -> None:
    assert codec.metadata_from_json(codec.metadata_to_json(facts)) == facts


@given(st.text() | st.text(min_size=200).map(lambda text: text * 9))
def test_raw_text(text: str) -> None:
    assert codec.raw_from_blob(*codec.raw_to_blob(text)) == text


def test_what_is_not_known_takes_no_room() -> None:
    facts = Metadata(date=date(2012, 6, 29), year=2012)
    assert codec.metadata_to_json(facts) == '{"date":"2012-06-29","year":2012}'
    assert codec.mends_to_json(()) is None
    assert codec.raw_to_blob("大会" * 500)[1] is True


def test_vectors_are_kept_as_float16() -> None:
    vectors = np.array([[1, 0.5], [1 / 3, -2]], np.float32)
    blobs = list(codec.vectors_to_blobs(vectors))
    assert blobs[0] == b"\x00\x3c\x00\x38"
    back = codec.vectors_from_blobs(blobs, 2)
    assert back.dtype == np.float32
    assert back.tolist() == [[1, 0.5], [float(np.float16(1 / 3)), -2]]
