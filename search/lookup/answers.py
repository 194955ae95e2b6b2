"""What look-ups answer with: the nouns that translators are given.

From: lookup.lookup and its neighbours. To: the front door. Not here: finding, printing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from indexer.document import Kind, Span, Status

if TYPE_CHECKING:
    from alignment.lexicon.lexicon import Lexicon

Sort = Literal["exact", "masked", "fuzzy", "inside", "passage", "semantic"]
Band = Literal["repeated", "100", "95-99", "85-94", "75-84", "50-74", "new"]
BANDS: tuple[Band, ...] = ("repeated", "100", "95-99", "85-94", "75-84", "50-74", "new")
Order = Literal["right", "left", "corpus"]
ORDERS: tuple[Order, ...] = ("right", "left", "corpus")
SORTS: tuple[Sort, ...] = ("exact", "masked", "fuzzy", "inside", "passage", "semantic")
ChangeSort = Literal["equal", "replace", "delete", "insert"]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a stretch of the old text on the way to the new one.

    old, new: half-open code-point spans; empty where nothing stands.
    """

    sort: ChangeSort
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number, date or symbol that is another in the new text; None where there is none."""

    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Expression:
    """Words of one version of a unit. texts: ``{lang: text}``. spans: of ``texts[lang]``."""

    texts: dict[str, str]
    lang: str
    spans: tuple[Span, ...]
    lexicon: Lexicon

    def answers(self) -> dict[str, list[Span]]:
        """``{lang: spans}`` of what answers in the other versions; numbers by what they come to."""
        from alignment.lexicon.equivalents import equivalents  # noqa: PLC0415 - not for a search
        from search.lookup.numbers import same_numbers  # noqa: PLC0415

        marks, words = same_numbers(self.texts, self.lang, self.spans)
        if words:
            found = equivalents(self.texts, self.lang, words, self.lexicon)
            for lang, one in found.items():
                marks[lang] = merged([*marks.get(lang, []), *one.spans])
        return {lang: marks[lang] for lang in self.texts if marks.get(lang)}


@dataclass(frozen=True, slots=True)
class Match:
    """A clause that answers to a text that was looked up.

    sort: why it is here, best first: "exact": the same words; "masked": the same but for numbers,
        dates and symbols; "fuzzy": like it; "inside": a part of it is like the text; "passage": a
        part of it stands in the text; "semantic": it means about the same.
    percent, masked_percent: as CAT tools count, raw and with numbers, dates and symbols masked; of
        the parts that are meant.
    lang: of the text, and of the clause that is like it. span: what of ``versions[lang]`` is meant,
        query_span: what of the text.
    changes: what turns the clause into the text, from the one span to the other.
    numbers: the numbers, dates and symbols that would have to change.
    uses: units with this very wording, marks aside; the unit is the latest of them.
    versions: ``{lang: text}``: the language of the text, and those wanted.
    date: ISO 8601. similarity: of the meanings, for "semantic"; else None.
    """

    unit: int
    sort: Sort
    percent: int
    masked_percent: int
    lang: str
    span: Span
    query_span: Span
    changes: tuple[Change, ...]
    numbers: tuple[NumberChange, ...]
    uses: int
    versions: dict[str, str]
    symbol: str
    collection: str
    kind: Kind
    number: str | None
    year: int | None
    date: str | None
    status: Status
    probability: float | None
    similarity: float | None = None
    _lexicon: Lexicon | None = field(default=None, repr=False, compare=False)

    @property
    def equivalents(self) -> dict[str, list[Span]]:
        """``{lang: spans}`` of what in the other versions answers to the words that differ.

        Of a part ("inside", "passage") to the words of the part; of the same words and of what was
        found by meaning to none. Worked out when asked for.
        """
        gone = [change.old for change in self.changes if change.sort in ("replace", "delete")]
        spans = [self.span] if self.sort in ("inside", "passage") else gone
        if not spans or self._lexicon is None or self.sort == "semantic":
            return {}
        return Expression(self.versions, self.lang, tuple(spans), self._lexicon).answers()


def merged(spans: list[Span]) -> list[Span]:
    """Rising spans, those that overlap joined.

    >>> merged([(4, 6), (0, 2), (1, 3)])
    [(0, 3), (4, 6)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@dataclass(frozen=True, slots=True)
class Use:
    """A unit in which a wording stands. date: ISO 8601."""

    unit: int
    symbol: str
    kind: Kind
    number: str | None
    year: int | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Rendering:
    """How a wording was put in another language, marks and case aside. units: where."""

    text: str
    units: tuple[int, ...]
    _asked: Expression | None = field(default=None, repr=False, compare=False)

    @property
    def equivalents(self) -> list[Span]:
        """What of the text answers to the words of the wording that are new in it, or marked.

        Worked out when asked for. [] for the first wording, and beside a part of a clause.
        """
        if self._asked is None:
            return []
        return next(iter(self._asked.answers().values()), [])


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which something was put.

    text: as it stands at its first use. is_whole: it is a whole clause wherever it stands.
    marked: spans of the text that were asked for, where a phrase was to be marked.
    uses: in order of time. changes: from the wording before it in time; () for the first.
    renderings: ``{lang: ways}``, the most frequent first; beside a part of a clause, what answers
        to that part.
    """

    lang: str
    text: str
    is_whole: bool
    uses: tuple[Use, ...]
    changes: tuple[Change, ...]
    renderings: dict[str, tuple[Rendering, ...]]
    marked: tuple[Span, ...] = ()

    @property
    def first(self) -> Use:
        return self.uses[0]

    @property
    def last(self) -> Use:
        return self.uses[-1]


@dataclass(frozen=True, slots=True)
class Line:
    """A place in which a word stands, with all of its unit's text around it.

    span: of the word in ``versions[lang]``. versions: ``{lang: text}``: the language searched and
    those shown. equivalents: ``{lang: spans}`` of what answers to the word in the languages shown;
    languages in which nothing does are left out.
    """

    unit: int
    symbol: str
    kind: Kind
    number: str | None
    year: int | None
    lang: str
    span: Span
    versions: dict[str, str]
    equivalents: dict[str, list[Span]]

    @property
    def keyword(self) -> str:
        return self.versions[self.lang][slice(*self.span)]


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word that stands near the word searched, more often than chance would have it.

    count: lines in which it stands near. in_corpus: how often it stands anywhere.
    log_likelihood: Dunning's G2; 10.83 is one chance in a thousand.
    """

    word: str
    count: int
    in_corpus: int
    log_likelihood: float


@dataclass(frozen=True, slots=True)
class Term:
    """What answers to the word searched in another language. share: of the lines that have one."""

    text: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Concordance:
    """Every place of a word.

    lines: in the order asked for. units: that hold it, those included that were not read.
    collocates: likeliest first. terms: ``{lang: what answers}``, the most frequent first.
    notes: what the person should know, one line each.
    """

    lines: list[Line]
    units: int
    collocates: list[Collocate]
    terms: dict[str, list[Term]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A clause of a draft and what was found for it.

    words: of it; in Chinese characters. match: the best one from 50 % on, numbers aside; also for
    what is repeated; None if there is none. band, masked_band: as it stands, and numbers aside.
    """

    text: str
    words: int
    match: Match | None
    band: Band
    masked_band: Band


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many clauses and words a band has, as they stand and with numbers aside."""

    band: Band
    clauses: int
    words: int
    masked_clauses: int
    masked_words: int


@dataclass(frozen=True, slots=True)
class Pretranslation:
    """A draft with the best match of each of its clauses, and a count of every band.

    source: the draft's language.
    """

    source: str
    drafts: list[Draft]
    report: list[BandCount]
