"""bm25s: an index a language, Snowball's stems, Chinese by single characters; the best language.

From: benchmarks.systems.all. To: the package bm25s. Not here: vectors, which it does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import Stemmer

from benchmarks.systems.system import AbsentError, Indexed, Searches

ALGORITHMS = {
    "ar": "arabic",
    "en": "english",
    "fr": "french",
    "ru": "russian",
    "es": "spanish",
}
CHINESE = r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]{2,}"  # a character, or a word that is not Chinese


@contextmanager
def open_bm25s(indexed: Indexed) -> Iterator[Searches]:
    """Raises AbsentError if bm25s is not installed."""
    try:
        import bm25s  # noqa: PLC0415 - not a part of the project
    except ImportError:
        raise AbsentError("bm25s is not installed") from None
    indexes: dict[str, tuple[Any, list[int]]] = {}
    for lang in indexed.collection.langs:
        texts = indexed.collection.in_language(lang)
        index = bm25s.BM25()
        index.index(_tokens(bm25s, [*texts.values()], lang), show_progress=False)
        indexes[lang] = index, list(texts)

    def search(text: str, top: int) -> list[int]:
        scores: dict[int, float] = {}
        for lang, (index, numbers) in indexes.items():
            (words,) = _tokens(bm25s, [text], lang)
            known = [word for word in words if word in index.vocab_dict]
            if known:
                found = index.get_scores(known)
                for place in np.flatnonzero(found > 0).tolist():
                    number = numbers[place]
                    scores[number] = max(scores.get(number, 0.0), float(found[place]))
        return sorted(scores, key=lambda number: (-scores[number], number))[:top]

    yield {"bm25s": search}


def _tokens(bm25s: Any, texts: list[str], lang: str) -> list[list[str]]:
    options: dict[str, Any] = {"token_pattern": CHINESE} if lang == "zh" else {}
    if lang in ALGORITHMS:
        options["stemmer"] = Stemmer.Stemmer(ALGORITHMS[lang])
    found: list[list[str]] = bm25s.tokenize(
        texts, stopwords=[], return_ids=False, show_progress=False, **options
    )
    return found
