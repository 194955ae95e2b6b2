"""HTML: the raw text is the source, and every tag and entity is a mend.

Blocks read as paragraphs (a blank line between), ``<br>`` as a line end, table cells are parted by
a tab, items of ordered lists get the numbers a browser counts, white space collapses.
From: readers.read. To: readers.read. Not here: what is a paragraph's number or a footnote's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from indexer.document import Heading, Mend, Span
from indexer.readers.html_tokens import Token, attributes, tokens
from indexer.readers.ordinals import ordinal
from indexer.readers.page import Page, superscript

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre
    section summary table tbody tfoot thead tr ul""".split()  # noqa: SIM905
)
_UNREAD = frozenset({"button", "nav", "noscript", "object", "script", "select", "style", "svg"})
_UNREAD |= {"template", "textarea", "title"}
_EMPHASIS = frozenset({"b", "strong", "i", "em"})
_FOLLOWED = _EMPHASIS | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "span", "sup"}
_BOLD_STYLE = re.compile(r"font-(?:weight:\s*(?:bold|[6-9]00)|style:\s*italic)", re.IGNORECASE)
_FOOTNOTE_ID = re.compile(r"_?(?:fn|ftn|footnote|note)", re.IGNORECASE)
_PRINTED_NUMBER = re.compile(r"\d|\(|\w{1,4}\)")  # "1.", "(a)", "a)", "ii)"
_RUN = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*|[ \t\n\r\f]+")
_CJK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff65]")
_CHARSET = re.compile(
    rb"""<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]+encoding=["']([\w.-]+)""",
    re.IGNORECASE,
)


def read_html(text: str) -> Page:
    """How the source of a page reads; see ``indexer.readers.page.Page``.

    >>> read_html("<p>Takes <b>note</b>").emphasis
    ((12, 16),)
    """
    return _Reader(text).page()


def declared_encoding(data: bytes) -> str | None:
    """What the head of a page says its encoding is.

    >>> declared_encoding(b'<head><meta charset="windows-1251">')
    'windows-1251'
    """
    found = _CHARSET.search(data[:4096])
    return (found[1] or found[2]).decode("ascii", "replace") if found else None


@dataclass(slots=True)
class _Gap:
    """What stands between two stretches of text that are read."""

    block: bool = False
    cell: bool = False
    breaks: int = 0
    space: bool = False
    soft: bool = False  # the white space holds a line end of the source
    number: str = ""  # of the item that begins, with what parts it from the text
    item: int = 0  # the raw offset of that item

    def reads(self, before: str, after: str) -> str:
        """The gap as it reads between two characters, its number apart; "" at the start."""
        if not before:
            return ""
        if self.block:
            return "\n\n"
        if self.breaks:
            return "\n" * min(self.breaks, 2)
        if self.cell:
            return "\t"
        if self.soft and _CJK.match(before) and _CJK.match(after):
            return ""
        return " " if self.space else ""


@dataclass(slots=True)
class _Open:
    """An element that is open, and where its text starts, once there is any."""

    emphasis: bool
    start: int | None = None


@dataclass(slots=True)
class _List:
    """An open list; style is the ``type`` of an ordered one, None for others."""

    style: str | None
    next: int = 1


class _Reader:
    """Follows the tokens through the source, and mends whatever lies between the stretches read."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._open: dict[str, list[_Open]] = {}  # by tag, the innermost last
        self._started: list[_Open] = []  # those of them in which nothing has been read yet
        self._lists: list[_List] = []
        self._unread, self._depth = "", 0  # the outermost element that is not read, open how often
        self._gap = _Gap()
        self._last = ""  # the last character that was read
        self._done = 0  # the raw offset behind it
        self._mends: list[Mend] = []
        self._emphasis: set[Span] = set()
        self._headings: list[Heading] = []
        self._stated: dict[str, str] = {}

    def page(self) -> Page:
        """Follow the source to its end."""
        for token in tokens(self._source):
            if self._unread:
                self._pass_over(token)
            elif token.kind == "text":
                self._text(token)
            elif token.kind == "reference":
                self._reference(token)
            elif token.kind == "open":
                self._start(token)
            else:
                self._end(token.name)
        self._mend(self._done, len(self._source), "")
        headings = tuple(sorted(self._headings, key=lambda heading: heading.start))
        return Page(tuple(self._mends), tuple(sorted(self._emphasis)), headings, self._stated)

    def _pass_over(self, token: Token) -> None:
        if token.kind == "text" and self._unread == "title":
            title = unescape(self._source[token.start : token.end])
            self._stated.setdefault("caption", " ".join(title.split()))
        elif token.name == self._unread and not token.empty:
            self._depth += 1 if token.kind == "open" else -1
            self._unread = self._unread if self._depth else ""

    def _start(self, token: Token) -> None:
        tag = token.name
        if tag in _UNREAD and not token.empty:
            self._unread, self._depth = tag, 1
        self._gap.block |= tag in _BLOCKS
        self._gap.cell |= tag in {"td", "th"}
        self._gap.breaks += tag == "br"
        if tag in {"html", "body"}:
            values = attributes(self._source, token)
            lang = values.get("lang") or values.get("xml:lang")
            self._stated |= {"lang": lang} if lang else {}
        elif tag in {"ol", "ul", "li"}:
            self._start_list(tag, attributes(self._source, token), token.start)
        elif tag in _FOLLOWED:
            emphasis = tag in _EMPHASIS or (
                tag == "span"
                and bool(_BOLD_STYLE.search(attributes(self._source, token).get("style", "")))
            )
            self._started.append(_Open(emphasis))
            self._open.setdefault(tag, []).append(self._started[-1])

    def _end(self, tag: str) -> None:
        self._gap.block |= tag in _BLOCKS
        if tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        if not self._open.get(tag):
            return
        element = self._open[tag].pop()
        if element.start is None:
            return
        if element.emphasis:
            self._emphasis.add((element.start, self._done))
        if _level(tag):
            self._headings.append(Heading(element.start, self._done, _level(tag)))

    def _text(self, token: Token) -> None:
        data = self._source[token.start : token.end]
        if self._open.get("pre"):
            self._preformatted(data, token.start)
            return
        for run in _RUN.finditer(data):
            if run[0][0] in " \t\n\r\f":
                self._gap.space = True
                self._gap.soft |= "\n" in run[0] or "\r" in run[0]
            else:
                self._read(token.start + run.start(), run[0])

    def _reference(self, token: Token) -> None:
        raw = self._source[token.start : token.end]
        letter = unescape(raw)
        if letter in {" ", "\t", "\n", "\r"}:
            self._gap.space = True
        else:
            self._read(token.start, raw, reads=letter)

    def _preformatted(self, data: str, start: int) -> None:
        for line in re.finditer(r"[^\r\n]+|\r\n?|\n", data):
            if line[0][0] in "\r\n":
                self._gap.breaks += 1
            else:
                self._read(start + line.start(), line[0])

    def _read(self, start: int, raw: str, *, reads: str | None = None) -> None:
        """A stretch of the source that is read: settle the gap before it, then itself."""
        reads = raw if reads is None else reads
        if self._open.get("sup"):
            reads = superscript(reads)
        self._settle(start, reads[:6])
        self._mend(start, start + len(raw), reads)
        for element in self._started:
            element.start = start
        self._started.clear()
        self._gap, self._last, self._done = _Gap(), reads[-1:] or self._last, start + len(raw)

    def _settle(self, start: int, after: str) -> None:
        """Mend the gap before ``start``; a number belongs to its item, not to the space before."""
        reads = self._gap.reads(self._last, after)
        if not self._gap.number or _PRINTED_NUMBER.match(after):
            self._mend(self._done, start, reads)
        elif self._gap.item > self._done:
            self._mend(self._done, self._gap.item, reads)
            self._mend(self._gap.item, start, self._gap.number)
        else:
            self._mend(self._done, start, reads + self._gap.number)

    def _mend(self, start: int, end: int, reads: str) -> None:
        if end > start and self._source[start:end] != reads:
            self._mends.append(Mend(start, end, reads))

    def _start_list(self, tag: str, values: dict[str, str], start: int) -> None:
        if tag != "li":
            style = values.get("type", "1") if tag == "ol" else None
            self._lists.append(_List(style, _integer(values.get("start"), 1)))
        elif self._lists and (style := self._lists[-1].style) is not None:
            value = _integer(values.get("value"), self._lists[-1].next)
            self._lists[-1].next = value + 1
            printed = ordinal(value, style)
            if _FOOTNOTE_ID.match(values.get("id", "")):
                printed = superscript(str(value))
            self._gap.number, self._gap.item = f"{printed} ", start


def _level(tag: str) -> int:
    return int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,6}", value) else default
