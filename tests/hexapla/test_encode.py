"""hexapla encode: lines to an array on disk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hexapla import encoding
from hexapla.encoding import encode_lines
from indexer.encoders.encoder import load_encoder
from indexer.errors import ReadError

LINES = ["Takes note of the report", "", "注意到报告", "— ! —"]


def test_a_row_of_unit_length_a_line(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("\n".join(LINES) + "\n", "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "hexapla",
            "encode",
            tmp_path / "in.txt",
            "-o",
            tmp_path / "out.npy",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = np.load(tmp_path / "out.npy")
    encoder = load_encoder()
    assert done.stderr == f"{tmp_path}/out.npy: 4 rows of {encoder.dimension}\n"
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, encoder.encode(LINES), atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), [1, 0, 1, 0], atol=1e-6)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.txt", "out.npy"]


def test_work_in_pieces_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.txt").write_text("\n".join(LINES), "utf-8")
    monkeypatch.setattr(encoding, "LINES_AT_ONCE", 3)
    encoder = load_encoder()
    shape = encode_lines(tmp_path / "in.txt", tmp_path / "out.npy", encoder)
    assert shape == (4, encoder.dimension)
    np.testing.assert_allclose(np.load(tmp_path / "out.npy"), encoder.encode(LINES), atol=1e-6)


def test_an_empty_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("", "utf-8")
    with pytest.raises(ReadError, match="is empty; nothing to read"):
        encode_lines(tmp_path / "in.txt", tmp_path / "out.npy", load_encoder())


def test_a_file_that_is_not_there_and_a_place_that_cannot_be_written_are_one_line(
    tmp_path: Path,
) -> None:
    with pytest.raises(ReadError, match=r"none\.txt"):
        encode_lines(tmp_path / "none.txt", tmp_path / "out.npy", load_encoder())
    (tmp_path / "in.txt").write_text("peace", "utf-8")
    with pytest.raises(ReadError, match=r"cannot be written \(No such file or directory\)"):
        encode_lines(tmp_path / "in.txt", tmp_path / "no" / "out.npy", load_encoder())
