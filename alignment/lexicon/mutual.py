"""Words that the shipped lexicon holds for translations of each other, among those of two texts.

How strongly is the geometric mean of both directions: sqrt(t(b | a) t(a | b)). A word that
translates many others is weak evidence for each, from whichever side it is looked at.

From: lexicon.lexicon. To: pairwise.stack, where they are what is known before a text has taught
anything. Not here: what a corpus taught; words that no table has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Floats, Joint, Numbers
from alignment.lexicon.lexicon import load_lexicon
from alignment.lexicon.vocabulary import UNKNOWN
from alignment.pairwise.arrays import sums_by
from indexer.languages import LANGUAGES

LEAST = 0.05  # weaker pairs are left out


class Mutual(NamedTuple):
    """(pairs,) each: places of the words in the two lists, and a strength in (0, 1]."""

    left: Numbers
    right: Numbers
    strength: Floats


NONE = Mutual(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


def numbered(words: Sequence[str], lang: str) -> Numbers:
    """(words,): their numbers in the lexicon; none known where it does not have the language."""
    if lang not in LANGUAGES:
        return np.full(len(words), UNKNOWN, np.int64)
    return load_lexicon().vocabulary(lang).numbers(words)


def mutual(left: Numbers, right: Numbers, langs: tuple[str, str]) -> Mutual:
    """The pairs of words, one of each text, that translate each other.

    left, right: numbers of the different words of each text (``numbered``); langs: of the two.

    >>> words = numbered(["peac", "of"], "en"), numbered(["la", "paix"], "fr")
    >>> found = mutual(*words, ("en", "fr"))
    >>> found.left.tolist(), found.right.tolist(), float(found.strength[0].round(1))
    ([0], [1], 0.8)
    """
    source, target = langs
    if source == target or not {source, target} <= set(LANGUAGES):
        return NONE
    if LANGUAGES.index(source) > LANGUAGES.index(target):
        turned = mutual(right, left, (target, source))
        return Mutual(turned.right, turned.left, turned.strength)
    table = _table(source, target)
    known = np.flatnonzero(left != UNKNOWN)
    entries, which = table.entries(left[known])
    place_of = np.full(table.columns + 1, UNKNOWN, np.int64)
    place_of[right] = np.arange(len(right))
    place_of[UNKNOWN] = UNKNOWN
    place = place_of[table.targets[entries]]
    there: NDArray[np.bool_] = place != UNKNOWN
    return Mutual(known[which[there]], place[there], table.counts[entries[there]])


@cache
def _table(source: str, target: str) -> Joint:
    """Strengths of all pairs of words of two languages, in the order of ``LANGUAGES``."""
    joint = load_lexicon().base.joint(source, target)
    of_row = np.repeat(joint.totals, np.diff(joint.starts))
    of_column = sums_by(joint.targets, joint.counts, joint.columns)[joint.targets]
    strength = joint.counts / np.sqrt(of_row * of_column)
    kept = strength > LEAST
    starts = np.concatenate([[0], np.cumsum(kept)])[joint.starts]
    return Joint(starts, joint.targets[kept], strength[kept], joint.columns)
