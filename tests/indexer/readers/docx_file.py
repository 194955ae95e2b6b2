"""DOCX files as Word writes them, as far as the reader looks."""

from __future__ import annotations

import zipfile
from pathlib import Path

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, *, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{run(text)}</w:p>"


def run(text: str, *, bold: bool = False) -> str:
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def call(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def write(path: Path, body: str, *, notes: str | None = None) -> Path:
    """A file with these paragraphs; notes: the ``w:footnote`` elements."""
    with zipfile.ZipFile(path, "w") as archive:
        document = f"<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        if notes is not None:
            archive.writestr(
                "word/footnotes.xml", f"<w:footnotes {_NAMESPACE}>{notes}</w:footnotes>"
            )
    return path
