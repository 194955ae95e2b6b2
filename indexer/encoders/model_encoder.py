"""Any sentence-transformers model as an encoder (LaBSE, multilingual-e5, bge-m3).

From: a model's name or folder. To: encoders.encoder, which imports this module only when such a
model is asked for: sentence-transformers and torch take seconds to import, and are an extra.
Not here: the shipped encoder (encoders.static_encoder).
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from indexer.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS_AT_ONCE = 32
_UNFIT = (OSError, ValueError, RuntimeError, KeyError, TypeError)  # what loading a bad one raises


class ModelEncoder:
    """A sentence-transformers model. See encoders.encoder.Encoder."""

    def __init__(self, name: str) -> None:
        """Load the model; raises EncoderError if it, or what loads it, is not there."""
        self.name = Path(name).name
        self._model = load_model(name)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise EncoderError(f"encoder {name!r} does not say how many dimensions it has")
        self.dimension: int = dimension

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all weights, by name."""
        total = hashlib.sha256()
        for name, tensor in sorted(self._model.state_dict().items()):
            total.update(name.encode())
            total.update(tensor.detach().cpu().float().contiguous().numpy())
        return total.hexdigest()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) unit rows; a row of zeros for a blank text."""
        return self._filled(texts, self._model.encode)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same, with what the model wants to have put before a query."""
        return self._filled(texts, self._model.encode_query)

    def _filled(
        self, texts: Sequence[str], encode: Callable[..., NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        filled = [place for place, text in enumerate(texts) if text.strip()]
        if filled:
            vectors[filled] = encode(
                [texts[place] for place in filled],
                batch_size=TEXTS_AT_ONCE,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return vectors


def load_model(name: str) -> SentenceTransformer:
    """The model of that name or folder, from this machine if it is there, else fetched.

    Raises EncoderError in one line. Without a network that is known at once: left to themselves,
    the libraries below retry for more than a minute.
    """
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    except ImportError:
        raise EncoderError(
            f"encoder {name!r} needs sentence-transformers; pip install 'hexapla[models]'"
        ) from None
    try:
        return SentenceTransformer(name, local_files_only=True)
    except _UNFIT as error:
        if Path(name).exists():
            raise EncoderError(f"{name}: cannot be loaded ({first_line(error)})") from None
    if not hub_can_be_reached():
        raise EncoderError(
            f"encoder {name!r} is neither a folder nor a model on this machine, and there is no "
            "network to fetch it; give a folder"
        )
    try:
        return SentenceTransformer(name)
    except _UNFIT as error:
        raise EncoderError(f"encoder {name!r} cannot be fetched ({first_line(error)})") from None


def hub_can_be_reached() -> bool:
    """Whether the address of the place that models are fetched from can be looked up."""
    from huggingface_hub import constants  # noqa: PLC0415

    try:
        socket.getaddrinfo(urlsplit(constants.ENDPOINT).hostname, None)
    except OSError:
        return False
    return not constants.HF_HUB_OFFLINE


def first_line(error: Exception) -> str:
    """The first line of an error, or its class where it has none."""
    return str(error).strip().partition("\n")[0] or type(error).__name__
