"""Margins and means, on values worked by hand."""

from __future__ import annotations

import numpy as np

from indexer.encoders.similarity import margins, to_unit_length, unit_mean


def test_a_hub_loses_what_it_is_near_to_anyway() -> None:
    # Column 0 is near to every row, so that by cosine it is the first of all of them.
    cosines = np.array([[0.9, 0.1, 0.2], [0.8, 0.7, 0.1], [0.8, 0.2, 0.7]], np.float32)
    assert cosines.argmax(axis=1).tolist() == [0, 0, 0]
    found = margins(cosines, neighbours=2)
    assert found.argmax(axis=1).tolist() == [0, 1, 2]
    # 2 * .7 - mean(.8, .7) - mean(.7, .2)
    np.testing.assert_allclose(found[1, 1], 1.4 - 0.75 - 0.45, atol=1e-6)


def test_fewer_neighbours_than_asked_for_are_all_of_them() -> None:
    np.testing.assert_allclose(margins(np.array([[0.5]], np.float32)), [[0.0]])
    assert margins(np.zeros((0, 3), np.float32)).shape == (0, 3)


def test_the_mean_of_a_unit_ignores_what_is_not_known() -> None:
    one = np.array([[1, 0], [0, 0], [0.6, 0.8]], np.float32)
    other = np.array([[0, 1], [0, 0], [0, 0]], np.float32)
    found = unit_mean([one, other])
    root = 0.7071068
    np.testing.assert_allclose(found, np.array([[root, root], [0, 0], [0.6, 0.8]]), atol=1e-6)


def test_rows_are_scaled_in_place() -> None:
    rows = np.array([[3, 4], [0, 0]], np.float32)
    to_unit_length(rows)
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.0, 0.0]])
