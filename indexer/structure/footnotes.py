"""Footnotes and their calls.

A footnote is a paragraph that opens with its label; a call is the same label inside another one.
Superscript digits are labels wherever they open a paragraph; "(1)" (in Arabic), "[1]" and "*" are
only if some other paragraph calls them, for they open other things too.
From: paragraphs. To: structure (which paragraphs are footnotes), the segmenter (calls).
Not here: where a footnote's text stands between other paragraphs, which does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.structure.numerals import ascii_digits

Form = Literal["superscript", "bracket", "parenthesis", "star"]

_RAISED = "⁽?[⁰¹²³⁴-⁹]{1,3}⁾?"

# How each form opens a footnote.
_OPENS: dict[Form, re.Pattern[str]] = {
    "superscript": re.compile(rf"({_RAISED})[.)]?\s*(?=\S)"),
    "bracket": re.compile(r"\[(\d{1,3})\]:?\s*(?=\S)"),
    "parenthesis": re.compile(r"[(](\d{1,3})[)]\s*(?=\S)"),
    "star": re.compile(r"(\*{1,3})\s*(?=[^\s*])"),
}

# How each form calls one: right after a word or its punctuation. m², km³ and the like are units.
_CALLS: dict[Form, re.Pattern[str]] = {
    "superscript": re.compile(
        rf"(?<!\b[mм])(?<!\b[kcdкс][mм])({_RAISED}(?:[,،、˒]?\s?{_RAISED})*)"
    ),
    "bracket": re.compile(r"(?<=\S)\s?\[(\d{1,3})\]"),
    "parenthesis": re.compile(r"(?<=[^\s\d()])[(](\d{1,3})[)]"),
    "star": re.compile(r"(?<=[^\s*])(\*{1,3})(?![\w*])"),
}


@dataclass(frozen=True, slots=True)
class FootnoteMark:
    """A label (digits in ASCII) at the start of a footnote, and the length of it with its space."""

    label: str
    length: int


@dataclass(frozen=True, slots=True)
class CallMark:
    """Calls at ``[start, end)`` of a text: one label, or several in a row."""

    start: int
    end: int
    labels: tuple[str, ...]


class Footnotes:
    """The labels of a text's footnotes, by which their calls are told from other digits."""

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        """texts: all paragraphs of the text, as they read."""
        self._forms = [form for form in _OPENS if form != "parenthesis" or lang == "ar"]
        opened = {mark[:2] for text in texts if (mark := self._opening(text))}
        doubtful = {form for form, _ in opened} - {"superscript"}
        called = {pair for text in texts for form in doubtful for pair in _called(text, form)}
        self._opened = {(form, label) for form, label in opened if form not in doubtful} | (
            opened & called
        )
        self._live = [form for form in self._forms if any(form == known for known, _ in opened)]

    @property
    def labels(self) -> frozenset[str]:
        """All labels, digits in ASCII."""
        return frozenset(label for _, label in self._opened)

    def mark(self, text: str) -> FootnoteMark | None:
        """The mark of a paragraph that is a footnote, None for any other.

        >>> Footnotes(["Takes note;¹", "¹ A/66/762."], "en").mark("¹ A/66/762.")
        FootnoteMark(label='1', length=2)
        """
        opening = self._opening(text)
        if opening is None or opening[:2] not in self._opened:
            return None
        return FootnoteMark(opening[1], opening[2])

    def calls(self, text: str) -> list[CallMark]:
        """The calls in a text, in order; digits that no footnote answers to are left alone.

        >>> Footnotes(["Report;¹", "¹ A/66/762."], "en").calls("The report¹ on 12 km²")
        [CallMark(start=10, end=11, labels=('1',))]
        """
        found = [call for form in self._live for call in self._calls_of(form, text)]
        return sorted(found, key=lambda call: call.start)

    def _calls_of(self, form: Form, text: str) -> Iterator[CallMark]:
        for found in _CALLS[form].finditer(text):
            labels = self._labels_in(form, found.group(1))
            if labels and found.start():
                yield CallMark(found.start(), found.end(), labels)

    def _labels_in(self, form: Form, printed: str) -> tuple[str, ...]:
        """The labels printed in a row; "¹²" is 12 if there is such a footnote, else 1 and 2."""
        labels: list[str] = []
        for run in re.findall(r"\d+|\*+", ascii_digits(printed)):
            labels += [run] if (form, run) in self._opened else list(run)
        return tuple(labels) if all((form, label) in self._opened for label in labels) else ()

    def _opening(self, text: str) -> tuple[Form, str, int] | None:
        """Form, label and length of what may be a footnote's mark at the start of a paragraph."""
        if text[0] not in "⁽⁰¹²³⁴⁵⁶⁷⁸⁹[(*":
            return None
        for form in self._forms:
            if found := _OPENS[form].match(text):
                return form, _label(found.group(1)), found.end()
        return None


def _called(text: str, form: Form) -> Iterator[tuple[Form, str]]:
    for found in _CALLS[form].finditer(text):
        yield form, _label(found.group(1))


def _label(printed: str) -> str:
    return ascii_digits(printed).strip("⁽⁾")
