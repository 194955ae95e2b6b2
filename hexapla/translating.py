"""How answers for translators look: matches, differences; for programs as JSON.

A difference is printed as wdiff does, [-what goes-]{+what comes+}, and a part that is meant as
{=this=}; on a terminal they are in colour too.

From: hexapla.commands. To: standard output. Not here: what is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields

import click

from hexapla.printing import as_json
from indexer.document import Span
from search.lookup.answers import Change, Match, NumberChange, Rendering, Use, Wording

_MATCH_FIELDS = [one.name for one in fields(Match) if not one.name.startswith("_")]
_USES_SHOWN = 12  # of a wording, by name
_SORTS = {
    "exact": "the same words",
    "masked": "the same but for numbers",
    "fuzzy": "",
    "inside": "inside a longer clause",
    "passage": "a piece of the text",
    "semantic": "by meaning",
}


def match_lines(matches: Sequence[Match], query: str) -> Iterator[str]:
    """Matches for programs: one line of JSON each, with the text that was looked up."""
    for match in matches:
        told = {name: getattr(match, name) for name in _MATCH_FIELDS}
        told["changes"] = [asdict(change) for change in match.changes]
        told["numbers"] = [asdict(change) for change in match.numbers]
        yield as_json({"query": query, **told, "equivalents": match.equivalents})


def lookup_lines(matches: Sequence[Match], query: str, *, is_headed: bool) -> Iterator[str]:
    """Matches for people: how like, from where, what differs, every version.

    is_headed: the text that was looked up stands above, as one of several.
    """
    if is_headed:
        yield click.style(f"> {query}", bold=True)
    for place, match in enumerate(matches, 1):
        yield _head(match, place)
        text = match.versions.get(match.lang, "")
        if match.sort in ("semantic", "passage"):
            body = _marked(text, match)
        else:
            body = difference(text, query, match.changes, spaced=match.lang != "zh")
        yield f"   {click.style(match.lang, dim=True)}  {body}"
        answers = match.equivalents
        for lang, version in match.versions.items():
            if lang != match.lang:
                marked = _with_meant(version, answers.get(lang, []))
                yield f"   {click.style(lang, dim=True)}  {marked}"
        if match.numbers:
            yield f"       to change: {', '.join(map(_number, match.numbers))}"
        yield ""


def wording_json(wording: Wording) -> str:
    """A wording as one line of JSON, each rendering with the spans of what answers in it."""
    told = {one.name: getattr(wording, one.name) for one in fields(wording)}
    told["uses"] = [asdict(use) for use in wording.uses]
    told["changes"] = [asdict(change) for change in wording.changes]
    told["renderings"] = {
        lang: [
            {"text": one.text, "units": one.units, "equivalents": one.equivalents}
            for one in renderings
        ]
        for lang, renderings in wording.renderings.items()
    }
    return as_json(told)


def history_lines(wordings: Sequence[Wording]) -> Iterator[str]:
    """Wordings for people: when and where, what differs from the one before, every rendering."""
    before = ""
    for place, wording in enumerate(wordings, 1):
        yield _wording_head(wording, place)
        where = ", ".join(map(_where, wording.uses[:_USES_SHOWN]))
        more = len(wording.uses) - _USES_SHOWN
        yield f"   in  {where}{f' and {more} more' * (more > 0)}"
        text = _with_meant(wording.text, wording.marked)
        if wording.changes and not wording.marked:
            text = difference(
                before, text, wording.changes, spaced=wording.lang != "zh", onto_new=True
            )
        yield f"   {click.style(wording.lang, dim=True)}  {text}"
        for lang, renderings in wording.renderings.items():
            for rendering in renderings:
                count = _count(rendering, wording) if len(renderings) > 1 else ""
                marked = _with_meant(rendering.text, rendering.equivalents)
                yield f"   {click.style(lang, dim=True)}  {count}{marked}"
        yield ""
        before = wording.text


def difference(
    old: str, new: str, changes: Sequence[Change], *, spaced: bool, onto_new: bool = False
) -> str:
    """One text with what goes and what comes marked in it; what is equal, as it stands there.

    spaced: words have spaces between them. onto_new: the new text is shown, not the old one.

    >>> from search.lookup.answers import Change
    >>> ways = [Change("equal", (0, 2), (0, 2)), Change("replace", (3, 7), (3, 7))]
    >>> click.unstyle(difference("by 2025;", "by 2030.", ways, spaced=True))
    'by [-2025-]{+2030+};'
    """
    shown = new if onto_new else old
    parts, at = [], 0
    for change in changes:
        start, end = change.new if onto_new else change.old
        gone, came = old[slice(*change.old)], new[slice(*change.new)]
        parts.append(shown[at:start])
        if change.sort == "equal":
            parts.append(shown[start:end])
        else:
            marks = _gone(gone) * bool(gone) + _came(came) * bool(came)
            space = " " * (spaced and start == end)
            parts.append(f"{space}{marks}" if start else f"{marks}{space}")
        at = end
    return "".join([*parts, shown[at:]])


def short(text: str) -> str:
    """The beginning of a text, in quotes, for a line that names it."""
    line = " ".join(text.split())
    return f"'{line[:60]}…'" if len(line) > 61 else f"'{line}'"


def _wording_head(wording: Wording, place: int) -> str:
    first, last = _when(wording.first), _when(wording.last)
    when = first if first == last else f"{first} to {last}"
    count = len(wording.uses)
    uses = f"{count} uses" if count > 1 else "once"
    part = "" if wording.is_whole else ", inside longer clauses"
    return click.style(f"{place}. {when}, {uses}{part}", bold=True)


def _when(use: Use) -> str:
    return use.date or (str(use.year) if use.year else "no date")


def _where(use: Use) -> str:
    return f"{use.symbol} {use.number}" if use.number else f"{use.symbol} ({use.kind})"


def _count(rendering: Rendering, wording: Wording) -> str:
    return click.style(f"{len(rendering.units)} of {len(wording.uses)}: ", dim=True)


def _head(match: Match, place: int) -> str:
    percent = f"{match.percent} %"
    if match.masked_percent != match.percent:
        percent += f" ({match.masked_percent} % numbers aside)"
    if match.sort == "semantic":
        percent = f"{match.similarity:.2f} by meaning, {match.percent} % of the words"
    elif _SORTS[match.sort]:
        percent += f", {_SORTS[match.sort]}"
    where = f"{match.symbol} {match.kind}{f' {match.number}' if match.number else ''}"
    when = match.date or match.year
    facts = [where, *([str(when)] if when else []), match.status]
    if match.probability is not None:
        facts.append(f"p {match.probability:.2f}")
    if match.uses > 1:
        facts.append(f"used {match.uses} times, this is the latest")
    head = click.style(f"{place}. {percent}", bold=True)
    return f"{head}  {click.style(', '.join(facts), dim=True)}"


def _number(change: NumberChange) -> str:
    if change.old is None:
        return f"{change.new} is new"
    return f"{change.old} goes" if change.new is None else f"{change.old} -> {change.new}"


def _marked(text: str, match: Match) -> str:
    """The text with what is meant of it marked, if that is a part."""
    return _with_meant(text, [match.span]) if match.sort == "passage" else text


def _with_meant(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], meant(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def meant(text: str) -> str:
    """A part of a text that is meant, marked."""
    return click.style(f"{{={text}=}}", fg="yellow")


def _gone(text: str) -> str:
    return click.style(f"[-{text}-]", fg="red")


def _came(text: str) -> str:
    return click.style(f"{{+{text}+}}", fg="green")
