"""Documents of a corpus aligned anew, around what a person has reviewed or locked.

A document is one transaction: a process that is killed leaves each either as it was or aligned.

From: hexapla.corpus. To: the catalogue. Not here: what is derived from it, and how aligning works.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alignment.keeping import firm
from hexapla.exporting import chosen
from hexapla.indexing import align_document
from indexer.store.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Realigned:
    """What became of a document.

    units: how many it has now. changed: how many of them were not there just so before.
    kept: how many stayed because a person had reviewed or locked them.
    """

    symbol: str
    units: int
    changed: int
    kept: int


def realign(catalogue: Catalogue, symbols: Sequence[str]) -> Iterator[Realigned]:
    """Align documents anew, all if none is named; each is given once it is on disk.

    Raises CorpusError if one is not there, CorpusBusyError when another process writes.
    """
    with catalogue.locked():
        for key in chosen(catalogue, symbols):
            with catalogue.writing() as writer:
                before = writer.units(key)
                kept = firm(before)
                align_document(writer, key, kept)
                after = writer.units(key)
            changed = sum(unit not in before for unit in after)
            yield Realigned(key.symbol, len(after), changed, len(kept))
