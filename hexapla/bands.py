"""How the analysis of a draft looks: a table of bands as CAT tools print it.

From: hexapla.commands.lookup. To: standard output. Not here: the analysis (search.lookup).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click

from hexapla.printing import as_json
from search.lookup.answers import Pretranslation

_HEAD = ("band", "clauses", "words", "%", "clauses", "words", "%")


def analysis_json(found: Pretranslation) -> Iterator[str]:
    """A JSON object a clause of the draft, then one with the report."""
    for draft in found.drafts:
        match = draft.match
        yield as_json(
            {
                "text": draft.text,
                "words": draft.words,
                "band": draft.band,
                "masked_band": draft.masked_band,
                "percent": match and match.percent,
                "masked_percent": match and match.masked_percent,
                "unit": match and match.unit,
                "symbol": match and match.symbol,
                "versions": match and match.versions,
            }
        )
    bands = [asdict(band) for band in found.report]
    yield as_json({"source": found.source, "report": bands})


def analysis_lines(found: Pretranslation) -> Iterator[str]:
    """The report for people: as the draft stands, and with numbers, dates and symbols aside."""
    words = sum(band.words for band in found.report) or 1
    yield click.style(f"{'':10}{'as it stands':>22}{'numbers aside':>26}", dim=True)
    yield click.style(_row(*_HEAD), bold=True)
    for band in found.report:
        yield _row(
            band.band,
            f"{band.clauses:,}",
            f"{band.words:,}",
            f"{band.words / words:.0%}",
            f"{band.masked_clauses:,}",
            f"{band.masked_words:,}",
            f"{band.masked_words / words:.0%}",
        )
    clauses = sum(band.clauses for band in found.report)
    whole = (f"{clauses:,}", f"{sum(band.words for band in found.report):,}", "")
    yield _row("all", *whole, *whole)


def _row(name: str, *cells: str) -> str:
    return f"{name:10}" + "".join(f"{cell:>8}" for cell in cells)
