"""What a query means, as a small tree.

A query has bare words, of which at least one must be there and which rank, and conditions, which
all must hold: whoever writes an operator gets exactly it.

From: search.parser, which reads the text a person typed. To: search.plan (keyword engines),
search.meaning (the words to encode), search.highlight.
Not here: reading, analysing words into terms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """Text between spaces; in Chinese it may be a whole sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """``terroris*``: any word that starts so; ``text`` is without the asterisk."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, as they were quoted."""

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Each two of ``words``, in any order, with at most ``distance`` words between them."""

    words: tuple[str, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Lang:
    """The unit has a version in one of these languages, and its words are looked for there."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """From ``first`` to ``last``, both included; None is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Symbol:
    """The document has one of these symbols; ``A/RES/66/*`` is any that starts so."""

    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The document is of one of these bodies: "A", "S", "E", "HRC"."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The unit is of one of these kinds of clause (indexer.document.KINDS)."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of ``nodes`` hold."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of ``nodes`` holds."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """``node`` does not hold."""

    node: Node


Filter = Lang | Year | Symbol | Body | Kind
Text = Word | Prefix | Phrase | Near
Node = Text | Filter | And | Or | Not

FILTERS = (Lang, Year, Symbol, Body, Kind)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it was understood.

    text: as typed.
    words: bare words and prefixes, in the order typed: at least one must be there, all rank.
    conditions: all must hold; phrases among them rank too.
    notes: one line each on what was read otherwise than it may have been meant.
    """

    text: str
    words: tuple[Word | Prefix, ...] = ()
    conditions: tuple[Node, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def tree(self) -> Node:
        """The whole query as one node.

        >>> Query("peace", words=(Word("peace"),)).tree
        Word(text='peace')
        """
        words: tuple[Node, ...] = (either(self.words),) if self.words else ()
        return both((*self.conditions, *words))

    @property
    def filters(self) -> tuple[Node, ...]:
        """The conditions that ask nothing of the text, only of what is known about the unit."""
        return tuple(node for node in self.conditions if not any(_texts(node)))

    @property
    def operators(self) -> tuple[Node, ...]:
        """The conditions that ask something of the text."""
        return tuple(node for node in self.conditions if any(_texts(node)))

    @property
    def langs(self) -> tuple[str, ...] | None:
        """Languages that every hit must have one of, as far as the conditions say; else None."""
        named = [set(node.codes) for node in self.conditions if isinstance(node, Lang)]
        return tuple(sorted(set.intersection(*named))) if named else None

    def texts(self) -> list[Text]:
        """What is looked for in the text, bare words first; nothing that is excluded."""
        wanted = [text for node in self.conditions for text in _texts(node, excluded=False)]
        return [*self.words, *wanted]

    def meaning(self) -> str:
        """The words that say what the query is about, for an encoder; "" if there are none.

        Symbols and numbers are names: what is similar to a name says nothing.

        >>> query = Query("", words=(Word("peace"), Word("60/288")), conditions=(Not(Word("war")),))
        >>> query.meaning()
        'peace'
        """
        parts = (" ".join(t.words) if isinstance(t, Near) else t.text for t in self.texts())
        words = (word for part in parts for word in part.split())
        return " ".join(word for word in words if not _is_name(word))


def either(nodes: tuple[Node, ...]) -> Node:
    """``nodes`` joined by OR; a single one stays as it is."""
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def both(nodes: tuple[Node, ...]) -> Node:
    """``nodes`` joined by AND; a single one stays as it is."""
    return nodes[0] if len(nodes) == 1 else And(nodes)


def _is_name(word: str) -> bool:
    """Whether a word is a symbol or a number.

    >>> [_is_name(word) for word in ("A/RES/60/288", "2012,", "and/or", "第60/288号决议")]
    [True, True, False, False]
    """
    is_symbol = word.isascii() and "/" in word and any(map(str.isdigit, word))
    return is_symbol or not any(map(str.isalpha, word))


def _texts(node: Node, *, excluded: bool = True) -> Iterator[Text]:
    """The parts of a node that ask something of the text, with or without those under NOT."""
    if isinstance(node, And | Or):
        for child in node.nodes:
            yield from _texts(child, excluded=excluded)
    elif isinstance(node, Not):
        if excluded:
            yield from _texts(node.node)
    elif not isinstance(node, FILTERS):
        yield node
