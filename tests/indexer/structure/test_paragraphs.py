"""Paragraphs: what belongs together though lines or pages part it, and what does not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.document import Mend
from indexer.mend import apply_mends
from indexer.structure.paragraphs import paragraphs

WRAPPED = """\
The bees of the city were counted in the spring of the year, when the flowers
were out and the gardeners had time to help, and again in the autumn, when the
flowers were gone and the bees had gone to sleep in their hives on the roofs
of the houses.
1. A mark opens a paragraph, though the line before it is not followed by any
blank line.
"""


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(text)]


def test_wrapped_lines_are_joined_and_marked_ones_start_anew() -> None:
    first, second = texts(WRAPPED)
    assert first.startswith("The bees")
    assert first.endswith("of the houses.")
    assert second.startswith("1. A mark")
    assert second.endswith("any blank line.")


def test_lines_that_are_paragraphs_are_not_joined() -> None:
    lines = ["Bees " * n + "hum" for n in (10, 40, 12, 55, 11, 9)]
    assert texts("\n".join(lines)) == lines


def test_short_lines_are_not_joined() -> None:
    lines = ["United Nations", "General Assembly", "Sixty-sixth session", "Agenda item 118"]
    assert texts("\n".join(lines)) == lines


def test_a_word_broken_at_its_hyphen_keeps_it_and_a_soft_hyphen_goes() -> None:
    line = "x" * 30 + " " + "y" * 30
    text = (
        f"{line} non-\ngovernmental {line[:48]}\n{line} gov\u00ad\nernmental {line[:50]}\n{line}."
    )
    (joined,) = texts(text)
    assert "non-governmental" in joined
    assert "government" not in joined.replace("non-governmental", "").replace("governmental", "")


def test_running_heads_and_page_numbers_vanish() -> None:
    text = "A/66/900\n\nBees.\n\n2/3\n\fA/66/900\n\nFlowers.\n\n- 3 -\n\f4\n\nHoney.\n\n12-34567\n"
    assert texts(text) == ["A/66/900", "Bees.", "Flowers.", "Honey."]


def test_a_paragraph_goes_on_over_the_page_in_lower_case_only() -> None:
    before = "The bees of the city were counted in the spring"
    assert texts(f"{before}\n\fand in autumn.") == [f"{before} and in autumn."]
    assert texts(f"{before}\n\fThe End") == [before, "The End"]
    assert texts(f"{before}.\n\fand in autumn.") == [f"{before}.", "and in autumn."]


def test_a_numbered_paragraph_goes_on_after_a_comma_a_preambular_one_does_not() -> None:
    words = "注意到城市里的蜜蜂在春天的花园中和屋顶上都被清点过一次，"
    assert texts(f"1. {words}\n\f并决定。") == [f"1. {words}并决定。"]
    assert texts(f"{words}\n\f又注意到蜂蜜，") == [words, "又注意到蜂蜜，"]


def test_joins_say_what_stands_for_each_break() -> None:
    (first, _) = paragraphs(WRAPPED)
    breaks = [at for at, char in enumerate(WRAPPED) if char == "\n"][:3]
    assert first.joins == tuple(Mend(at, at + 1, " ") for at in breaks)


def test_wide_spaces_read_as_one() -> None:
    (row,) = paragraphs("1.\tBees   12  ")
    assert (row.text, row.end, row.has_cells) == ("1. Bees 12", 12, True)
    assert row.joins == (Mend(2, 3, " "), Mend(7, 10, " "))


def test_headings_are_not_joined_to_what_follows() -> None:
    lines = WRAPPED.split("\n")
    end = len(lines[0])
    assert paragraphs(WRAPPED, [(0, end)])[0].text == lines[0]


@given(st.text(alphabet="ab.  \t,1\n\n\f\r\u2028大，。(A/6)-\u00ad", max_size=80))
def test_paragraphs_are_disjoint_and_read_as_their_joins_say(text: str) -> None:
    done = 0
    for paragraph in paragraphs(text):
        assert done <= paragraph.start < paragraph.end <= len(text)
        done = paragraph.end
        read = apply_mends(text, paragraph.start, paragraph.end, paragraph.joins)
        assert read == paragraph.text == paragraph.text.strip()
