"""Tables of token vectors, however they are stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from indexer.encoders.weights import ByteTable, NibbleTable, PlainTable, Table, map_weights

HALF = np.array([[1.5, -2], [0, 0.25], [3, 4]], np.float16)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (PlainTable(HALF), [[3, 4], [1.5, -2]]),
        (
            ByteTable(np.array([[127, -2], [0, 1], [3, 4]], np.int8), HALF[:, 0]),
            [[9, 12], [190.5, -3]],
        ),
        (
            NibbleTable(np.array([[0x0F], [0x88], [0x70]], np.uint8), HALF[:, 0]),
            [[-22.5, -1.5], [11.25, -11.25]],
        ),
    ],
)
def test_rows_are_what_was_stored(table: Table, expected: list[list[float]]) -> None:
    rows = table.rows(np.array([2, 0]))
    assert table.shape == (3, 2)
    assert rows.dtype == np.float32
    assert rows.tolist() == expected


def test_arrays_are_mapped_by_name_with_what_the_file_says_of_itself(tmp_path: Path) -> None:
    arrays: dict[str, NDArray[Any]] = {
        "b": HALF,
        "a": np.arange(6, dtype=np.uint8).reshape(2, 3),
        "c": np.ones(1, np.float32),
    }
    save_file(arrays, tmp_path / "w", {"name": "tiny-1"})
    weights = map_weights(tmp_path / "w")
    assert weights.about == {"name": "tiny-1"}
    assert {name: values.tolist() for name, values in weights.arrays.items()} == {
        name: values.tolist() for name, values in arrays.items()
    }
    assert weights.floats("b").dtype == np.float32


def test_a_file_cut_short_is_told(tmp_path: Path) -> None:
    save_file({"a": HALF}, tmp_path / "w")
    (tmp_path / "w").write_bytes((tmp_path / "w").read_bytes()[:-1])
    with pytest.raises(ValueError, match=r"\(3, 2\) weights in 12 bytes"):
        map_weights(tmp_path / "w")
