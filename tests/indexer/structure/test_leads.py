"""The opening words of paragraphs, in six languages."""

from __future__ import annotations

import pytest

from indexer.structure.leads import find_lead


@pytest.mark.parametrize(
    ("lang", "lead", "text"),
    [
        ("en", "Takes note", "Takes note of bees"),
        ("en", "Strongly condemns", "Strongly condemns the waste of honey"),
        ("en", "welcomes with appreciation", "In this respect, welcomes with appreciation bees"),
        ("fr", "Prend note avec satisfaction", "Prend note avec satisfaction du rapport"),
        ("fr", "Se félicite également", "Se félicite également que"),
        ("fr", "Rappelant", "Rappelant sa résolution"),
        ("es", "Acoge con beneplácito", "Acoge con beneplácito el informe"),
        ("es", "Observando", "Observando que las abejas"),
        (
            "ru",
            "с удовлетворением принимает к сведению",
            "с удовлетворением принимает к сведению доклад",
        ),
        ("ru", "ссылаясь также", "ссылаясь также на свою резолюцию"),
        ("ar", "تحيط علما مع التقدير", "تحيط علما مع التقدير بالتقرير"),
        ("ar", "وإذ يسلّم", "وإذ يسلّم بأن النحل"),
        ("zh", "赞赏地注意到", "赞赏地注意到蜜蜂"),
        ("zh", "着重指出", "在这方面着重指出蜜蜂的重要性"),
        ("zh", "又重申", "又重申蜜蜂"),
    ],
)
def test_leads_are_found_with_what_belongs_to_them(lang: str, lead: str, text: str) -> None:
    span = find_lead(text, lang)
    assert span is not None
    assert text[slice(*span)] == lead


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Bees are noted"),
        ("en", "Notesheets"),
        ("fr", "Les abeilles"),
        ("zh", "蜜蜂很多"),
        ("ar", "النحل كثير"),
        ("en", "Bees in the gardens of all the cities of the whole wide world, notes"),
        ("es", ""),
    ],
)
def test_other_words_are_no_lead(lang: str, text: str) -> None:
    assert find_lead(text, lang) is None
