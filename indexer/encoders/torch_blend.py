"""The shipped encoder for torch, so that sentence-transformers loads its folder too.

The same calculation as encoders.blend_encoder, written anew in torch's own terms: it can be trained
further there, runs on other devices, and each proves the other.

From: the folder of a blend, through its ``modules.json``. To: sentence-transformers, which is an
extra; nothing in the package imports this module. Not here: what the arrays mean (encoders.ngrams).
"""

from __future__ import annotations

import shutil
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import conv1d, embedding_bag, layer_norm, normalize, relu

from indexer.encoders.blend_encoder import FILES, BlendEncoder
from indexer.encoders.ngrams import EPSILON, ORDERS, WIDTH
from indexer.encoders.weights import ByteTable, NibbleTable, map_weights

Features = dict[str, torch.Tensor]


class BlendModule(torch.nn.Module):  # type: ignore[misc]  # torch is not always there
    """Texts to unit vectors; a text of which no word is known gets a row of zeros."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; raises EncoderError if a file is unfit."""
        super().__init__()
        self._folder = folder
        self._tokenizers = BlendEncoder(folder)
        weights = map_weights(folder / FILES[0])
        arrays = weights.arrays
        words = ByteTable(arrays["words.table"], arrays["words.scale"])
        pieces = NibbleTable(arrays["pieces.table"], arrays["pieces.scale"])
        whole = {
            "words": words.rows(np.arange(words.shape[0])),
            "pieces": pieces.rows(np.arange(pieces.shape[0])),
            "projection": weights.floats("projection"),
        }
        own = {name: weights.floats(name) for name in arrays if name.startswith("ngrams.")}
        named = {name.replace(".", "_"): values for name, values in (whole | own).items()}
        self._kept = {n: named.pop(f"ngrams_order{n}_kept").astype(np.int64) for n in ORDERS}
        self.weights = torch.nn.ParameterDict(
            {name: torch.from_numpy(np.array(values)) for name, values in named.items()}
        )

    def preprocess(self, inputs: list[str], prompt: str | None = None) -> Features:
        """Token ids of both views; pieces padded with -1, (n, longest)."""
        texts = [(prompt or "") + text for text in inputs]
        words = self._tokenizers.word_ids(texts)
        pieces = self._tokenizers.piece_ids(texts)
        counts = torch.tensor([len(one) for one in words])
        padded = torch.full((len(texts), max(map(len, pieces), default=1)), -1)
        for row, ids in enumerate(pieces):
            padded[row, : len(ids)] = torch.tensor(ids)
        return {
            "words": torch.tensor(list(chain.from_iterable(words)), dtype=torch.long),
            "offsets": counts.cumsum(0) - counts,
            "pieces": padded,
        }

    def forward(self, features: Features) -> Features:
        """Adds ``sentence_embedding``, (n, d)."""
        words = embedding_bag(
            features["words"], self.weights["words"], features["offsets"], mode="sum"
        )
        known = words.any(dim=1, keepdim=True)
        both = torch.cat([normalize(words), normalize(self._ngrams(features["pieces"]))], dim=1)
        vectors = normalize(both @ self.weights["projection"]) * known
        return features | {"sentence_embedding": vectors}

    def _ngrams(self, ids: torch.Tensor) -> torch.Tensor:
        own = self.weights
        there = (ids >= 0).unsqueeze(-1).to(own["pieces"].dtype)
        vectors = own["pieces"][ids.clamp(min=0)] * there
        projected = vectors @ own["ngrams_project"] + own["ngrams_project_bias"]
        gain, shift = own["ngrams_level_gain"], own["ngrams_level_shift"]
        levelled = layer_norm(projected, gain.shape, gain, shift, EPSILON) * there
        by_order = levelled.split(WIDTH, dim=-1)
        found = [self._convolved(n, one, there) for n, one in zip(ORDERS, by_order, strict=True)]
        known = torch.cat([vectors, *found], dim=-1)
        sums = (layer_norm(known, known.shape[-1:], eps=EPSILON) * there).sum(dim=1)
        counts = there.sum(dim=1)
        pooled = (sums @ own["ngrams_pool"] + counts * own["ngrams_pool_bias"]) / counts.sqrt()
        hidden = relu(pooled @ own["ngrams_first"]) @ own["ngrams_first_out"]
        hidden = relu(hidden + pooled @ own["ngrams_first_past"])
        last = relu(hidden @ own["ngrams_second"]) @ own["ngrams_out"]
        return torch.tanh(last + hidden @ own["ngrams_second_past"])

    def _convolved(self, order: int, values: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        first = (self._windows(order, "first", values) + values) * there
        return self._windows(order, "second", first) + first[..., self._kept[order]]

    def _windows(self, order: int, layer: str, values: torch.Tensor) -> torch.Tensor:
        """What each window says; the token in the middle of an even one is the left of two."""
        name = f"ngrams_order{order}_{layer}"
        kernel = self.weights[name].reshape(order, WIDTH, -1).permute(2, 1, 0)
        before = (order - 1) // 2
        padded = torch.nn.functional.pad(values.transpose(1, 2), (before, order - 1 - before))
        return relu(conv1d(padded, kernel, self.weights[f"{name}_bias"])).transpose(1, 2)

    def get_embedding_dimension(self) -> int:
        """Columns of a vector."""
        return int(self.weights["projection"].shape[1])

    def save(self, output_path: str, **_: object) -> None:
        """Copy the files; what was trained further is not written back."""
        for name in FILES:
            shutil.copyfile(self._folder / name, Path(output_path) / name)

    @classmethod
    def load(cls, model_name_or_path: str, **_: object) -> BlendModule:
        """What sentence-transformers calls."""
        return cls(Path(model_name_or_path))
