"""alignment.exchange.html: one page, whole in itself, on which everything leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from alignment.exchange.html import write_html
from alignment.exchange.rows import Document, Row
from indexer.document import Call, Metadata
from tests.alignment.exchange.sample_rows import DOCUMENT, LANGS, as_text, clause

VOID = {"meta", "input", "br"}


class _Page(HTMLParser):
    """Elements with their attributes, checked to be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, name: str) -> Iterator[str]:
        return (attrs[name] or "" for _, attrs in self.elements if name in attrs)


def page(*documents: Document) -> tuple[str, _Page]:
    text = as_text(write_html, *documents)
    return text, _Page(text)


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    text, found = page()
    assert not {tag for tag, _ in found.elements} & {"script", "link", "img", "iframe"}
    assert not re.search(r"url\(|@import|https?:", text)
    assert "$" not in text


def test_every_link_has_its_end_and_no_id_is_there_twice() -> None:
    _, found = page(DOCUMENT, DOCUMENT)
    ids = Counter(found.values("id"))
    assert max(ids.values()) == 1
    targets = {href.removeprefix("#") for href in found.values("href")}
    assert targets <= set(ids)
    assert {"A-RES-66-282", "A-RES-66-282_2", "A-RES-66-282.2"} <= targets


def test_calls_lead_to_footnotes_and_back() -> None:
    text, _ = page()
    assert '<sup><a id="A-RES-66-282.en.c1" href="#A-RES-66-282.en.n1">1</a></sup>' in text
    assert 'id="A-RES-66-282.en.n1" href="#A-RES-66-282.en.c1">1</a> A/66/1.' in text
    assert text.index('<tbody class="notes">') < text.index('class="footnote"')


def test_a_call_without_a_footnote_is_no_link() -> None:
    row = Row({"en": [clause("See it.", calls=(Call("9", 6),))]})
    text, found = page(Document("E/1", [row]))
    assert "See it\N{WORD JOINER}<sup>9</sup>." in text
    assert list(found.values("href")) == []


def test_languages_and_directions() -> None:
    _, found = page()
    heads = [
        (a.get("lang"), a.get("dir")) for tag, a in found.elements if tag == "th" and "lang" in a
    ]
    assert heads == [("ar", "rtl"), ("en", None), ("fr", None)]
    cells = [
        (a["lang"], a.get("class")) for tag, a in found.elements if tag == "td" and "lang" in a
    ]
    assert cells[:3] == [("ar", None), ("en", None), ("fr", "none")]


def test_doubt_and_review_are_shown() -> None:
    text, found = page()
    classes = [attrs["class"] for tag, attrs in found.elements if tag == "tr" and "class" in attrs]
    assert classes == ["title", "operative low", "sentence low", "footnote"]
    assert ">62%</small><small>locked</small>" in text


def test_numbers_stand_in_the_margin_and_in_cells_that_print_another() -> None:
    text, _ = page()
    assert '<a href="#A-RES-66-282.2">1</a>' in text
    assert '<span class="n">١</span> تحيط' in text
    assert "<i>Notes</i> the report" in text


def test_text_is_never_markup() -> None:
    row = Row({"en": [clause("<b>R&D</b>\x0c", "<1>", kind="heading")]})
    text, _ = page(Document("<E>", [row], Metadata(title="<i>")))
    assert '<span class="n">&lt;1&gt;</span> &lt;b&gt;R&amp;D&lt;/b&gt; </td>' in text
    assert "<h1>&lt;E&gt;</h1>" in text


def test_the_facts_of_a_document() -> None:
    text, _ = page()
    assert "<p>session 66 · agenda item 118 · meeting 120 · 29 June 2012</p>" in text


def test_two_runs_give_the_same_bytes() -> None:
    assert as_text(write_html) == as_text(write_html)
    assert list(LANGS) == re.findall(r'id="show-(\w+)"', as_text(write_html))
