"""A query cut into its pieces: words, phrases, operators, brackets, fields.

A person may paste any text, so a sign is an operator only where it stands as one: quotes and
brackets in pairs and apart from words, a hyphen before a word, AND in capitals, fields by name.
Everything else is text. Full-width forms of the signs count as the signs.

From: what was typed. To: search.parser. Not here: which piece belongs to which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LexemeKind = Literal[
    "word", "prefix", "phrase", "field", "open", "close", "minus", "and", "or", "not", "near"
]
FIELDS = ("lang", "symbol", "body", "year", "kind")

QUOTES = {
    '"': '"',
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "‹": "›",
    "《": "》",
    "〈": "〉",
    "「": "」",
    "『": "』",
}
_ASCII = str.maketrans("（）：＂＊－，＜＞", '():"*-,<>')

_NEAR_CALL = re.compile(r"NEAR\(([^()]*?)(?:,\s*(\d+)\s*)?\)")
_NEAR = re.compile(r"NEAR(?:/(\d+))?(?=\s|$)")
_OPERATOR = re.compile(r"(AND|OR|NOT)(?=[\s(]|$)")
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):(?=[^\s:])", re.IGNORECASE)
_UNKNOWN_FIELD = re.compile(r"([A-Za-z]{3,}):(?=\w)")
_SPACE = re.compile(r"\s+")
_CHUNK = re.compile(r"\S+")

NEAR_DISTANCE = 10  # words between, where the query does not say


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query.

    text: the word, the words of a phrase, the value of a field; of NEAR(a b), its words.
    start: offset into the query as typed. field: its name. distance: of NEAR.
    """

    kind: LexemeKind
    text: str
    start: int
    field: str = ""
    distance: int = NEAR_DISTANCE


def lexemes(text: str) -> tuple[list[Lexeme], list[str]]:
    """The pieces of a query in order, and one note for each sign that was read as mere text.

    >>> [(piece.kind, piece.text) for piece in lexemes('"cold war" -terroris*')[0]]
    [('phrase', 'cold war'), ('minus', '-'), ('prefix', 'terroris')]
    """
    cutter = _Cutter(text.translate(_ASCII))
    while cutter.at < len(cutter.text):
        cutter.cut()
    return _paired(cutter.found, cutter.notes)


class _Cutter:
    """Where the reading stands, and what has been found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.operator_end = -1  # of the last AND, OR, NOT: NOT(a b)
        self.found: list[Lexeme] = []
        self.notes: list[str] = []

    def cut(self) -> None:
        """Take the next piece; every way forward takes at least one character."""
        if space := _SPACE.match(self.text, self.at):
            self.at = space.end()
        elif not (self._sign() or self._operator() or self._field() or self._phrase()):
            self._word()

    def _add(self, kind: LexemeKind, text: str, length: int, *, distance: int = 0) -> bool:
        self.found.append(Lexeme(kind, text, self.at, distance=distance))
        self.at += length
        return True

    def _apart(self) -> bool:
        """Whether the next character begins something: after a space, a bracket, an operator."""
        before = self.text[self.at - 1 : self.at]
        return not before or before.isspace() or before in "(-)" or self.at == self.operator_end

    def _sign(self) -> bool:
        sign, following = self.text[self.at], self.text[self.at + 1 : self.at + 2]
        if sign == ")":
            return self._add("close", sign, 1)
        if sign == "(" and self._apart():
            return self._add("open", sign, 1)
        begins = following.isalnum() or following == "(" or following in QUOTES
        if sign == "-" and self._apart() and following and begins:
            return self._add("minus", sign, 1)
        return False

    def _operator(self) -> bool:
        if not self._apart():
            return False
        if call := _NEAR_CALL.match(self.text, self.at):
            words, distance = call.groups()
            return self._add("near", words, len(call[0]), distance=_distance(distance))
        if near := _NEAR.match(self.text, self.at):
            return self._add("near", "", len(near[0]), distance=_distance(near[1]))
        if operator := _OPERATOR.match(self.text, self.at):
            kinds: dict[str, LexemeKind] = {"AND": "and", "OR": "or", "NOT": "not"}
            self.operator_end = operator.end()
            return self._add(kinds[operator[1]], operator[1], len(operator[1]))
        return False

    def _field(self) -> bool:
        if not self._apart():
            return False
        if field := _FIELD.match(self.text, self.at):
            value, end = self._value(field.end())
            self.found.append(Lexeme("field", value, self.at, field=field[1].lower()))
            self.at = end
            return True
        if field := _UNKNOWN_FIELD.match(self.text, self.at):
            known = ", ".join(FIELDS)
            self.notes.append(f"{field[1]}: is not a field and was read as text; fields: {known}")
        return False

    def _value(self, start: int) -> tuple[str, int]:
        """The value of a field from ``start``, quoted or up to a space, and where it ends."""
        closing = self._closing(start)
        if closing > start:
            return self.text[start + 1 : closing], closing + 1
        chunk = _CHUNK.match(self.text, start)
        value = _without_open_bracket(chunk[0] if chunk else "")
        return value, start + len(value)

    def _closing(self, start: int) -> int:
        """Offset of the quotation mark that closes the one at ``start``; -1 if there is none."""
        marks = QUOTES.get(self.text[start : start + 1], "")
        ends = (self.text.find(mark, start + 1) for mark in marks)
        return min((end for end in ends if end > start), default=-1)

    def _phrase(self) -> bool:
        if self.text[self.at] not in QUOTES or not self._apart():
            return False
        closing = self._closing(self.at)
        if closing < 0:
            self.notes.append(
                f"the quotation mark at character {self.at + 1} is not closed and was left out"
            )
            self.at += 1
            return True
        return self._add("phrase", self.text[self.at + 1 : closing], closing + 1 - self.at)

    def _word(self) -> None:
        chunk = _CHUNK.match(self.text, self.at)
        word = _without_open_bracket(chunk[0] if chunk else "") or self.text[self.at]
        bare = word.rstrip("*")
        starred = word != bare and (bare[-1:].isalnum() or bare[-1:] == "/")
        self._add("prefix" if starred else "word", bare if starred else word, len(word))


def _distance(digits: str | None) -> int:
    return min(int(digits), 1000) if digits else NEAR_DISTANCE


def _without_open_bracket(chunk: str) -> str:
    """Up to the first closing bracket that no bracket inside the chunk opens.

    >>> _without_open_bracket("law(s))"), _without_open_bracket("war)")
    ('law(s)', 'war')
    """
    depth = 0
    for offset, character in enumerate(chunk):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return chunk[:offset]
    return chunk


def _paired(found: list[Lexeme], notes: list[str]) -> tuple[list[Lexeme], list[str]]:
    """Without brackets that have no counterpart."""
    waiting: list[Lexeme] = []
    alone: list[Lexeme] = []
    for lexeme in found:
        if lexeme.kind == "open":
            waiting.append(lexeme)
        elif lexeme.kind == "close":
            if waiting:
                waiting.pop()
            else:
                alone.append(lexeme)
    lost = {lexeme.start for lexeme in (*alone, *waiting)}
    notes += [f"the bracket at character {at + 1} is alone and was left out" for at in sorted(lost)]
    return [piece for piece in found if not (piece.start in lost and piece.text in "()")], notes
