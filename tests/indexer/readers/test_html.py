"""HTML as it reads, with every tag and reference mended away and offsets kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mend import View
from indexer.readers.html import declared_encoding, read_html


def reads(source: str) -> str:
    return View(source, read_html(source).mends).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p>\n<p>Two\n three</p>", "One\n\nTwo three"),
        ("One<br>two<br/><br />three", "One\ntwo\n\nthree"),
        ("<div><p>a<div>b", "a\n\nb"),
        ("  lead <b> bold </b> tail  ", "lead bold tail"),
        ("联合\n大会 <b>决定</b>\n：", "联合大会 决定："),
        ("a&nbsp;b &lt;c&gt; &eacute;&#233;&#xE9; AT&T &amp;amp;", "a\xa0b <c> ééé AT&T &amp;"),
        (
            "question<sup>1</sup>,<sup><a href='#n'>12</a></sup> 120<sup>e</sup>",
            "question¹,¹² 120e",
        ),
        ("السنة<sup>١</sup>", "السنة¹"),
        ("<table><tr><td>1.</td><td>Notes</td></tr><tr><td>2.", "1.\tNotes\n\n2."),
        ("<ol><li>a<li>b</ol><ul><li>c</ul>", "1. a\n\n2. b\n\nc"),
        ("<ol start=4 type=a><li><p>x<li value=9>y</ol>", "(d) x\n\n(i) y"),
        ("<ol><li>1. x</li><li>(a) y</li></ol>", "1. x\n\n(a) y"),
        ("<ol><li>a) x</li><li>б) y</li><li>z)</li></ol>", "a) x\n\nб) y\n\nz)"),
        ('<ol><li id="fn1">Ibid.</li></ol>', "¹ Ibid."),
        ("<pre>a\n  b\r\n\r\nc</pre>", "a\n  b\n\nc"),
        ("<head><title>T</title><style>p{}</style></head><script>a<b>'</p>'</script>x", "x"),
        ('<script src="a.js"/>one<nav/><title />two<nav>no</nav>three', "one\n\ntwo\n\nthree"),
        ("<nav>menu <nav>x</nav> y</nav>text<!-- <p>no -->ed", "texted"),
        ("<![if gte mso 9]>a<![endif]><!DOCTYPE html><?xml x?>b", "ab"),
        ("a < b and c > d &", "a < b and c > d &"),
        ("one <unfinished", "one <unfinished"),
        ('<a href="open>one</a> two', "one two"),
        ("<P CLASS='a>b'>x</P >y", "x\n\ny"),
        ("", ""),
    ],
)
def test_how_a_source_reads(source: str, text: str) -> None:
    assert reads(source) == text


def test_the_number_of_an_item_stands_for_its_tag() -> None:
    source = "<p>a</p> <ol><li><p>b</p><li>c</ol>"
    view = View(source, read_html(source).mends)
    assert view.text == "a\n\n1. b\n\n2. c"
    start, end = view.span_to_raw(3, 7)
    assert source[start:end] == "<li><p>b"


def test_emphasis_headings_and_what_is_stated() -> None:
    source = (
        '<html lang="fr-CH"><title>Eau &amp;\n vie</title><h2> <b>Eau</b>\n douce </h2>'
        '<p><i> Prie</i> <span style="font-weight: bold">les <em>États</em></span> <span>non</span>'
    )
    page = read_html(source)
    spans = [source[start:end] for start, end in page.emphasis]
    assert spans == ["Eau", "Prie", "les <em>États", "États"]
    (heading,) = page.headings
    assert (source[heading.start : heading.end], heading.level) == ("Eau</b>\n douce", 2)
    assert page.stated == {"lang": "fr-CH", "caption": "Eau & vie"}


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b'<META http-equiv=x content="text/html; charset=windows-1256">', "windows-1256"),
        (b'<?xml version="1.0" encoding="GB18030"?><html>', "GB18030"),
        (b"<p>charset=none</p>", None),
    ],
)
def test_what_the_head_says_of_the_encoding(head: bytes, encoding: str | None) -> None:
    assert declared_encoding(head) == encoding


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<br>",
    "<sup>",
    "</sup>",
    "<",
    ">",
    "&amp;",
    "&",
    " ",
    "\n",
]
PIECES += [
    "x",
    "1",
    "文",
    "<li>",
    "<ol>",
    "</ol>",
    "<!--",
    "-->",
    '"',
    "<a href=",
    "<pre>",
    "</pre>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_source_gives_mends_that_fit(source: str) -> None:
    page = read_html(source)
    view = View(source, page.mends)  # raises if the mends overlap or are empty
    assert view.text == view.text.strip("\n" if "<pre>" in source else " \n")
    assert all(source[start:end] for start, end in page.emphasis)


@pytest.mark.parametrize(
    "piece", ["<a ", '<a href="', "<!--", "</", "<b>x", "<script>", "&#1", "<ol>"]
)
def test_hostile_sources_take_linear_time(piece: str) -> None:
    assert len(reads(piece * 50_000)) <= len(piece) * 50_000
