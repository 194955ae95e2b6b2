"""Which parallel rows the encoder learns from, and how often.

From: a folder of parallel rows (``train/*.jsonl.xz``, ``unv1_dev``). To: encoder_recipe.words,
encoder_recipe.ngrams. Not here: reading them (benchmarks.parallel_rows), tokens.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from random import Random

from benchmarks.parallel_rows import Row, clean_rows

Tables = dict[str, list[Row]]  # by source

# Only what may be given away (train/SOURCES.tsv: CC0, CC-BY, CC-BY-SA, MIT, Apache-2.0, PSF, OGL,
# UN text, official statutes, public domain), and how often a row of it is drawn: UN prose and
# terms are what the encoder is for, software manuals are what there is most of.
SOURCES = {
    "unv1_dev": 24.0,
    "un_unbis_thesaurus": 3.0,
    "un_cbd": 3.0,
    "un_sdg": 4.0,
    "un_udhr": 4.0,
    "un_charter": 4.0,
    "law_cc_licences": 2.0,
    "law_canada": 0.5,
    "taiwan_law": 0.7,
    "general_tatoeba": 0.7,
    "religion_bible": 0.7,
    "unterm_countries": 2.0,
    "tico19_terms": 2.0,
    "who_app": 1.0,
    "sahana_eden": 1.0,
    "uwazi": 1.0,
    "mozilla_legal": 2.0,
    "opendatahandbook": 1.0,
    "dfak": 1.0,
    "inaturalist": 1.0,
    "bitcoin_org": 1.0,
    "docs_opensource_guide": 1.0,
    "docs_tldr": 0.4,
    "docs_gnome": 0.6,
    "docs_python": 0.4,
    "docs_tensorflow": 0.5,
    "electron_docs": 0.5,
    "nodejs_docs": 0.5,
    "php_docs": 0.3,
    "ms_alchemy": 0.8,
    "ms_azd_beginners": 0.6,
    "ms_customer_insights": 0.8,
    "ms_d365_2017_en": 0.8,
    "ms_d365_headings": 0.8,
    "ms_d365_history": 0.7,
    "ms_d365_ops": 0.7,
    "ms_project_ops": 0.8,
}
LONGEST = 600  # code points of a text that are read


def read_tables(data: Path, *, held_out: Container[int]) -> Tables:
    """The rows of all sources; of ``unv1_dev`` all but those of the numbers ``held_out``."""
    return {
        source: clean_rows(data, source, held_out=held_out, longest=LONGEST) for source in SOURCES
    }


def sample(tables: Tables, *, most: int, seed: int) -> list[str]:
    """Two texts of each of at most so many rows of a source."""
    random = Random(seed)
    texts: list[str] = []
    for table in tables.values():
        for row in random.sample(table, min(len(table), most)):
            texts += random.sample(list(row.values()), 2)
    return texts


def un_sample(tables: Tables, *, most: int, seed: int) -> list[str]:
    """All texts of at most so many rows of each source of United Nations text."""
    random = Random(seed)
    of_un = [table for source, table in tables.items() if source.startswith("un")]
    rows = [row for table in of_un for row in random.sample(table, min(len(table), most))]
    return [text for row in rows for text in row.values()]
