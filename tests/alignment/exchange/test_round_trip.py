"""What TMX and XLIFF carry out comes back in: any text, every fact, the order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.exchange.rows import Document, Row, Written
from alignment.exchange.tmx import write_tmx
from alignment.exchange.tmx_pairs import write_tmx_pairs
from alignment.exchange.xliff import write_xliff
from alignment.side import Side
from alignment.units import units_of
from indexer.document import KINDS, STATUSES, Call, Clause, Metadata, Span, Version
from indexer.readers.read import read
from indexer.store.records import Outline
from indexer.structure.segmenter import split

Writer = Callable[..., Written]

METADATA = Metadata("Water & <life>", 66, "20 (a)", date(2012, 6, 29), 120, 2012)
# All that readers give: no NUL, no surrogates; form feeds and other control characters do occur.
LETTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
PRINTED = st.text(
    st.characters(blacklist_categories=["Cs", "Cc", "Cn", "Z"]), min_size=1, max_size=3
)


@dataclass(frozen=True, slots=True)
class Facts:
    """All of a clause that must come back."""

    kind: str
    number: str | None
    text: str
    lead: Span | None
    calls: tuple[Call, ...]


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    text = draw(st.text(LETTERS, max_size=20).map(str.strip).filter(bool))
    offsets = draw(st.lists(st.integers(0, len(text)), max_size=2).map(sorted))
    lead = draw(st.one_of(st.none(), st.integers(1, len(text)).map(lambda end: (0, end))))
    return Clause(
        draw(st.sampled_from(KINDS)),
        draw(st.one_of(st.none(), PRINTED)),
        0,
        len(text),
        text,
        lead=lead,
        calls=tuple(Call(draw(PRINTED), offset) for offset in offsets),
    )


def rows(langs: Sequence[str]) -> st.SearchStrategy[list[Row]]:
    sides = st.dictionaries(
        st.sampled_from(langs), st.lists(clauses(), min_size=1, max_size=3), min_size=1
    )
    probability = st.one_of(st.none(), st.floats(0, 1))
    return st.lists(
        st.builds(Row, sides, st.sampled_from(STATUSES), probability), min_size=1, max_size=4
    )


def written(
    writer: Writer, documents: Sequence[Document], langs: Sequence[str], path: Path
) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer(documents, langs, out)


def facts(row: Row, *, langs: Sequence[str]) -> object:
    sides = {
        lang: [Facts(c.kind, c.number, c.text, c.lead, c.calls) for c in row.clauses[lang]]
        for lang in langs
        if lang in row.clauses
    }
    return sides, row.status, row.probability


NO_TEXT: dict[str, Side] = {}  # rows need none


def read_back(path: Path) -> tuple[list[Version], list[Row]]:
    """The versions of the file's one document, and its units as rows."""
    versions = read(path)
    found = {version.lang: split(version) for version in versions}
    outlines = {
        version.lang: [
            Outline(c.kind, c.number, s.row, s.status, s.probability)
            for c, s in zip(found[version.lang], version.segments or (), strict=True)
        ]
        for version in versions
    }
    units = units_of(outlines, NO_TEXT.__getitem__)
    return versions, [
        Row(
            {lang: [found[lang][at] for at in places] for lang, places in unit.members.items()},
            unit.status,
            unit.probability,
        )
        for unit in units
    ]


def check(writer: Writer, name: str, given_rows: list[Row], langs: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, again = Path(folder) / name, Path(folder) / f"again.{name}"
        written(writer, [Document("A/RES/66/282", given_rows, METADATA)], langs, path)
        versions, found = read_back(path)
        assert {version.symbol for version in versions} == {"A/RES/66/282"}
        assert all(version.metadata == METADATA for version in versions)
        assert [facts(r, langs=langs) for r in found] == [facts(r, langs=langs) for r in given_rows]
        written(writer, [Document("A/RES/66/282", found, METADATA)], langs, again)
        assert again.read_bytes() == path.read_bytes()


@given(rows(("en", "ar", "zh")))
@settings(max_examples=50, deadline=None)
def test_tmx_loses_nothing(given_rows: list[Row]) -> None:
    check(write_tmx, "a.tmx", given_rows, ("zh", "en", "ar"))


@given(rows(("en", "ar")))
@settings(max_examples=50, deadline=None)
def test_xliff_loses_nothing(given_rows: list[Row]) -> None:
    check(write_xliff, "a.xlf", given_rows, ("en", "ar"))


@given(
    rows(("en", "ar", "zh")).map(lambda all_: [r for r in all_ if len(r.clauses) > 1]).filter(bool)
)
@settings(max_examples=40, deadline=None)
def test_pairs_are_joined_again(given_rows: list[Row]) -> None:
    check(write_tmx_pairs, "a.tmx", given_rows, ("en", "ar", "zh"))


def test_documents_of_one_symbol_in_two_collections_stay_apart(tmp_path: Path) -> None:
    def document(collection: str, text: str) -> Document:
        return Document(
            "E/1", [Row({"en": [Clause("title", None, 0, 1, text)]})], Metadata(), collection
        )

    path = tmp_path / "both.tmx"
    written(write_tmx, [document("", "One"), document("dev", "Two")], ["en"], path)
    assert [(v.collection, v.text) for v in read(path)] == [("", "One"), ("dev", "Two")]
    path = tmp_path / "both.xlf"
    written(write_xliff, [document("", "One"), document("dev", "Two")], ["en", "fr"], path)
    assert [(v.collection, v.text) for v in read(path)] == [("", "One"), ("dev", "Two")]
