"""Which units pass the conditions that ask nothing of the text, from the columns alone.

From: search.retrieval, for the vectors, which know nothing but ids. To: the same.
Not here: conditions on words (the keyword engine).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from indexer.store.columns import Columns, Filters
from search.query import And, Body, Filter, Kind, Lang, Node, Not, Or, Symbol, Year

Ids = NDArray[np.int64]


def select(nodes: Sequence[Node], columns: Columns) -> Ids:
    """Rising ids of the units for which all nodes hold.

    nodes: filters and what joins them (see Query.filters). Raises TypeError for a node that asks
    something of the text.
    """
    passing = [_select(node, columns) for node in nodes]
    return reduce(_intersection, passing) if passing else columns.ids


def _select(node: Node, columns: Columns) -> Ids:
    match node:
        case And(nodes):
            return select(nodes, columns)
        case Or(nodes):
            return reduce(np.union1d, [_select(child, columns) for child in nodes])
        case Not(child):
            return np.setdiff1d(columns.ids, _select(child, columns), assume_unique=True)
        case Lang() | Year() | Symbol() | Body() | Kind():
            return columns.select(_as_columns_have_it(node))
    raise TypeError(f"{node} asks something of the text")


def _as_columns_have_it(node: Filter) -> Filters:
    match node:
        case Lang(codes):
            return Filters(langs=codes)
        case Year(first, last):
            return Filters(years=(first, last))
        case Symbol(patterns):
            return Filters(symbols=patterns)
        case Body(names):
            return Filters(bodies=names)
        case Kind(names):
            return Filters(kinds=names)


def _intersection(left: Ids, right: Ids) -> Ids:
    return np.intersect1d(left, right, assume_unique=True)
