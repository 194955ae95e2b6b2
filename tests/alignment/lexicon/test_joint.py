from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from alignment.lexicon.joint import Joint, summed

TABLES = st.integers(0, 5).flatmap(
    lambda rows: st.integers(1, 5).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 3), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        ).map(lambda table: np.array(table, float).reshape(rows, columns))
    )
)


def sparse(table: NDArray[np.float64]) -> Joint:
    keys = np.flatnonzero(table)
    return Joint.of(keys, table.ravel()[keys], (table.shape[0], table.shape[1]))


def dense(joint: Joint) -> NDArray[np.float64]:
    table = np.zeros((len(joint.starts) - 1, joint.columns))
    table[joint.sources, joint.targets] = joint.counts
    return table


@given(TABLES)
def test_a_table_turned_round_is_its_transpose(table: NDArray[np.float64]) -> None:
    assert np.array_equal(dense(sparse(table)), table)
    assert np.array_equal(dense(sparse(table).turned()), table.T)
    assert np.array_equal(sparse(table).totals, table.sum(axis=1))


def test_entries_of_some_rows() -> None:
    joint = sparse(np.array([[1.0, 2.0], [0.0, 0.0], [3.0, 0.0]]))
    places, which = joint.entries(np.array([2, 1, 0, 2]))
    assert joint.counts[places].tolist() == [3.0, 1.0, 2.0, 3.0]
    assert which.tolist() == [0, 2, 2, 3]


def test_summing_nothing() -> None:
    keys, counts = summed(np.empty(0, np.int64), np.empty(0))
    assert len(keys) == len(counts) == 0
