"""alignment.exchange.xml: whatever is written is read back by an XML parser as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from alignment.exchange.xml import UNWRITABLE, attribute, content

TEXT = st.text(st.characters(blacklist_categories=["Cs"]))


@given(TEXT)
def test_text_comes_back_but_for_what_xml_cannot_hold(text: str) -> None:
    writable = UNWRITABLE.sub("\ufffd", text)
    element = etree.fromstring(f'<a b="{attribute(text)}">{content(text)}</a>'.encode())
    assert (element.text or "", element.get("b")) == (writable, writable)


def test_surrogates_are_no_text() -> None:
    assert content("\ud800") == "\ufffd"
