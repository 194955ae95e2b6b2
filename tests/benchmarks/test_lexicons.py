"""The lexicon without translations, beside which hybrid search is measured, really has none."""

from __future__ import annotations

from alignment.lexicon.lexicon import load_lexicon
from benchmarks.systems.lexicons import UntranslatedLexicon
from search.parser import parse
from search.plan import Nothing
from search.translation import translated


def test_nothing_is_looked_for_in_other_languages() -> None:
    query, shipped = parse("water for schools"), load_lexicon()
    assert isinstance(translated(query, UntranslatedLexicon(shipped.base), "en"), Nothing)
    assert not isinstance(translated(query, shipped, "en"), Nothing)
