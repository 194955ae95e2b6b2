"""What is done with rows: set free, brought together, joined; by hand-made meanings."""

from __future__ import annotations

from collections.abc import Sequence

from alignment.multiway.agreement import probabilities
from alignment.multiway.apart import bring_together
from alignment.multiway.freeing import free
from alignment.multiway.joining import join, joined
from alignment.multiway.judging import Evidence
from alignment.multiway.table import Table
from tests.alignment.small_table import Entry, linked, versions

SIX = ("ar", "zh", "en", "fr", "ru", "es")


def evidence(known: Table, *rows: Sequence[int], sure: float = 0.99) -> Evidence:
    """Every two clauses of a row are linked."""
    pairs: dict[tuple[str, str], list[Entry]] = {}
    for row in rows:
        for one in row:
            for other in row:
                left, right = int(known.language[one]), int(known.language[other])
                if left < right:
                    entry = (int(known.position[one]), int(known.position[other]), sure)
                    pairs.setdefault((known.langs[left], known.langs[right]), []).append(entry)
    ordered = {pair: sorted(entries) for pair, entries in pairs.items()}
    return Evidence(known, linked(known, ordered))


def row(known: Table, **positions: int) -> list[int]:
    """The clauses at these positions."""
    first = dict(zip(known.langs, known.first.tolist(), strict=False))
    return sorted(first[lang] + at for lang, at in positions.items())


def whole(known: Table, letter: int, *, without: str = "") -> list[int]:
    """The letter's clause in every language but one."""
    return row(known, **{lang: letter for lang in known.langs if lang != without})


def test_a_clause_unlike_the_rest_is_set_free() -> None:
    """Arabic has c where the others have b."""
    known = versions(**dict.fromkeys(SIX[1:], "ab"), ar="ac")
    rows = [whole(known, 0), whole(known, 1)]
    rest = whole(known, 1, without="ar")
    freed = free(evidence(known, rows[0], rest), rows)
    assert freed == [rows[0], rest, row(known, ar=1)]


def test_rows_that_belong_stay() -> None:
    """All alike: nothing is set free."""
    known = versions(**dict.fromkeys(SIX, "abc"))
    rows = [whole(known, at) for at in range(3)]
    assert free(evidence(known, *rows), rows) == rows


def test_a_clause_elsewhere_is_brought_to_its_row() -> None:
    """Spanish has c at the beginning, unlinked."""
    known = versions(**dict.fromkeys(SIX[:-1], "abc"), es="cab")
    rows = [row(known, **dict.fromkeys(SIX[:-1], at), es=at + 1) for at in range(2)]
    lone = row(known, es=0)
    rest = row(known, **dict.fromkeys(SIX[:-1], 2))
    found = bring_together(evidence(known, *rows, rest), [*rows, rest, lone])
    assert sorted(found) == sorted([*rows, sorted(rest + lone)])


def test_strangers_are_not_brought_together() -> None:
    """A lone clause that means something else stays alone, in the same place or not."""
    known = versions(**dict.fromkeys(SIX[:-1], "abc"), es="abd")
    rows = [whole(known, 0), whole(known, 1)]
    apart = [whole(known, 2, without="es"), row(known, es=2)]
    assert sorted(bring_together(evidence(known, *rows), rows + apart)) == sorted(rows + apart)


def test_a_clause_that_says_both_joins_two_rows() -> None:
    """Chinese says b and c in one clause, linked to both."""
    known = versions(**{lang: "abc" for lang in SIX if lang != "zh"}, zh=["a", "bc"])
    first = whole(known, 0)
    second = whole(known, 1)
    third = whole(known, 2, without="zh")
    links = [first, second, third, sorted([*third, *row(known, zh=1)])]
    assert join(evidence(known, *links, sure=0.7), [first, second, third]) == [
        first,
        sorted(second + third),
    ]


def test_a_missing_clause_joins_nothing() -> None:
    """Chinese lacks c."""
    known = versions(**{lang: "abc" for lang in SIX if lang != "zh"}, zh="ab")
    rows = [whole(known, 0), whole(known, 1), whole(known, 2, without="zh")]
    assert join(evidence(known, *rows), rows) == rows


def test_what_all_agree_on_is_surer_than_what_few_do() -> None:
    """A full row against one of two languages that are hardly alike."""
    known = versions(**dict.fromkeys(SIX[:4], "ab"), ru="ac", es="ad")
    rows = [whole(known, 0), row(known, **dict.fromkeys(SIX[:4], 1)), row(known, ru=1, es=1)]
    seen = evidence(known, *rows)
    full, _, doubtful = probabilities(seen, seen.links, rows)
    assert full > doubtful


def test_joined_links_make_one_unit() -> None:
    """Through zh 0 the two English clauses belong together."""
    found = joined({"zh": 1, "en": 3}, [(("zh", 0), ("en", 0)), (("en", 1), ("zh", 0))])
    assert found == [{"zh": (0,), "en": (0, 1)}, {"en": (2,)}]
