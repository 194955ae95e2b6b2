"""The convolutions of encoders.ngrams for torch, where they can be taught.

The same calculation, written anew in torch's own terms: each proves the other.

From: encoders.torch_blend. To: torch, which is an extra.
Not here: what the arrays mean (encoders.ngrams).
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn.functional import layer_norm, pad, relu

from indexer.encoders.ngrams import EPSILON, ORDERS
from indexer.encoders.weights import Floats


class NgramsModule(torch.nn.Module):  # type: ignore[misc]  # torch is not always there
    """Ids of pieces, (n, longest) padded with -1, to vectors, (n, d), not of unit length."""

    def __init__(self, pieces: Floats, own: dict[str, Floats]) -> None:
        """pieces: a vector a piece; own: the arrays of the network by name."""
        super().__init__()
        self.pieces = torch.nn.Parameter(torch.from_numpy(pieces), requires_grad=False)
        self.weights = torch.nn.ParameterDict(
            {
                name.replace(".", "_"): torch.from_numpy(np.array(values))
                for name, values in own.items()
                if not name.endswith("kept")
            }
        )
        self._kept = {n: own[f"order{n}.kept"].astype(np.int64) for n in ORDERS}
        self._widths = [len(own[f"order{n}.first_bias"]) for n in ORDERS]

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """What the dense layers make of what is pooled."""
        own, pooled = self.weights, self.pooled(ids)
        hidden = relu(pooled @ own["first"]) @ own["first_out"]
        hidden = relu(hidden + pooled @ own["first_past"])
        last = relu(hidden @ own["second"]) @ own["out"]
        return torch.tanh(last + hidden @ own["second_past"])

    def pooled(self, ids: torch.Tensor) -> torch.Tensor:
        """(n, d) what the dense layers get."""
        own = self.weights
        there = (ids >= 0).unsqueeze(-1).to(self.pieces.dtype)
        vectors = self.pieces[ids.clamp(min=0)] * there
        projected = vectors @ own["project"] + own["project_bias"]
        gain, shift = own["level_gain"], own["level_shift"]
        levelled = layer_norm(projected, gain.shape, gain, shift, EPSILON) * there
        by_order = levelled.split(self._widths, dim=-1)
        found = [self._convolved(n, one, there) for n, one in zip(ORDERS, by_order, strict=True)]
        known = torch.cat([vectors, *found], dim=-1)
        sums = (layer_norm(known, known.shape[-1:], eps=EPSILON) * there).sum(dim=1)
        counts = there.sum(dim=1)
        return (sums @ own["pool"] + counts * own["pool_bias"]) / counts.sqrt()

    def _convolved(self, order: int, values: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        first = (self._windows(order, "first", values) + values) * there
        return self._windows(order, "second", first) + first[..., self._kept[order]]

    def _windows(self, order: int, layer: str, values: torch.Tensor) -> torch.Tensor:
        """What each window says; the token in the middle of an even one is the left of two."""
        name = f"order{order}_{layer}"
        before, length = (order - 1) // 2, values.shape[1]
        padded = pad(values, (0, 0, before, order - 1 - before))
        side_by_side = torch.cat([padded[:, n : n + length] for n in range(order)], dim=-1)
        return relu(side_by_side @ self.weights[name] + self.weights[f"{name}_bias"])
