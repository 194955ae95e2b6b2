"""A text that is looked up, in each language that it may be of.

From: lookup.lookup, lookup.history, lookup.batch. To: lookup.found. Not here: finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.analysis.tokens import candidate_languages
from indexer.errors import CorpusError, QueryError
from indexer.languages import language
from indexer.store.columns import Filters
from search.lookup.pieces import names
from search.lookup.wanted import Wanted
from search.lookup.wordings import Entries, Wordings
from search.snapshot import Snapshot

MAX_LENGTH = 20_000  # code points; a page of text is about 3,000


@dataclass(frozen=True, slots=True)
class Asked:
    """A text in one language that it may be of. allowed: rising units to choose from, None: all."""

    text: str
    wordings: Wordings
    wanted: Wanted
    allowed: Entries | None

    @property
    def lang(self) -> str:
        return self.wordings.lang


def asked_in(
    text: str, corpus: Snapshot, *, source: str | None, targets: Sequence[str] | None
) -> list[Asked]:
    """The text in the languages that it may be of and the corpus has; one at least.

    source: its language, if that is known. targets: languages one of which a unit must have.
    Raises QueryError for a text without words or too long, CorpusError if the corpus has no text in
    the language, or none in the targets beside it, ValueError for an unknown language.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"the text has {len(text):,} characters; at most {MAX_LENGTH:,} are looked up at once: "
            "give a draft to --batch"
        )
    langs = _languages(text, corpus, source)
    streams = {lang: names(text, lang) for lang in langs}
    if not any(streams.values()):
        raise QueryError(f"no word to look up in {text.strip()[:60]!r}")
    beside = None if targets is None else [language(code) for code in targets]
    allowed = None if beside is None else _with_targets(corpus, langs, beside)
    found = []
    for lang, stream in streams.items():
        wordings = corpus.wordings.of(lang)
        found.append(Asked(text, wordings, Wanted.of(stream, wordings), allowed))
    return found


def _languages(text: str, corpus: Snapshot, source: str | None) -> list[str]:
    known = corpus.wordings.languages
    langs = [language(source)] if source else [*candidate_languages(text)]
    there = [lang for lang in langs if lang in known]
    if not there:
        raise CorpusError(
            f"corpus '{corpus.catalogue.folder}' has no text in {' or '.join(langs)}; "
            f"it has {', '.join(known) or 'none at all'}"
        )
    return there


def _with_targets(corpus: Snapshot, sources: Sequence[str], targets: Sequence[str]) -> Entries:
    """Rising units that have one of the sources and, beside it, one of the targets."""
    pairs = []
    for source in sources:
        others = tuple(lang for lang in targets if lang != source)
        if others:
            left = corpus.columns.select(Filters(langs=(source,)))
            right = corpus.columns.select(Filters(langs=others))
            pairs.append(np.intersect1d(left, right, assume_unique=True))
    found = np.unique(np.concatenate(pairs)) if pairs else np.empty(0, np.int64)
    if not len(found):
        raise CorpusError(
            f"corpus '{corpus.catalogue.folder}' has no {' or '.join(sources)} text aligned with "
            f"{' or '.join(targets)}; index the versions of each document together"
        )
    return found
