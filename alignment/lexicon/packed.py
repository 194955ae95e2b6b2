"""The base lexicon on disk: one folder, read by mapping, at most 10 MB.

``words.LANG.txt``: one term a line, sorted; ``surfaces.LANG.txt``: how each is mostly written, what
follows the term behind a hyphen, nothing where it is the term.
``A-B.npz`` would have to be unpacked; so for each unordered pair of languages there are plain
arrays, rows by the terms of A: ``A-B.sizes.npy`` (uint8 entries a row), ``A-B.targets.npy``
(uint16 terms of B) and ``A-B.counts.npy`` (uint8, logarithms of counts in 255 steps).
``seen.LANG.npy``: (terms, languages) uint8, how often each term stood in texts that have a
translation in each language, as logarithms too.

From: the command that trains. To: lexicon.lexicon. Not here: learning, looking up.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alignment.lexicon.joint import Floats, Joint
from alignment.lexicon.vocabulary import Vocabulary, read_lines, write_lines
from indexer.languages import LANGUAGES
from indexer.store.arrays import load_array, save_array

LEAST, MOST = 0.02, 1e6  # counts are kept between these; below is 0, above is MOST
FINGERPRINT = "fingerprint.txt"
MOST_TERMS = 1 << 16  # a language: their numbers are uint16
MOST_ENTRIES = 255  # a row: their number is uint8
_STEPS = 254
_STEP = log(MOST / LEAST) / _STEPS


def packed_counts(counts: Floats) -> NDArray[np.uint8]:
    """Logarithms in 255 steps; a count comes back within 4 %, one below LEAST as 0.

    >>> unpacked(packed_counts(np.array([0.0, 1.0, 1000.0]))).round(1).tolist()
    [0.0, 1.0, 998.2]
    """
    steps = 1 + np.rint(np.log(np.clip(counts, LEAST, MOST) / LEAST) / _STEP)
    return np.where(counts < LEAST, 0, steps).astype(np.uint8)


def unpacked(codes: NDArray[np.uint8]) -> Floats:
    """What :func:`packed_counts` packed, as float64."""
    return _COUNTS[codes]


_COUNTS: Floats = np.concatenate([[0.0], LEAST * np.exp(np.arange(_STEPS + 1) * _STEP)])


class PackedTables:
    """The base lexicon as it lies in a folder; what is not asked for is not read."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.folder = folder
        self._vocabularies: dict[str, Vocabulary] = {}
        self._surfaces: dict[str, tuple[str, ...]] = {}
        self._joints: dict[tuple[str, str], Joint] = {}
        self._seen: dict[str, Floats] = {}

    def vocabulary(self, lang: str) -> Vocabulary:
        """The terms of a language."""
        if lang not in self._vocabularies:
            self._vocabularies[lang] = Vocabulary(read_lines(self.folder / f"words.{lang}.txt"))
        return self._vocabularies[lang]

    def surface(self, lang: str, number: int) -> str:
        """How a term is mostly written."""
        if lang not in self._surfaces:
            self._surfaces[lang] = read_lines(self.folder / f"surfaces.{lang}.txt")
        term, line = self.vocabulary(lang).terms[number], self._surfaces[lang][number]
        return term + line[1:] if line.startswith("-") else line or term

    def joint(self, source: str, target: str) -> Joint:
        """Counts by the terms of ``source``. Two different languages."""
        if (source, target) not in self._joints:
            in_order = LANGUAGES.index(source) < LANGUAGES.index(target)
            self._joints[source, target] = (
                self._read(source, target) if in_order else self.joint(target, source).turned()
            )
        return self._joints[source, target]

    def seen(self, lang: str) -> Floats:
        """(terms, languages): how often each stood in texts with a version in that language."""
        if lang not in self._seen:
            self._seen[lang] = unpacked(np.asarray(load_array(self.folder / f"seen.{lang}.npy")))
        return self._seen[lang]

    def size(self, lang: str) -> int:
        """How many terms it has in a language; the terms need not be read for that."""
        return len(load_array(self.folder / f"seen.{lang}.npy"))

    @cached_property
    def fingerprint(self) -> str:
        """Hex digest of all files, as written: what was learned from them is of them only."""
        (line,) = read_lines(self.folder / FINGERPRINT)
        return line

    def _read(self, source: str, target: str) -> Joint:
        stem = f"{source}-{target}"
        sizes = load_array(self.folder / f"{stem}.sizes.npy")
        starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        targets = load_array(self.folder / f"{stem}.targets.npy").astype(np.int64)
        codes = np.asarray(load_array(self.folder / f"{stem}.counts.npy"))
        return Joint(starts, targets, unpacked(codes), self.size(target))


def write_tables(
    folder: Path,
    surfaces: dict[str, dict[str, str]],
    joints: dict[tuple[str, str], Joint],
    seen: dict[str, Floats],
) -> None:
    """Write a base lexicon.

    surfaces: ``{lang: {term: how it is mostly written}}``, terms sorted. joints: of each pair in
    the order of LANGUAGES. seen: (terms, languages).
    Raises ValueError if a language has more than MOST_TERMS terms or a row too many entries.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for lang, words in surfaces.items():
        if len(words) > MOST_TERMS:
            raise ValueError(f"{lang}: {len(words):,} terms, at most {MOST_TERMS:,}")
        write_lines(folder / f"words.{lang}.txt", words)
        write_lines(folder / f"surfaces.{lang}.txt", map(_shortened, words, words.values()))
        save_array(folder / f"seen.{lang}.npy", packed_counts(seen[lang]))
    for (source, target), joint in joints.items():
        sizes = np.diff(joint.starts)
        if sizes.max(initial=0) > MOST_ENTRIES:
            raise ValueError(f"{source}-{target}: a term with {sizes.max()} translations")
        stem = f"{source}-{target}"
        save_array(folder / f"{stem}.sizes.npy", sizes.astype(np.uint8))
        save_array(folder / f"{stem}.targets.npy", joint.targets.astype(np.uint16))
        save_array(folder / f"{stem}.counts.npy", packed_counts(joint.counts))
    write_lines(folder / FINGERPRINT, [fingerprint_of(folder)])


def fingerprint_of(folder: Path) -> str:
    """Hex digest of the files of a base lexicon."""
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.name != FINGERPRINT:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _shortened(term: str, surface: str) -> str:
    """A spelling as it is kept.

    >>> _shortened("resolut", "resolution"), _shortened("act", "act"), _shortened("etat", "État")
    ('-ion', '', 'État')
    """
    if surface == term:
        return ""
    return f"-{surface[len(term) :]}" if surface.startswith(term) else surface
