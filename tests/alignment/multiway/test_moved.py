"""Moves read off finished units."""

from __future__ import annotations

from alignment.multiway.moved import Move, moves
from indexer.document import Unit


def units(*orders: str, langs: tuple[str, ...] = ("ar", "zh", "en")) -> list[Unit]:
    """One unit a letter; each version is the letters in its own order."""
    return [
        Unit(
            {
                lang: (order.index(letter),)
                for lang, order in zip(langs, orders, strict=True)
                if letter in order
            }
        )
        for letter in sorted(set("".join(orders)))
    ]


def test_nothing_moved() -> None:
    """A gap moves nothing."""
    assert moves(units("abcd", "acd", "abcd")) == []


def test_a_block_that_changed_places() -> None:
    """In Chinese de stands before bc: the fewer or later ones are named, in Chinese only."""
    found = moves(units("abcdef", "adebcf", "abcdef"))
    assert found in ([Move("zh", (1, 2))], [Move("zh", (3, 4))])


def test_one_clause_far_from_home() -> None:
    """Only the one clause is named."""
    assert moves(units("abcdef", "abcdef", "fabcde")) == [Move("en", (0,))]


def test_a_clause_alone_has_not_moved() -> None:
    """What stands in one version only has no place elsewhere."""
    assert moves([*units("ab", "ab", "ab"), Unit({"en": (2,)})]) == []
