"""The whole chain on real text: the seed resolution, and 4,000 rows of the United Nations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import hexapla
from indexer.store.catalogue import Catalogue

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@pytest.fixture(scope="module")
def un(un_lines: Path) -> Iterator[hexapla.Corpus]:
    with hexapla.open(un_lines) as corpus:
        yield corpus


def keyword(corpus: hexapla.Corpus, query: str, *, top: int = 20) -> list[hexapla.Hit]:
    return corpus.search(query, mode="keyword", top=top).hits


def test_the_seed_comes_out_right(data: Path, tmp_path: Path) -> None:
    (file,) = (data / "seed").glob("*.txt")
    with hexapla.open(tmp_path) as corpus:
        (outcome,) = corpus.add([file])
        clauses = corpus.show("A/RES/66/282")
    assert (outcome.symbols, outcome.languages) == (("A/RES/66/282",), ("zh",))
    kinds = [clause.kind for clause in clauses]
    assert kinds.count("preambular") == 11
    assert [c.number for c in clauses if c.kind == "operative"] == [str(n) for n in range(1, 30)]
    assert [c.text for c in clauses if c.kind == "adoption"][-1:] == [
        "[未经发交主要委员会而通过(A/66/L.53)]"
    ]
    (footnote,) = [c for c in clauses if c.kind == "footnote"]
    assert (footnote.number, footnote.text) == ("1", "A/66/762。")
    by_number = {c.number: c for c in clauses if c.kind == "operative"}
    assert not any("762" in by_number[number].text for number in ("10", "11"))
    with Catalogue.open(tmp_path) as catalogue:
        (document,) = catalogue.document("A/RES/66/282")
        (version,) = catalogue.versions(catalogue.documents()[0])
    about = document.metadata
    assert (about.session, about.agenda_item, about.meeting) == (66, "118", 120)
    assert about.date == date(2012, 6, 29)
    assert version.text.encode(version.encoding) == file.read_bytes()
    stored = {c.number: c for c in version.clauses if c.kind == "operative"}
    assert {n: [call.label for call in c.calls] for n, c in stored.items() if c.calls} == {
        "3": ["1"],
        "15": ["1"],
    }
    lead = stored["13"].lead
    assert lead is not None
    assert stored["13"].text[slice(*lead)] == "着重指出"


def test_parallel_lines_are_units_of_six(un: hexapla.Corpus, un_lines: Path) -> None:
    with Catalogue.open(un_lines) as catalogue:
        assert catalogue.unit_count() == 4000
        assert catalogue.languages() == dict.fromkeys(LANGUAGES, 4000)
        assert len(catalogue.documents()) == 732
    (hit,) = un.search("peace", top=1).hits
    assert tuple(sorted(hit.versions)) == tuple(sorted(LANGUAGES))


@pytest.mark.parametrize(
    ("query", "lang", "expected"),
    [
        ("大会", "zh", ["大会"]),
        ("Assemblee generale", "fr", ["Assemblée générale"]),
        ("الأمم المتحدة", "ar", ["الأمم المتحدة", "للأمم المتحدة", "بالأمم المتحدة"]),
        ("回顧", "zh", ["回顾"]),
        # A beginning is looked for among stems: "terrorism" and "terror" have the same one.
        ("terroris*", "en", ["terror"]),
        ("террорист*", "ru", ["террорист"]),
    ],
)
def test_what_a_person_would_expect_comes_first(
    un: hexapla.Corpus, query: str, lang: str, expected: list[str]
) -> None:
    hits = keyword(un, query)
    assert len(hits) == 20
    plain = [hit.versions[lang].replace("\u0640", "").lower() for hit in hits]
    assert all(any(word.lower() in text for word in expected) for text in plain)


def test_a_word_of_two_characters_finds_every_clause_that_holds_it(un: hexapla.Corpus) -> None:
    found = {hit.unit for hit in keyword(un, "反恐", top=4000)}
    everything = un.search("lang:zh", mode="keyword", top=4000).hits
    assert found == {hit.unit for hit in everything if "反恐" in hit.versions["zh"]}
    assert len(found) == 5


def test_arabic_is_found_whether_or_not_it_is_stretched(un: hexapla.Corpus) -> None:
    hits = keyword(un, '"الأمم المتحدة"', top=4000)
    marked = [hit.versions["ar"][a:b] for hit in hits for a, b in hit.highlights["ar"]]
    assert any("\u0640" in text for text in marked)


def test_a_symbol_finds_its_document(un: hexapla.Corpus) -> None:
    hits = keyword(un, "A/RES/69/166", top=4000)
    assert {hit.symbol for hit in hits} == {"A/RES/69/166"}
    assert un.search("A/RES/60/288", mode="keyword").total == 0  # it is nowhere in these rows


def test_a_phrase_with_filters_gives_just_what_it_says(un: hexapla.Corpus) -> None:
    hits = keyword(un, '"peace and security" year:2014..2015 lang:en', top=100)
    assert hits
    assert all("peace and security" in hit.versions["en"].lower() for hit in hits)
    assert {hit.year for hit in hits} <= {2014, 2015}


def test_terroris_finds_every_form_in_every_language(un: hexapla.Corpus) -> None:
    answer = un.search("terroris*", mode="keyword", top=1000)
    assert answer.total == len(answer.hits)
    for lang in ("en", "fr", "es"):
        with_word = {
            h.unit for h in answer.hits if re.search(r"\bterroris", h.versions[lang], re.I)
        }
        everything = un.search(f"terroris* lang:{lang}", mode="keyword", top=1000).hits
        assert with_word <= {h.unit for h in everything}
        assert all("terror" in h.versions[lang].lower() for h in everything)


def test_facets_count_what_the_query_finds(un: hexapla.Corpus) -> None:
    answer = un.search('"human rights"', mode="keyword", top=4000, facets=True)
    assert answer.facets is not None
    assert sum(answer.facets["body"].values()) == answer.total == len(answer.hits)
    years = [hit.year for hit in answer.hits]
    assert answer.facets["year"] == {str(year): years.count(year) for year in set(years)}
