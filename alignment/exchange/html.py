"""One page to be read by people: the versions of each document side by side, a row a unit.

The page needs nothing but itself: no script, no fonts or pictures from elsewhere. Its look is in
``page.html``; here is what stands in it. Footnotes come at the end of their document, linked from
their calls and back.

From: rows. To: a browser, or a printer. Not here: how the page looks (page.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template
from typing import TextIO

from alignment.exchange.rows import Document, Row, RowClause, Written, direction, joiner
from indexer.document import Metadata

LOW = 0.7  # below, a row is marked: a person should look at it

_OWN_NAMES = {
    "ar": "العربية",
    "zh": "中文",
    "en": "English",
    "fr": "Français",
    "ru": "Русский",
    "es": "Español",
}
_JOINED = "\N{WORD JOINER}"  # a call does not begin a line
_DASH = "\N{EN DASH}"
_COLUMN_REM = 10  # a narrower column breaks every other word
_ROOMY = 3  # languages; for more, the text is set smaller
_LONGEST_HEAD = 40  # code points; "Annex" and what else may stand over one
_OPEN_CONTENTS = 40  # documents; a longer list is folded

_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_NUMBERED_IN_TEXT = frozenset({"title", "heading", "footnote"})

_Label = tuple[str, str]  # language, and the footnote's label as printed


@dataclass(frozen=True, slots=True)
class _Notes:
    """The footnotes of a document: what leads where.

    name: of the document, as ids begin. there: footnotes that have a text; called: those that have
    a call; placed: ids that are on the page, as an id must be there once only.
    """

    name: str
    there: frozenset[_Label]
    called: frozenset[_Label]
    placed: set[str]

    def place(self, label: _Label, mark: str) -> str:
        """An ``id`` attribute for a call ("c") or a footnote ("n"), if it is the first."""
        name = self.id(label, mark)
        if name in self.placed:
            return ""
        self.placed.add(name)
        return f' id="{name}"'

    def id(self, label: _Label, mark: str) -> str:
        lang, printed = label
        return f"{self.name}.{lang}.{mark}{_slug(printed)}"


def write_html(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """The whole page; the rows of a document are gone through twice, first for its footnotes."""
    listed = list(documents)
    names = _names(listed)
    before, after = _page(listed, names, langs).split("<!-- documents -->\n")
    out.write(before)
    units = 0
    for document, name in zip(listed, names, strict=True):
        out.write(_section_start(document, name, langs))
        notes = _notes(document, name)
        footnotes: list[str] = []
        number = 0
        for number, row in enumerate(document.rows, 1):
            markup = _row(row, f"{name}.{number}", langs, notes)
            if row.kind == "footnote":
                footnotes.append(markup)
            else:
                out.write(markup)
        out.write(f'</tbody>\n<tbody class="notes">\n{"".join(footnotes)}' if footnotes else "")
        out.write("</tbody>\n</table>\n</section>\n")
        units += number
    out.write(after)
    return Written(units)


def _page(documents: Sequence[Document], names: Sequence[str], langs: Sequence[str]) -> str:
    is_roomy = len(langs) <= _ROOMY
    template = files("alignment.exchange").joinpath("page.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        title=escape(_title(documents)),
        page_width=f"{5 + len(langs) * (28 if is_roomy else 20)}rem",
        text_size="1.0625rem" if is_roomy else ".9375rem",
        narrow=f"{4 + _COLUMN_REM * len(langs)}rem",
        language_styles="\n".join(_language_style(lang) for lang in langs),
        choices="\n".join(_choice(lang) for lang in langs) if len(langs) > 1 else "",
        low=f"{LOW:.0%}",
        contents=_contents(documents, names) if len(documents) > 1 else "",
    )


def _title(documents: Sequence[Document]) -> str:
    if len(documents) > 3:
        return f"{len(documents):,} documents"
    return ", ".join(document.symbol for document in documents)


def _language_style(lang: str) -> str:
    """How the column is put away, and its name, for where columns become paragraphs."""
    name = _OWN_NAMES.get(lang, escape(lang))
    return (
        f'body:has(#show-{_slug(lang)}:not(:checked)) :is(th, td)[lang="{escape(lang)}"] '
        f'{{ display: none; }}\n[lang="{escape(lang)}"] {{ --name: "{name}"; }}'
    )


def _choice(lang: str) -> str:
    name = f'<span lang="{escape(lang)}">{_OWN_NAMES.get(lang, escape(lang))}</span>'
    return f'<label><input type="checkbox" id="show-{_slug(lang)}" checked> {name}</label>'


def _contents(documents: Sequence[Document], names: Sequence[str]) -> str:
    items = "\n".join(
        f'<li><a href="#{name}">{escape(document.symbol)}</a>'
        f"{escape(document.metadata.title or '')}</li>"
        for document, name in zip(documents, names, strict=True)
    )
    is_open = " open" if len(documents) <= _OPEN_CONTENTS else ""
    summary = f"<summary>{len(documents):,} documents</summary>"
    return f"<nav>\n<details{is_open}>{summary}\n<ol>\n{items}\n</ol>\n</details>\n</nav>"


def _names(documents: Iterable[Document]) -> list[str]:
    """A name for each document, made of its symbol, for ids; no two are the same."""
    names: dict[str, None] = {}
    for document in documents:
        name = plain = _slug(document.symbol)
        more = 2
        while name in names:
            name, more = f"{plain}_{more}", more + 1
        names[name] = None
    return list(names)


def _slug(text: str) -> str:
    """The text with what an id had better not hold written as its code.

    >>> _slug("A/RES/71/901"), _slug("٣")
    ('A-RES-71-901', '_663')
    """
    plain = text.replace("/", "-")
    return re.sub("[^A-Za-z0-9-]", lambda found: f"_{ord(found[0]):x}", plain)


def _section_start(document: Document, name: str, langs: Sequence[str]) -> str:
    heads = "".join(
        f'<th scope="col"{_language(lang)}>{_OWN_NAMES.get(lang, escape(lang))}</th>'
        for lang in langs
    )
    return (
        f'<section id="{name}">\n<header><h1>{escape(document.symbol)}</h1>'
        f"<p>{escape(_facts(document.metadata))}</p></header>\n<table>\n"
        f'<thead><tr><td class="margin"></td>{heads}</tr></thead>\n<tbody>\n'
    )


def _facts(metadata: Metadata) -> str:
    """What the document says of itself, in one line."""
    day = metadata.date
    facts = (
        metadata.session and f"session {metadata.session}",
        metadata.agenda_item and f"agenda item {metadata.agenda_item}",
        metadata.meeting and f"meeting {metadata.meeting}",
        f"{day.day} {day:%B %Y}" if day else metadata.year and str(metadata.year),
    )
    return " · ".join(fact for fact in facts if fact)


def _notes(document: Document, name: str) -> _Notes:
    there: set[_Label] = set()
    called: set[_Label] = set()
    for row in document.rows:
        for lang, clauses in row.clauses.items():
            called.update((lang, call.label) for clause in clauses for call in clause.calls)
            there.update(
                (lang, clause.number)
                for clause in clauses
                if clause.kind == "footnote" and clause.number
            )
    return _Notes(name, frozenset(there), frozenset(called), set())


def _row(row: Row, name: str, langs: Sequence[str], notes: _Notes) -> str:
    is_low = row.probability is not None and row.probability < LOW
    cells = "".join(_cell(row, lang, notes) for lang in langs)
    kinds = f"{row.kind}{' head' * _is_head_of_annex(row)}{' low' * is_low}"
    return f'<tr class="{kinds}" id="{name}">{_margin(row, name, is_low)}{cells}</tr>\n'


def _is_head_of_annex(row: Row) -> bool:
    """Whether it is what stands over an annex, and not a paragraph in one."""
    is_short = all(len(row.text(lang)) <= _LONGEST_HEAD for lang in row.clauses)
    return row.kind == "annex" and row.number is None and is_short


def _margin(row: Row, name: str, is_low: bool) -> str:
    """The number, a link to the row itself; below it what a reviser should know of the row."""
    number = _marginal(row)
    link = f'<a href="#{name}">{escape(number)}</a>' if number else ""
    if is_low and row.probability is not None:
        link += f'<small title="probability that the row is right">{row.probability:.0%}</small>'
    if row.status in ("reviewed", "locked"):
        link += f"<small>{row.status}</small>"
    return f'<th scope="row" class="margin">{link}</th>'


def _marginal(row: Row) -> str | None:
    """The number that stands in the margin; those of headings and notes stand in the text."""
    return None if row.kind in _NUMBERED_IN_TEXT else row.number


def _cell(row: Row, lang: str, notes: _Notes) -> str:
    clauses = row.clauses.get(lang)
    if not clauses:
        return f'<td class="none" lang="{escape(lang)}"><span title="missing">{_DASH}</span></td>'
    text = ""
    shown = _marginal(row)
    for clause in clauses:
        number = _number(clause, lang, shown, notes)
        shown = clause.number
        text += (joiner(lang) if text else "") + number + _text(clause, lang, notes)
    return f"<td{_language(lang)}>{text}</td>"


def _number(clause: RowClause, lang: str, shown: str | None, notes: _Notes) -> str:
    """The number as this language prints it, where it is not what was shown already."""
    number = clause.number
    if number is None:
        return ""
    if clause.kind != "footnote":
        if shown is not None and _bare(number) == _bare(shown):
            return ""
        return f'<span class="n">{escape(number)}</span> '
    label = (lang, number)
    place = notes.place(label, "n")
    if label not in notes.called:
        return f'<span class="n"{place}>{escape(number)}</span> '
    back = notes.id(label, "c")
    return f'<a class="n note"{place} href="#{back}">{escape(number)}</a> '


def _bare(number: str) -> str:
    """A number without the signs around it: (a) and a) say the same."""
    return number.strip("().-\N{EN DASH} ").casefold()


def _text(clause: RowClause, lang: str, notes: _Notes) -> str:
    """The text with its lead marked and the calls of its footnotes linked."""
    marks: list[tuple[int, int, str]] = []  # offset, rank among marks there, markup
    if clause.lead and clause.kind != "footnote":
        marks += [(clause.lead[0], 2, "<i>"), (clause.lead[1], 0, "</i>")]
    marks += [(call.offset, 1, _call((lang, call.label), notes)) for call in clause.calls]
    parts, at = [], 0
    for offset, _, markup in sorted(marks, key=lambda mark: mark[:2]):
        parts += [_readable(clause.text[at:offset]), markup]
        at = offset
    return "".join([*parts, _readable(clause.text[at:])])


def _call(label: _Label, notes: _Notes) -> str:
    printed = escape(label[1])
    if label not in notes.there:
        return f"{_JOINED}<sup>{printed}</sup>"
    place = notes.place(label, "c")
    return f'{_JOINED}<sup><a{place} href="#{notes.id(label, "n")}">{printed}</a></sup>'


def _readable(text: str) -> str:
    """Escaped; control characters, which no page may hold, become spaces."""
    return escape(_UNSHOWN.sub(" ", text), quote=False)


def _language(lang: str) -> str:
    turned = ' dir="rtl"' if direction(lang) == "rtl" else ""
    return f' lang="{escape(lang)}"{turned}'
