"""How a concordance looks: the word in the middle, what answers to it marked, figures below.

From: hexapla.commands.concordance. To: standard output. Not here: what is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from hexapla.printing import as_json
from hexapla.translating import meant
from indexer.document import Span
from search.lookup.answers import Concordance

_AROUND = 40  # characters to either side


def json_lines(found: Concordance, most: int) -> Iterator[str]:
    """A JSON object a line of the concordance, then one with the figures."""
    for line in found.lines[:most]:
        yield as_json({"keyword": line.keyword, **asdict(line)})
    yield as_json(
        {
            "units": found.units,
            "collocates": [asdict(one) for one in found.collocates],
            "terms": {lang: [asdict(one) for one in terms] for lang, terms in found.terms.items()},
        }
    )


def lines_of(found: Concordance, most: int) -> Iterator[str]:
    """A concordance for people."""
    for line in found.lines[:most]:
        where = f"{line.symbol}{f' {line.number}' if line.number else ''}"
        text = line.versions[line.lang]
        yield f"{_context(text, [line.span], padded=True)}  {click.style(where, dim=True)}"
        for lang, version in line.versions.items():
            if lang != line.lang:
                answer = _context(version, line.equivalents.get(lang, []), padded=False)
                yield f"{' ' * (_AROUND - 4)}{click.style(lang, dim=True)}  {answer}"
    if found.collocates:
        yield ""
        yield click.style("near it (lines, in the corpus, log-likelihood)", bold=True)
        for one in found.collocates:
            yield f"   {one.word}  {one.count}  {one.in_corpus}  {one.log_likelihood:.1f}"
    for lang, terms in found.terms.items():
        yield ""
        yield click.style(f"in {lang}", bold=True)
        for term in terms:
            yield f"   {term.text}  {term.count} ({term.share:.0%})"


def total(found: Concordance, most: int) -> str:
    """How many lines were shown of how many, in one line."""
    shown = min(most, len(found.lines))
    return f"{shown:,} of {len(found.lines):,} lines, in {found.units:,} units"


def _context(text: str, spans: list[Span], *, padded: bool) -> str:
    """What stands around the first and the last span, which are marked."""
    if not spans:
        return _short(text, 2 * _AROUND)
    start, end = spans[0][0], spans[-1][1]
    left = text[max(start - _AROUND, 0) : start]
    right = text[end : end + _AROUND]
    parts, at = [], start
    for begin, stop in spans:
        parts += [text[at:begin], meant(text[begin:stop])]
        at = stop
    if padded:
        left = left.rjust(_AROUND)
    return f"{left}{''.join(parts)}{right}"


def _short(text: str, size: int) -> str:
    return text if len(text) <= size else f"{text[: size - 1]}…"
