"""The words that a paragraph of a resolution opens with ("Takes note with appreciation").

They are printed in italics or bold where the source keeps such things; where it does not, they are
looked up here: ``indexer/data/leads.<lang>.txt`` lists verbs, words before and words after them.
From: the text of a paragraph. To: the segmenter. Not here: emphasis that the source keeps.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from indexer.document import Span

LATEST_LEAD = 60  # code points of other words before it ("In this regard, ...")

_ARABIC_MARKS = "[\u0640\u064b-\u0652]*"
_AFTER_COMMA = re.compile(r"[,،，]\s*")


def find_lead(text: str, lang: str) -> Span | None:
    """Span of the opening verb with what belongs to it, at the start or after a first comma.

    Chinese sets no comma there, so the verb may stand anywhere near the start.

    >>> find_lead("Also takes note with appreciation of the report", "en")
    (0, 33)
    >>> find_lead("In this regard, requests the Committee to report", "en")
    (16, 24)
    """
    pattern = _pattern(lang)
    if lang == "zh":
        found = pattern.search(text[:LATEST_LEAD].partition("，")[0])
        return found.span() if found else None
    starts = [0, *(comma.end() for comma in _AFTER_COMMA.finditer(text[:LATEST_LEAD]))]
    spans = (found.span() for start in starts if (found := pattern.match(text, start)))
    return next(spans, None)


@cache
def _pattern(lang: str) -> re.Pattern[str]:
    """Words before (any number), a verb, words after (any number); the longest of each first."""
    source = files("indexer").joinpath("data", f"leads.{lang}.txt").read_text("utf-8")
    lines = [line.partition("#")[0].strip() for line in source.split("\n")]
    before = _any_of([line[:-1] for line in lines if line.endswith("+")], lang)
    after = _any_of([line[1:] for line in lines if line.startswith("+")], lang)
    verbs = _any_of([line for line in lines if line and "+" not in line], lang)
    space = "" if lang == "zh" else r"\s+"
    edge = "" if lang == "zh" else r"(?!\w)"
    return re.compile(
        rf"(?:(?:{before}){space})*(?:{verbs}){edge}(?:{space}(?:{after}){edge})*", re.IGNORECASE
    )


def _any_of(words: list[str], lang: str) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    if lang == "ar":
        return "|".join(_arabic(word) for word in longest_first)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _arabic(word: str) -> str:
    """The word with any vowel signs, and for a council (he) as for an assembly (she)."""
    letters = [re.escape(letter) for letter in word]
    if word.startswith("ت"):
        letters[0] = "[تي]"
    return "".join(f"{letter}{_ARABIC_MARKS}" for letter in letters)
