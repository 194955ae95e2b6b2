"""The shipped encoder for torch, so that sentence-transformers loads its folder too.

The same calculation as encoders.blend_encoder, written anew in torch's own terms: it runs on other
devices, and each proves the other.

From: the folder of a blend, through its ``modules.json``. To: sentence-transformers, an extra;
nothing in the package imports this module. Not here: the convolutions (encoders.torch_ngrams).
"""

from __future__ import annotations

import shutil
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import embedding_bag, normalize

from indexer.encoders.blend_encoder import FILES, OF_NGRAMS, BlendEncoder
from indexer.encoders.torch_ngrams import NgramsModule
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
        own = {
            name.removeprefix(OF_NGRAMS): weights.floats(name)
            for name in arrays
            if name.startswith(OF_NGRAMS)
        }
        self.ngrams = NgramsModule(pieces.rows(np.arange(pieces.shape[0])), own)
        self.words = torch.nn.Parameter(torch.from_numpy(words.rows(np.arange(words.shape[0]))))
        self.projection = torch.nn.Parameter(torch.from_numpy(weights.floats("projection")))

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
        words = embedding_bag(features["words"], self.words, features["offsets"], mode="sum")
        known = words.any(dim=1, keepdim=True)
        both = torch.cat([normalize(words), normalize(self.ngrams(features["pieces"]))], dim=1)
        vectors = normalize(both @ self.projection) * known
        return features | {"sentence_embedding": vectors}

    def get_embedding_dimension(self) -> int:
        """Columns of a vector."""
        return int(self.projection.shape[1])

    def save(self, output_path: str, **_: object) -> None:
        """Copy the files; what was trained further is not written back."""
        for name in FILES:
            shutil.copyfile(self._folder / name, Path(output_path) / name)

    @classmethod
    def load(cls, model_name_or_path: str, **_: object) -> BlendModule:
        """What sentence-transformers calls."""
        return cls(Path(model_name_or_path))
