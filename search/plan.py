"""What a keyword engine has to score, in words that every engine has.

A plan is a query after analysis: terms in fields, joined by sums and maxima. It holds no engine's
syntax and needs no analyser: an engine turns each step into one query of its own. Scores are BM25
(k1 1.2, b 0.75) where nothing else is said; steps that only filter score 0.

From: search.planner. To: the keyword engines. Not here: which terms a word has.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.query import Filter


@dataclass(frozen=True, slots=True)
class Term:
    """The field holds exactly this term."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """The field holds these terms one after the other, then one that begins with ``start``.

    Two terms at least, ``start`` counted if it is not ""; it filters, and the terms score.
    """

    field: str
    terms: tuple[str, ...]
    start: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """The field holds a term that begins so; scores are summed over the terms that do."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """Two different terms, in any order, with at most ``distance`` terms between; scores 0."""

    field: str
    left: str
    right: str
    distance: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the index knows of the unit besides its text; scores ``score``."""

    filter: Filter
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Boost:
    """``step``, its score multiplied."""

    step: Step
    factor: float


@dataclass(frozen=True, slots=True)
class Best:
    """At least one of ``steps``; the highest of their scores."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """At least one of ``steps``; the sum of their scores."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of ``steps`` and none of ``without``; the sum of the scores of ``steps``."""

    steps: tuple[Step, ...]
    without: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """Holds for no unit: the query had no term that an index could hold."""


Leaf = Term | Sequence | Start | Within | Known | Nothing
Step = Leaf | Boost | Best | Sum | Every


def best(steps: list[Step]) -> Step:
    """The best of several steps, without wrapping where there is no choice.

    >>> best([Term("en", "peac")])
    Term(field='en', text='peac')
    """
    return _joined(Best, steps)


def total(steps: list[Step]) -> Step:
    """The sum of several steps, without wrapping where there is only one."""
    return _joined(Sum, steps)


def ranks(step: Step) -> bool:
    """Whether the units that hold may have different scores.

    >>> from search.query import Year
    >>> ranks(Every((Known(Year(2014, 2014)),))), ranks(Term("en", "peac"))
    (False, True)
    """
    match step:
        case Known() | Within() | Nothing():
            return False
        case Boost(child, _):
            return ranks(child)
        case Best(steps) | Sum(steps) | Every(steps, _):
            scores = {child.score for child in steps if isinstance(child, Known)}
            return len(scores) > 1 or any(ranks(child) for child in steps)
    return True


def _joined(join: type[Best] | type[Sum], steps: list[Step]) -> Step:
    kept: list[Step] = []
    for step in steps:
        # The best of what is the best of several is the best of all of them; sums likewise.
        kept += step.steps if isinstance(step, join) else [step]
    kept = [step for step in kept if not isinstance(step, Nothing)]
    if len(kept) == 1:
        return kept[0]
    return join(tuple(kept)) if kept else Nothing()
