"""The parallel rows that the base lexicon is learned from, as streams of term numbers.

From: a folder of parallel rows (``train/*.jsonl.xz``, ``unv1_dev``). To: benchmarks.train_lexicon.
Not here: learning.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.reading import whole_words
from alignment.lexicon.streams import Streams
from benchmarks.parallel_rows import UN_ROWS, Row, clean_rows
from indexer.analysis.tokens import terms, tokens
from indexer.languages import LANGUAGES

# Only what may be given away (train/SOURCES.tsv: CC0, CC-BY, CC-BY-SA, MIT, Apache-2.0, PSF, OGL,
# UN text, official statutes, public domain), the same sources as the encoder's, and how much a row
# counts: UN prose and terms are what the lexicon is for, software manuals what there is most of.
SOURCES = {
    UN_ROWS: 12.0,
    "un_unbis_thesaurus": 6.0,
    "un_cbd": 4.0,
    "un_sdg": 6.0,
    "un_udhr": 6.0,
    "un_charter": 6.0,
    "unterm_countries": 6.0,
    "law_cc_licences": 2.0,
    "mozilla_legal": 2.0,
    "tico19_terms": 3.0,
    "who_app": 2.0,
    "law_canada": 1.0,
    "taiwan_law": 1.0,
    "general_tatoeba": 1.0,
    "religion_bible": 1.0,
    "sahana_eden": 1.0,
    "uwazi": 1.0,
    "opendatahandbook": 1.0,
    "dfak": 1.0,
    "inaturalist": 1.0,
    "bitcoin_org": 1.0,
    "docs_opensource_guide": 1.0,
    "docs_tldr": 0.5,
    "docs_gnome": 0.5,
    "docs_python": 0.5,
    "docs_tensorflow": 0.5,
    "electron_docs": 0.5,
    "nodejs_docs": 0.5,
    "php_docs": 0.5,
    "ms_alchemy": 0.5,
    "ms_azd_beginners": 0.5,
    "ms_customer_insights": 0.5,
    "ms_d365_2017_en": 0.5,
    "ms_d365_headings": 0.5,
    "ms_d365_history": 0.5,
    "ms_d365_ops": 0.5,
    "ms_project_ops": 0.5,
}
MOST_ROWS = 20_000  # of a source that counts 1, for a pair of languages; more adds little
LONGEST = 600  # code points of a text that are read; UN text is read whole
LONGEST_STREAM = 120  # terms; a longer text teaches little and costs much
_MARKS = '.,;:!?()[]"“”«»،؛؟'


@dataclass(slots=True)
class Rows:
    """All rows of all sources. A term's number is its place in ``terms[lang]``.

    streams: ``{source: {lang: Streams}}``, row by row, empty where there is no text.
    surfaces: ``{lang: {term number: Counter of spellings}}``.
    whole: Chinese terms that stand somewhere as a word by themselves, not only inside a longer one.
    """

    terms: dict[str, dict[str, int]] = field(default_factory=lambda: {k: {} for k in LANGUAGES})
    streams: dict[str, dict[str, Streams]] = field(default_factory=dict)
    stretches: dict[str, Counter[str]] = field(
        default_factory=lambda: {lang: Counter() for lang in LANGUAGES}
    )
    whole: set[str] = field(default_factory=set)


def read(data: Path, *, held_out: Container[int], sources: Iterable[str] = SOURCES) -> Rows:
    """Read the rows of all sources; of ``unv1_dev`` all but those of the numbers ``held_out``."""
    rows = Rows()
    for source in sources:
        longest = None if source == UN_ROWS else LONGEST
        table = clean_rows(data, source, held_out=held_out, longest=longest)
        rows.streams[source] = {lang: _streams(rows, table, lang) for lang in LANGUAGES}
    return rows


def pair_rows(rows: Rows, left: str, right: str) -> tuple[Streams, Streams, NDArray[np.float64]]:
    """Streams of two languages row by row, and the rows' weights.

    Left out are rows that one language lacks, long ones, and those whose lengths are too unlike to
    be translations; of a large source every so many are taken.
    """
    parts: list[tuple[Streams, Streams, NDArray[np.float64]]] = []
    for source, streams in rows.streams.items():
        a, b = streams[left], streams[right]
        n, m = a.sizes, b.sizes
        fits = (np.maximum(n, m) <= LONGEST_STREAM) & (np.minimum(n, m) > 0)
        fits &= (n <= 3 * m + 3) & (m <= 3 * n + 3)
        usable = np.flatnonzero(fits)
        most = int(MOST_ROWS * min(SOURCES[source], 1.0) ** 2)
        if len(usable) > most:
            usable = usable[np.linspace(0, len(usable) - 1, most).astype(np.int64)]
        weights = np.full(len(usable), SOURCES[source])
        parts.append((a.rows(usable), b.rows(usable), weights))
    return (
        Streams.joined([part[0] for part in parts]),
        Streams.joined([part[1] for part in parts]),
        np.concatenate([part[2] for part in parts]),
    )


def spellings(stretches: Counter[str], lang: str) -> dict[str, str]:
    """``{term: how it is mostly written}``, ties by spelling; Chinese terms are as they are."""
    found: dict[str, Counter[str]] = {}
    for stretch, count in stretches.items():
        for token in tokens(stretch, lang):
            written = stretch[token.start : token.end]
            found.setdefault(token.text, Counter())[written] += count
    return {
        term: min(counts, key=lambda one: (-counts[one], one)) for term, counts in found.items()
    }


def _streams(rows: Rows, table: list[Row], lang: str) -> Streams:
    number_of = rows.terms[lang]
    texts = [row.get(lang, "") for row in table]
    if lang == "zh":
        return Streams.of([_chinese(text, rows, number_of) for text in texts])
    for text in texts:
        first, *others = text.split() or [""]
        # Words that open a text are capitals by their place: they count only if nothing else does.
        rows.stretches[lang].update({one.strip(_MARKS): 100 for one in others})
        rows.stretches[lang][first.strip(_MARKS).lower()] += 1
    return Streams.of(
        [number_of.setdefault(term, len(number_of)) for term in terms(text, lang)] for text in texts
    )


def _chinese(text: str, rows: Rows, number_of: dict[str, int]) -> list[int]:
    """Numbers of the terms of a text; those that stand by themselves are noted."""
    found = tokens(text, "zh")
    rows.whole.update(
        token.text for token, by_itself in zip(found, whole_words(found), strict=True) if by_itself
    )
    return [number_of.setdefault(token.text, len(number_of)) for token in found]
