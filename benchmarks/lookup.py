"""Look-ups of wordings against brute force: the same best match, and how much faster.

    python -m benchmarks.lookup [UNITS] [FOLDER]

A corpus of UNITS parallel rows is made from real text as for benchmarks.query_speed (the UN
development set, then training rows) and kept in FOLDER, if one is named. 1,000 queries are made
from its clauses by seeded edits, evenly over the languages and the four kinds: words dropped, words
changed, numbers changed, two clauses joined. Brute force is rapidfuzz over all clauses of the
language, in three forms: as one would write it (extractOne over the texts as they are, which counts
characters), over lists of words, and as fast as we could make it (cdist over texts with a character
a word, made beforehand; the query's too, before the clock runs). Of ours there are two times: from
the text of the query, and of the comparison alone as cdist's is. 300 more texts are near no clause:
two to eight words of one, the words of one shuffled, six clauses joined. Times are of the
processor, one thread, so that other work on the machine does not count; of whole look-ups by the
clock too. To reach: the best match above 70 % the same in 99 %, 30 times as fast, p50 10 ms.
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
from search.lookup.asked import MAX_LENGTH, asked_in
from search.lookup.matching import best_matches
from search.lookup.pieces import is_placeable, masked, names
from search.lookup.wanted import MAX_PIECES

QUERIES = 1_000
LEAST = 70  # per cent
SHORTEST = 5  # words or characters; queries are made from longer clauses
FAR = 300  # texts that are near no clause
TIMED_NAIVELY = 30  # queries for the slow forms of brute force
WARM_UP = 30
KINDS = ("dropped", "changed", "numbers", "joined")
FAR_KINDS = ("words in a row", "shuffled", "six joined")

Key = tuple[bool, float, float]


@dataclass(frozen=True)
class Query:
    """What is looked up. text: pieces joined as the language does it."""

    kind: str
    lang: str
    text: str


class BruteForce:
    """All clauses of a language: as they are, as lists of words, and with a character a word."""

    def __init__(self, texts: list[str], lang: str) -> None:
        """Read the pieces of all texts."""
        self.lang = lang
        self.texts = texts
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

    def naive(self, text: str) -> tuple[float, float]:
        """Milliseconds of the forms that one would write first: over the texts, over words."""
        hidden = [masked(name) for name in names(text, self.lang)]
        taken = []
        for query, others in ((text, self.texts), (hidden, self.lists)):
            start = time.process_time()
            extractOne(
                query, others, scorer=Levenshtein.normalized_similarity, score_cutoff=LEAST / 100
            )
            taken.append((time.process_time() - start) * 1000)
        return taken[0], taken[1]

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


def far(texts: dict[str, list[str]], seed: int = 8) -> list[Query]:
    """Texts that are near no clause, evenly over languages and kinds."""
    chance = random.Random(seed)
    pools = {
        lang: [text for text in found if len(text) > SHORTEST] for lang, found in texts.items()
    }
    kinds = ((kind, lang) for kind in cycle(FAR_KINDS) for lang in LANGUAGES)
    return [
        Query(kind, lang, _estranged(kind, lang, pools[lang], chance))
        for kind, lang in islice(kinds, FAR)
    ]


def _estranged(kind: str, lang: str, pool: list[str], chance: random.Random) -> str:
    gap = "" if lang == "zh" else " "
    clauses = chance.choices(pool, k=6 if kind == "six joined" else 1)
    text = gap.join(clauses)[:MAX_LENGTH]
    words = [*text] if lang == "zh" else text.split()
    if kind == "shuffled":
        chance.shuffle(words)
    elif kind == "words in a row":
        size = chance.randint(2, 8)
        start = chance.randrange(max(len(words) - size, 1))
        words = words[start : start + size]
    return gap.join(words[:MAX_PIECES])


def ours(corpus: Corpus, query: Query) -> tuple[Key | None, tuple[float, float]]:
    """Likeness of our best match above 70 %; milliseconds from the text on, and of comparing."""
    snapshot = corpus._open.searchable()
    start = time.process_time()
    (asked,) = asked_in(query.text, snapshot, source=query.lang, targets=None)
    read = time.process_time()
    best_matches(asked.wanted, asked.wordings, 1, least=LEAST / 100)
    end = time.process_time()
    taken = (end - start) * 1000, (end - read) * 1000
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


def milliseconds(corpus: Corpus, asked: list[Query], *, source: bool) -> dict[str, object]:
    """Percentiles of the default look-up, ten matches from 60 % on: processor's, by the clock."""
    taken = []
    for query in asked:
        start = time.process_time(), time.perf_counter()
        corpus.lookup(query.text, source=query.lang if source else None)
        taken.append([time.process_time() - start[0], time.perf_counter() - start[1]])
    found = np.percentile(np.array(taken) * 1000, [50, 90, 99], axis=0).round(2).T.tolist()
    return {
        clock: dict(zip(("p50", "p90", "p99"), row, strict=True))
        for clock, row in zip(("processor", "by the clock"), found, strict=True)
    }


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
        asked, strange = queries(texts), far(texts)
        for query in [*asked[:WARM_UP], *strange[:WARM_UP]]:
            corpus.lookup(query.text, source=query.lang)
        gc.collect()
        answered = [ours(corpus, query) for query in asked]
        figures = {
            "default look-up, language told": milliseconds(corpus, asked, source=True),
            "default look-up": milliseconds(corpus, asked, source=False),
            "near no clause": {
                kind: milliseconds(
                    corpus, [query for query in strange if query.kind == kind], source=True
                )
                for kind in FAR_KINDS
            },
        }
        keep("lookup", {"units": size, **_compared(asked, answered, texts), **figures})


def _compared(
    asked: list[Query],
    answered: list[tuple[Key | None, tuple[float, float]]],
    texts: dict[str, list[str]],
) -> dict[str, object]:
    """Agreement and speed against brute force, language by language."""
    same = {kind: [0, 0] for kind in KINDS}
    fast: list[float] = []
    slow: list[tuple[float, float]] = []
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
    return {
        "clauses": {lang: len(found) for lang, found in texts.items()},
        "queries": len(asked),
        "same best match": {kind: f"{one} of {all_}" for kind, (one, all_) in same.items()},
        "with a match above 70 %": sum(key is not None for key, _ in answered),
        **_speed([taken for _, taken in answered], fast, slow),
        "placeables in queries": sum(
            any(map(is_placeable, names(query.text, query.lang))) for query in asked
        ),
    }


def _speed(
    ours_: list[tuple[float, float]], fast: list[float], slow: list[tuple[float, float]]
) -> dict[str, object]:
    """Medians in milliseconds, and how many times as long brute force takes."""
    whole, comparing = (median(column) for column in zip(*ours_, strict=True))
    brute = {
        "cdist over coded texts": median(fast),
        "extractOne over lists of words": median(words for _, words in slow),
        "extractOne over texts": median(characters for characters, _ in slow),
    }
    return {
        "milliseconds, median": {
            "ours, from the text on": round(whole, 2),
            "ours, comparing": round(comparing, 2),
            **{f"brute force, {name}": round(taken, 2) for name, taken in brute.items()},
        },
        "times as fast, from the text on": {
            name: round(taken / whole, 1) for name, taken in brute.items()
        },
        "times as fast, comparing": {
            name: round(taken / comparing, 1) for name, taken in brute.items()
        },
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
