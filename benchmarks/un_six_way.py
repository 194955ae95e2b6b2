"""A six-way test set whose right units are known because it was made.

Documents of the UN development set, whose rows are aligned, are disturbed as real versions are: two
sentences are one in some language, a sentence is missing, one stands there that no other version
has, two blocks have changed places. What belongs together follows from what was done. All chances
come from a seed and the document's name, so that a document is disturbed alike in every run and
whether its paragraph numbers are shown or hidden.

The encoder may have been trained on three quarters of these rows, so that ``held_out`` makes
documents of the last quarter only, which it never saw.

From: ``unv1_dev/docs.jsonl`` and ``UNv1.0.devset.*``. To: benchmarks.six_way.
Not here: aligning, and scoring.

Run: ``python -m benchmarks.un_six_way`` prints what each set holds.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from random import Random

from benchmarks.record import data_folder
from indexer.document import Clause
from indexer.languages import LANGUAGES

SEED = 5
LEAST_ROWS = 8  # of a document
HELD_OUT_ROWS = 1_000  # last lines of the development set
HELD_OUT_LENGTH = 12  # rows of a document made of them
LONGEST_PARAGRAPH = 3  # rows
JOINING_LANGUAGES = (1, 1, 2)  # how many languages join the same two sentences
LONGEST_BLOCK = 3  # rows deleted, inserted or moved together
# A printed paragraph number: in the clauses of this project the text does not hold it.
_PRINTED_NUMBER = re.compile(r"^\s*\d{1,3}\s?(?:[.．、]|-|–)\s*(?=\D)")

Members = dict[str, tuple[int, ...]]
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """How versions are made to differ; each figure is a share of the rows.

    joined: of rows joined to the next one in one language or two (inside a paragraph).
    dropped: of rows missing in one language. inserted: of foreign clauses, each in one language.
    deleted_blocks, foreign_blocks: of rows lost and gained in *every* language by itself, in blocks
        of one to three.
    swaps: of neighbouring blocks that change places in one language, in all.
    strangers: of versions that are of another document altogether, each of another one.
    """

    joined: float = 0.08
    dropped: float = 0.04
    inserted: float = 0.04
    deleted_blocks: float = 0.0
    foreign_blocks: float = 0.0
    swaps: int = 0
    strangers: float = 0.0


@dataclass(frozen=True, slots=True)
class Swap:
    """Two neighbouring blocks that changed places in one language: positions of their clauses."""

    lang: str
    first: tuple[int, ...]
    second: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A document to align: six versions, and what is right.

    gold: every clause stands in exactly one of the units.
    """

    name: str
    versions: dict[str, tuple[Clause, ...]]
    gold: tuple[Members, ...]
    swaps: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A clause to be: the rows it renders, none for a foreign one; number of its paragraph."""

    rows: tuple[int, ...]
    text: str
    number: str


USUAL = Disturbance()
BLOCKS = Disturbance(joined=0.04, dropped=0, inserted=0, deleted_blocks=0.15, foreign_blocks=0.10)
SWAPPED = replace(USUAL, swaps=1)
STRANGE = replace(USUAL, strangers=0.3)
UNRELATED = replace(USUAL, strangers=1.0)

# name: (disturbance, numbers shown, rows never seen by the encoder)
SETS: dict[str, tuple[Disturbance, bool, bool]] = {
    "numbers": (USUAL, True, False),
    "hidden": (USUAL, False, False),
    "blocks": (BLOCKS, False, False),
    "moved": (SWAPPED, False, False),
    "numbers, held out": (USUAL, True, True),
    "hidden, held out": (USUAL, False, True),
    "blocks, held out": (BLOCKS, False, True),
    "moved, held out": (SWAPPED, False, True),
    "strangers, held out": (STRANGE, False, True),
    "unrelated, held out": (UNRELATED, False, True),
}


def cases(name: str, *, seed: int = SEED) -> list[Case]:
    """The documents of one of ``SETS``, in a fixed order."""
    disturbance, numbered, held_out = SETS[name]
    documents = _held_out_documents() if held_out else _documents()
    made = []
    for symbol, rows in documents:
        strangers = [row for other, theirs in documents if other != symbol for row in theirs]
        chance = Random(f"{seed} {symbol}")
        pieces, paragraphs = _paragraphs(rows, chance)
        _disturb(pieces, paragraphs, disturbance, (chance, strangers))
        _estrange(
            pieces, disturbance, chance, [rows for other, rows in documents if other != symbol]
        )
        swaps = [_swap(pieces, chance) for _ in range(disturbance.swaps)]
        made.append(_case(symbol, pieces, swaps, numbered))
    return made


def _documents() -> list[tuple[str, list[Row]]]:
    path = data_folder() / "unv1_dev" / "docs.jsonl"
    documents = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    return [
        (document["doc"], [_row(document, at) for at in range(document["n"])])
        for document in documents
        if document["n"] >= LEAST_ROWS
    ]


def _row(document: dict[str, Sequence[str]], at: int) -> Row:
    return {lang: document[lang][at] for lang in LANGUAGES}


def _held_out_documents() -> list[tuple[str, list[Row]]]:
    """The last rows in the order of their documents, cut into documents of equal length."""
    folder = data_folder() / "unv1_dev"
    texts = {lang: _lines(folder / f"UNv1.0.devset.{lang}")[-HELD_OUT_ROWS:] for lang in LANGUAGES}
    ids = _lines(folder / "UNv1.0.devset.ids")[-HELD_OUT_ROWS:]
    order = sorted(range(HELD_OUT_ROWS), key=lambda at: (ids[at].split()[0], at))
    rows = [{lang: texts[lang][at] for lang in LANGUAGES} for at in order]
    starts = range(0, HELD_OUT_ROWS - HELD_OUT_LENGTH + 1, HELD_OUT_LENGTH)
    return [(f"held out {start}", rows[start : start + HELD_OUT_LENGTH]) for start in starts]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")[:-1]


def _paragraphs(
    rows: Sequence[Row], chance: Random
) -> tuple[dict[str, list[_Piece]], list[tuple[int, ...]]]:
    """One piece a row in every language, and which rows make up which paragraph."""
    paragraphs: list[tuple[int, ...]] = []
    at = 0
    while at < len(rows):
        size = min(chance.randint(1, LONGEST_PARAGRAPH), len(rows) - at)
        paragraphs.append(tuple(range(at, at + size)))
        at += size
    number = {row: str(n) for n, members in enumerate(paragraphs, start=1) for row in members}
    pieces = {
        lang: [_Piece((at,), _text(row[lang]), number[at]) for at, row in enumerate(rows)]
        for lang in LANGUAGES
    }
    return pieces, paragraphs


def _text(printed: str) -> str:
    """The text without a paragraph number, unless nothing else is there."""
    return _PRINTED_NUMBER.sub("", printed).strip() or printed


def _disturb(
    pieces: dict[str, list[_Piece]],
    paragraphs: Sequence[tuple[int, ...]],
    disturbance: Disturbance,
    chances: tuple[Random, Sequence[Row]],
) -> None:
    """Join, drop and insert, in place."""
    chance, strangers = chances
    for rows in paragraphs:
        for first, second in pairwise(rows):
            if chance.random() < disturbance.joined:
                for lang in chance.sample(LANGUAGES, chance.choice(JOINING_LANGUAGES)):
                    _join(pieces, lang, first, second)
    rows_in_all = sum(map(len, paragraphs))
    for row in range(rows_in_all):
        if chance.random() < disturbance.dropped:
            _drop(pieces, chance.choice(LANGUAGES), {row})
    for _ in range(rows_in_all):
        if chance.random() < disturbance.inserted:
            _insert(pieces, chance.choice(LANGUAGES), chance, strangers, size=1)
    for lang in LANGUAGES:
        for start in _block_starts(rows_in_all, disturbance.deleted_blocks, chance):
            _drop(pieces, lang, set(range(start, start + chance.randint(1, LONGEST_BLOCK))))
        for _ in _block_starts(rows_in_all, disturbance.foreign_blocks, chance):
            _insert(pieces, lang, chance, strangers, size=chance.randint(1, LONGEST_BLOCK))


def _estrange(
    pieces: dict[str, list[_Piece]],
    disturbance: Disturbance,
    chance: Random,
    others: Sequence[Sequence[Row]],
) -> None:
    """Put the rows of another document in the place of a version, in place."""
    if not disturbance.strangers:
        return
    for lang, rows in zip(LANGUAGES, chance.sample(others, len(LANGUAGES)), strict=True):
        if chance.random() < disturbance.strangers:
            pieces[lang] = [_Piece((), _text(row[lang]), "1") for row in rows]


def _block_starts(rows: int, share: float, chance: Random) -> list[int]:
    """Where blocks begin that come to ``share`` of the rows in the mean."""
    mean_size = (1 + LONGEST_BLOCK) / 2
    return [row for row in range(rows) if chance.random() < share / mean_size]


def _join(pieces: dict[str, list[_Piece]], lang: str, first: int, second: int) -> None:
    version = pieces[lang]
    at = next(i for i, piece in enumerate(version) if first in piece.rows)
    one, other = version[at], version[at + 1]
    if second in one.rows:
        return
    text = one.text + ("" if lang == "zh" else " ") + other.text
    version[at : at + 2] = [_Piece(one.rows + other.rows, text, one.number)]


def _drop(pieces: dict[str, list[_Piece]], lang: str, rows: set[int]) -> None:
    """Without the pieces that render only those rows; never all of a version."""
    kept = [piece for piece in pieces[lang] if not piece.rows or set(piece.rows) - rows]
    if any(piece.rows for piece in kept):
        pieces[lang] = kept


def _insert(
    pieces: dict[str, list[_Piece]],
    lang: str,
    chance: Random,
    strangers: Sequence[Row],
    *,
    size: int,
) -> None:
    """A block that stands together in another document, in the paragraph before it."""
    start = chance.randrange(len(strangers) - size)
    at = chance.randint(0, len(pieces[lang]))
    number = pieces[lang][max(at - 1, 0)].number
    own = {piece.text for piece in pieces[lang]}
    block = [_text(row[lang]) for row in strangers[start : start + size]]
    pieces[lang][at:at] = [_Piece((), text, number) for text in block if text not in own]


def _swap(pieces: dict[str, list[_Piece]], chance: Random) -> Swap:
    """Two neighbouring blocks of one language change places."""
    lang = chance.choice(LANGUAGES)
    first, second = (chance.randint(1, LONGEST_BLOCK) for _ in range(2))
    start = chance.randint(0, max(0, len(pieces[lang]) - first - second))
    middle, end = start + first, start + first + second
    version = pieces[lang]
    version[start:end] = version[middle:end] + version[start:middle]
    moved = start + second
    return Swap(lang, tuple(range(start, moved)), tuple(range(moved, end)))


def _case(
    symbol: str, pieces: dict[str, list[_Piece]], swaps: Sequence[Swap], numbered: bool
) -> Case:
    versions = {lang: _clauses(pieces[lang], numbered) for lang in LANGUAGES}
    return Case(symbol, versions, tuple(_gold(pieces)), tuple(swaps))


def _clauses(pieces: Sequence[_Piece], numbered: bool) -> tuple[Clause, ...]:
    clauses = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        number = piece.number if numbered else None
        clauses.append(Clause("sentence", number, start, end, piece.text))
        start = end + 1
    return tuple(clauses)


def _gold(pieces: dict[str, list[_Piece]]) -> Iterator[Members]:
    """Rows that some piece joins are one unit; a foreign piece is one by itself."""
    together: dict[int, int] = {}
    for version in pieces.values():
        for piece in version:
            for row in piece.rows:
                together.setdefault(row, row)
            for row in piece.rows[1:]:
                merged, kept = together[row], together[piece.rows[0]]
                together = {r: kept if name == merged else name for r, name in together.items()}
    units: dict[int, dict[str, list[int]]] = {}
    for lang in LANGUAGES:
        for at, piece in enumerate(pieces[lang]):
            if piece.rows:
                units.setdefault(together[piece.rows[0]], {}).setdefault(lang, []).append(at)
            else:
                yield {lang: (at,)}
    for members in units.values():
        yield {lang: tuple(positions) for lang, positions in members.items()}


def main() -> None:
    """Print, for each set, documents, clauses, units, and units by number of languages."""
    for name in SETS:
        made = cases(name)
        clauses = sum(len(version) for case in made for version in case.versions.values())
        units = [unit for case in made for unit in case.gold]
        sizes = [sum(len(unit) == n for unit in units) for n in range(1, 7)]
        sys.stdout.write(
            f"{name}: {len(made)} documents, {clauses} clauses, {len(units)} units, "
            f"of one to six languages: {sizes}\n"
        )


if __name__ == "__main__":
    main()
