"""Official terms of a few words: a term in one language finds the rows that hold its equivalents.

The terms were kept out of training. Searched are only the rows that nothing was trained on. Right
are rows of which another language holds the term's equivalent, as whole words; so a row that
renders the term otherwise counts as wrong, for all systems alike. Terms that more than 200 rows
name are no queries.

From: UNBIS terms, unv1_dev. To: benchmarks.retrieval. Not here: searching.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.encoder_quality import MOST_ANSWERS, folded_words, naming, read_terms
from benchmarks.retrieval_sets.query_set import Query, QuerySet, UnRows, sample
from indexer.languages import LANGUAGES


def terms(rows: UnRows, data: Path, count: int, seed: int) -> tuple[QuerySet, QuerySet]:
    """``count`` terms in six languages: with the language asked in searched too, and hidden."""
    words = read_terms(data)
    folded = {
        lang: [folded_words(rows.texts[lang][at]) for at in rows.unseen] for lang in LANGUAGES
    }
    named = [
        {lang: naming(folded_words(words[lang][at]), folded[lang]) for lang in LANGUAGES}
        for at in range(len(words["en"]))
    ]
    usable = [at for at, found in enumerate(named) if 0 < len(found["en"]) <= MOST_ANSWERS]
    chosen = sample(usable, count, seed)
    open_, hidden = [], []
    for at in chosen:
        for lang in LANGUAGES:
            right = {
                row + 1: 1
                for row in sorted(
                    set().union(*(named[at][other] for other in LANGUAGES if other != lang))
                )
            }
            name, text = f"{lang}-{at + 1}", words[lang][at]
            open_.append(Query(name, text, lang, "late", right, str(at + 1)))
            hidden.append(Query(name, text, lang, f"late-{lang}", right, str(at + 1)))
    return (
        QuerySet("terms", tuple(open_)),
        QuerySet("terms, language hidden", tuple(hidden)),
    )
