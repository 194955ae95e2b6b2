"""Markdown as it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mend import View
from indexer.readers.markdown import read_markdown


def reads(source: str) -> str:
    return View(source, read_markdown(source).mends).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("3. **Notes** *with* __deep__ _concern_ ***all***", "3. Notes with deep concern all"),
        ("7. **“重申”**其决心", "7. “重申”其决心"),
        ("file_name_here, 2*3*4, ** x **, * y", "file_name_here, 234, ** x **, * y"),
        (r"\*not\* \_this\_ 1\. a\b", r"*not* _this_ 1. a\b"),
        ("**open\n\nend**", "**open\n\nend**"),
        ("**Notes\nthe** report", "Notes\nthe report"),
        ("# Title #\ntext", "Title\ntext"),
        ("## C#\r\ntext", "C#\ntext"),
        ("Title\n=====\ntext", "Title\n\ntext"),
        ("one\n\n---\n\ntwo\n* * *", "one\n\n\n\ntwo\n"),
        (
            "the [Charter](http://x.org/a_(b)) and [law][1]\n\n[1]: http://y.org",
            "the Charter and law\n\n",
        ),
        ("[Adopted without a vote (A/66/L.900)]", "[Adopted without a vote (A/66/L.900)]"),
        ("![seal](s.png) <b>x</b> 120<sup>e</sup> m<sup>2</sup><br/>y", "seal x 120e m²\ny"),
        ("AT&T &amp; &eacute; &nosuch;", "AT&T & é &nosuch;"),
        (
            "as asked[^1][^2].\n\n[^1]: A/66/900.\n[^2]: Ibid.",
            "as asked¹².\n\n\n¹ A/66/900.\n\n² Ibid.",
        ),
        ("b[^n] a[^m]\n\n[^m]: M\n[^n]: N", "b¹ a²\n\n\n² M\n\n¹ N"),
        ("no such note[^9]", "no such note[^9]"),
        ("- (a) one\n- (b) two\n> said\n> so", "\n(a) one\n\n(b) two\nsaid\nso"),
        ("`**code**` and ``a b``", "**code** and a b"),
        ("```text\nx\n```\ny", "\nx\n\ny"),
        ("a<!-- *b* -->c<!-- d", "ac<!-- d"),
        ("line\\\nline  \nline", "line\nline  \nline"),
        ("", ""),
    ],
)
def test_how_a_source_reads(source: str, text: str) -> None:
    assert reads(source) == text


def test_front_matter_vanishes_and_is_stated() -> None:
    source = (
        "---\r\nTitle: 'Water'\nlanguage: fr\ntags:\n  - a\nsymbol: A/78/900\ndate: 2023-05-04\n"
        "---\n\n# Eau\n"
    )
    page = read_markdown(source)
    assert View(source, page.mends).text == "\nEau\n"
    assert page.stated == {
        "title": "Water",
        "lang": "fr",
        "symbol": "A/78/900",
        "date": "2023-05-04",
    }


@pytest.mark.parametrize(
    "source", ["---\nno field\n---\nx", "---\nlang: fr\nno end", "\n---\na: b\n---\n"]
)
def test_what_is_no_front_matter_stays(source: str) -> None:
    assert read_markdown(source).stated == {}


def test_emphasis_and_headings_are_spans_of_the_source() -> None:
    source = "Water\n-----\n1. **Notes *deep* care**\n### **End** ###\n"
    page = read_markdown(source)
    assert [source[s:e] for s, e in page.emphasis] == ["Notes *deep* care", "deep", "End"]
    headings = [(source[heading.start : heading.end], heading.level) for heading in page.headings]
    assert headings == [("Water", 2), ("**End**", 3)]


PIECES = [
    "*",
    "**",
    "_",
    "#",
    " ",
    "\n",
    "\r\n",
    "---\n",
    "x",
    "文",
    "[",
    "]",
    "(",
    ")",
    "[^1]",
    ": ",
]
PIECES += ["`", "\\", "<!--", "-->", "<b>", "&amp;", "- ", "> ", "=", "!", "1. ", "lang: fr\n"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_source_gives_mends_that_fit(source: str) -> None:
    page = read_markdown(source)
    text = View(source, page.mends).text  # raises if the mends overlap or are empty
    assert "\r" not in text
    assert text.count("文") == source.count("文") or "<" in source or ":" in source or "(" in source


@pytest.mark.parametrize(
    "piece", ["**a ", "[", "<!--", "[](", "#    ", "a  ", "[^1]", "=\n", "<a "]
)
def test_hostile_sources_take_linear_time(piece: str) -> None:
    assert len(reads(piece * 50_000)) <= len(piece) * 50_000


def test_many_openers_and_many_other_closers_take_linear_time() -> None:
    source = "**a " * 50_000 + "b_ " * 50_000
    assert reads(source) == source
