"""alignment.exchange.tmx: what a CAT tool is given."""

from __future__ import annotations

from lxml import etree

from alignment.exchange.rows import Document
from alignment.exchange.tmx import write_tmx
from tests.alignment.exchange.sample_rows import METADATA, as_text

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# TMX 1.4b, section 3: what a header must say.
REQUIRED = {
    "creationtool",
    "creationtoolversion",
    "segtype",
    "o-tmf",
    "adminlang",
    "srclang",
    "datatype",
}


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def test_the_header_is_whole() -> None:
    root = parsed(as_text(write_tmx))
    (header,) = root.iter("header")
    assert set(header.attrib) == REQUIRED
    assert (root.get("version"), header.get("srclang"), header.get("segtype")) == (
        "1.4",
        "*all*",
        "block",
    )


def test_one_unit_as_it_is_written() -> None:
    text = as_text(write_tmx)
    assert (
        """<tu creationdate="20120629T000000Z">
<prop type="x-document">A/RES/66/282</prop>
<prop type="x-kind">operative</prop>
<prop type="x-status">locked</prop>
<prop type="x-probability">0.625</prop>
<tuv xml:lang="ar">
<prop type="x-clause">0 19 operative ١</prop>
<prop type="x-call">18 1</prop>
<seg>تحيط علما بالتقرير.</seg>
</tuv>
<tuv xml:lang="en">
<prop type="x-clause">0 17 operative 1</prop>
<prop type="x-lead">0 5</prop>
<prop type="x-call">16 1</prop>
<seg>Notes the report.</seg>
</tuv>
<tuv xml:lang="fr">
<prop type="x-number">1</prop>
<seg>Prend note du rapport.</seg>
</tuv>
</tu>
"""
        in text
    )


def test_what_the_document_says_of_itself_stands_in_its_first_unit() -> None:
    first, *others = parsed(as_text(write_tmx)).iter("tu")
    props = {str(prop.get("type")): prop.text for prop in first.iterchildren("prop")}
    assert props == {
        "x-document": "A/RES/66/282",
        "x-kind": "title",
        "x-status": "auto",
        "x-title": METADATA.title,
        "x-session": "66",
        "x-agenda-item": "118",
        "x-date": "2012-06-29",
        "x-meeting": "120",
        "x-year": "2012",
    }
    assert not [p for tu in others for p in tu.iterchildren("prop") if p.get("type") == "x-title"]


def test_a_form_feed_is_an_inline_code() -> None:
    text = as_text(write_tmx)
    assert '<seg>One. Two<ph type="x-char">U+000C</ph>.</seg>' in text
    assert "\x0c" not in text


def test_languages_come_in_the_order_asked_for() -> None:
    root = parsed(as_text(write_tmx, langs=("fr", "en")))
    assert [[tuv.get(XML_LANG) for tuv in tu.iter("tuv")] for tu in root.iter("tu")] == [
        ["en"],
        ["fr", "en"],
        ["fr", "en"],
        ["en"],
    ]


def test_no_documents_are_a_valid_file() -> None:
    assert list(parsed(as_text(write_tmx, Document("E/1", []))).iter("tu")) == []
