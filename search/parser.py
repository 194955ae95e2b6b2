"""Read a query.

    alternatives = all (OR all)*
    all          = group (AND group)*
    group        = item+          words of a group are OR-ed; its phrases, fields, NOTs all hold
    item         = (NOT | -)? (word | prefix* | "phrase" | field:value | (alternatives))
                 | word NEAR/5 word | NEAR(word word, 5)

So ``climate change AND finance`` is (climate, change: at least one) and finance.

From: the front door. To: everything in search that takes a Query.
Not here: cutting the text into pieces (search.lexer), what a word is (analysis.tokens).
"""

from __future__ import annotations

import re

from indexer.document import KINDS
from indexer.errors import QueryError
from indexer.languages import language
from search.lexer import Lexeme, lexemes
from search.query import (
    And,
    Body,
    Filter,
    Kind,
    Lang,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Symbol,
    Word,
    Year,
    both,
    either,
)

MAX_LENGTH = 20_000  # code points; a page of text is about 3,000
MAX_WORDS = 1_000
MAX_BEGINNINGS = 16  # words with an asterisk; each stands for up to hundreds of words
MAX_SYMBOL = 200  # code points; what engines can look for the beginning of
MAX_DEPTH = 40  # brackets inside brackets

# Half of a character, as terminals pass on bytes that are no UTF-8; it can be sent to no engine.
_HALF = re.compile("[\ud800-\udfff]")
_YEARS = re.compile(r"(\d{1,4})?(?:(\.\.|-)(\d{1,4})?)?")

Words = tuple[Word | Prefix, ...]
Group = tuple[Words, tuple[Node, ...]]


def parse(text: str) -> Query:
    """What a query means.

    >>> parse('"cold war" year:1989..1991 détente').conditions
    (Phrase(text='cold war'), Year(first=1989, last=1991))

    Raises QueryError, one line with the character, if there is nothing to look for, an operator
    lacks what it joins, a field's value makes no sense, or the query is too long.
    """
    text = _HALF.sub("\ufffd", text)
    if len(text) > MAX_LENGTH:
        raise QueryError(f"the query has {len(text)} characters; at most {MAX_LENGTH}: shorten it")
    pieces, notes = lexemes(text)
    pieces = [piece for piece in pieces if _says_something(piece)]
    if [piece.kind for piece in pieces] == ["minus", "word"]:
        notes.append("a hyphen before the only word was left out; NOT excludes")
        pieces = pieces[1:]
    count = sum(len(piece.text.split()) for piece in pieces if piece.kind not in ("open", "close"))
    if count > MAX_WORDS:
        raise QueryError(f"the query has {count} words; at most {MAX_WORDS}: shorten it")
    starred = sum(piece.kind == "prefix" for piece in pieces)
    if starred > MAX_BEGINNINGS:
        raise QueryError(
            f"the query has {starred} words with an asterisk; at most {MAX_BEGINNINGS}: drop some"
        )
    words, conditions = _Reader(pieces).query()
    if not words and not conditions:
        raise QueryError(f"no word to look for in {_short(text)}")
    return Query(text, words, conditions, tuple(notes))


class _Reader:
    """The pieces of one query, and how many of them have been read."""

    def __init__(self, pieces: list[Lexeme]) -> None:
        self.pieces = pieces
        self.at = 0
        self.depth = 0

    def query(self) -> Group:
        return self.alternatives() if self.pieces else ((), ())

    def next_kind(self) -> str:
        """Kind of the piece to be read next; "" at the end."""
        return self.pieces[self.at].kind if self.at < len(self.pieces) else ""

    def take(self) -> Lexeme:
        self.at += 1
        return self.pieces[self.at - 1]

    def alternatives(self) -> Group:
        return self._joined("or")

    def _joined(self, operator: str) -> Group:
        """Groups with AND or OR between them; a single group stays as it is."""
        read = self.group if operator == "and" else lambda: self._joined("and")
        groups = [read()]
        while self.next_kind() == operator:
            sign = self.take()
            if not any(groups[-1]):
                raise _dangling(sign, "before")
            groups.append(read())
            if not any(groups[-1]):
                raise _dangling(sign, "after")
        if len(groups) == 1:
            return groups[0]
        nodes = tuple(_node(group) for group in groups)
        return (), (And(nodes) if operator == "and" else Or(nodes),)

    def group(self) -> Group:
        words: list[Word | Prefix] = []
        conditions: list[Node] = []
        while self.next_kind() not in ("", "and", "or", "close"):
            more_words, more_conditions = self.item()
            words += more_words
            conditions += more_conditions
        return tuple(words), tuple(conditions)

    def item(self) -> Group:
        if self.next_kind() in ("not", "minus"):
            sign = self.take()
            if self.next_kind() in ("", "and", "or", "close", "not", "minus", "near"):
                raise _dangling(sign, "after")
            group = self.primary()
            return ((), (Not(_node(group)),)) if any(group) else ((), ())
        return self.primary()

    def primary(self) -> Group:
        piece = self.take()
        match piece.kind:
            case "open":
                return self._bracketed(piece)
            case "field":
                return (), (_filter(piece),)
            case "phrase":
                return (), (Phrase(" ".join(piece.text.split())),)
            case "near":
                return (), (_near_call(piece),)
        word = Prefix(piece.text) if piece.kind == "prefix" else Word(piece.text)
        if self.next_kind() == "near" and not self.pieces[self.at].text:
            return (), (self._near_chain(piece),)
        return (word,), ()

    def _bracketed(self, opening: Lexeme) -> Group:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(f"more than {MAX_DEPTH} brackets are open at {_place(opening)}")
        inside = self.alternatives()
        self.take()
        self.depth -= 1
        return inside

    def _near_chain(self, left: Lexeme) -> Node:
        """``a NEAR/5 b NEAR/3 c`` as pairs of neighbours."""
        pairs: list[Node] = []
        while self.next_kind() == "near" and not self.pieces[self.at].text:
            sign = self.take()
            if self.next_kind() != "word":
                raise QueryError(f"NEAR at {_place(sign)} stands between two words: a NEAR/5 b")
            right = self.take()
            pairs.append(Near((left.text, right.text), sign.distance))
            left = right
        return both(tuple(pairs))


def _node(group: Group) -> Node:
    words, conditions = group
    return both((*conditions, either(words))) if words else both(conditions)


def _near_call(piece: Lexeme) -> Near:
    words = tuple(word.strip('"*') for word in piece.text.split())
    words = tuple(word for word in words if any(map(str.isalnum, word)))
    if not 2 <= len(words) <= 8:
        raise QueryError(f"NEAR at {_place(piece)} takes two to eight words: NEAR(a b, 5)")
    return Near(words, piece.distance)


def _filter(piece: Lexeme) -> Filter:
    values = tuple(value.strip() for value in piece.text.split(",") if value.strip())
    if not values:
        raise _wrong(piece, "needs a value")
    match piece.field:
        case "lang":
            return Lang(tuple(_language(piece, value) for value in values))
        case "year":
            return _years(piece)
        case "symbol":
            return Symbol(tuple(_symbol(piece, value) for value in values))
        case "body":
            return Body(tuple(value.upper() for value in values))
    return Kind(tuple(_kind(piece, value) for value in values))


def _language(piece: Lexeme, value: str) -> str:
    try:
        return language(value)
    except ValueError as error:
        raise _wrong(piece, str(error)) from None


def _kind(piece: Lexeme, value: str) -> str:
    if value.lower() not in KINDS:
        raise _wrong(piece, f"unknown kind {value!r}; known: {', '.join(KINDS)}")
    return value.lower()


def _symbol(piece: Lexeme, value: str) -> str:
    if len(value) > MAX_SYMBOL:
        raise _wrong(piece, f"{len(value)} characters; a symbol has at most {MAX_SYMBOL}")
    return value.upper()


def _years(piece: Lexeme) -> Year:
    found = _YEARS.fullmatch(piece.text)
    if not found or not (found[1] or found[3]):
        raise _wrong(piece, "a year is 2012, 2001..2012, 2001.. or ..2012")
    first = int(found[1]) if found[1] else None
    last = (int(found[3]) if found[3] else None) if found[2] else first
    if first is not None and last is not None and first > last:
        raise _wrong(piece, f"{first} is after {last}")
    return Year(first, last)


def _wrong(piece: Lexeme, why: str) -> QueryError:
    return QueryError(f"{piece.field}:{_short(piece.text, '')} at {_place(piece)}: {why}")


def _dangling(piece: Lexeme, where: str) -> QueryError:
    return QueryError(f"{piece.text} at {_place(piece)} has nothing {where} it")


def _place(piece: Lexeme) -> str:
    return f"character {piece.start + 1}"


def _short(text: str, quote: str = "'") -> str:
    line = " ".join(text.split())
    return f"{quote}{line[:60]}{'…' if len(line) > 60 else ''}{quote}"


def _says_something(piece: Lexeme) -> bool:
    """False for a word or phrase that is nothing but punctuation."""
    return piece.kind not in ("word", "phrase") or any(map(str.isalnum, piece.text))
