"""Footnotes and their calls.

A footnote is a paragraph that opens with its label; a call is the same label inside another one.
Superscript digits are labels wherever they open a paragraph; "(1)" (in Arabic), "[1]" and "*" are
only if some other paragraph calls them, for they open other things too.
From: paragraphs. To: structure (which paragraphs are footnotes), the segmenter (calls).
Not here: where a footnote's text stands between other paragraphs, which does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.numerals import ascii_digits

_SUPERSCRIPTS = "⁰¹²³⁴-⁹"
_OPENS_SUPERSCRIPT = re.compile(rf"([{_SUPERSCRIPTS}]{{1,3}})[.)]?\s*(?=\S)")
_OPENS_OTHER = {
    "bracket": re.compile(r"\[(\d{1,3})\]:?\s*(?=\S)"),
    "paren": re.compile(r"[(](\d{1,3})[)]\s*(?=\S)"),
    "star": re.compile(r"(\*{1,3})\s*(?=[^\s*])"),
}

# A call stands right after a word or its punctuation. m², km³ and the like are units.
_CALL_SUPERSCRIPT = re.compile(
    rf"(?<!\b[mм])(?<!\b[kcdкс][mм])[{_SUPERSCRIPTS}]+(?:[,،、]?\s?[{_SUPERSCRIPTS}]+)*"
)
_CALLS_OTHER = {
    "bracket": re.compile(r"(?<=\S)\s?\[(\d{1,3})\]"),
    "paren": re.compile(r"(?<=[^\s\d()])[(](\d{1,3})[)]"),
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
    """The labels of the footnotes of one text, so that their calls can be told from other digits."""

    def __init__(self, texts: Sequence[str], lang: str) -> None:
        """texts: all paragraphs of the text, as they read."""
        self._others = [name for name in _OPENS_OTHER if name != "paren" or lang == "ar"]
        called = set(self._called(texts))
        self._opened = [
            (name, label)
            for text in texts
            if (name_label := _opening(text, self._others))
            for name, label in [name_label]
            if name == "superscript" or name_label in called
        ]
        self.labels = {label for _, label in self._opened}
        self._forms = {name for name, _ in self._opened}

    def mark(self, text: str) -> FootnoteMark | None:
        """The mark of a paragraph that is a footnote, None for any other.

        >>> Footnotes(["Takes note;¹", "¹ A/66/762."], "en").mark("¹ A/66/762.")
        FootnoteMark(label='1', length=2)
        """
        opening = _opening(text, self._others)
        if opening is None or opening not in self._opened:
            return None
        pattern = _OPENS_OTHER.get(opening[0], _OPENS_SUPERSCRIPT)
        found = pattern.match(text)
        return FootnoteMark(opening[1], found.end()) if found else None

    def calls(self, text: str) -> list[CallMark]:
        """The calls in a text, in order; digits that no footnote answers to are left alone.

        >>> Footnotes(["Report;¹", "¹ A/66/762."], "en").calls("The report¹ on 12 km²")
        [CallMark(start=10, end=11, labels=('1',))]
        """
        if not self._forms:
            return []
        found = [call for form in sorted(self._forms) for call in self._calls_of(form, text)]
        return sorted(found, key=lambda call: call.start)

    def _calls_of(self, form: str, text: str) -> Iterator[CallMark]:
        pattern = _CALLS_OTHER.get(form, _CALL_SUPERSCRIPT)
        for found in pattern.finditer(text):
            labels = self._labels_in(found.group(), form)
            if labels and found.start():
                yield CallMark(found.start(), found.end(), labels)

    def _labels_in(self, printed: str, form: str) -> tuple[str, ...]:
        if form == "star":
            return (printed,) if printed in self.labels else ()
        runs = re.findall(r"\d+", ascii_digits(printed))
        labels: list[str] = []
        for run in runs:
            labels += [run] if run in self.labels else list(run)
        return tuple(labels) if self.labels.issuperset(labels) else ()

    def _called(self, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        for text in texts:
            for name in self._others:
                for found in _CALLS_OTHER[name].finditer(text):
                    yield name, ascii_digits(found.group(1))


def _opening(text: str, others: Sequence[str]) -> tuple[str, str] | None:
    """The form and the label of what may be a footnote's mark at the start of a paragraph."""
    if found := _OPENS_SUPERSCRIPT.match(text):
        return "superscript", ascii_digits(found.group(1))
    if text[0] in "([*":
        for name in others:
            if found := _OPENS_OTHER[name].match(text):
                return name, ascii_digits(found.group(1))
    return None
