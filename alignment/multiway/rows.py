"""Rows: clauses that answer one to one, at most one a language.

A row is what a unit is where no version joins or splits sentences. Links are taken from the surest
on, and two rows become one if they have no language in common and their clauses, all taken
together, belong to each other; one wrong link is outvoted by the others.

From: multiway.consistency. To: multiway.joining. Not here: joined and moved sentences.
"""

from __future__ import annotations

import numpy as np

from alignment.multiway.table import Table, Web

Row = list[int]  # clauses of a table, rising

LEAST_LINK = 0.5  # a link that may bring rows together; others are judged with more care
LEAST_SUPPORT = 0.4  # mean over all links between two rows that become one


def rows(clauses: Table, consistent: Web) -> list[Row]:
    """Every clause in exactly one row; rows in the order of their first clauses."""
    ones, others, probability = consistent.pairs(LEAST_LINK)
    # Equal probabilities go by the clauses' numbers, which do not depend on the order of sides.
    surest_first = np.lexsort((others, ones, -probability))
    row_of = list(range(len(clauses.language)))
    found: dict[int, Row] = {clause: [clause] for clause in row_of}
    languages = {clause: 1 << int(lang) for clause, lang in enumerate(clauses.language)}
    for at in surest_first.tolist():
        name, gone = sorted((row_of[ones[at]], row_of[others[at]]))
        if name == gone or languages[name] & languages[gone]:
            continue
        if consistent.between(found[name], found[gone]).mean() < LEAST_SUPPORT:
            continue
        for clause in found[gone]:
            row_of[clause] = name
        found[name] = sorted(found[name] + found.pop(gone))
        languages[name] |= languages.pop(gone)
    return list(found.values())
