"""How clauses end: a question answers to a question, an exclamation to an exclamation.

From: clauses. To: pairwise.evidence. Not here: any other punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_CLOSING = " \t\r\n\"'”’»›)）]】」』》"
_SAME = str.maketrans("。．？؟！：；؛，،、–—―", "..??!:;;,,,---")
_STOPS = ".?!:;,-…"
_NUMBER_OF = {mark: number for number, mark in enumerate(_STOPS, 1)} | {
    chr(mark): _STOPS.index(chr(same)) + 1 for mark, same in _SAME.items()
}


def stops(texts: Sequence[str]) -> NDArray[np.int64]:
    """(n,): which stop each text ends with, behind closing quotes; 0 for none.

    >>> stops(["Why?", "为什么？”", "Because"]).tolist()
    [2, 2, 0]
    """
    last = (text.rstrip(_CLOSING)[-1:] for text in texts)
    return np.array([_NUMBER_OF.get(mark, 0) for mark in last], dtype=np.int64)
