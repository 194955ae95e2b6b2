"""Which word translates which: the lexicon as all others use it.

Words are the terms of ``indexer.analysis.tokens``: stems, in Chinese jieba's words. A lexicon
answers from the base table that the package ships and, if it is a corpus's own, from what that
corpus's units taught as well: the base counts for no more than PRIOR occurrences of a word, so a
corpus that uses a word often has the last say.

>>> lexicon = load_lexicon()
>>> [one.surface for one in lexicon.translations("paix", "fr", "en", most=1)]
['peace']

From: text as terms. To: alignment, query translation, equivalents, ``hexapla lexicon``.
Not here: learning (lexicon.learning), what a corpus teaches (lexicon.part).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Floats, Joint, summed
from alignment.lexicon.packed import PackedTables
from alignment.lexicon.reading import is_number
from alignment.lexicon.vocabulary import UNKNOWN, Vocabulary
from alignment.pairwise.arrays import sums_by
from indexer.languages import LANGUAGES

PRIOR = 20.0  # occurrences in the corpus that outweigh half of what the base table says
DOUBT = 0.5  # occurrences that are added as not explained
MOST_COVERED = 0.98
TERMS_KEPT = 20_000  # with what translates them: about 7 MB at most
TINY = 1e-300  # so that nothing is divided by 0

Numbers = NDArray[np.int64]
Floats32 = NDArray[np.float32]


class Translation(NamedTuple):
    """A word that translates another.

    term: as the keyword index has it. surface: how it is mostly written. probability: in (0, 1];
    those of all translations of a word add up to 1, however little is known of the word.
    """

    term: str
    surface: str
    probability: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Translations of k words.

    starts: (k + 1,) int64; those of word i stand at ``starts[i]:starts[i + 1]``, best first.
    targets: (entries,) int64 numbers into the target language's vocabulary.
    probabilities: (entries,) float32; a word's add up to 1.
    coverage: (k,) float32, how far each word is known, in [0, 1).
    """

    starts: Numbers
    targets: Numbers
    probabilities: Floats32
    coverage: Floats32


class Known(NamedTuple):
    """What translates a term, as far as anyone looks.

    coverage: how far the term is known, in [0, 1). translations: the target language's terms, best
    first, and how probable each is.
    """

    coverage: float
    translations: tuple[tuple[str, float], ...]


class Taught(Protocol):
    """What the units of a corpus taught beyond the base table, in its numbering, extended."""

    def terms(self, lang: str) -> tuple[str, ...]:
        """The terms that the base table does not have, in their order."""
        ...

    def joint(self, source: str, target: str) -> Joint:
        """Counts by the terms of ``source``."""
        ...

    def seen(self, lang: str) -> Floats:
        """(terms, languages): occurrences in units that have the other language too."""
        ...


class Lexicon:
    """t(target term | source term) for every ordered pair of the six languages."""

    def __init__(self, base: PackedTables, taught: Taught | None = None) -> None:
        """Not for callers: use :func:`load_lexicon`, or a corpus's."""
        self.base = base
        self._taught = taught
        self._vocabularies: dict[str, Vocabulary] = {}
        self._covered: dict[tuple[str, str], Floats32] = {}
        self._often: dict[str, Floats] = {}
        self._asked: dict[tuple[str, str, str, int], Known] = {}

    def vocabulary(self, lang: str) -> Vocabulary:
        """The terms known in a language; those of the base table first, by code point.

        Raises ValueError for an unknown language.
        """
        if lang not in self._vocabularies:
            words = self.base.vocabulary(_known(lang))
            more = self._taught.terms(lang) if self._taught else ()
            self._vocabularies[lang] = words.extended(more)
        return self._vocabularies[lang]

    def surface(self, term: str, lang: str) -> str:
        """How a term is mostly written in running text; the term itself if that is not known."""
        number = self.base.vocabulary(_known(lang)).number(term)
        return term if number == UNKNOWN else self.base.surface(lang, number)

    def translations(
        self, term: str, source: str, target: str, *, most: int = 10
    ) -> list[Translation]:
        """What translates a term, best first, ties by term; [] if it is not known.

        A term that holds a digit (a number, a symbol) is its own translation.
        Raises ValueError for an unknown language, or one language twice.
        """
        if is_number(term):
            _different(source, target)
            return [Translation(term, term, 1.0)][:most]
        rows = self.rows([term], source, target)
        known = self.vocabulary(target).terms
        words = [known[number] for number in rows.targets.tolist()]
        found = sorted(zip((-rows.probabilities).tolist(), words, strict=True))[:most]
        return [Translation(word, self.surface(word, target), -less) for less, word in found]

    def coverage(self, term: str, source: str, target: str | None = None) -> float:
        """How far a term is known, in [0, 1): the share of its occurrences that found a partner.

        0 for one never seen, 1 for a number. target: in which language; None: where it is known
        best.
        """
        if is_number(term):
            return 1.0
        others = [lang for lang in LANGUAGES if lang != source] if target is None else [target]
        number = self.vocabulary(source).numbers([term])
        return max(float(self._coverage(number, source, other)[0]) for other in others)

    def occurrences(self, term: str, lang: str) -> float:
        """How often a term stood in what was learned from; 0 for one never seen."""
        number = self.vocabulary(lang).number(term)
        return 0.0 if number == UNKNOWN else float(self._occurrences(lang)[number])

    def _occurrences(self, lang: str) -> Floats:
        """(terms,): how often each stood in what was learned from."""
        if lang not in self._often:
            often = np.zeros(len(self.vocabulary(lang)))
            taught = [self._taught.seen(lang)] if self._taught else []
            for seen in (self.base.seen(lang), *taught):
                often[: len(seen)] += seen.max(axis=1)
            self._often[lang] = often
        return self._often[lang]

    def rows(self, terms: Sequence[str], source: str, target: str) -> Rows:
        """The translations of many terms at once; an unknown term has none, and coverage 0.

        Numbers are not translated here.
        Raises ValueError for an unknown language, or one language twice.
        """
        _different(source, target)
        numbers = self.vocabulary(source).numbers(terms)
        row, column, count = self._counts(numbers, source, target)
        totals = sums_by(row, count, len(numbers))
        probability = count / np.maximum(totals[row], TINY)
        order = np.lexsort((column, -probability, row))
        row, column, probability = row[order], column[order], probability[order]
        starts = np.searchsorted(row, np.arange(len(numbers) + 1))
        return Rows(
            starts.astype(np.int64),
            column,
            probability.astype(np.float32),
            self._coverage(numbers, source, target),
        )

    def best(self, terms: Sequence[str], source: str, target: str, *, most: int) -> list[Known]:
        """For each term the ``most`` best of ``rows``; a term that comes again is remembered.

        Raises ValueError for an unknown language, or one language twice.
        """
        _different(source, target)
        known = self._asked
        if len(known) > TERMS_KEPT:
            known = self._asked = {}  # another thread may still be reading the one before
        found = []
        for term in terms:
            key = (term, source, target, most)
            if key not in known:
                known[key] = self._best_of(term, source, target, most)
            found.append(known[key])
        return found

    def _best_of(self, term: str, source: str, target: str, most: int) -> Known:
        """A term by itself: of the few of a query a quarter of the time of ``rows``."""
        number = self.vocabulary(source).number(term)
        if number == UNKNOWN:
            return Known(0.0, ())
        targets, counts = self._counts_of(number, source, target)
        best = np.argsort(-counts, kind="stable")[:most]
        shares = (counts[best] / max(counts.sum(), TINY)).tolist()
        words = self.vocabulary(target).terms
        found = [words[one] for one in targets[best].tolist()]
        covered = float(self.covered(source, target)[number])
        return Known(covered, tuple(zip(found, shares, strict=True)))

    def _counts_of(self, number: int, source: str, target: str) -> tuple[Numbers, Floats]:
        """Targets, rising, and counts of one term: what ``_counts`` says of several."""
        targets, counts = self.base.joint(source, target).row(number)
        counts = counts * min(1.0, PRIOR / max(counts.sum(), TINY))
        if not self._taught:
            return targets, counts
        more, taught = self._taught.joint(source, target).row(number)
        return summed(np.concatenate([targets, more]), np.concatenate([counts, taught]))

    def between(self, left: Sequence[str], right: Sequence[str], source: str, target: str) -> Rows:
        """The translations of ``left`` that stand in ``right``: what an aligner asks.

        ``Rows.targets`` are places in ``right``, whose terms must differ. A term with a digit
        answers to itself. The probabilities of a row add up to less than 1 where ``right`` lacks
        some of its translations.
        """
        rows = self.rows(left, source, target)
        place_of = np.full(len(self.vocabulary(target)) + 1, UNKNOWN, np.int64)
        place_of[self.vocabulary(target).numbers(right)] = np.arange(len(right))
        place_of[-1] = UNKNOWN
        row = np.repeat(np.arange(len(left)), np.diff(rows.starts))
        there = place_of[rows.targets] >= 0
        same = _same_numbers(left, right)
        row = np.concatenate([row[there], same[0]])
        column = np.concatenate([place_of[rows.targets[there]], same[1]])
        value = np.concatenate([rows.probabilities[there], np.ones(len(same[0]), np.float32)])
        order = np.lexsort((column, -value, row))
        coverage = rows.coverage.copy()
        coverage[[at for at, term in enumerate(left) if is_number(term)]] = 1.0
        starts = np.searchsorted(row[order], np.arange(len(left) + 1)).astype(np.int64)
        return Rows(starts, column[order], value[order], coverage)

    def _counts(
        self, numbers: Numbers, source: str, target: str
    ) -> tuple[Numbers, Numbers, Floats]:
        """Row (place in ``numbers``), target and count of each entry, each pair once."""
        of_base = self._of_base(numbers, source, target)
        if not self._taught:
            return of_base
        parts = (of_base, _entries(self._taught.joint(source, target), numbers))
        row, column, count = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        width = len(self.vocabulary(target)) + 1
        keys, place = np.unique(row * width + column, return_inverse=True)
        return keys // width, keys % width, sums_by(place, count, len(keys))

    def _of_base(
        self, numbers: Numbers, source: str, target: str
    ) -> tuple[Numbers, Numbers, Floats]:
        row, column, count = _entries(self.base.joint(source, target), numbers)
        totals = sums_by(row, count, len(numbers))
        scale = np.minimum(1.0, PRIOR / np.maximum(totals, TINY))
        return row, column, count * scale[row]

    def covered(self, source: str, target: str) -> Floats32:
        """(terms,) float32: the coverage of every term of ``source``'s vocabulary."""
        if (source, target) not in self._covered:
            at = LANGUAGES.index(_known(target))
            explained = self.base.joint(source, target).totals
            seen = np.maximum(self.base.seen(source)[:, at], explained)
            scale = np.minimum(1.0, PRIOR / np.maximum(seen, TINY))
            sums = np.zeros((2, len(self.vocabulary(source))))
            sums[:, : len(seen)] = explained * scale, seen * scale
            if self._taught:
                explained = self._taught.joint(source, target).totals
                sums += explained, np.maximum(self._taught.seen(source)[:, at], explained)
            shares = np.minimum(sums[0] / (sums[1] + DOUBT), MOST_COVERED)
            self._covered[source, target] = shares.astype(np.float32)
        return self._covered[source, target]

    def _coverage(self, numbers: Numbers, source: str, target: str) -> Floats32:
        """(k,) float32 for the terms of these numbers, 0 for UNKNOWN."""
        covered = self.covered(source, target)[np.maximum(numbers, 0)]
        return np.where(numbers == UNKNOWN, np.float32(0), covered)


@cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The base table; the one that the package ships, or one in a folder."""
    shipped = Path(str(files("alignment"))) / "data" / "lexicon"
    return Lexicon(PackedTables(folder or shipped))


def _entries(joint: Joint, numbers: Numbers) -> tuple[Numbers, Numbers, Floats]:
    """Row, target and count of the entries of some terms; an unknown term has none."""
    known = np.flatnonzero((numbers >= 0) & (numbers < len(joint.starts) - 1))
    places, which = joint.entries(numbers[known])
    return known[which], joint.targets[places], joint.counts[places]


def _same_numbers(left: Sequence[str], right: Sequence[str]) -> tuple[Numbers, Numbers]:
    """Places of the terms with digits that stand on both sides."""
    place_of = {term: at for at, term in enumerate(right) if is_number(term)}
    found = [(at, place_of[term]) for at, term in enumerate(left) if term in place_of]
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _known(lang: str) -> str:
    if lang not in LANGUAGES:
        raise ValueError(f"unknown language {lang!r}; known: {', '.join(sorted(LANGUAGES))}")
    return lang


def _different(source: str, target: str) -> None:
    if _known(source) == _known(target):
        raise ValueError(f"a lexicon translates between two languages, not {source!r} twice")
