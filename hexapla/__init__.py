"""Hexapla: documents that exist in several languages, clause beside clause, and searchable.

>>> import hexapla, tempfile
>>> corpus = hexapla.open(tempfile.mkdtemp())
>>> corpus.add([]), corpus.symbols()
([], [])

"""

from __future__ import annotations

from alignment.exchange.rows import Written
from hexapla.corpus import Corpus
from hexapla.corpus import open_corpus as open
from hexapla.outcome import Outcome
from hexapla.showing import ShownClause
from indexer.errors import (
    CorpusBusyError,
    CorpusError,
    EncoderError,
    HexaplaError,
    QueryError,
    ReadError,
)
from search.answer import Answer, Hit
from search.lookup.answers import (
    BandCount,
    Change,
    Collocate,
    Concordance,
    Draft,
    Line,
    Match,
    NumberChange,
    Pretranslation,
    Rendering,
    Term,
    Use,
    Wording,
)

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "BandCount",
    "Change",
    "Collocate",
    "Concordance",
    "Corpus",
    "CorpusBusyError",
    "CorpusError",
    "Draft",
    "EncoderError",
    "HexaplaError",
    "Hit",
    "Line",
    "Match",
    "NumberChange",
    "Outcome",
    "Pretranslation",
    "QueryError",
    "ReadError",
    "Rendering",
    "ShownClause",
    "Term",
    "Use",
    "Wording",
    "Written",
    "open",
]
