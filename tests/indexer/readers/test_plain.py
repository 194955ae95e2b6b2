"""Plain text as it reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.mend import View
from indexer.readers.plain import read_plain


def reads(text: str) -> tuple[str, list[str]]:
    page = read_plain(text)
    return View(text, page.mends).text, [text[start:end] for start, end in page.emphasis]


@pytest.mark.parametrize(
    ("raw", "text", "emphasis"),
    [
        ("3. **重申**其决心；", "3. 重申其决心；", ["重申"]),
        ("13. 在此方面，**着重指出**“必须”", "13. 在此方面，着重指出“必须”", ["着重指出"]),
        ("4. **“重申”**其决心", "4. “重申”其决心", ["“重申”"]),
        ("**Takes note** of\r\nthe report\r\n", "Takes note of\nthe report\n", ["Takes note"]),
        ("Takes\r**note** of", "Takes\nnote of", ["note"]),
        ("**Takes\nnote** of", "Takes\nnote of", ["Takes\nnote"]),
        ("**Takes\n\nnote** of", "**Takes\n\nnote** of", []),
        ("Item 20** of the agenda\n\n** A/66/150.", "Item 20** of the agenda\n\n** A/66/150.", []),
        ("agenda**, as amended, item** 4", "agenda**, as amended, item** 4", []),
        ("a ** b ** c, *one* _two_ ***", "a ** b ** c, *one* _two_ ***", []),
        ("an **open end", "an **open end", []),
        ("", "", []),
    ],
)
def test_balanced_emphasis_and_line_ends(raw: str, text: str, emphasis: list[str]) -> None:
    assert reads(raw) == (text, emphasis)


@given(st.text("a *文\n\r.", max_size=60))
def test_only_asterisks_and_returns_vanish(raw: str) -> None:
    text, _ = reads(raw)
    assert "\r" not in text
    kept = raw.replace("\r\n", "\n").replace("\r", "\n")
    assert text.replace("*", "") == kept.replace("*", "")
    assert (kept.count("*") - text.count("*")) % 4 == 0
