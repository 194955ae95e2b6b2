"""TMX for tools that know two languages a unit and short sides: each pair of languages by itself.

Units that are too long are cut at sentences, where both sides have the same number of them; where
they have not, the pair is left out rather than cut by guess. The pairs of one unit bear its number,
so that indexer.readers.tmx can join them again.

From: rows. To: CAT tools. Not here: files with all languages in one unit (tmx), which lose nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TextIO

from alignment.exchange.rows import Document, Row, Written, joiner
from alignment.exchange.statements import (
    Statement,
    clause_statements,
    document_statements,
)
from alignment.exchange.tmx import HEAD, TAIL, unit_element, variant_element
from indexer.languages import LANGUAGES
from indexer.structure.sentences import sentences

LIMIT = 2_000  # a side must be shorter, in UTF-16 code units, as most of these tools count

_Sides = tuple[str, str]


def write_tmx_pairs(documents: Iterable[Document], langs: Sequence[str], out: TextIO) -> Written:
    """One ``tu`` for each pair of languages of a unit, the one that comes first in ``langs`` first.

    Written.left_out counts units that have only one of the languages, and those of which at least
    one pair is too long and could not be cut. Raises ValueError if there are no two languages.
    """
    if len(langs) < 2:
        raise ValueError(f"pairs need two languages at least, not only {', '.join(langs)}")
    units = left_out = 0
    out.write(HEAD)
    for document in documents:
        facts = list(document_statements(document.metadata))
        for number, row in enumerate(document.rows, 1):
            pairs = list(combinations([lang for lang in langs if lang in row.clauses], 2))
            written = [
                _pair(document, row, pair, [("unit", str(number)), *facts]) for pair in pairs
            ]
            out.writelines(written)
            units += any(written)
            left_out += not (written and all(written))
            facts = facts if not any(written) else []
    out.write(TAIL)
    return Written(units, left_out)


def _pair(document: Document, row: Row, pair: _Sides, more: list[Statement]) -> str:
    """The ``tu`` elements of one pair; "" where it cannot be written."""
    left, right = pair
    whole = (row.text(left), row.text(right))
    if _fits(whole):
        variants = [
            variant_element(lang, clause_statements(row, lang), row.text(lang)) for lang in pair
        ]
        return unit_element(document, row, more, variants)
    parts = list(_parts(whole, pair))
    return "".join(
        unit_element(
            document,
            row,
            [*more, ("part", f"{at} {len(parts)}")],
            [
                variant_element(lang, _first_clause(row, lang), text)
                for lang, text in zip(pair, part, strict=True)
            ],
        )
        for at, part in enumerate(parts, 1)
    )


def _first_clause(row: Row, lang: str) -> Iterator[Statement]:
    """Kind and number of what a part was cut from; spans do not hold for a part."""
    first = row.clauses[lang][0]
    yield "kind", first.kind
    if first.number is not None:
        yield "number", first.number


def _parts(sides: _Sides, pair: _Sides) -> Iterator[_Sides]:
    """Sides cut at the same sentences, as few parts as fit; none where that cannot be done."""
    if not set(pair) <= set(LANGUAGES):
        return
    cut = [
        [text[a:b] for a, b in sentences(text, lang)]
        for text, lang in zip(sides, pair, strict=True)
    ]
    if len(cut[0]) != len(cut[1]) or not all(map(_fits, zip(*cut, strict=True))):
        return
    part = None
    for pieces in zip(*cut, strict=True):
        longer = _appended(part, pieces, pair) if part else pieces
        if _fits(longer):
            part = longer
        else:
            yield part or pieces
            part = pieces
    if part:
        yield part


def _appended(part: _Sides, pieces: _Sides, pair: _Sides) -> _Sides:
    left, right = (joiner(lang).join(both) for lang, *both in zip(pair, part, pieces, strict=True))
    return left, right


def _fits(sides: Sequence[str]) -> bool:
    return all(len(text.encode("utf-16-le", "surrogatepass")) < 2 * LIMIT for text in sides)
