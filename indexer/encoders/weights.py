"""Arrays in a safetensors file, mapped into memory, and tables of token vectors made of them.

Only the rows that are asked for are read from disk: a query touches a few kilobytes of them.

From: the folder of a model. To: encoders.static_encoder, encoders.blend_encoder.
Not here: what the arrays mean.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Array = NDArray[np.float16] | NDArray[np.float32] | NDArray[np.int8] | NDArray[np.uint8]

_DTYPES: dict[str, Any] = {"F16": np.float16, "F32": np.float32, "I8": np.int8, "U8": np.uint8}
_LENGTH_BYTES = 8  # a safetensors file opens with the length of its header, little-endian
_LONGEST_HEADER = 1 << 20
_MIDDLE = 7.5  # of the sixteen steps of half a byte


@dataclass(frozen=True, slots=True)
class Weights:
    """The arrays of a file by name, read-only, and what the file says of itself."""

    arrays: dict[str, Array]
    about: dict[str, str]

    def floats(self, name: str) -> Floats:
        """An array of that name, whole, as float32."""
        return self.arrays[name].astype(np.float32)


class Table(Protocol):
    """One vector a token, however it is stored."""

    @property
    def shape(self) -> tuple[int, int]:
        """Tokens, dimension."""

    def rows(self, tokens: NDArray[np.int64]) -> Floats:
        """(len(tokens), dimension) float32."""


@dataclass(frozen=True, slots=True)
class PlainTable:
    """Values as they are: (tokens, dimension) float16 or float32."""

    values: Array

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.values.shape
        return rows, columns

    def rows(self, tokens: NDArray[np.int64]) -> Floats:
        return self.values[tokens].astype(np.float32)


@dataclass(frozen=True, slots=True)
class ByteTable:
    """Values in a byte: (tokens, dimension) int8, times a scale a token, (tokens,) float16."""

    values: Array
    scale: Array

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.values.shape
        return rows, columns

    def rows(self, tokens: NDArray[np.int64]) -> Floats:
        return np.multiply(self.values[tokens], self.scale[tokens, None], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class NibbleTable:
    """Values in half a byte: (tokens, dimension / 2) uint8, the lower half the first column's.

    A value is one of the sixteen steps -7.5 .. 7.5, times a scale a token, (tokens,) float16.

    >>> table = NibbleTable(np.array([[0xF0]], np.uint8), np.array([2], np.float16))
    >>> table.rows(np.array([0]))
    array([[-15.,  15.]], dtype=float32)
    """

    packed: Array
    scale: Array

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.packed.shape
        return rows, 2 * columns

    def rows(self, tokens: NDArray[np.int64]) -> Floats:
        packed = self.packed[tokens].astype(np.uint8, copy=False)
        values = np.empty((len(tokens), self.shape[1]), np.float32)
        values[:, 0::2] = packed & 0xF
        values[:, 1::2] = packed >> 4
        values -= _MIDDLE
        values *= self.scale[tokens, None].astype(np.float32)
        return values


def map_weights(path: Path) -> Weights:
    """All arrays in a safetensors file, mapped.

    The header is read here and not by the safetensors package, which would copy the arrays.
    Raises OSError, ValueError, TypeError or KeyError if it is not such a file.
    Source: the format's description in the README of huggingface/safetensors.
    """
    header, begin = _read_header(path)
    about = header.pop("__metadata__", {})
    mapped = np.memmap(path, np.uint8, "r")
    return Weights({name: _array(mapped, begin, each) for name, each in header.items()}, about)


def _read_header(path: Path) -> tuple[dict[str, Any], int]:
    """The header of a safetensors file, and the offset at which the data begin."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        if not 0 < length <= _LONGEST_HEADER:
            raise ValueError(f"a header of {length} bytes")
        header: dict[str, Any] = json.loads(file.read(length))
    return header, _LENGTH_BYTES + length


def _array(mapped: NDArray[np.uint8], begin: int, tensor: dict[str, Any]) -> Array:
    dtype, shape = np.dtype(_DTYPES[tensor["dtype"]]), tuple(tensor["shape"])
    first, end = tensor["data_offsets"]
    if end - first != dtype.itemsize * int(np.prod(shape)) or begin + end > len(mapped):
        raise ValueError(f"{shape} weights in {end - first} bytes")
    values: Array = np.asarray(mapped)[begin + first : begin + end].view(dtype).reshape(shape)
    return values


def reason(error: Exception) -> str:
    """The first line of an error, or its class where it has none."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text.strip().partition("\n")[0] or type(error).__name__
