"""Files to translation units, without a corpus.

From: the command line. To: lines of beads or units, or alignment.exchange.
Not here: how versions are aligned (multiway.six), what the formats of exchange look like.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alignment.exchange.rows import Document, Row
from alignment.multiway.six import align
from alignment.side import Side
from indexer.document import Clause, Metadata, Unit
from indexer.encoders.encoder import Encoder
from indexer.errors import ReadError
from indexer.readers.encoding import decode
from indexer.readers.files import file_bytes
from indexer.readers.identify import identify
from indexer.readers.names import split_name
from indexer.readers.read import read
from indexer.structure.segmenter import split

_MOST = 6  # versions


@dataclass(frozen=True, slots=True)
class Text:
    """A version out of a file.

    places: for each clause its number, from 0: its line, if the file has one clause a line.
    empty: numbers of the lines that hold nothing.
    """

    lang: str
    clauses: tuple[Clause, ...]
    places: tuple[int, ...]
    empty: tuple[int, ...] = ()
    symbol: str = ""
    metadata: Metadata = field(default=Metadata())


@dataclass(frozen=True, slots=True)
class Aligned:
    """Texts, in the order given, and the units that they form, in reading order."""

    texts: tuple[Text, ...]
    units: tuple[Unit, ...]

    @property
    def langs(self) -> tuple[str, ...]:
        return tuple(text.lang for text in self.texts)

    def places(self, unit: Unit) -> dict[str, list[int]]:
        """``{lang: places}`` of a unit's clauses, languages in the order given, none left out."""
        return {
            text.lang: [text.places[at] for at in unit.members.get(text.lang, ())]
            for text in self.texts
        }

    def document(self) -> Document:
        """The units as rows for the formats of exchange."""
        clauses = {text.lang: text.clauses for text in self.texts}
        rows = [
            Row(
                {lang: [clauses[lang][at] for at in ats] for lang, ats in unit.members.items()},
                unit.status,
                unit.probability,
            )
            for unit in self.units
        ]
        first = self.texts[0]
        return Document(first.symbol, rows, first.metadata)


def align_files(
    paths: Sequence[Path],
    encoder: Encoder,
    *,
    langs: Sequence[str] | None = None,
    pre_segmented: bool = False,
) -> Aligned:
    """Two to six files, one a language, aligned.

    langs: of the files, in their order; None: as the files say. Of texts that are split here only
        the six are known; with ``pre_segmented``, one clause a line, any language code will do.
    Raises ReadError for a file that cannot be read, ValueError for a language that is there twice
    or files too many or too few.
    """
    if not 2 <= len(paths) <= _MOST:
        raise ValueError(f"two to {_MOST} files can be aligned, not {len(paths)}")
    if langs is not None and len(langs) != len(paths):
        raise ValueError(f"{len(langs)} languages for {len(paths)} files; give one a file")
    open_ = _lines if pre_segmented else _whole
    codes: Sequence[str | None] = langs or [None] * len(paths)
    texts = tuple(open_(path, code) for path, code in zip(paths, codes, strict=True))
    sides = [
        Side(text.lang, text.clauses, encoder.encode([clause.text for clause in text.clauses]))
        for text in texts
    ]
    return Aligned(texts, tuple(align(sides)))


def bead_lines(aligned: Aligned) -> Iterator[str]:
    """A line a bead, as scorers of sentence alignment read it: ``[0, 1]:[2]:0.987``.

    Raises ValueError if there are more than two texts.
    """
    if len(aligned.texts) != 2:
        raise ValueError(f"beads are of two files, not {len(aligned.texts)}; use --format units")
    for unit in aligned.units:
        left, right = aligned.places(unit).values()
        sure = 1.0 if unit.probability is None else unit.probability
        yield f"{left}:{right}:{sure:.3f}"
    left_text, right_text = aligned.texts
    yield from (f"[{line}]:[]:1.000" for line in left_text.empty)
    yield from (f"[]:[{line}]:1.000" for line in right_text.empty)


def unit_lines(aligned: Aligned) -> Iterator[str]:
    """A JSON object a unit: ``{"ar": [0], "zh": [0, 1], "probability": 0.98}``."""
    for unit in aligned.units:
        yield json.dumps({**aligned.places(unit), "probability": unit.probability})


def _whole(path: Path, lang: str | None) -> Text:
    versions = read(path, lang=lang)
    if len(versions) != 1 or versions[0].segments is not None:
        raise ReadError(f"{path}: holds versions that are aligned already; give one text a file")
    (version,) = versions
    clauses = tuple(split(version))
    places = tuple(range(len(clauses)))
    return Text(version.lang, clauses, places, symbol=version.symbol, metadata=version.metadata)


def _lines(path: Path, lang: str | None) -> Text:
    """One clause a line; a line without any text is no clause but keeps its number."""
    text, _ = decode(file_bytes(path), path)
    lines = text.removesuffix("\n").split("\n")
    clauses, places, start = [], [], 0
    for number, line in enumerate(lines):
        said = line.strip()
        if said:
            clauses.append(Clause("sentence", None, start, start + len(line), said))
            places.append(number)
        start += len(line) + 1
    empty = tuple(number for number, line in enumerate(lines) if not line.strip())
    _, of_name = split_name(path.with_name(f"{path.name}.txt"))
    code = lang or of_name or identify(text)
    if code is None:
        raise ReadError(f"{path}: language unclear; use --langs")
    return Text(code, tuple(clauses), tuple(places), empty, symbol=path.stem)
