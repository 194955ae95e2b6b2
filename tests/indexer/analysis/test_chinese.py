"""Words of Chinese text, held against jieba itself."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.chinese import (
    TOTAL,
    jieba_dictionary,
    read_words,
    word_spans,
    words,
)
from indexer.analysis.han import is_han, simplify

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

OWN = files("indexer").joinpath("data/un_words.txt").read_text(encoding="utf-8")
RUN = re.compile("[\u3400-\u9fff]+")

Cut = Callable[[str], list[str]]


@pytest.fixture(scope="module")
def jieba_cut(tmp_path_factory: pytest.TempPathFactory) -> Cut:
    """What jieba makes of a run, its dictionary read in full and our words added."""
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    assert tokenizer.total == TOTAL
    for word, least in read_words(OWN.splitlines()).items():
        tokenizer.add_word(word, max(least, tokenizer.FREQ.get(word, 0)))
    tokenizer.total = TOTAL
    cut: Cut = tokenizer.lcut_for_search
    return cut


def test_words_come_after_their_parts() -> None:
    assert words("安全理事会回顾") == ["安全", "理事", "理事会", "安全理事会", "回顾"]
    assert word_spans("安全理事会回顾") == ((0, 2), (2, 4), (2, 5), (0, 5), (5, 7))


def test_nothing_has_no_words() -> None:
    assert words("") == []


def test_segmentation_is_that_of_jieba(jieba_cut: Cut, data: Path) -> None:
    text = (data / "unv1_dev" / "UNv1.0.devset.zh").read_text(encoding="utf-8")
    runs = sorted(set(RUN.findall(text)))[::5]
    assert len(runs) > 2000
    assert [run for run in runs if words(run) != jieba_cut(run)] == []


ENTRIES = sorted(read_words(OWN.splitlines()))
PIECES = st.sampled_from(ENTRIES) | st.text(
    "的一是在不了有和人这中大为上个国我以要他王李囧㐀", max_size=4
)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(bool))
def test_segmentation_of_any_run_is_that_of_jieba(jieba_cut: Cut, run: str) -> None:
    if "㐀" not in run:  # jieba takes characters beyond its range for punctuation
        assert words(run) == jieba_cut(run)
    covered = {at for start, end in word_spans(run) for at in range(start, end)}
    assert covered == set(range(len(run)))


def test_dictionary_is_sorted_and_adds_up() -> None:
    lines = jieba_dictionary().decode().split("\n")[:-1]
    firsts = [line[0] for line in lines]
    assert firsts == sorted(firsts)
    assert all(map(is_han, firsts))
    spec = Path(str(jieba.__file__)).with_name("dict.txt").read_text(encoding="utf-8")
    assert sum(int(line.split()[1]) for line in spec.splitlines()) == TOTAL


def test_our_own_words_are_simplified_chinese_and_found_whole() -> None:
    assert len(ENTRIES) >= 400
    for word in ENTRIES:
        assert all(map(is_han, word))
        assert simplify(word) == word
        assert words(word)[-1] == word
    lines = [line for line in OWN.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(ENTRIES)  # none stands twice


def test_a_fresh_process_is_quiet_and_writes_nothing(tmp_path: Path) -> None:
    script = (
        "import logging; logging.basicConfig(level=logging.DEBUG)\n"
        "from indexer.analysis.chinese import words\n"
        "print(' '.join(words('联合国大会强调王晓囧的意见')))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parents[3],
        env={"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        text=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert done.stdout.split()[:5] == ["联合", "国大", "大会", "联合国", "联合国大会"]
    assert list(tmp_path.iterdir()) == []
