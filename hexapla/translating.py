"""How answers for translators look: matches, differences; for programs as JSON.

A difference is printed as wdiff does, [-what goes-]{+what comes+}, and a part that is meant as
{=this=}; on a terminal they are in colour too.

From: hexapla.commands. To: standard output. Not here: what is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from hexapla.printing import as_json
from search.lookup.answers import Change, Match, NumberChange

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
        yield as_json({"query": query, **asdict(match)})


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
        for lang, version in match.versions.items():
            if lang != match.lang:
                yield f"   {click.style(lang, dim=True)}  {version}"
        if match.numbers:
            yield f"       to change: {', '.join(map(_number, match.numbers))}"
        yield ""


def difference(old: str, new: str, changes: Sequence[Change], *, spaced: bool) -> str:
    """The old text with what goes and what comes marked in it.

    >>> from search.lookup.answers import Change
    >>> ways = [Change("equal", (0, 2), (0, 2)), Change("replace", (3, 7), (3, 7))]
    >>> click.unstyle(difference("by 2025;", "by 2030.", ways, spaced=True))
    'by [-2025-]{+2030+};'
    """
    parts, at = [], 0
    for change in changes:
        parts.append(old[at : change.old[0]])
        gone, came = old[slice(*change.old)], new[slice(*change.new)]
        if change.sort == "equal":
            parts.append(gone)
        else:
            marks = _gone(gone) * bool(gone) + _came(came) * bool(came)
            space = " " * (spaced and change.sort == "insert")
            parts.append(f"{space}{marks}" if change.old[0] else f"{marks}{space}")
        at = change.old[1]
    return "".join([*parts, old[at:]])


def short(text: str) -> str:
    """The beginning of a text, in quotes, for a line that names it."""
    line = " ".join(text.split())
    return f"'{line[:60]}…'" if len(line) > 61 else f"'{line}'"


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
    if match.sort != "passage":
        return text
    start, end = match.span
    return f"{text[:start]}{_meant(text[start:end])}{text[end:]}"


def _meant(text: str) -> str:
    return click.style(f"{{={text}=}}", fg="yellow")


def _gone(text: str) -> str:
    return click.style(f"[-{text}-]", fg="red")


def _came(text: str) -> str:
    return click.style(f"{{+{text}+}}", fg="green")
