"""Look-ups of wordings against brute force: the same best match, and how much faster.

    python -m benchmarks.lookup [UNITS] [FOLDER]

A corpus of UNITS parallel rows is made from real text as for benchmarks.query_speed (the UN
development set, then training rows) and kept in FOLDER, if one is named. 1,000 queries are made
from its clauses by seeded edits, evenly over the languages and the four kinds: words dropped, words
changed, numbers changed, two clauses joined. Brute force is rapidfuzz over all clauses of the
language, in two forms: as one would write it (extractOne over lists of words) and as fast as we
could make it (cdist over texts with a character a word, made beforehand). Times are of the
processor, one thread, so that other work on the machine does not count. To reach: the best match
above 70 % the same in 99 %, 30 times as fast, p50 10 ms.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist, extractOne

import hexapla
from benchmarks.query_speed import make, rows
from benchmarks.record import keep
from hexapla.corpus import Corpus
from indexer.languages import LANGUAGES
from search.lookup.asked import asked_in
from search.lookup.matching import best_matches
from search.lookup.pieces import is_placeable, masked, names

QUERIES = 1_000
LEAST = 70  # per cent
SHORTEST = 5  # words or characters; queries are made from longer clauses
TIMED_NAIVELY = 30  # queries for the slow form of brute force
WARM_UP = 30
KINDS = ("dropped", "changed", "numbers", "joined")

Key = tuple[bool, float, float]


@dataclass(frozen=True)
class Query:
    """What is looked up. text: pieces joined as the language does it."""

    kind: str
    lang: str
    text: str


class BruteForce:
    """All clauses of a language, once as lists of words and once with a character a word."""

    def __init__(self, texts: list[str], lang: str) -> None:
        """Read the pieces of all texts."""
        self.lang = lang
        self.numbers: dict[str, int] = {}
        streams = [names(text, lang) for text in texts]
        self.lists = [[masked(name) for name in stream] for stream in streams]
        self.hidden = [self._encoded(stream) for stream in self.lists]
        self.raw = [self._encoded(stream) for stream in streams]

    def best(self, text: str) -> tuple[Key | None, float]:
        """Likeness of the best match above 70 %, and milliseconds of the comparison by masks."""
        stream = names(text, self.lang)
        hidden = self._encoded([masked(name) for name in stream])
        start = time.process_time()
        (found,) = cdist(
            [hidden],
            self.hidden,
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=LEAST / 100 - 1e-6,
        )
        taken = (time.process_time() - start) * 1000
        raw = self._encoded(stream)
        keys = [self._key(raw, hidden, at) for at in np.flatnonzero(found).tolist()]
        return max(keys, default=None), taken

    def naive(self, text: str) -> float:
        """Milliseconds of the form that one would write first."""
        hidden = [masked(name) for name in names(text, self.lang)]
        start = time.process_time()
        extractOne(
            hidden, self.lists, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST / 100
        )
        return (time.process_time() - start) * 1000

    def _key(self, raw: str, hidden: str, at: int) -> Key:
        likeness = [
            Levenshtein.normalized_similarity(query, other)
            for query, other in ((hidden, self.hidden[at]), (raw, self.raw[at]))
        ]
        return raw == self.raw[at], round(likeness[0], 6), round(likeness[1], 6)

    def _encoded(self, stream: list[str]) -> str:
        numbers = (self.numbers.setdefault(name, len(self.numbers) + 1) for name in stream)
        return "".join(chr(number if number < 0xD800 else number + 0x800) for number in numbers)


def queries(texts: dict[str, list[str]], seed: int = 7) -> list[Query]:
    """Edited clauses, evenly over languages and kinds, in random order."""
    chance = random.Random(seed)
    pools = {
        lang: [text for text in found if len(text if lang == "zh" else text.split()) > SHORTEST]
        for lang, found in texts.items()
    }
    kinds = ((kind, lang) for kind in cycle(KINDS) for lang in LANGUAGES)
    made = [
        Query(kind, lang, _edited(kind, lang, pools[lang], chance))
        for kind, lang in islice(kinds, QUERIES)
    ]
    chance.shuffle(made)
    return made


def _edited(kind: str, lang: str, pool: list[str], chance: random.Random) -> str:
    gap = "" if lang == "zh" else " "
    text = chance.choice(pool)
    if kind == "joined":
        return gap.join([text, chance.choice(pool)])
    if kind == "numbers":
        return "".join(str(chance.randrange(10)) if one.isdigit() else one for one in text)
    words = [*text] if lang == "zh" else text.split()
    others = chance.choice(pool)
    for _ in range(chance.randint(1, max(1, len(words) // 4))):
        at = chance.randrange(len(words))
        if kind == "changed":
            words[at] = chance.choice([*others] if lang == "zh" else others.split())
        elif len(words) > 1:
            del words[at]
    return gap.join(words)


def ours(corpus: Corpus, query: Query) -> tuple[Key | None, float]:
    """Likeness of our best match above 70 %, and milliseconds of the comparison alone."""
    snapshot = corpus._open.searchable()
    start = time.process_time()
    (asked,) = asked_in(query.text, snapshot, source=query.lang, targets=None)
    best_matches(asked.wanted, asked.wordings, 1, least=LEAST / 100)
    taken = (time.process_time() - start) * 1000
    found = corpus.lookup(query.text, source=query.lang, least=LEAST, top=1)
    whole = [match for match in found if match.sort in ("exact", "masked", "fuzzy")]
    if not whole:
        return None, taken
    clause = names(whole[0].versions[query.lang], query.lang)
    stream = names(query.text, query.lang)
    likeness = [
        Levenshtein.normalized_similarity(left, right)
        for left, right in (
            ([masked(one) for one in stream], [masked(one) for one in clause]),
            (stream, clause),
        )
    ]
    return (stream == clause, round(likeness[0], 6), round(likeness[1], 6)), taken


def milliseconds(corpus: Corpus, asked: list[Query], *, source: bool) -> dict[str, float]:
    """Percentiles of the default look-up: ten matches from 60 % on."""
    taken = []
    for query in asked:
        start = time.process_time()
        corpus.lookup(query.text, source=query.lang if source else None)
        taken.append((time.process_time() - start) * 1000)
    return dict(
        zip(("p50", "p90", "p99"), np.percentile(taken, [50, 90, 99]).round(2), strict=True)
    )


def main(units: str = "104000", folder: str | None = None) -> None:
    """Make the corpus if it is not there, ask all queries both ways, keep the figures."""
    size = int(units)
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        hexapla.open(place) as corpus,
    ):
        if not corpus.symbols():
            make(corpus, size)
        found = list(islice(rows(), size))
        texts = {lang: [row[lang] for row in found if row.get(lang)] for lang in LANGUAGES}
        asked = queries(texts)
        for query in asked[:WARM_UP]:
            corpus.lookup(query.text, source=query.lang)
        gc.collect()
        answered = [ours(corpus, query) for query in asked]
        figures = {
            "default look-up, language told": milliseconds(corpus, asked, source=True),
            "default look-up": milliseconds(corpus, asked, source=False),
        }
        keep("lookup", {"units": size, **_compared(asked, answered, texts), **figures})


def _compared(
    asked: list[Query], answered: list[tuple[Key | None, float]], texts: dict[str, list[str]]
) -> dict[str, object]:
    """Agreement and speed against brute force, language by language."""
    same = {kind: [0, 0] for kind in KINDS}
    fast: list[float] = []
    slow: list[float] = []
    for lang in LANGUAGES:
        print(f"brute force: {lang}", file=sys.stderr)
        brute = BruteForce(texts[lang], lang)
        mine = [
            (query, answer)
            for query, answer in zip(asked, answered, strict=True)
            if query.lang == lang
        ]
        for at, (query, (key, _)) in enumerate(mine):
            best, taken = brute.best(query.text)
            fast.append(taken)
            same[query.kind][0] += best == key
            same[query.kind][1] += 1
            if best != key:
                print(f"differs: {query} ours {key}, brute force {best}", file=sys.stderr)
            if at < TIMED_NAIVELY // len(LANGUAGES):
                slow.append(brute.naive(query.text))
    took = median(taken for _, taken in answered)
    return {
        "clauses": {lang: len(found) for lang, found in texts.items()},
        "queries": len(asked),
        "same best match": {kind: f"{one} of {all_}" for kind, (one, all_) in same.items()},
        "with a match above 70 %": sum(key is not None for key, _ in answered),
        "milliseconds, median": {
            "ours": round(took, 2),
            "brute force, cdist over coded texts": round(median(fast), 2),
            "brute force, extractOne over lists of words": round(median(slow), 2),
        },
        "times as fast": {
            "cdist": round(median(fast) / took, 1),
            "extractOne": round(median(slow) / took, 1),
        },
        "placeables in queries": sum(
            any(map(is_placeable, names(query.text, query.lang))) for query in asked
        ),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
