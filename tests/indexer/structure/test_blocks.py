"""Structure: golden files, one document each, and the cases they cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.document import Clause, Version
from indexer.structure.blocks import structure
from indexer.structure.segmenter import split

GOLDEN = sorted((Path(__file__).parent / "golden" / "structure").glob("*.txt"))
RULE = "--------\n"


def line(clause: Clause) -> str:
    """A clause as golden files write it."""
    return f"{clause.kind}{f' {clause.number}' if clause.number else ''}| {clause.text}"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_documents_fall_into_the_clauses_a_reader_sees(path: Path) -> None:
    text, expected = path.read_bytes().decode("utf-8").split(RULE)
    lang = path.suffixes[0].removeprefix(".")
    clauses = split(Version("X", lang, text))
    assert [line(clause) for clause in clauses] == expected.splitlines()


def test_there_are_golden_documents_in_every_language() -> None:
    languages = {path.suffixes[0] for path in GOLDEN}
    assert languages == {".ar", ".zh", ".en", ".fr", ".ru", ".es"}


def parents(text: str) -> list[tuple[str | None, int | None]]:
    blocks, _ = structure(text, "en")
    return [(block.number, block.parent) for block in blocks]


def test_items_belong_to_the_innermost_list_around_them() -> None:
    found = parents("1. One:\n\n(a) A:\n\n(i) I;\n\n(ii) II;\n\n(b) B;\n\n2. Two:\n\n(a) A.\n")
    assert found == [
        ("1", None),
        ("(a)", 0),
        ("(i)", 1),
        ("(ii)", 1),
        ("(b)", 0),
        ("2", None),
        ("(a)", 5),
    ]


def test_parents_count_clauses_after_the_masthead_has_become_one() -> None:
    text = "A/RES/80/990\nGeneral Assembly\n80/990. Bees\nThe General Assembly,\n1. One:\n(a) A;\n"
    assert parents(text)[-1] == ("(a)", 3)


def test_a_preamble_without_numbered_paragraphs_ends_where_a_paragraph_ends_with_a_stop() -> None:
    text = "80/990. Bees\n\nThe General Assembly,\n\nNoting bees,\n\nSees them;\n\nHears them.\n"
    kinds = [block.kind for block in structure(text, "en")[0]]
    assert kinds == ["title", "heading", "preambular", "operative", "operative"]


def test_marked_headings_are_headings_whatever_they_look_like() -> None:
    text = "A first paragraph.\n\nbees, and flowers.\n\nA second paragraph."
    start = text.index("bees")
    blocks, _ = structure(text, "en", [(start, start + len("bees, and flowers."))])
    assert [block.kind for block in blocks] == ["sentence", "heading", "sentence"]


def test_a_blank_text_has_no_parts() -> None:
    assert structure(" \n\n\t", "en")[0] == []
