"""readers.docx: paragraphs, emphasis, headings, footnotes, tracked changes, damaged files."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.readers import docx
from indexer.readers.docx import read_docx
from indexer.readers.read import read
from indexer.structure.segmenter import split
from tests.indexer.readers.docx_file import call, paragraph, run, write


def test_paragraphs_emphasis_and_headings(tmp_path: Path) -> None:
    body = (
        paragraph("Water in schools", style="Heading1")
        + f"<w:p>{run('3. ')}{run('Decides', bold=True)}{run(' to meet')}<w:r><w:tab/></w:r></w:p>"
        + "<w:p/>"
        + f"<w:tbl><w:tr><w:tc>{paragraph('in a table')}</w:tc></w:tr></w:tbl>"
    )
    text, page = read_docx(write(tmp_path / "a.docx", body))
    assert text == "Water in schools\n\n3. Decides to meet\t\n\nin a table"
    assert [text[start:end] for start, end in page.emphasis] == ["Decides"]
    assert [(text[one.start : one.end], one.level) for one in page.headings] == [
        ("Water in schools", 1)
    ]


def test_footnotes_stand_below_with_the_numbers_of_their_calls(tmp_path: Path) -> None:
    body = f"<w:p>{run('Notes the report')}{call(7)}{run(' and the other')}{call(2)}</w:p>"
    notes = (
        f'<w:footnote w:id="2">{paragraph("A/2.")}</w:footnote>'
        f'<w:footnote w:id="7">{paragraph("A/7.")}{paragraph("And more.")}</w:footnote>'
    )
    text, _ = read_docx(write(tmp_path / "a.docx", body, notes=notes))
    assert text == "Notes the report¹ and the other²\n\n¹ A/7.\n\nAnd more.\n\n² A/2."


def test_what_was_deleted_is_not_read_what_was_inserted_is(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('Decides ')}<w:del><w:r><w:delText>not </w:delText></w:r></w:del>"
        f"<w:ins>{run('firmly ')}</w:ins>{run('to meet')}</w:p>"
    )
    assert read_docx(write(tmp_path / "a.docx", body))[0] == "Decides firmly to meet"


def test_a_document_becomes_clauses(tmp_path: Path) -> None:
    body = (
        paragraph("The General Assembly,")
        + paragraph("Recalling its earlier resolutions on water in schools,")
        + f"<w:p>{run('1. Takes note of the report of the Secretary-General;')}{call(1)}</w:p>"
        + paragraph("2. Decides to keep the matter under review.")
    )
    notes = f'<w:footnote w:id="1">{paragraph("A/71/906.")}</w:footnote>'
    (version,) = read(write(tmp_path / "A-RES-71-901.en.docx", body, notes=notes))
    clauses = split(version)
    assert (version.lang, version.symbol) == ("en", "A/RES/71/901")
    assert [(one.number, one.kind == "footnote") for one in clauses[-3:]] == [
        ("1", False),
        ("2", False),
        ("1", True),
    ]
    assert [one.label for one in clauses[-3].calls] == ["1"]


def test_files_that_are_none_get_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "wrong.docx"
    wrong.write_bytes(b"no archive at all")
    with pytest.raises(ReadError, match="wrong.docx: is no DOCX file, or damaged"):
        read_docx(wrong)
    with pytest.raises(ReadError, match="word/document.xml is damaged"):
        read_docx(write(tmp_path / "broken.docx", "<w:p>"))
    good = write(tmp_path / "good.docx", paragraph("Water"))
    monkeypatch.setattr(docx, "LARGEST_PART", 10)
    with pytest.raises(ReadError, match="unpacks to .* bytes; split the document"):
        read_docx(good)
