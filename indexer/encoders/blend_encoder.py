"""The shipped encoder: what words a text has, and what their order says, as one vector.

Two views that err on different sentences: the sum of word vectors (encoders.bag), learned from
parallel rows, which levels accents, case and harakat; and a convolution over pieces of words
(encoders.ngrams), which knows more of the world. Both as unit vectors, weighted, side by side, then
projected to fewer columns. NumPy alone, no torch.

From: a folder (``model.safetensors``, ``words.json``, ``pieces.model``), made by
benchmarks.train_encoder. To: encoders.encoder. Not here: the same for torch (encoders.torch_blend).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from threadpoolctl import ThreadpoolController

from indexer.analysis.han import simplify
from indexer.encoders.ngrams import Ngrams
from indexer.encoders.similarity import to_unit_length
from indexer.encoders.tokenizing import READING
from indexer.encoders.weights import Floats, NibbleTable, Weights, map_weights, reason
from indexer.encoders.words_encoder import FILE, SCALE, TABLE, WordsEncoder
from indexer.errors import EncoderError

FILES = ("model.safetensors", FILE, "pieces.model")
PROJECTION = "projection"
_NEEDED = (TABLE, SCALE, "pieces.table", "pieces.scale", PROJECTION)
OF_NGRAMS = "ngrams."  # how the names of the convolution's arrays begin
NAME, SHARE = "name", "words"  # what the weights say of themselves: the words' share in a cosine
TEXTS_AT_ONCE = 1_024  # held as token ids and float32 features at a time
# Of a few words the order says nothing, and the words are what counts: up to the first number of
# tokens they alone, which spares the convolution, a quarter of a search; then their share falls to
# the usual one. 171 UNBIS terms among the first ten rows of the UN development set: .72, with the
# usual share .56.
SHORT, LONG = 8, 11  # tokens
LONGEST = 4_096  # code points of a text that the convolution reads; the words are all read

# The n-grams run on a thread a core; BLAS's own threads, which wait for each other actively, would
# make that many times as slow on a busy machine.
_BLAS = ThreadpoolController()
_LOCK = Lock()

# Vowel signs and tatweel come and go in Arabic texts, and break words into other pieces.
_SILENT = dict.fromkeys([*range(0x064B, 0x0653), 0x0640, 0x0670])


class BlendEncoder:
    """Words and their order. See encoders.encoder.Encoder."""

    def __init__(self, folder: Path) -> None:
        """Map the weights, read the tokenizers; raises EncoderError if one is unfit."""
        self._files = [folder / name for name in FILES]
        weights = read_blend(folder)
        self.name = weights.about.get(NAME, folder.name)
        with ThreadPoolExecutor(1) as aside:  # sentencepiece reads without the interpreter
            pieces = aside.submit(_read_pieces, self._files[2])
            self._words = WordsEncoder(folder, weights)
        self._pieces = pieces.result()
        self._ngrams = read_ngrams(weights)
        self._projection = weights.floats(PROJECTION)
        self.dimension: int = self._projection.shape[1]
        self._share = float(weights.about.get(SHARE, 0.5))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over how texts are read and all files, hexadecimal; takes 40 ms once."""
        total = hashlib.sha256(READING)
        for path in self._files:
            total.update(path.read_bytes())
        return total.hexdigest()

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, dimension) unit rows; a row of zeros for a text of which no word is known.

        Memory beyond the result is bounded by TEXTS_AT_ONCE texts. Any thread may call, also while
        another does: they take turns, so many texts at a time.
        """
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            some = slice(start, start + TEXTS_AT_ONCE)
            with _alone():
                vectors[some] = self.features(texts[some]) @ self._projection
        to_unit_length(vectors)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Floats:
        """The same, but the shorter a text is, the more its words count, in the end they alone."""
        ids = self.word_ids(texts)
        counts = np.array([len(one) for one in ids], np.float32)
        split = self._words.dimension
        if (counts <= SHORT).all():  # all else would take ten times as long
            vectors: Floats = self._words.vectors(ids) @ self._projection[:split]
            to_unit_length(vectors)
            return vectors
        shares = np.interp(counts, [SHORT, LONG], [1.0, self._share])[:, None]
        with _alone():
            features = self._features(texts, ids, ordered=counts > SHORT)
            features[:, :split] *= np.sqrt(shares / self._share)
            features[:, split:] *= np.sqrt((1 - shares) / (1 - self._share))
            vectors = features @ self._projection
        to_unit_length(vectors)
        return vectors

    def features(self, texts: Sequence[str]) -> Floats:
        """(n, words + n-grams) unit rows of both views; zeros where no word is known."""
        return self._features(texts, self.word_ids(texts), ordered=np.ones(len(texts), bool))

    def _features(
        self, texts: Sequence[str], word_ids: list[list[int]], *, ordered: NDArray[np.bool_]
    ) -> Floats:
        """ordered: (n,), of which texts the n-grams are looked at; of the others they are zeros."""
        split = self._words.dimension
        features = np.zeros((len(texts), len(self._projection)), np.float32)
        features[:, :split] = self._words.vectors(word_ids)
        known = np.flatnonzero(features[:, :split].any(axis=1) & ordered)
        if not len(known):
            return features
        ids = self.piece_ids(texts[place] for place in known.tolist())
        order = self._ngrams.vectors(ids)
        to_unit_length(order)
        features[known, split:] = order
        return features

    def word_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text's tokens of the first view."""
        return self._words.ids(texts)

    def piece_ids(self, texts: Iterable[str]) -> list[list[int]]:
        """Ids of each text's pieces of words, what opens and closes a text included."""
        said = [simplify(text[:LONGEST].translate(_SILENT)) for text in texts]
        if len(said) == 1:  # a query; for a list, even of one, threads are started
            return [self._pieces.encode(said[0], add_bos=True, add_eos=True)]
        ids: list[list[int]] = self._pieces.encode(said, add_bos=True, add_eos=True)
        return ids


@contextmanager
def _alone() -> Iterator[None]:
    """One caller in the process at a time: the limit is BLAS's own, and the n-grams remember."""
    with _LOCK, _BLAS.limit(limits=1):
        yield


def read_ngrams(weights: Weights) -> Ngrams:
    """The convolution in the weights of a blend."""
    own = {
        name.removeprefix(OF_NGRAMS): weights.floats(name)
        for name in weights.arrays
        if name.startswith(OF_NGRAMS)
    }
    pieces = NibbleTable(weights.arrays["pieces.table"], weights.arrays["pieces.scale"])
    return Ngrams(pieces, own)


def read_blend(folder: Path) -> Weights:
    """What a folder's blend is made of, mapped; raises EncoderError if it is unfit."""
    path = folder / FILES[0]
    try:
        weights = map_weights(path)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _unfit(path, reason(error)) from None
    missing = [name for name in _NEEDED if name not in weights.arrays]
    if missing:
        raise _unfit(path, f"{missing[0]!r} is missing")
    return weights


def _unfit(path: Path, why: str) -> EncoderError:
    return EncoderError(f"{path}: holds no weights ({why}); get the model anew")


def _read_pieces(path: Path) -> SentencePieceProcessor:
    try:
        return SentencePieceProcessor(model_file=str(path))
    except (OSError, RuntimeError) as error:
        raise EncoderError(f"{path}: is no tokenizer ({reason(error)}); get it anew") from None
