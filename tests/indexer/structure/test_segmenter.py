"""The segmenter: the seed, the samples, and what must hold for every clause of any text."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.document import Call, Clause, Mend, Segment, Version
from indexer.languages import LANGUAGES
from indexer.mend import apply_mends
from indexer.readers.read import read
from indexer.structure.numerals import label
from indexer.structure.segmenter import split

SAMPLES = Path(__file__).resolve().parents[3] / "hexapla" / "samples"
SYMBOLS = sorted({path.name.rsplit(".", 2)[0] for path in SAMPLES.glob("*.*.*")})


def assert_sound(version: Version, clauses: list[Clause]) -> None:
    """What holds for the clauses of any version."""
    done = 0
    for at, clause in enumerate(clauses):
        assert done <= clause.start < clause.end <= len(version.text)
        done = clause.end
        assert apply_mends(version.text, clause.start, clause.end, clause.mends) == clause.text
        assert clause.text == clause.text.strip() != ""
        assert clause.lead is None or clause.text[slice(*clause.lead)].strip()
        assert all(0 <= call.offset <= len(clause.text) for call in clause.calls)
        assert clause.parent is None or clause.parent < at


def put_together(text: str, clauses: list[Clause]) -> str:
    """Gaps and spans, joined."""
    pieces, done = [], 0
    for clause in clauses:
        pieces += [text[done : clause.start], text[clause.start : clause.end]]
        done = clause.end
    return "".join([*pieces, text[done:]])


@pytest.fixture(scope="module")
def seed(data: Path) -> tuple[Version, list[Clause]]:
    (path,) = (data / "seed").glob("*.txt")
    (version,) = read(path, lang="zh")
    return version, split(version)


def operative(clauses: list[Clause], number: str) -> Clause:
    (found,) = [c for c in clauses if c.kind == "operative" and c.number == number]
    return found


def test_the_seed_has_eleven_preambular_and_twenty_nine_operative_clauses(
    seed: tuple[Version, list[Clause]],
) -> None:
    assert Counter(clause.kind for clause in seed[1]) == {
        "masthead": 1,
        "adoption": 1,
        "title": 1,
        "heading": 1,
        "preambular": 11,
        "operative": 29,
        "footnote": 1,
        "closing": 1,
    }
    numbers = [clause.number for clause in seed[1] if clause.kind == "operative"]
    assert numbers == [str(number) for number in range(1, 30)]


def test_the_seeds_footnote_is_called_twice_and_stands_apart(
    seed: tuple[Version, list[Clause]],
) -> None:
    calling = {clause.number: clause.calls for clause in seed[1] if clause.calls}
    assert {number: [call.label for call in calls] for number, calls in calling.items()} == {
        "3": ["1"],
        "15": ["1"],
    }
    (footnote,) = [clause for clause in seed[1] if clause.kind == "footnote"]
    assert (footnote.number, footnote.text) == ("1", "A/66/762。")
    assert all("A/66/762" not in operative(seed[1], number).text for number in ("10", "11"))
    assert operative(seed[1], "15").text.startswith("表示注意到秘书长报告第123和124段")


def test_the_seeds_leads_are_its_bold_verbs(seed: tuple[Version, list[Clause]]) -> None:
    thirteenth = operative(seed[1], "13")
    assert thirteenth.text.startswith("在这方面着重指出")
    assert thirteenth.lead == (4, 8)
    leads = [c.lead for c in seed[1] if c.kind == "operative"]
    assert None not in leads


def test_the_seed_comes_back_byte_for_byte(seed: tuple[Version, list[Clause]], data: Path) -> None:
    version, clauses = seed
    assert_sound(version, clauses)
    (path,) = (data / "seed").glob("*.txt")
    assert put_together(version.text, clauses).encode(version.encoding) == path.read_bytes()
    (note,) = [clause for clause in clauses if clause.kind == "adoption"]
    assert note.text == "[未经发交主要委员会而通过(A/66/L.53)]"


def skeleton(clauses: list[Clause]) -> list[tuple[str, str, bool]]:
    """Kinds and labels without footnotes, whose place is the printer's, and runs of sentences.

    A list's items count from 1 in every language, whatever letters or numerals they bear.
    """
    kept = [clause for clause in clauses if clause.kind != "footnote"]
    found: list[tuple[str, str, bool]] = []
    for (kind, printed, parent), group in groupby(kept, key=_place):
        number = "item" if kind == "subparagraph" else label(printed)
        count = 1 if kind == "sentence" else len(list(group))
        found += [(kind, number, parent is not None)] * count
    return found


def _place(clause: Clause) -> tuple[str, str, int | None]:
    return clause.kind, clause.number or "", clause.parent


def notes(clauses: list[Clause]) -> list[str | None]:
    return [clause.number for clause in clauses if clause.kind == "footnote"]


def calls(clauses: list[Clause]) -> list[tuple[str, str | None, str]]:
    """Who calls which footnote."""
    return [
        (clause.kind, label(clause.number) if clause.number else None, call.label)
        for clause in clauses
        for call in clause.calls
        if clause.kind not in ("masthead", "subparagraph")
    ]


def sample(symbol: str, lang: str) -> tuple[Version, list[Clause]]:
    (path,) = SAMPLES.glob(f"{symbol}.{lang}.*")
    (version,) = read(path)
    return version, split(version)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_all_versions_of_a_sample_have_the_same_parts(symbol: str) -> None:
    english = sample(symbol, "en")[1]
    for lang in LANGUAGES:
        version, clauses = sample(symbol, lang)
        assert_sound(version, clauses)
        assert version.lang == lang
        expected = skeleton(english)
        if (symbol, lang) == ("A-RES-79-944", "ru"):  # lacks a preambular paragraph on purpose
            expected.remove(("preambular", "", False))
        assert skeleton(clauses) == expected
        assert notes(clauses) == notes(english)
        assert calls(clauses) == calls(english)


def test_samples_have_as_many_paragraphs_as_their_writers_meant() -> None:
    counts = Counter(clause.kind for clause in sample("A-RES-71-901", "en")[1])
    assert counts == {
        "masthead": 1,
        "adoption": 1,
        "title": 1,
        "heading": 1,
        "preambular": 7,
        "operative": 11,
        "subparagraph": 6,
        "footnote": 2,
        "closing": 1,
    }


def test_calls_stand_where_they_stood_in_the_text() -> None:
    text = "80/990. X\n\nThe General Assembly,\n\n1. Notes¹ bees and² flowers;¹\n\n¹ A.\n\n² B.\n"
    clause = split(Version("X", "en", text))[2]
    assert clause.text == "Notes bees and flowers;"
    assert clause.calls == (Call("1", 5), Call("2", 14), Call("1", 23))


def test_a_call_after_the_last_stop_belongs_to_the_sentence_before_it() -> None:
    text = "Bees fly.¹ Bees hum.² ³\n\n¹ A.\n\n² B.\n\n³ C.\n"
    first, second = split(Version("X", "en", text))[:2]
    assert (first.text, first.calls) == ("Bees fly.", (Call("1", 9),))
    assert (second.text, second.calls) == ("Bees hum.", (Call("2", 9), Call("3", 9)))


def test_the_lead_is_what_is_emphasised_else_what_opens_such_paragraphs() -> None:
    text = "80/990. X\n\nThe General Assembly,\n\n1. Hums and notes bees;\n\n2. Notes bees."
    start = text.index("notes")
    version = Version("X", "en", text, emphasis=((start, start + len("notes")),))
    assert [clause.lead for clause in split(version)[2:]] == [(9, 14), (0, 5)]


def test_digits_that_no_footnote_answers_to_are_left_alone() -> None:
    text = "In 20021 there were 12 km² of flowers.⁹\n\n² A note.\n\nAnd⁴ more."
    assert split(Version("X", "en", text))[0].text == "In 20021 there were 12 km² of flowers.⁹"


def test_a_soft_line_break_reads_as_a_space_but_not_between_chinese_characters() -> None:
    line = "蜜蜂" * 20
    text = f"{line}\n{line}\n{line}\n{line}。\n"
    (clause,) = split(Version("X", "zh", text))
    assert clause.text == line * 4 + "。"
    assert clause.mends == (Mend(40, 41, ""), Mend(81, 82, ""), Mend(122, 123, ""))


def test_a_page_break_inside_a_paragraph_is_mended_with_its_running_head() -> None:
    head = "A/RES/80/990\n\n80/990. Bees\n\nThe General Assembly,\n\n"
    before = "1. Invites the gardeners of all cities to plant flowers wherever there is"
    text = f"{head}{before}\n2/3\n\fA/RES/80/990      Bees\nroom;\n\n2. Decides.\n"
    clause = split(Version("X", "en", text))[3]
    assert clause.text == f"{before} room;".removeprefix("1. ")
    broken = Mend(len(head + before), text.index("room"), " ")
    assert clause.mends == (Mend(len(head), len(head) + 3, ""), broken)


def test_a_tag_that_reads_as_a_blank_line_and_a_number_is_not_cut() -> None:
    text = "Bees<p>1. Notes<li>A hive."
    mends = (Mend(4, 7, "\n\n"), Mend(15, 19, "\n\n2. "))
    clauses = split(Version("X", "en", text, mends=mends))
    assert [(c.number, c.text) for c in clauses] == [
        (None, "Bees"),
        ("1", "Notes"),
        ("2", "A hive."),
    ]
    assert clauses[2].mends == (Mend(15, 19, ""),)


def test_segments_are_clauses_as_they_are() -> None:
    text = " 10. As stipulated. See it. \n\n  \nB<b>ees"
    segments = tuple(
        Segment(row, *span) for row, span in enumerate([(0, 28), (29, 29), (30, 32), (33, 40)])
    )
    version = Version("X", "en", text, mends=(Mend(34, 37, ""),), segments=segments)
    assert split(version) == [
        Clause("sentence", None, 1, 27, "10. As stipulated. See it."),
        Clause("sentence", None, 33, 40, "Bees", (Mend(34, 37, ""),)),
    ]


@pytest.mark.parametrize("text", ["", " \n\n", "\f\n2/3\n"])
def test_what_is_blank_has_no_clauses(text: str) -> None:
    assert [clause.text for clause in split(Version("X", "en", text))] in ([], ["2/3"])


ALPHABET = "aB  \t1.,;:?()[]*¹²⁽⁾/- \n\n\f\r\u2028大会，。（一）١أ؛é𠮷"


@st.composite
def versions(draw: st.DrawFn) -> Version:
    lines = st.sampled_from(
        ["1. Notes", "(a) one;", "¹ A/66/1.", "General Assembly", "66/900. X", "La Asamblea,"]
    )
    pieces = draw(st.lists(lines | st.text(alphabet=ALPHABET, max_size=12), max_size=8))
    text = "\n".join(pieces)
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    mends = tuple(
        Mend(start, end, draw(st.sampled_from(["", " ", "\n\n", "¹", "\n\n1. ", "x. Y"])))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    return Version("X", draw(st.sampled_from(LANGUAGES)), text, mends=mends)


@settings(max_examples=300)
@given(versions())
def test_spans_and_gaps_are_the_text_whatever_it_is(version: Version) -> None:
    clauses = split(version)
    assert_sound(version, clauses)
    assert put_together(version.text, clauses) == version.text


@given(versions())
def test_nothing_that_is_a_word_is_lost(version: Version) -> None:
    read_text = apply_mends(version.text, 0, len(version.text), version.mends)
    words = Counter(char for char in read_text if char.isalpha())
    kept = Counter(
        char
        for clause in split(version)
        for char in f"{clause.number or ''}{clause.text}"
        if char.isalpha()
    )
    assert kept == words
