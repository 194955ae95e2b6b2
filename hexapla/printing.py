"""How answers look: for people on a terminal, for programs as one JSON object a line.

From: hexapla.command_line. To: standard output. Not here: what is found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

import click

from alignment.exchange.rows import Written
from hexapla.outcome import Outcome
from hexapla.showing import ShownClause
from indexer.document import Span
from indexer.store.records import NAMING_ORDER
from search.answer import Answer, Hit, Reason, SameWording

_SYMBOLS = 5  # documents of the same wording that are named to people
_FACET_VALUES = 10  # most frequent values that are shown to people
_STATES = {
    "indexed": "indexed",
    "unchanged": "unchanged",
    "removed": "removed",
    "failed": "could not be read",
}
_HIT_FIELDS = (
    "unit",
    "score",
    "symbol",
    "collection",
    "kind",
    "number",
    "year",
    "versions",
    "highlights",
    "status",
    "probability",
)


def as_json(value: Mapping[str, object]) -> str:
    """One line of JSON, in the script it is in; what is None stays, as null."""
    return json.dumps(value, ensure_ascii=False)


def hit_json(hit: Hit) -> str:
    """A hit with its highlights; explanation and units of its wording only if asked for."""
    fields: dict[str, object] = {name: getattr(hit, name) for name in _HIT_FIELDS}
    if hit.explain is not None:
        fields["explain"] = {name: asdict(reason) for name, reason in hit.explain.items()}
    if hit.others is not None:
        fields["count"] = 1 + len(hit.others)
        fields["others"] = [other._asdict() for other in hit.others]
    return as_json(fields)


def answer_lines(answer: Answer, *, first: int) -> Iterator[str]:
    """An answer for people: each hit with its versions, those first in which something was found.

    first: number of the first hit, from 1.
    """
    for number, hit in enumerate(answer.hits, first):
        yield _hit_head(hit, number)
        found = hit.highlights
        for lang, text in sorted(hit.versions.items(), key=lambda one: one[0] not in found):
            marked = highlighted(text, found.get(lang, []))
            yield f"   {click.style(lang, dim=True)}  {marked}"
        if hit.others:
            yield f"   {_same_wording(hit.others)}"
        for name, reason in (hit.explain or {}).items():
            yield f"       {_reason(name, reason)}"
        yield ""
    yield from _facet_lines(answer)


def total(answer: Answer, *, first: int) -> str:
    """Which hits of how many were shown, in one line."""
    if not answer.hits:
        return "nothing found" if first == 1 else "no more hits"
    shown = f"{first}-{first + len(answer.hits) - 1} of {answer.total:,}"
    return shown if answer.units is None else f"{shown} wordings in {answer.units:,} units"


def highlighted(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans, which do not overlap and rise, marked for a terminal."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], click.style(text[start:end], fg="yellow", bold=True)]
        at = end
    return "".join([*parts, text[at:]])


def shown_lines(clauses: Sequence[ShownClause]) -> Iterator[str]:
    """A document for people: each unit's number, then its versions."""
    for symbol, of_symbol in groupby(clauses, key=lambda clause: clause.symbol):
        yield click.style(symbol, bold=True)
        for _, unit in groupby(of_symbol, key=lambda clause: clause.unit):
            yield from _unit_lines(list(unit))


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """What an indexing run did, in one line."""
    counts = {state: sum(one.state == state for one in outcomes) for state in _STATES}
    done = [f"{counts[state]} {word}" for state, word in _STATES.items() if counts[state]]
    clauses = sum(one.clauses for one in outcomes)
    languages = len({lang for one in outcomes for lang in one.languages})
    what = f"; {clauses:,} clauses in {languages} languages" if clauses else ""
    return f"{', '.join(done) or 'no files'}{what}, {seconds:.1f} s"


def written(count: Written) -> str:
    """How much an export wrote, in one line."""
    left_out = f"; {count.left_out:,} left out, they do not fit the format" * bool(count.left_out)
    return f"{count.units:,} units written{left_out}"


def _reason(name: str, reason: Reason) -> str:
    if reason.rank is None:
        expected = f"expected {reason.scaled:.3f}, " if reason.scaled else ""
        return f"{name}: not found, {expected}weight {reason.weight:.2f}"
    return (
        f"{name}: rank {reason.rank}, score {reason.score:.3f}, "
        f"scaled {reason.scaled:.3f}, weight {reason.weight:.2f}"
    )


def _same_wording(others: Sequence[SameWording]) -> str:
    """How many units more have the wording, and in which documents."""
    times = Counter(other.symbol for other in others)
    named = [f"{symbol} ({n})" if n > 1 else symbol for symbol, n in times.items()]
    more = f", and {len(named) - _SYMBOLS} more documents" if len(named) > _SYMBOLS else ""
    return f"the same words {len(others)} times more: {', '.join(named[:_SYMBOLS])}{more}"


def _hit_head(hit: Hit, number: int) -> str:
    where = f"{hit.symbol} {hit.kind}{f' {hit.number}' if hit.number else ''}"
    sure = "" if hit.probability is None else f"  p {hit.probability:.2f}"
    score = click.style(f"{hit.score:.3f}{sure}", dim=True)
    return f"{number}. {click.style(where, bold=True)}  {score}"


def _unit_lines(clauses: list[ShownClause]) -> Iterator[str]:
    head = min(clauses, key=lambda clause: NAMING_ORDER.index(clause.lang))
    yield click.style(f"{head.kind}{f' {head.number}' if head.number else ''}", dim=True)
    for clause in clauses:
        notes = "".join(f" [{label}]" for label in clause.calls)
        lang = click.style(clause.lang, dim=True)
        yield f"   {lang}  {clause.text}{click.style(notes, dim=True)}"


def _facet_lines(answer: Answer) -> Iterator[str]:
    for name, counts in (answer.facets or {}).items():
        values = list(counts.items())
        shown = ", ".join(f"{value} ({count:,})" for value, count in values[:_FACET_VALUES])
        more = f", and {len(values) - _FACET_VALUES} more" if len(values) > _FACET_VALUES else ""
        yield f"{click.style(name, bold=True)}: {shown}{more}"
