"""Cut Chinese text into words: jieba's segmentation, without its start-up time.

From: analysis.tokens. To: the same. Not here: what is not Chinese; the bigram stream.

jieba finds the likeliest path through all words of its dictionary, and reads what is left between
them with a hidden Markov model (https://github.com/fxsj/jieba, version 0.42.1). Reading the
dictionary takes jieba 0.6 to 1.1 s, also from its cache, which it keeps in a folder that every user
of the machine may write to. But a word can only be found under its first character, and the
dictionary is sorted. So here the words of a character are read when that character first occurs:
a query costs milliseconds, nothing is ever written, and the words found are the same, which a
test holds against jieba itself.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from math import inf, log
from pathlib import Path

from indexer.document import Span

TOTAL = 60_101_967  # sum of the frequencies in jieba's dictionary (a test adds them up)
UN_FREQUENCY = 2_000  # of a word of ours: about that of 联合国 in jieba's dictionary
_FIRST_LINE = "\n一 ".encode()  # sorted from here on; above stand words with Latin letters

Cut = Callable[[str], Iterable[str]]


def words(run: str) -> list[str]:
    """The words of a run of Chinese characters, in jieba's search mode: parts before the whole.

    >>> words("联合国大会回顾")
    ['联合', '国大', '大会', '联合国', '联合国大会', '回顾']
    """
    return [run[start:end] for start, end in word_spans(run)]


def word_spans(run: str) -> tuple[Span, ...]:
    """Spans of :func:`words`, in the same order; they overlap and are not sorted.

    run: Simplified characters and nothing else.
    """
    dictionary = _dictionary()
    spans: list[Span] = []
    start = 0
    for word in dictionary.cut(run):
        end = start + len(word)
        for size in range(2, min(len(word), 4)):
            spans.extend(
                (at, at + size)
                for at in range(start, end - size + 1)
                if dictionary.knows(run[at : at + size])
            )
        spans.append((start, end))
        start = end
    return tuple(spans)


class Dictionary:
    """jieba's dictionary and our own words, read one first character at a time.

    The weight of a word is the logarithm of its probability; the beginning of a word that is no
    word itself has the weight -inf, which no path can win with.
    """

    def __init__(self, dictionary: bytes, own: dict[str, int], cut_unknown: Cut) -> None:
        """Keep what to read from.

        dictionary: lines ``word frequency tag``, sorted by word.
        own: frequencies of our own words, known to the dictionary or not: at least these.
        cut_unknown: cuts a run of characters between known words.
        """
        self._dictionary = dictionary
        self._own: dict[str, dict[str, int]] = {}
        for word, frequency in own.items():
            self._own.setdefault(word[0], {})[word] = frequency
        self._cut_unknown = cut_unknown
        self._weights: dict[str, float] = {}
        self._read: set[str] = set()

    def knows(self, word: str) -> bool:
        """Whether this is a word; its first character must have occurred in a text that was cut."""
        return self._weights.get(word, -inf) != -inf

    def cut(self, run: str) -> list[str]:
        """The words of a run of Chinese characters; joined they give the run."""
        if not self._read.issuperset(run):
            self._read_words(run)
        cut: list[str] = []
        start = singles = 0
        for end in self._likeliest(run):
            if end - start > 1:
                cut += self._between(run[singles:start])
                cut.append(run[start:end])
                singles = end
            start = end
        return cut + list(self._between(run[singles:]))

    def _between(self, singles: str) -> Iterable[str]:
        """What becomes of the characters between two longer words."""
        if len(singles) < 2 or self.knows(singles):
            return singles
        return self._cut_unknown(singles)

    def _likeliest(self, run: str) -> Iterator[int]:
        """Ends of the words of the likeliest path; ties go to the longer word.

        Worked out from the end: the best path from an offset is a word and the best path from the
        word's end.
        """
        weight_of, size = self._weights.get, len(run)
        scores, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            best, best_end = -inf, start + 1
            for end in range(start + 1, size + 1):
                weight = weight_of(run[start:end])
                if weight is None:
                    break
                score = weight + scores[end]
                if score >= best:
                    best, best_end = score, end
            if best == -inf:
                best, best_end = _UNKNOWN + scores[start + 1], start + 1
            scores[start], ends[start] = best, best_end
        end = 0
        while end < size:
            end = ends[end]
            yield end

    def _read_words(self, run: str) -> None:
        for first in set(run) - self._read:
            self._weights |= self._weights_under(first)
            self._read.add(first)

    def _weights_under(self, first: str) -> dict[str, float]:
        """Weights of all words with this first character, and of their beginnings."""
        start = self._line_not_below(first.encode())
        end = self._line_not_below(chr(ord(first) + 1).encode())
        fields = self._dictionary[start:end].decode().split()
        weights = dict(zip(fields[0::3], map(_weight, fields[1::3]), strict=True))
        for word, least in self._own.get(first, {}).items():
            weights[word] = max(_weight(least), weights.get(word, -inf))
        beginnings = {word[:-1] for word in weights} - weights.keys()  # "" too, never looked up
        while beginnings:
            weights |= dict.fromkeys(beginnings, -inf)
            beginnings = {word[:-1] for word in beginnings} - weights.keys()
        return weights

    def _line_not_below(self, key: bytes) -> int:
        """Offset of the first line that is not below the key (bisection over bytes)."""
        low, high = 0, len(self._dictionary)
        while low < high:
            middle = self._dictionary.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._dictionary.find(b"\n", middle, high) + 1 or high
            if self._dictionary[middle:end] < key:
                low = end
            else:
                high = middle
        return low


def read_words(lines: Iterable[str]) -> dict[str, int]:
    """Words with their frequencies: a line is ``word`` or ``word frequency``; ``#`` is a comment.

    >>> read_words(["# bodies", "安全理事会", "大会 9000"])
    {'安全理事会': 2000, '大会': 9000}
    """
    fields = (line.partition("#")[0].split() for line in lines)
    return {
        word: int(frequency[0]) if frequency else UN_FREQUENCY
        for word, *frequency in filter(None, fields)
    }


@cache
def _weight(frequency: str | int) -> float:
    return log(int(frequency)) - log(TOTAL)


_UNKNOWN = _weight(1)  # of a character that begins no word


@cache
def _dictionary() -> Dictionary:
    own = files("indexer").joinpath("data/un_words.txt").read_text(encoding="utf-8")
    return Dictionary(jieba_dictionary(), read_words(own.splitlines()), _cut_unknown)


def jieba_dictionary() -> bytes:
    """The sorted part of jieba's dictionary: all words in Chinese characters."""
    jieba = find_spec("jieba")
    if jieba is None or jieba.origin is None:
        raise ModuleNotFoundError("no module named 'jieba'; run: pip install jieba")
    content = Path(jieba.origin).with_name("dict.txt").read_bytes()
    return content[content.index(_FIRST_LINE) + 1 :]


@lru_cache(maxsize=2**12)
def _cut_unknown(run: str) -> tuple[str, ...]:
    return tuple(_hidden_markov_model()(run))


@cache
def _hidden_markov_model() -> Cut:
    """What jieba cuts unknown words with.

    Importing jieba compiles old escapes with warnings, and imports pkg_resources where that is
    installed, which takes 150 ms, warns too, and is used for nothing that is needed here.
    """
    absent = "pkg_resources" not in sys.modules
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if absent:
            sys.modules["pkg_resources"] = None  # type: ignore[assignment]
        try:
            from jieba.finalseg import cut  # noqa: PLC0415 (25 ms, and seldom needed by a query)
        finally:
            if absent:
                del sys.modules["pkg_resources"]
    found: Cut = cut
    return found
