"""Markdown, as far as documents of clauses use it; what is not known stays as text.

Front matter and comments vanish; headings, emphasis, links, footnotes, bullets, quotations, code
marks, escapes and character references become mends. Tables stay as they are.
From: readers.read. To: readers.read. Not here: paragraphs and numbers (structure.blocks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from indexer.document import Heading, Mend
from indexer.readers.emphasis import paired, runs
from indexer.readers.page import Page, joined, superscript
from indexer.readers.plain import line_ends

_FRONT = re.compile(
    r"---[ \t]*\r?\n(\w[\w -]*:[^\n]*\n(?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)"
)
_FIELD = re.compile(r"^(lang|language|symbol|title|date)[ \t]*:([^\r\n]*)", re.M | re.I)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+([^\r\n]*)", re.M)
_UNDERLINED = re.compile(r"^([^\r\n]+)(\r?\n(=+|-{2,})[ \t]*)(?=\r?$)", re.M)
_LINE_MARKS = re.compile(
    r"^(?:(?P<rule>[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}))(?=\r?$)"
    r"|(?P<fence>[ ]{0,3}(?:`{3,}|~{3,})[^\r\n]*)"
    r"|(?P<bullet>[ \t]*[-*+][ \t]+)(?=\S)"
    r"|(?P<quote>[ ]{0,3}(?:>[ ]?)+))",
    re.M,
)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,64})\]:[ \t]*", re.M)
_NOTE_CALL = re.compile(r"\[\^([^\]\s]{1,64})\]")
_REFERENCE = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]{0,200})\]:[ \t]*<?\S+[^\r\n]*", re.M)
_LINK = re.compile(
    r"(?P<open>!?\[)(?P<text>[^\[\]]{0,1000})"
    r"(?P<close>\](?:\(<?[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*>?(?:[ \t]+\"[^\"\n]*\")?\)"
    r"|\[(?P<label>[^\[\]\n]{0,200})\]))"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|\\(?=\r?\n)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)([^`\n]+)(?<!`)\1(?!`)")
_TAG = re.compile(
    r"<sup>(?P<raised>[^<\n]{0,40})</sup>|(?P<line><br[ \t]{0,9}/?>)|</?[A-Za-z][^<>\n]{0,500}>"
    r"|&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]\w{1,31});"
)
_EMPHASIS = re.compile(r"(?<![*\\])\*{1,3}(?!\*)|(?<![_\\])_{1,3}(?!_)")


def read_markdown(text: str) -> Page:
    """How Markdown reads; see ``indexer.readers.page.Page``.

    >>> read_markdown("# Water").headings
    (Heading(start=2, end=7, level=1),)
    """
    front = _FRONT.match(text)
    body = front.end() if front else 0
    headings, heading_marks = _headings(text, body)
    codes = list(_CODE.finditer(text, body))
    mends = [
        Mend(0, body, ""),
        *(Mend(*found.span(), found[1] or "") for found in _ESCAPE.finditer(text, body)),
        *heading_marks,
        *_notes(text, body),
        *_line_marks(text, body),
        *_links(text, body),
        *_comments(text, body),
        *_tags(text, body),
        *(Mend(found.start(), found.start(2), "") for found in codes),
        *(Mend(found.end(2), found.end(), "") for found in codes),
    ]
    hidden = [(mend.start, mend.end) for mend in mends] + [code.span() for code in codes]
    marks, emphasis = paired(text, runs(text, _EMPHASIS, hidden=hidden))
    stated = _stated(front[1]) if front else {}
    return Page(joined([*mends, *line_ends(text), *marks]), tuple(emphasis), headings, stated)


def _stated(front: str) -> dict[str, str]:
    """The fields of the front matter that say what the document is."""
    fields = {name.lower(): value.strip(" \t\"'") for name, value in _FIELD.findall(front)}
    if "language" in fields:
        fields.setdefault("lang", fields.pop("language"))
    return {name: value for name, value in fields.items() if value}


def _headings(text: str, body: int) -> tuple[tuple[Heading, ...], list[Mend]]:
    """Lines that begin with ``#``, and lines underlined with ``=`` or ``-``."""
    headings: list[Heading] = []
    mends: list[Mend] = []
    for found in _HEADING.finditer(text, body):
        bare = found[2].rstrip()
        unclosed = bare.rstrip("#")
        end = found.start(2) + len(unclosed.rstrip() if unclosed.endswith(" ") else bare)
        mends += [Mend(found.start(), found.start(2), ""), Mend(end, found.end(), "")]
        headings.append(Heading(found.start(2), end, len(found[1])))
    for found in _UNDERLINED.finditer(text, body):
        bare = found[1].strip()
        if bare and (bare[0] not in "-#>*=" or bare.startswith("**")):
            start = found.start() + found[1].index(bare)
            mends.append(Mend(*found.span(2), "\n"))
            headings.append(Heading(start, start + len(bare), 1 if found[3][0] == "=" else 2))
    kept = [heading for heading in headings if heading.end > heading.start]
    return tuple(sorted(kept, key=lambda heading: heading.start)), mends


def _notes(text: str, body: int) -> Iterator[Mend]:
    """Calls read as raised numbers, and so do the labels before the notes themselves."""
    notes = {found.start(1): found for found in _NOTE.finditer(text, body)}
    calls = [call for call in _NOTE_CALL.finditer(text, body) if call.start(1) not in notes]
    labels = dict.fromkeys(found[1] for found in notes.values())
    numbers = {label: label for label in labels}
    if not all(label.isdecimal() for label in labels):  # numbered as they are called
        order = dict.fromkeys([*(call[1] for call in calls if call[1] in labels), *labels])
        numbers = {label: str(place) for place, label in enumerate(order, 1)}
    for found in notes.values():
        yield Mend(*found.span(), f"\n{superscript(numbers[found[1]])} ")
    for call in calls:
        if call[1] in numbers:
            yield Mend(*call.span(), superscript(numbers[call[1]]))


def _line_marks(text: str, body: int) -> Iterator[Mend]:
    """Rules, fences and quotation marks vanish; a bullet begins a paragraph."""
    for found in _LINE_MARKS.finditer(text, body):
        yield Mend(*found.span(), "\n" if found["bullet"] else "")


def _links(text: str, body: int) -> Iterator[Mend]:
    """Links and pictures read as their text; definitions of links vanish."""
    labels = set()
    for found in _REFERENCE.finditer(text, body):
        labels.add(found[1].casefold())
        yield Mend(*found.span(), "")
    for found in _LINK.finditer(text, body):
        label = found["label"]
        if label is None or (label or found["text"]).casefold() in labels:
            yield Mend(*found.span("open"), "")
            yield Mend(*found.span("close"), "")


def _comments(text: str, body: int) -> Iterator[Mend]:
    """Comments vanish; one that never closes stays as text."""
    start = text.find("<!--", body)
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield Mend(start, end + 3, "")
        start = text.find("<!--", end)


def _tags(text: str, body: int) -> Iterator[Mend]:
    """Tags vanish, ``<br>`` is a line end, ``<sup>`` raises, character references are read."""
    for found in _TAG.finditer(text, body):
        if found["raised"] is not None:
            yield Mend(*found.span(), superscript(found["raised"].strip("[]")))
        elif found["line"]:
            yield Mend(*found.span(), "\n")
        else:
            yield Mend(*found.span(), unescape(found[0]) if found[0][0] == "&" else "")
