"""Parallel rows to learn from: read, and cleaned.

From: a folder of parallel rows (``train/*.jsonl.xz``, ``unv1_dev``). To: benchmarks.train_encoder,
benchmarks.train_lexicon. Not here: which sources, and what each counts.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Container, Iterator
from pathlib import Path
from random import Random

from indexer.languages import LANGUAGES

Row = dict[str, str]

UN_ROWS = "unv1_dev"
UN_COUNT = 4_000
UNSURE_TERMS = {"religion_bible": ("es",)}  # one of its two Spanish versions has no statement
SCRIPTS = {"ar": ("\u0600", "\u06ff"), "zh": ("\u4e00", "\u9fff"), "ru": ("\u0400", "\u04ff")}


def clean_rows(
    data: Path, source: str, *, held_out: Container[int], longest: int | None
) -> list[Row]:
    """Rows of at least two languages, each set of texts once; of UN_ROWS all but some.

    held_out: numbers of the rows of UN_ROWS to leave out. longest: code points of a text that are
    read; None for all.
    """
    without = UNSURE_TERMS.get(source, ())
    rows = raw_rows(data, source, held_out=held_out)
    found = (clean(row, without=without, longest=longest) for row in rows)
    return list({tuple(sorted(row.values())): row for row in found if len(row) > 1}.values())


def last_rows(count: int) -> range:
    """Numbers of the last so many rows of UN_ROWS."""
    return range(UN_COUNT - count, UN_COUNT)


def rows_of_documents(data: Path, count: int, *, seed: int = 0) -> list[int]:
    """Numbers, rising, of at least so many rows of UN_ROWS: all those of documents drawn by lot.

    count: UN_COUNT at most.
    """
    lines = (data / UN_ROWS / "UNv1.0.devset.ids").read_text("utf-8").splitlines()[:UN_COUNT]
    of_document: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        of_document.setdefault(line.split()[0], []).append(row)
    documents = list(of_document)
    Random(seed).shuffle(documents)
    found: list[int] = []
    while len(found) < count:
        found += of_document[documents.pop()]
    return sorted(found)


def raw_rows(data: Path, source: str, *, held_out: Container[int]) -> Iterator[Row]:
    """The rows of a source as they are; of UN_ROWS all but those ``held_out``."""
    if source == UN_ROWS:
        columns = [
            (data / source / f"UNv1.0.devset.{lang}").read_text("utf-8").split("\n")
            for lang in LANGUAGES
        ]
        yield from (
            dict(zip(LANGUAGES, texts, strict=True))
            for row, texts in enumerate(list(zip(*columns, strict=True))[:UN_COUNT])
            if row not in held_out
        )
        return
    with lzma.open(data / "train" / f"{source}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def clean(row: Row, *, without: tuple[str, ...] = (), longest: int | None = None) -> Row:
    """The texts of a row that are in their language's script and differ from each other.

    A text that is written like another of the row was not translated.

    >>> clean({"en": "Hi.", "zh": "Nancyæ", "fr": "Hi.", "ru": "Привет."})
    {'en': 'Hi.', 'ru': 'Привет.'}
    """
    kept: Row = {}
    for lang, text in row.items():
        if lang not in without and is_in_script(text, lang) and text not in kept.values():
            kept[lang] = text[:longest]
    return kept


def is_in_script(text: str, lang: str) -> bool:
    """Whether a text has a letter of its language's script.

    >>> is_in_script("Nancyæ", "zh"), is_in_script("注意到", "zh")
    (False, True)
    """
    low, high = SCRIPTS.get(lang, ("A", "\u024f"))
    return any(low <= character <= high for character in text)
