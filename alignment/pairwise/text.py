"""A version as the pairwise aligner reads it, once, however many others it is aligned to.

From: alignment.side. To: pairwise.stack. Not here: anything that needs a second version.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alignment.pairwise.length import letters
from alignment.pairwise.numbering import labels
from alignment.pairwise.stops import stops
from alignment.pairwise.words import Vocabulary, Words, words_of
from alignment.side import Side

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Text:
    """What n clauses of one version come to.

    letters: (n,) lengths. stops: (n,) which stop each ends with. labels: printed numbers.
    vectors: (n, d) unit rows. weighted: the same, each times the square root of its letters, so
        that a sum over clauses is the vector of all of them.
    """

    side: Side
    words: Words
    vocabulary: Vocabulary
    letters: Floats
    stops: Numbers
    labels: list[str]
    vectors: Floats32
    weighted: Floats32

    def __len__(self) -> int:
        return len(self.side.clauses)

    def part(self, first: int, end: int) -> Text:
        """Clauses ``first`` to ``end`` as a text of their own."""
        some = slice(first, end)
        spans = self.words.starts[first : end + 1]
        known, numbers = np.unique(self.words.numbers[spans[0] : spans[-1]], return_inverse=True)
        return Text(
            side=Side(self.side.lang, self.side.clauses[some], self.side.vectors[some]),
            words=Words(numbers, spans - spans[0], np.zeros(len(known), np.int64)),
            vocabulary=Vocabulary(tuple(self.vocabulary.words[at] for at in known.tolist())),
            letters=self.letters[some],
            stops=self.stops[some],
            labels=self.labels[some],
            vectors=self.vectors[some],
            weighted=self.weighted[some],
        )


def text_of(side: Side) -> Text:
    """Read a version."""
    texts = [clause.text for clause in side.clauses]
    words, vocabulary = words_of(texts, side.lang)
    sizes = letters(texts)
    return Text(
        side=side,
        words=words,
        vocabulary=vocabulary,
        letters=sizes,
        stops=stops(texts),
        labels=labels(side.clauses),
        vectors=side.vectors,
        weighted=side.vectors * np.sqrt(sizes[:, None]).astype(np.float32),
    )
