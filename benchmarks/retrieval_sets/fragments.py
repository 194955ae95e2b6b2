"""Fragments of a clause, in its own language: as they stand, and as people and scanners spoil them.

A fragment is 3 to 8 words in a row, in Chinese 4 to 12 characters. Right is every row in which it
stands so; for a spoiled one every row in which the fragment stood before.

From: unv1_dev. To: benchmarks.retrieval. Not here: how a text is spoiled.
"""

from __future__ import annotations

import random
import re

from benchmarks.retrieval_sets.noise import noisy
from benchmarks.retrieval_sets.query_set import Query, QuerySet, UnRows, sample
from indexer.languages import LANGUAGES

WORDS, CHARACTERS = (3, 8), (4, 12)
_OUTER = " .,;:!?()[]\"'“”«»،؛؟。，；：（）《》、"


def fragments(rows: UnRows, count: int, seed: int) -> QuerySet:
    """``count`` fragments in each language, all six languages searched."""
    return QuerySet("fragments", tuple(_queries(rows, count, seed, spoiled=False)))


def spoiled(rows: UnRows, count: int, seed: int) -> QuerySet:
    """The same fragments, each with one fault."""
    return QuerySet("noisy fragments", tuple(_queries(rows, count, seed, spoiled=True)))


def _queries(rows: UnRows, count: int, seed: int, *, spoiled: bool) -> list[Query]:
    queries = []
    for lang in LANGUAGES:
        chance = random.Random(f"{seed} {lang}")
        texts = rows.texts[lang]
        fit = [at for at in rows.unseen if _is_long_enough(texts[at], lang)]
        for at in sample(fit, count, seed):
            text = fragment(texts[at], lang, chance)
            right = [number for number, row in enumerate(texts, 1) if text in row]
            asked = noisy(text, lang, chance) if spoiled else text
            queries.append(
                Query(f"{lang}-{at + 1}", asked, lang, "un", dict.fromkeys(right, 1), str(at + 1))
            )
    return queries


def fragment(text: str, lang: str, chance: random.Random) -> str:
    """Some words, or Chinese characters, in a row; no punctuation at its ends.

    >>> fragment("one two three", "en", random.Random(1))
    'one two three'
    """
    low, high = CHARACTERS if lang == "zh" else WORDS
    pieces = (
        [(at, at + 1) for at in range(len(text))]
        if lang == "zh"
        else [found.span() for found in re.finditer(r"\S+", text)]
    )
    length = min(chance.randint(low, high), len(pieces))
    first = chance.randrange(len(pieces) - length + 1)
    return text[pieces[first][0] : pieces[first + length - 1][1]].strip(_OUTER) or text


def _is_long_enough(text: str, lang: str) -> bool:
    return len(text) >= CHARACTERS[1] if lang == "zh" else len(text.split()) >= WORDS[0]
