"""HTML source cut into text, tags and character references, each with its place.

Written for offsets and for hostile input: one pass, time linear in the source whatever it holds
(the standard library's parser takes a minute over 60 kB of ``<a <a <a``).
From: readers.html. To: the same. Not here: what an element means.

Source for what malformed markup comes to: the HTML standard, chapter on tokenization, in outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Literal

_MARK = re.compile(r"<!--|<[!?]|</?([A-Za-z][^\s/>]*)|&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);?")
_TAG_END = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_VERBATIM = frozenset({"script", "style", "textarea", "title"})  # no tags inside


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch ``[start, end)`` of the source.

    name: of the tag, lower case, "" for others. empty: a start tag closed in itself, ``<script/>``,
    which XHTML allows and people write.
    """

    kind: Literal["text", "open", "close", "reference"]
    start: int
    end: int
    name: str = ""
    empty: bool = False


def tokens(source: str) -> Iterator[Token]:
    """Tokens in rising order; comments and declarations lie in the gaps between them.

    >>> [(t.kind, t.name) for t in tokens("a<!-- b --><P id='>'>")]
    [('text', ''), ('open', 'p')]
    """
    place, quotes = 0, True
    while mark := _MARK.search(source, place):
        if mark.start() > place:
            yield Token("text", place, mark.start())
        if mark[0][0] == "&":
            place = mark.end()
            yield Token("reference", mark.start(), place)
        elif mark[1] is None:
            place = _behind(source, "-->" if mark[0] == "<!--" else ">", mark.end())
        else:
            end = _tag_end(source, mark.end(), quotes=quotes)
            if end is None and quotes:  # a quotation mark never closes: from here on, none counts
                quotes, end = False, _tag_end(source, mark.end(), quotes=False)
            if end is None:  # no tag ends any more
                yield Token("text", mark.start(), len(source))
                return
            tag = Token(
                "close" if mark[0].startswith("</") else "open",
                mark.start(),
                end,
                mark[1].lower(),
                empty=source.endswith("/>", mark.end(), end),
            )
            yield tag
            place = end
            if tag.kind == "open" and tag.name in _VERBATIM and not tag.empty:
                place = _verbatim_end(source, tag.name, end)
                yield Token("text", end, place)
    if place < len(source):
        yield Token("text", place, len(source))


def attributes(source: str, tag: Token) -> dict[str, str]:
    """The attributes of a start tag, names in lower case, values unescaped; "" for one without.

    >>> attributes("<ol type=a start='3' reversed>", Token("open", 0, 30, "ol"))
    {'type': 'a', 'start': '3', 'reversed': ''}
    """
    inside = source[tag.start + 1 + len(tag.name) : tag.end - 1]
    return {
        found[1].lower(): unescape(found[2] or found[3] or found[4] or "")
        for found in _ATTRIBUTE.finditer(inside)
    }


def _behind(source: str, what: str, start: int) -> int:
    """The offset behind the next ``what``; the end of the source if there is none."""
    found = source.find(what, start)
    return len(source) if found < 0 else found + len(what)


def _tag_end(source: str, start: int, *, quotes: bool) -> int | None:
    if quotes:
        found = _TAG_END.match(source, start)
        return found.end() if found else None
    return source.find(">", start) + 1 or None


def _verbatim_end(source: str, name: str, start: int) -> int:
    found = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, start)
    return found.start() if found else len(source)
