"""How far two judges of the topics agree, and one grade for each row from both.

    python -m benchmarks.agreement FIRST SECOND [--third FILE] [--disputed OUT] [--qrels OUT]
                                   [--partial]

The judges' files are judgements as TREC has them (``TOPIC 0 ROW GRADE``) or lines of
``TOPIC <tab> ROW <tab> GRADE``; both judges grade the same rows, 0, 1 or 2. ``--disputed`` writes
``TOPIC <tab> ROW`` of what they grade differently, for a third reader, who is told no grade.

Merged (``--qrels``): what both say; else, with a third reading, the median of the three; else the
mean of the two, rounded down, so that a row counts only where both find it of use. With
``--partial`` a row that only one of them judged keeps that grade, and is left out of the agreement.

From: benchmarks/topics. To: benchmarks/topics/qrels.txt. Not here: judging, pooling.
"""

from __future__ import annotations

import json
from collections.abc import Sequence, Set
from pathlib import Path
from statistics import median

import click
import numpy as np
from numpy.typing import NDArray

GRADES = 3  # 0, 1 and 2
Grades = dict[tuple[int, int], int]  # {(topic, row): grade}
Table = NDArray[np.int64]  # (GRADES, GRADES): rows counted by the first's and the second's grade


def read_grades(path: Path) -> Grades:
    """What one judge says. Raises ClickException, one line with the place, for anything else."""
    grades: Grades = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        fields = line.split()
        if len(fields) == 4:
            del fields[1]  # TREC's second column is always 0
        if len(fields) != 3 or not all(map(str.isdecimal, fields)) or int(fields[2]) >= GRADES:
            raise click.ClickException(
                f"{path}: line {number} is no judgement: {line[:60]!r}; expected: TOPIC ROW GRADE, "
                f"the grade 0 to {GRADES - 1}"
            )
        topic, row, grade = map(int, fields)
        if grades.setdefault((topic, row), grade) != grade:
            raise click.ClickException(
                f"{path}: line {number}: topic {topic}, row {row} has another grade above"
            )
    return grades


def table(first: Grades, second: Grades) -> Table:
    """How often which grades met. Raises ClickException unless both judged the same rows.

    >>> table({(1, 5): 0, (1, 6): 2}, {(1, 5): 0, (1, 6): 1}).tolist()
    [[1, 0, 0], [0, 0, 0], [0, 1, 0]]
    """
    if one_sided := sorted(first.keys() ^ second.keys()):
        named = ", ".join(f"{topic} {row}" for topic, row in one_sided[:5])
        raise click.ClickException(
            f"{len(one_sided)} rows have one judge only (topic row: {named}); have them judged"
        )
    if not first:
        raise click.ClickException("no row was judged by both; name two files on the same topics")
    met = np.zeros((GRADES, GRADES), np.int64)
    for pair, grade in first.items():
        met[grade, second[pair]] += 1
    return met


def kappa(met: Table, power: int = 0) -> float:
    """Cohen's kappa: 1 for full agreement, 0 for what chance would give.

    ``power``: how a difference of grades weighs, 0 all the same (plain kappa), 1 linear,
    2 quadratic. 1.0 where only one grade was ever given. Source: Cohen, 1960 and 1968.

    >>> kappa(np.array([[20, 5], [10, 15]]))
    0.4
    """
    places = np.arange(len(met))
    gaps = np.abs(places[:, None] - places)
    weights = np.where(gaps > 0, gaps.astype(float) ** power, 0.0)
    expected = np.outer(met.sum(axis=1), met.sum(axis=0)) / met.sum()
    by_chance = float((weights * expected).sum())
    return round(1 - float((weights * met).sum()) / by_chance, 4) if by_chance else 1.0


def relevant(met: Table) -> Table:
    """(2, 2): the same with grades 1 and 2 as one."""
    cuts = [0, 1]
    return np.add.reduceat(np.add.reduceat(met, cuts, axis=0), cuts, axis=1)


def merged(first: Grades, second: Grades, third: Grades) -> Grades:
    """One grade a row; the rule is told above.

    >>> merged({(1, 5): 2, (1, 6): 0}, {(1, 5): 1, (1, 6): 2}, {(1, 6): 2})
    {(1, 5): 1, (1, 6): 2}
    """
    pairs = sorted(first.keys() | second.keys())
    judges = (first, second, third)
    return {pair: int(median([j[pair] for j in judges if pair in j])) for pair in pairs}


def figures(first: Grades, second: Grades) -> dict[str, object]:
    """Agreement in all, as told to readers, and the plain kappa of each topic."""
    met = table(first, second)
    topics = sorted({topic for topic, _ in first})
    return {
        "rows": int(met.sum()),
        "topics": len(topics),
        "same grade": round(float(np.trace(met)) / int(met.sum()), 4),
        "kappa": kappa(met),
        "kappa, linear weights": kappa(met, 1),
        "kappa, quadratic weights": kappa(met, 2),
        "kappa, relevant or not": kappa(relevant(met)),
        "grades of the first by the second's": met.tolist(),
        "kappa by topic": {t: kappa(table(_of(first, t), _of(second, t))) for t in topics},
    }


def _of(grades: Grades, topic: int) -> Grades:
    return {pair: grade for pair, grade in grades.items() if pair[0] == topic}


def _kept(grades: Grades, pairs: Set[tuple[int, int]]) -> Grades:
    return {pair: grade for pair, grade in grades.items() if pair in pairs}


def _write(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("first", type=_IN)
@click.argument("second", type=_IN)
@click.option("--third", type=_IN, help="Readings of what is disputed.")
@click.option("--disputed", type=_OUT, help="Where to write what the two grade differently.")
@click.option("--qrels", type=_OUT, help="Where to write the merged judgements.")
@click.option("--partial", is_flag=True, help="Let rows pass that only one of them judged.")
def main(  # noqa: PLR0917 - a parameter an option
    first: Path,
    second: Path,
    third: Path | None,
    disputed: Path | None,
    qrels: Path | None,
    partial: bool,
) -> None:
    """Tell the agreement of two judges, and merge what they say."""
    one, two = read_grades(first), read_grades(second)
    both = (one.keys() & two.keys()) if partial else (one.keys() | two.keys())
    told = figures(_kept(one, both), _kept(two, both))
    alone = len(one.keys() | two.keys()) - len(both)
    click.echo(json.dumps(told | ({"one judge only": alone} if partial else {}), indent=2))
    if disputed:
        apart = [pair for pair in sorted(one.keys() & two.keys()) if one[pair] != two[pair]]
        _write(disputed, [f"{topic}\t{row}" for topic, row in apart])
    if qrels:
        grades = merged(one, two, read_grades(third) if third else {})
        _write(qrels, [f"{topic} 0 {row} {grade}" for (topic, row), grade in grades.items()])


if __name__ == "__main__":
    main()
