"""Texts to token ids, fast: a word is tokenized once, not every time it occurs.

From: a ``tokenizer.json`` of the tokenizers package. To: the encoders of this folder.
Not here: tokens for keyword search (analysis.tokens).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path
from threading import Lock

from tokenizers import Tokenizer

from indexer.analysis.han import simplify
from indexer.encoders.weights import reason
from indexer.errors import EncoderError

WORDS_KEPT = 200_000  # with their token ids: about 50 MB at most
WORDS_AT_ONCE = 64  # tokenized as one text
LONGEST_KEPT = 40  # code points; longer ones (a Chinese clause) hardly come again

# What is done to a text before it is tokenized. It is part of a fingerprint: with the same files,
# texts read in another way have other vectors.
READING = b"Chinese simplified"

MARKS = re.compile(r"[\s!-/:-@\[-`{-~«»“”‘’–—…،؛؟、。《》（），：；]+")
SPACES = re.compile(r"\s+")

Ids = list[list[int]]


class WordTokenizer:
    """A tokenizer whose tokens never reach over what parts words, with a memory for words."""

    def __init__(self, tokenizer: Tokenizer, between: re.Pattern[str]) -> None:
        """between: what parts words; the tokens of a text are those of its words in turn."""
        self._tokenizer = tokenizer
        self._between = between
        self._known: dict[str, list[int]] = {}
        self._alone = Lock()  # a word that one text needs must not be forgotten for another

    def ids(self, texts: Sequence[str]) -> Ids:
        """Token ids of each text."""
        words = [self._between.split(text) for text in texts]
        with self._alone:
            return self._of_words(words)

    def _of_words(self, texts: list[list[str]]) -> Ids:
        if len(self._known) > WORDS_KEPT:
            self._known.clear()
        known = self._known
        new = [word for word in set(chain.from_iterable(texts)) if word not in known]
        if new:
            simplified = [simplify(word) for word in new]
            known.update(zip(new, word_ids(self._tokenizer, simplified), strict=True))
        found = [list(chain.from_iterable(known[word] for word in words)) for words in texts]
        for word in new:
            if len(word) > LONGEST_KEPT:
                del known[word]
        return found


def token_ids(tokenizer: Tokenizer, texts: list[str]) -> Ids:
    """Token ids of each text, nothing put before or after."""
    encoded = tokenizer.encode_batch_fast(texts, add_special_tokens=False)
    return [one.ids for one in encoded]


def word_ids(tokenizer: Tokenizer, words: list[str]) -> Ids:
    """Token ids of each word by itself, from a tokenizer whose tokens never reach over a space.

    Many go through it as one text, in half the time, and are told apart by where tokens begin.
    """
    lines = [words[start : start + WORDS_AT_ONCE] for start in range(0, len(words), WORDS_AT_ONCE)]
    texts = [" ".join(line) for line in lines]
    if len(texts) == 1:  # of a query; for a batch, even of one, threads are woken
        encoded = [tokenizer.encode(texts[0], add_special_tokens=False)]
    else:
        encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
    found: Ids = []
    for line, one in zip(lines, encoded, strict=True):
        begins = accumulate((len(word) + 1 for word in line), initial=0)
        at = [start for start, _ in one.offsets]
        cuts = [bisect_left(at, begin) for begin in begins]
        found += [one.ids[start:end] for start, end in pairwise(cuts)]
    return found


def read_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in a ``tokenizer.json``; raises EncoderError if there is none or it is bad."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EncoderError(f"{path}: cannot be read ({reason(error)}); get it anew") from None
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # the package raises nothing narrower
        if type(error) is not Exception:
            raise
        raise EncoderError(f"{path}: is no tokenizer ({reason(error)}); get it anew") from None
