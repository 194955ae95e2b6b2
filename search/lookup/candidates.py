"""Which entries can be as like a query as is asked for: all that are, and few others.

With m pieces in the query, n in the entry and d edits the likeness is 1 - d / max(m, n), and the
two share at least max(m, n) - d pieces. So an entry of likeness t or more has from t m to m / t
pieces, and of the query's m pieces at most (1 - t) m are missing in it. Whatever set of the query's
pieces is looked at, one beyond that number must be found: the rarest ones are looked at first.
Nothing is lost, unlike with n-grams or nearest neighbours.

Source: Sarawagi and Kirpal, "Efficient set joins on similarity predicates", SIGMOD 2004; Chaudhuri,
Ganti, Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006.

From: lookup.wanted. To: lookup.matching, lookup.passages. Not here: distances.
"""

from __future__ import annotations

from math import ceil

import numpy as np

from search.lookup.wanted import Wanted
from search.lookup.wordings import Entries, Wordings

# To look at one more place in a list costs so much less than to compare one more entry.
_PLACES_PER_ENTRY = 80
_ROUNDING = 1e-9


def candidates(
    wanted: Wanted, wordings: Wordings, least: float, *, inside: bool = False
) -> Entries:
    """Rising entries among which are all of likeness ``least`` or more, when masked.

    Numbers, dates and symbols count as found; an entry that shares no word is none.
    least: in (0, 1]. inside: the query may be like a part of an entry, which may be of any length.
    """
    size = len(wanted)
    first, last = wordings.of_length(ceil(least * size - _ROUNDING), int(size / least + _ROUNDING))
    if inside:
        last = len(wordings)
    needed = max(ceil(least * size - _ROUNDING) - wanted.placeables, 1)
    unseen = int(wanted.words[:, 1].sum()) - needed  # words that may be missing
    if unseen < 0 or first == last:
        return np.empty(0, np.int64)
    found = np.zeros(last - first, np.int16)
    ends = np.array([first, last], np.uint32)  # of another type the list would be copied
    looked_at = 0
    left = np.arange(0)  # that can still have enough, once any can be left out
    lists = sorted(
        ((wordings.postings(number), times) for number, times in wanted.words.tolist()),
        key=lambda one: len(one[0]),
    )
    for postings, times in lists:
        is_few = looked_at > unseen
        if is_few and len(postings) > len(left) * _PLACES_PER_ENTRY:
            break
        begin, end = postings.searchsorted(ends)
        found[postings[begin:end] - ends[0]] += times
        looked_at += times
        if is_few:
            left = left[found[left] >= looked_at - unseen]
        elif looked_at > unseen:
            left = np.flatnonzero(found >= looked_at - unseen)
    return left + first
