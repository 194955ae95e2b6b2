"""Footnotes of several versions, known by their labels.

Footnote 3 is footnote 3 in every language, as long as the versions have the same footnotes. Where
their labels differ, one version has a note more and all labels after it have shifted, so that
labels say nothing; then notes have to be aligned by what they say, as the body is.

From: clauses. To: multiway.six. Not here: aligning by words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from alignment.multiway.table import Members
from indexer.document import Clause
from indexer.structure.numerals import label

Key = tuple[str, int]  # label, and the how-manieth of that label


def by_label(versions: Mapping[str, Sequence[Clause]]) -> list[Members] | None:
    """One row a label, in the order of the first version; None if labels cannot be trusted.

    versions: for each language its footnotes; a language may have none at all.

    >>> from indexer.document import Clause
    >>> en, ar = Clause("footnote", "1", 0, 2, "A."), Clause("footnote", "١", 0, 2, "A.")
    >>> by_label({"en": [en], "ar": [ar], "fr": []})
    [{'en': (0,), 'ar': (0,)}]
    """
    keyed = {lang: _keys(notes) for lang, notes in versions.items() if notes}
    first = next(iter(keyed.values()), {})
    if any(set(keys) != set(first) for keys in keyed.values()):
        return None
    return [{lang: (keys[key],) for lang, keys in keyed.items()} for key in first]


def _keys(notes: Sequence[Clause]) -> dict[Key, int]:
    seen: Counter[str] = Counter()
    keys: dict[Key, int] = {}
    for at, note in enumerate(notes):
        name = str(label(note.number)) if note.number else ""
        seen[name] += 1
        keys[name, seen[name]] = at
    return keys
