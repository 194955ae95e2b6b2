"""Versions to units by what is printed: kinds of clause and paragraph numbers.

Paragraph 4 (b) is paragraph 4 (b) in every language, and a stretch of unnumbered clauses between
two such anchors answers clause by clause to a stretch of the same kinds. That is all: where the
versions differ in form, and in running prose, clauses are left alone rather than paired by guess.

Source: structure as anchors, as in the alignment of legal texts; here it only ever claims what the
printed form shows, so that a missing paragraph leaves a gap and shifts nothing.

From: the clauses of all versions of one document. To: alignment.units.
Not here: any look at the words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.document import Kind
from indexer.structure.numerals import label

Key = tuple[object, ...]
Members = dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """The printed form of a clause: its kind and its number as printed, if it has one."""

    kind: Kind
    number: str | None


def rows_by_form(versions: Mapping[str, Sequence[Form]]) -> list[Members]:
    """Clauses that answer to each other by their form; those that answer to none are left out.

    versions: for each language the forms of its clauses, in the order of the text.
    Each row has at least two languages, a clause stands in one row at most.

    >>> decides = [Form("operative", "1"), Form("operative", "2")]
    >>> rows_by_form({"en": decides, "ar": [Form("operative", "٢")]})
    [{'en': (1,), 'ar': (0,)}]
    """
    found: dict[Key, Members] = defaultdict(dict)
    keyed = {lang: _keys(forms) for lang, forms in versions.items()}
    shared = _in_common_order(keyed)
    for lang, keys in keyed.items():
        for key, positions in keys.items():
            if key in shared:
                found[key][lang] = tuple(positions)
    return [members for members in found.values() if len(members) > 1]


def _keys(forms: Sequence[Form]) -> dict[Key, list[int]]:
    """For each clause, or run of pieces of one numbered paragraph, what to know it by."""
    keys: dict[Key, list[int]] = {}
    for anchor, run in _stretches(forms):
        kinds = tuple(forms[position].kind for position in run)
        for place, position in enumerate(run):
            if forms[position].kind != "sentence":
                keys[anchor, kinds, place] = [position]
    for key, positions in _numbered(forms):
        keys[key] = positions
    return keys


def _numbered(forms: Sequence[Form]) -> Iterator[tuple[Key, list[int]]]:
    """Numbered clauses with their keys; pieces of one paragraph come together."""
    paragraph: Key = ()
    seen: Counter[Key] = Counter()
    pieces: list[int] = []
    for position, form in enumerate(forms):
        if form.number is None:
            continue
        is_next_piece = (
            form.kind == "sentence"
            and pieces[-1:] == [position - 1]
            and form == forms[position - 1]
        )
        if is_next_piece:
            pieces.append(position)
            continue
        name: Key = (form.kind, label(form.number))
        if form.kind == "subparagraph":
            name = (paragraph, *name)
        seen[name] += 1
        key = (*name, seen[name])
        if form.kind not in ("subparagraph", "footnote"):
            paragraph = key
        pieces = [position]
        yield key, pieces


def _stretches(forms: Sequence[Form]) -> Iterator[tuple[Key, list[int]]]:
    """Runs of unnumbered clauses, each with the numbered clause before it; footnotes aside."""
    anchor: Key = ()
    names = {positions[0]: key for key, positions in _numbered(forms)}
    run: list[int] = []
    for position, form in enumerate(forms):
        if form.kind == "footnote":
            continue
        if form.number is None:
            run.append(position)
        elif position in names:
            yield anchor, run
            anchor, run = names[position], []
    yield anchor, run


def _in_common_order(keyed: Mapping[str, Mapping[Key, list[int]]]) -> set[Key]:
    """Keys that stand in the same order in every version that has them, footnotes aside.

    The order is that of the version with the most keys; what another version has in a different
    order is not a matter of form any more, and is dropped.
    """
    body = {
        lang: [
            key for key, _ in sorted(keys.items(), key=lambda item: item[1]) if not _is_note(key)
        ]
        for lang, keys in keyed.items()
    }
    notes = {key for keys in keyed.values() for key in keys if _is_note(key)}
    longest = max(body.values(), key=len, default=[])
    out_of_order: set[Key] = set()
    for keys in body.values():
        matcher = SequenceMatcher(a=longest, b=keys, autojunk=False)
        kept = {key for a, _, n in matcher.get_matching_blocks() for key in longest[a : a + n]}
        out_of_order |= (set(keys) & set(longest)) - kept
    everything = {key for keys in body.values() for key in keys}
    return notes | (everything - out_of_order)


def _is_note(key: Key) -> bool:
    return key[0] == "footnote"
