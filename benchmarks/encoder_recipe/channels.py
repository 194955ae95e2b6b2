"""Which channels of the convolutions are kept, and the arrays without the others.

From: the arrays of the whole network, and what its channels say of some texts. To:
encoder_recipe.ngrams. Not here: mending what is lost (encoder_recipe.teaching).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.encoders.ngrams import ORDERS
from indexer.encoders.weights import Floats

WIDTH = 256  # channels of an order in the whole network
FIRST = {2: 160, 3: 160, 5: 112}  # channels kept of an order's first layer
SECOND = {2: 160, 3: 160, 5: 48}  # and of its second: some of the same
LOUDEST = 24  # channels of an order that are kept for their values alone

Places = NDArray[np.int64]


def narrowed(own: dict[str, Floats], sums: Floats) -> dict[str, Floats]:
    """The arrays of the network with fewer channels.

    own: the arrays by name; sums: (texts, d + channels) what Ngrams.sums gives with all of them.
    """
    size = sums.shape[1] - WIDTH * len(ORDERS)
    columns, rows, found = [], [np.arange(size)], dict(own)
    for number, order in enumerate(ORDERS):
        begin = size + WIDTH * number
        mine = slice(begin, begin + WIDTH)
        heard = np.linalg.norm(own["pool"][mine], axis=1)
        second = _second(sums[:, mine], heard, SECOND[order])
        first = _first(own[f"order{order}.second"], heard, second, FIRST[order])
        columns.append(WIDTH * number + first)
        rows.append(begin + second)
        found |= _order(own, order, first, second)
    kept = np.concatenate(columns)
    found |= {
        name: own[name][..., kept]
        for name in ("project", "project_bias", "level_gain", "level_shift")
    }
    return found | {"pool": own["pool"][np.concatenate(rows)]}


def _second(sums: Floats, heard: Floats, most: int) -> Places:
    """Channels with the greatest values, then those of whose changes the dense layers hear most."""
    loud = np.argsort(-np.square(sums).sum(axis=0), kind="stable")[:LOUDEST]
    return _filled(loud, sums.std(axis=0) * heard, most)


def _first(matrix: Floats, heard: Floats, second: Places, most: int) -> Places:
    """Channels of the second layer, then those from which it takes most of what is heard."""
    weights = np.square(matrix.reshape(-1, WIDTH, WIDTH)[:, :, second])
    given = (weights * np.square(heard[second])).sum(axis=(0, 2))
    return _filled(second, given, most)


def _filled(chosen: Places, worth: Floats, most: int) -> Places:
    """The chosen ones and the worthiest others, ascending."""
    others = [
        n for n in np.argsort(-worth, kind="stable").tolist() if n not in set(chosen.tolist())
    ]
    return np.sort(np.concatenate([chosen, others[: most - len(chosen)]])).astype(np.int64)


def _order(own: dict[str, Floats], order: int, first: Places, second: Places) -> dict[str, Floats]:
    """The arrays of one order, its channels left out."""

    def part(layer: str, kept: Places) -> dict[str, Floats]:
        name = f"order{order}.{layer}"
        matrices = own[name].reshape(order, WIDTH, WIDTH)[:, first][:, :, kept]
        return {name: matrices.reshape(-1, len(kept)), f"{name}_bias": own[f"{name}_bias"][kept]}

    kept = np.searchsorted(first, second).astype(np.float32)
    return part("first", first) | part("second", second) | {f"order{order}.kept": kept}
