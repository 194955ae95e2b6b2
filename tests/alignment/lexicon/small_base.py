"""A base lexicon of a few words, written as the shipped one is."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np

from alignment.lexicon.joint import Joint
from alignment.lexicon.lexicon import Lexicon
from alignment.lexicon.packed import PackedTables, write_tables
from alignment.lexicon.vocabulary import Vocabulary
from indexer.languages import LANGUAGES

WORDS = {
    "en": {"peac": "peace", "secur": "security", "treati": "treaty"},
    "fr": {"accord": "accord", "paix": "paix", "securit": "sécurité", "trait": "traité"},
}
COUNTS = {
    ("peac", "paix"): 40.0,
    ("secur", "securit"): 30.0,
    ("treati", "accord"): 5.0,
    ("treati", "trait"): 15.0,
}


def small_base(folder: Path) -> Lexicon:
    """English and French as above; the other languages know nothing."""
    surfaces = {lang: WORDS.get(lang, {}) for lang in LANGUAGES}
    vocabularies = {lang: Vocabulary(tuple(words)) for lang, words in surfaces.items()}
    joints = {
        (left, right): _joint(vocabularies[left], vocabularies[right])
        for left, right in combinations(LANGUAGES, 2)
    }
    seen = {lang: np.full((len(words), 6), 40.0) for lang, words in vocabularies.items()}
    write_tables(folder, surfaces, joints, seen)
    return Lexicon(PackedTables(folder))


def _joint(left: Vocabulary, right: Vocabulary) -> Joint:
    keys = {
        left.number(a) * len(right) + right.number(b): count
        for (a, b), count in COUNTS.items()
        if left.number(a) >= 0 and right.number(b) >= 0
    }
    rising = sorted(keys)
    counts = np.array([keys[key] for key in rising], float)
    return Joint.of(np.array(rising, np.int64), counts, (len(left), len(right)))
