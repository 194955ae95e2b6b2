from __future__ import annotations

from itertools import pairwise

import pytest

from alignment.lexicon.reading import pieces, words
from indexer.analysis.tokens import tokens

TEXTS = [
    ("en", "Recalling its resolution A/RES/60/288 of 8 September 2006,"),
    ("fr", "L’Assemblée générale, ayant à l’esprit l’œuvre accomplie,"),
    ("ar", "وإذ تشيـــر إلى قَرارها ٦٠/٢٨٨ والدول الأعضاء"),
    ("zh", "大会第六十六届会议，联合国可持续发展大会 A/66/L.51 号文件"),
    ("ru", "государства-члены, ещё раз"),
    ("es", "los demás años"),
]


@pytest.mark.parametrize(("lang", "text"), TEXTS, ids=[lang for lang, _ in TEXTS])
def test_pieces_follow_each_other_and_leave_no_term_out(lang: str, text: str) -> None:
    found = pieces(text, lang, lambda _: True)
    assert all(one.end <= other.start for one, other in pairwise(found))
    covered = {at for piece in found for at in range(piece.start, piece.end)}
    assert all(set(range(token.start, token.end)) <= covered for token in tokens(text, lang))


def test_a_long_chinese_word_stays_whole_if_its_parts_do_not_make_it_up() -> None:
    assert [one.text for one in pieces("联合国", "zh", {"联合"}.__contains__)] == ["联合国"]


def test_words_without_numbers() -> None:
    assert words("in 2015, 24 acts", "en", lambda _: True) == ["in", "act"]
    assert words("", "zh", lambda _: True) == []
