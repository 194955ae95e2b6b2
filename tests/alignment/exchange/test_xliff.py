"""alignment.exchange.xliff: XLIFF 2.0 of two languages."""

from __future__ import annotations

import pytest
from lxml import etree

from alignment.exchange.xliff import write_xliff
from tests.alignment.exchange.sample_rows import as_text

CORE = "{urn:oasis:names:tc:xliff:document:2.0}"


def parsed(*langs: str) -> etree._Element:
    return etree.fromstring(as_text(write_xliff, langs=langs).encode())


def test_the_root_and_the_file() -> None:
    root = parsed("en", "ar")
    assert root.tag == f"{CORE}xliff"
    assert [root.get(name) for name in ("version", "srcLang", "trgLang")] == ["2.0", "en", "ar"]
    (file,) = root.iter(f"{CORE}file")
    assert {name: file.get(name) for name in ("id", "original", "srcDir", "trgDir")} == {
        "id": "f1",
        "original": "A/RES/66/282",
        "srcDir": "ltr",
        "trgDir": "rtl",
    }


def test_one_unit_as_it_is_written() -> None:
    assert """<unit id="u2">
<mda:metadata>
<mda:metaGroup category="hexapla">
<mda:meta type="kind">operative</mda:meta>
<mda:meta type="status">locked</mda:meta>
<mda:meta type="probability">0.625</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="hexapla" appliesTo="source">
<mda:meta type="number">1</mda:meta>
</mda:metaGroup>
<mda:metaGroup category="hexapla" appliesTo="target">
<mda:meta type="clause">0 17 operative 1</mda:meta>
<mda:meta type="lead">0 5</mda:meta>
<mda:meta type="call">16 1</mda:meta>
</mda:metaGroup>
</mda:metadata>
<segment state="final" subState="hexapla:locked">
<source>Prend note du rapport.</source>
<target>Notes the report.</target>
</segment>
</unit>
""" in as_text(write_xliff, langs=("fr", "en"))


def test_states_come_from_the_status_and_from_what_is_there() -> None:
    segments = parsed("en", "fr").iter(f"{CORE}segment")
    assert [(s.get("state"), s.get("subState"), len(s)) for s in segments] == [
        ("initial", "hexapla:auto", 1),  # no French
        ("final", "hexapla:locked", 2),
        ("translated", "hexapla:auto", 2),
        ("initial", "hexapla:reviewed", 1),
    ]


def test_a_form_feed_is_a_code_point() -> None:
    assert '<source>One. Two<cp hex="000C"/>.</source>' in as_text(write_xliff, langs=("en", "fr"))


def test_other_than_two_languages_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two languages, not 3 \(en, fr, ar\)"):
        parsed("en", "fr", "ar")
