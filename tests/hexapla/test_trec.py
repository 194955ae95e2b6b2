"""TREC's files: what is read from them, and what is said of bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from hexapla.trec import read_qrels, read_topics, run_lines
from indexer.errors import ReadError


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "file.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_topics_a_line_each(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff1\tsafe water\n\nB-2\t 学校饮用水 \n")
    assert read_topics(path) == {"1": "safe water", "B-2": "学校饮用水"}


def test_topics_as_trec_writes_them(tmp_path: Path) -> None:
    text = """
    <top>
    <num> Number: 301
    <title> International
      Organized Crime
    <desc> Description: what is wanted
    </top>
    <top><num>302</num><title>school meals</title></top>
    """
    assert read_topics(written(tmp_path, text)) == {
        "301": "International Organized Crime",
        "302": "school meals",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "1\twater\n2 schools\n",
            "line 2 is no topic: '2 schools'; expected: ID, a tab, the query",
        ),
        ("1\t \n", "line 1 is no topic"),
        ("\n", "no topics; a line each"),
        ("1\ta\n1\tb\n", "topic 1 is there twice"),
        ("<top><num> 1 </top>", "topic number 1 in the file has no <num> or no <title>"),
        (b"1\tcaf\xe9\n", "byte 5 is not UTF-8"),
    ],
)
def test_bad_topics_give_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(ReadError) as error:
        read_topics(written(tmp_path, text))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_judgements(tmp_path: Path) -> None:
    path = written(tmp_path, "1 0 31 2\n1 0 4 0\n2\t0\t31\t-1\n")
    assert read_qrels(path) == {"1": {"31": 2, "4": 0}, "2": {"31": -1}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 0 31\n", "line 1 is no judgement: '1 0 31'; expected: TOPIC 0 DOCUMENT GRADE"),
        ("1 0 31 1\n1 0 32 good\n", "line 2 is no judgement"),
        ("", "no judgements"),
    ],
)
def test_bad_judgements_give_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ReadError) as error:
        read_qrels(written(tmp_path, text))
    assert said in str(error.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="nowhere.txt: cannot be read"):
        read_qrels(tmp_path / "nowhere.txt")


def test_scores_of_a_run_fall_with_the_rank() -> None:
    lines = list(run_lines({"1": ["5", "2", "9"]}, "mine"))
    assert [line.split()[3:5] for line in lines] == [["1", "3"], ["2", "2"], ["3", "1"]]
