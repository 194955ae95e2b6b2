"""alignment.exchange.tmx_pairs: two languages a unit, short sides, nothing cut by guess."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from alignment.exchange.rows import Document, Row, Written
from alignment.exchange.tmx_pairs import LIMIT, write_tmx_pairs
from indexer.readers.read import read
from tests.alignment.exchange.sample_rows import LANGS, as_text, clause

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def pairs(text: str) -> list[list[tuple[str | None, str]]]:
    return [
        [(tuv.get(XML_LANG), "".join(map(str, tuv.itertext("seg")))) for tuv in tu.iter("tuv")]
        for tu in etree.fromstring(text.encode()).iter("tu")
    ]


def test_each_pair_of_languages_is_a_unit() -> None:
    found = [[lang for lang, _ in pair] for pair in pairs(as_text(write_tmx_pairs))]
    assert found == [
        ["ar", "en"],
        *(["ar", "en"], ["ar", "fr"], ["en", "fr"]),
        ["en", "fr"],
        ["ar", "en"],
    ]


def test_the_number_of_the_unit_is_stated() -> None:
    root = etree.fromstring(as_text(write_tmx_pairs).encode())
    stated = [prop.text for prop in root.iter("prop") if prop.get("type") == "x-unit"]
    assert stated == ["1", "2", "2", "2", "3", "4"]


def sentence(words: int, *, last: str = ".") -> str:
    return f"A{'a' * 8} " + " ".join(["word"] * (words - 1)) + last


def long_row(english: int, french: int) -> Row:
    """So many sentences of 505 characters in each language."""
    return Row(
        {
            "en": [clause(" ".join([sentence(100)] * english), "1")],
            "fr": [clause(" ".join([sentence(100)] * french), "1")],
        },
        "reviewed",
        0.75,
    )


def test_long_sides_are_cut_at_the_same_sentences(tmp_path: Path) -> None:
    row = long_row(9, 9)
    text = as_text(write_tmx_pairs, Document("E/1", [row]), langs=("en", "fr"))
    root = etree.fromstring(text.encode())
    sides = [
        ["".join(map(str, seg.itertext())) for seg in tu.iter("seg")] for tu in root.iter("tu")
    ]
    assert [len(side) // 500 for pair in sides for side in pair] == [3, 3, 3, 3, 3, 3]
    assert all(len(side) < LIMIT for pair in sides for side in pair)
    assert " ".join(pair[0] for pair in sides) == row.text("en")
    path = tmp_path / "long.tmx"
    path.write_text(text, encoding="utf-8")
    english, _ = read(path)
    assert [s.row for s in english.segments or ()] == [0, 0, 0]
    assert {(s.kind, s.number, s.status) for s in english.segments or ()} == {
        ("operative", "1", "reviewed")
    }


def test_what_cannot_be_cut_is_left_out_and_counted() -> None:
    long = Document("E/1", [long_row(9, 8), Row({"en": [clause("Alone.")]}), long_row(1, 1)])
    written: list[Written] = []

    def write(documents: list[Document], langs: tuple[str, ...], out: object) -> Written:
        written.append(write_tmx_pairs(documents, langs, out))  # type: ignore[arg-type]
        return written[-1]

    assert len(pairs(as_text(write, long, langs=("en", "fr")))) == 1
    assert written == [Written(units=1, left_out=2)]


def test_length_is_counted_as_the_tools_count_it() -> None:
    def row(length: int, character: str) -> Row:
        return Row({lang: [clause(character * length)] for lang in ("en", "fr")})

    rows = [
        row(LIMIT - 1, "a"),
        row(LIMIT, "a"),
        row(LIMIT // 2, "\N{MATHEMATICAL BOLD CAPITAL A}"),
    ]
    found = pairs(as_text(write_tmx_pairs, Document("E/1", rows), langs=LANGS))
    assert len(found) == 1
