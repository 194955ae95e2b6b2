"""Kappas worked out by hand, the merging rule, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks.agreement import Grades, figures, kappa, main, merged, read_grades, relevant, table
from benchmarks.retrieval_sets.topics import FOLDER, read_needs

MET = np.array([[44, 5, 1], [7, 20, 3], [9, 5, 6]])


def test_kappa_by_hand() -> None:
    # Observed .70; expected (50*60 + 30*30 + 20*10) / 10,000 = .41.
    assert kappa(MET) == pytest.approx((0.70 - 0.41) / (1 - 0.41), abs=1e-4)


def test_weighted_kappa_by_hand() -> None:
    # Expected counts by row: 30 15 5, 18 9 3, 12 6 2; weights 1 beside the diagonal, 2 or 4 beyond.
    beside, beyond = 15 + 18 + 3 + 6, 5 + 12
    assert kappa(MET, 1) == pytest.approx(1 - (20 + 2 * 10) / (beside + 2 * beyond), abs=1e-4)
    assert kappa(MET, 2) == pytest.approx(1 - (20 + 4 * 10) / (beside + 4 * beyond), abs=1e-4)


def test_kappa_at_its_ends() -> None:
    assert kappa(np.diag([5, 3, 2])) == 1.0
    assert kappa(np.array([[10, 0], [0, 0]])) == 1.0
    assert kappa(np.array([[4, 4], [4, 4]])) == 0.0
    assert kappa(np.array([[0, 5], [5, 0]])) == -1.0


def test_grades_1_and_2_are_one() -> None:
    assert relevant(MET).tolist() == [[44, 6], [16, 34]]


def test_merging() -> None:
    pairs = [(0, 0), (1, 0), (2, 1), (0, 2), (2, 2), (1, 0), (0, 2), (2, 0)]
    first: Grades = {(1, row): one for row, (one, _) in enumerate(pairs)}
    second: Grades = {(1, row): two for row, (_, two) in enumerate(pairs)}
    third: Grades = {(1, 5): 1, (1, 6): 1, (1, 7): 0}
    assert [*merged(first, second, third).values()] == [0, 0, 1, 1, 2, 1, 1, 0]
    assert merged(second, first, third) == merged(first, second, third)


def test_command_writes_what_is_disputed_and_merges(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("7 0 31 2\n7 0 2 0\n9 0 4 1\n")
    (tmp_path / "two.tsv").write_text("7\t31\t1\n7\t2\t0\n9\t4\t1\n")
    (tmp_path / "three.txt").write_text("7 0 31 2\n")
    files = [str(tmp_path / name) for name in ("one.txt", "two.tsv", "disputed", "qrels")]
    options = ["--disputed", files[2], "--qrels", files[3], "--third", str(tmp_path / "three.txt")]
    done = CliRunner().invoke(main, [*files[:2], *options])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "disputed").read_text() == "7\t31\n"
    assert (tmp_path / "qrels").read_text() == "7 0 2 0\n7 0 31 2\n9 0 4 1\n"
    assert '"same grade": 0.6667' in done.output


@pytest.mark.parametrize("line", ["7 0 31", "7 0 31 3", "7 0 31 -1", "7 0 31 2 5", "7 row 1", ""])
def test_what_is_no_judgement_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "one.txt"
    path.write_text(f"7 0 2 0\n{line}\n")
    done = CliRunner().invoke(main, [str(path), str(path)])
    assert done.exit_code == 1
    assert "line 2 is no judgement" in done.output


def test_rows_with_one_judge_and_two_grades_are_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("7 0 2 0\n7 0 5 1\n")
    two.write_text("7 0 2 0\n")
    assert "1 rows have one judge only (topic row: 7 5)" in (
        CliRunner().invoke(main, [str(one), str(two)]).output
    )
    two.write_text("7 0 2 0\n7 0 2 1\n")
    assert "line 2: topic 7, row 2 has another grade" in (
        CliRunner().invoke(main, [str(one), str(two)]).output
    )


def test_a_row_with_one_judge_passes_where_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("7 0 2 0\n7 0 3 2\n7 0 5 2\n")
    (tmp_path / "two").write_text("7 0 2 0\n7 0 3 1\n9 0 4 1\n")
    files = [str(tmp_path / name) for name in ("one", "two", "qrels", "disputed")]
    options = ["--partial", "--qrels", files[2], "--disputed", files[3]]
    done = CliRunner().invoke(main, [*files[:2], *options])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["rows"] == 2
    assert json.loads(done.output)["one judge only"] == 2
    assert (tmp_path / "qrels").read_text() == "7 0 2 0\n7 0 3 1\n7 0 5 2\n9 0 4 1\n"
    assert (tmp_path / "disputed").read_text() == "7\t3\n"


def test_nothing_in_common_is_said(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("7 0 2 0\n")
    (tmp_path / "two").write_text("8 0 2 0\n")
    files = [str(tmp_path / name) for name in ("one", "two")]
    done = CliRunner().invoke(main, [*files, "--partial"])
    assert done.exit_code == 1
    assert "no row was judged by both" in done.output


def test_figures_name_every_topic() -> None:
    first: Grades = {(1, 1): 0, (1, 2): 1, (2, 1): 2, (2, 2): 0}
    told = figures(first, first | {(2, 2): 2})
    assert told["rows"] == 4
    assert told["kappa by topic"] == {1: 1.0, 2: 0.0}
    assert table(first, first).sum() == 4


def test_judgements_of_the_project_are_of_its_topics() -> None:
    needs = {int(topic.id) for topic in read_needs()}
    for path in sorted(FOLDER.glob("*.txt")):
        grades = read_grades(path)
        assert {topic for topic, _ in grades} <= needs, path
        assert all(1 <= row <= 4_000 for _, row in grades), path
