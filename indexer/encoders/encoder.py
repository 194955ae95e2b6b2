"""Texts to unit vectors: what an encoder is, and which one a name means.

From: a name, as a person gives it or a corpus records it. To: indexing, alignment, search.
Not here: how a vector comes about (encoders.blend_encoder, static_encoder, model_encoder).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.encoders.blend_encoder import BlendEncoder, read_blend
from indexer.encoders.static_encoder import StaticEncoder
from indexer.encoders.words_encoder import WordsEncoder
from indexer.errors import EncoderError

SHIPPED = Path(__file__).parents[1] / "data" / "encoder"

_OURS = "hexapla-"  # how the names of shipped encoders begin
_STATIC, _UNIT_LENGTH, _BLEND = "StaticEmbedding", "Normalize", "BlendModule"


class Encoder(Protocol):
    """What turns texts into vectors that may be compared across languages."""

    @property
    def name(self) -> str:
        """What a person calls it: "hexapla-blend-1", "LaBSE"."""

    @property
    def fingerprint(self) -> str:
        """Hexadecimal digest of all that the vectors depend on; equal ones give equal vectors."""

    @property
    def dimension(self) -> int:
        """Columns of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimension) float32, row i of unit length for ``texts[i]``.

        A text in which nothing is known (an empty one, bare punctuation) gives a row of zeros:
        similar to nothing, rather than to something by chance. No texts give (0, dimension).
        """

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The same for what is looked for: two words may need another treatment than a clause."""


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder of that name, ready to use.

    name: None, or its name, for the one that the package ships (a quarter of a second);
        "hexapla-words-1" for its words alone, which are ten times as fast; a folder
        that holds a sentence-transformers model; or the name of one, which sentence-transformers
        finds or fetches (its import alone takes seconds). A folder that holds a static embedding,
        or a blend like the shipped one, needs neither torch nor sentence-transformers.
    Raises EncoderError in one line: no such model, a damaged one, or the extra is not installed.

    >>> load_encoder().encode(["Takes note of the report"]).shape
    (1, 384)
    """
    if name is None or name.startswith(_OURS):
        return _shipped(name)
    folder = Path(name).expanduser()
    if folder.exists():
        own = _without_torch(folder)
        if own is not None:
            return own
    elif folder.is_absolute() or name.startswith("."):
        raise EncoderError(f"{folder}: no such folder; give that of a sentence-transformers model")
    # Imported here because a command that uses the default must not pay for it.
    from indexer.encoders.model_encoder import ModelEncoder  # noqa: PLC0415

    return ModelEncoder(str(folder) if folder.exists() else name)


def _shipped(name: str | None) -> Encoder:
    if name == WordsEncoder.name:
        return WordsEncoder(SHIPPED, read_blend(SHIPPED))
    shipped = _without_torch(SHIPPED)
    if shipped is None:
        raise EncoderError(f"{SHIPPED}: is not what was shipped; install hexapla anew")
    if name not in (None, shipped.name):
        raise EncoderError(
            f"encoder {name!r} is not in this release, which ships {shipped.name} and "
            f"{WordsEncoder.name}; index anew, or install the release that has it"
        )
    return shipped


def _without_torch(folder: Path) -> Encoder | None:
    """The encoder in a folder if it needs NumPy alone, else None."""
    kinds = module_kinds(folder)
    if kinds == [_BLEND]:
        return BlendEncoder(folder)
    if kinds in ([_STATIC], [_STATIC, _UNIT_LENGTH]):
        return StaticEncoder(folder)
    return None


def module_kinds(folder: Path) -> list[str]:
    """The classes of the modules of a sentence-transformers model, without their packages.

    Raises EncoderError if the folder holds no such model.
    """
    path = folder / "modules.json"
    try:
        modules = json.loads(path.read_text("utf-8"))
        return [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    except OSError:
        raise EncoderError(
            f"{folder}: holds no encoder, {path.name} is missing; give the folder of a "
            "sentence-transformers model"
        ) from None
    except (ValueError, TypeError, KeyError) as error:
        raise EncoderError(f"{path}: is damaged ({error}); get the model anew") from None
