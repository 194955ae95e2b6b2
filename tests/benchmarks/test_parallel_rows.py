"""Rows that are held out are out, and documents drawn by lot are out as a whole."""

from __future__ import annotations

from pathlib import Path

from benchmarks.parallel_rows import UN_COUNT, UN_ROWS, last_rows, raw_rows, rows_of_documents


def documents(data: Path) -> list[str]:
    lines = (data / UN_ROWS / "UNv1.0.devset.ids").read_text("utf-8").splitlines()[:UN_COUNT]
    return [line.split()[0] for line in lines]


def test_a_document_is_held_out_as_a_whole(data: Path) -> None:
    held_out = rows_of_documents(data, 1_000)
    of_row = documents(data)
    out = {of_row[row] for row in held_out}
    assert held_out == [row for row in range(UN_COUNT) if of_row[row] in out]
    assert 1_000 <= len(held_out) < 1_100
    assert held_out == rows_of_documents(data, 1_000)
    assert held_out != rows_of_documents(data, 1_000, seed=1)
    assert len(rows_of_documents(data, UN_COUNT)) == UN_COUNT


def test_rows_that_are_held_out_are_not_read(data: Path) -> None:
    rows = list(raw_rows(data, UN_ROWS, held_out=()))
    assert len(rows) == UN_COUNT
    assert list(raw_rows(data, UN_ROWS, held_out=last_rows(1_000))) == rows[:-1_000]
    assert list(raw_rows(data, UN_ROWS, held_out={0, 2})) == [rows[1], *rows[3:]]
