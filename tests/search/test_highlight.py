"""Spans of what was searched, in every script. The marked text is written in ⟨⟩."""

from __future__ import annotations

import pytest

from search.highlight import highlights
from search.parser import parse
from search.planner import plan


def marked(query: str, lang: str, text: str) -> str:
    spans = highlights(plan(parse(query)), {lang: text}).get(lang, [])
    for start, end in reversed(spans):
        text = f"{text[:start]}⟨{text[start:end]}⟩{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("query", "lang", "expected"),
    [
        ("resolutions", "en", "its ⟨resolution⟩, and the ⟨resolutions⟩ of"),
        (
            "Assemblee generale",
            "fr",
            "L'⟨Assemblée générale⟩ ; l'⟨assemblée⟩ plus ⟨générale⟩",
        ),
        ("الأمم المتحدة", "ar", "قرار ⟨الأمـم المتحـدة⟩ بشأن"),
        ("совета", "ru", "⟨Совет⟩ и ⟨советы⟩"),
        ("回顧", "zh", "大会，⟨回顾⟩其决议"),
        ("大会决议", "zh", "⟨大会决议⟩和⟨大会⟩的其他⟨决议⟩"),
        ("会决", "zh", "大⟨会决⟩议"),
        ('"peace and security"', "en", "peace, security; ⟨peace and security⟩ of peace"),
        ("《大会决议》", "zh", "⟨大会决议⟩和大会的其他决议"),
        ("terroris*", "en", "⟨terrorists⟩ and ⟨terrorism⟩, not territory"),
        ("peace NEAR/1 security", "en", "⟨peace⟩ and ⟨security⟩ for a lasting peace"),
        ("A/RES/60/288", "en", "see ⟨A/RES/60/288⟩ and resolution ⟨60/288⟩, not 60/289"),
        ("60/288", "zh", "第⟨60/288⟩号"),
        ("water -schools", "en", "⟨water⟩ in schools"),
        ("the water", "en", "⟨the water⟩ and the other ⟨water⟩"),
        ("大", "zh", "⟨大⟩会和广⟨大⟩群众"),
        ("year:2014", "en", "in 2014"),
    ],
)
def test_what_is_marked(query: str, lang: str, expected: str) -> None:
    text = expected.replace("⟨", "").replace("⟩", "")
    assert marked(query, lang, text) == expected


def test_languages_in_which_nothing_stands_are_left_out() -> None:
    found = highlights(plan(parse("paix")), {"en": "peace", "fr": "La paix.", "ru": "мир"})
    assert found == {"fr": [(3, 7)]}
