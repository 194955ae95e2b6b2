"""How well clauses are found, beside rivals: sets of queries, measures, significance.

    python -m benchmarks.retrieval [--systems NAME,...] [--sets NAME,...] [--scale SHARE]
                                   [--folder DIR] [--runs DIR [--again]]

Sets: see benchmarks/retrieval_sets. Where a language is hidden, it is neither among the words nor
in the vectors, for all systems (benchmarks/systems/hidden.py). Queries are made from rows on which
neither the shipped encoder nor the shipped lexicon was trained. Rivals get our vectors where they
take vectors, the mean over a row's languages, and analyse text themselves; one that is not
installed is skipped, and named.

Of each set: nDCG@10, the reciprocal rank of the first right row in ten, a right one first, a right
one in ten. The mean counts each set once. p: paired randomisation test on nDCG@10 against
``hexapla hybrid``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

import click
import numpy as np

from benchmarks.record import data_folder, keep
from benchmarks.retrieval_sets.fragments import fragments, spoiled
from benchmarks.retrieval_sets.query_set import Collection, Query, QuerySet, UnRows
from benchmarks.retrieval_sets.questions import Questions
from benchmarks.retrieval_sets.terms import terms
from benchmarks.retrieval_sets.topics import topics, unjudged_topics
from benchmarks.retrieval_sets.translation import others, pairs
from benchmarks.significance import Differences, randomisation
from benchmarks.systems.all import NAMES, opened_systems
from benchmarks.systems.corpora import Corpora
from benchmarks.systems.system import AbsentError, Open, Search
from hexapla.benching import MEASURES, means, measured
from hexapla.trec import run_lines

OURS = "hexapla hybrid"
DEPTH, DEEP = 15, 100  # rows asked for; where average precision is reported
MAIN = "nDCG@10"
SEED = 1
# Queries in a direction or a language.
COUNTS = {"pairs": 10, "others": 40, "fragments": 40, "terms": 40, "questions": 40}

Scores = dict[str, dict[str, float]]  # {query: {measure: value}}
Runs = dict[tuple[str, str], dict[str, list[int]]]  # {(system, set): {query: rows}}


@dataclass(slots=True)
class Outcome:
    """What all systems answered. absent: why a rival was left out. seconds: asking, by system."""

    runs: Runs = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)


class Material:
    """The sets, and the collections that they search."""

    def __init__(
        self, data: Path, scale: float, wanted: Sequence[str], *, to_judge: bool = False
    ) -> None:
        """wanted: names of sets, none: all. to_judge: all topics, also those without judgements."""
        self._rows = UnRows(data)
        self._questions = Questions(data)
        counts = {name: max(1, round(count * scale)) for name, count in COUNTS.items()}
        found = (
            pairs(self._rows, counts["pairs"], SEED),
            others(self._rows, counts["others"], SEED),
            fragments(self._rows, counts["fragments"], SEED),
            spoiled(self._rows, counts["fragments"], SEED),
            *terms(self._rows, data, counts["terms"], SEED),
            *self._questions.sets(counts["questions"], SEED),
            *(unjudged_topics() if to_judge else topics()),
        )
        self.sets = tuple(
            one for one in found if one.queries and (not wanted or one.name in wanted)
        )

    def collections(self) -> Iterator[Collection]:
        """Every collection that a query asks for, once."""
        for name in dict.fromkeys(query.collection for one in self.sets for query in one.queries):
            yield self.collection(name)

    def collection(self, name: str) -> Collection:
        """The collection of that name."""
        source = self._questions if name.startswith("xquad") else self._rows
        return source.collection(name)


def answered(
    material: Material, systems: dict[str, Open], corpora: Corpora, log: Callable[[str], None]
) -> Outcome:
    """Every query asked of every system. log: is told what has been done."""
    outcome = Outcome()
    for collection in material.collections():
        with corpora.indexed(collection, material.collection(collection.base)) as made:
            for name, opened in systems.items():
                if name in outcome.absent:
                    continue
                start = time.perf_counter()
                try:
                    with opened(made) as searches:
                        for system, search in searches.items():
                            _ask(outcome, system, search, _of(material.sets, collection.name))
                except AbsentError as why:
                    outcome.absent[name] = str(why)
                log(f"{collection.name}: {name}, {time.perf_counter() - start:.1f} s")
    return outcome


def _of(sets: Iterable[QuerySet], collection: str) -> list[tuple[QuerySet, Query]]:
    return [(one, query) for one in sets for query in one.queries if query.collection == collection]


def _ask(
    outcome: Outcome, system: str, search: Search, queries: list[tuple[QuerySet, Query]]
) -> None:
    start = time.perf_counter()
    for one, query in queries:
        rows = search(query.text, DEEP if one.deep else DEPTH)
        outcome.runs.setdefault((system, one.name), {})[query.id] = rows
    spent = time.perf_counter() - start
    outcome.seconds[system] = outcome.seconds.get(system, 0.0) + spent
    outcome.asked[system] = outcome.asked.get(system, 0) + len(queries)


def scored(material: Material, runs: Runs) -> dict[str, dict[str, Scores]]:
    """``{system: {set: scores of each query}}``"""
    found: dict[str, dict[str, Scores]] = {}
    for one in material.sets:
        judged = {
            query.id: {str(row): grade for row, grade in query.relevant.items()}
            for query in one.queries
        }
        for (system, name), run in runs.items():
            if name == one.name:
                documents = {id_: [str(row) for row in rows] for id_, rows in run.items()}
                scores = measured(judged, documents, deep=one.deep)
                found.setdefault(system, {})[name] = scores
    return found


def differences(one: QuerySet, ours: Scores, theirs: Scores) -> Differences:
    """Ours less theirs on the main measure, query by query."""
    values = [ours[query.id][MAIN] - theirs[query.id][MAIN] for query in one.queries]
    return Differences(np.array(values), [query.group for query in one.queries])


def figures(material: Material, outcome: Outcome) -> dict[str, object]:
    """All that is reported."""
    scores = scored(material, outcome.runs)
    told: dict[str, object] = {
        "sets": {one.name: len(one.queries) for one in material.sets},
        "absent": outcome.absent,
    }
    systems: dict[str, dict[str, object]] = {}
    for system, by_set in scores.items():
        each = {name: _rounded(means(values)) for name, values in by_set.items()}
        overall = {m: round(fmean(one[m] for one in each.values()), 4) for m in MEASURES}
        systems[system] = {"mean": overall, "sets": each}
        if system in outcome.seconds:
            taken = outcome.seconds[system] / outcome.asked[system]
            systems[system]["ms_a_query"] = round(1000 * taken, 1)
        if system != OURS and OURS in scores:
            systems[system]["p"] = _p(material, scores[OURS], by_set)
    return told | {"systems": systems}


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}


def _p(material: Material, ours: dict[str, Scores], theirs: dict[str, Scores]) -> dict[str, float]:
    """Of the mean and of every set, that hybrid and this one differ by chance."""
    each = {one.name: differences(one, ours[one.name], theirs[one.name]) for one in material.sets}
    found = {"mean": randomisation([*each.values()])}
    found |= {name: randomisation([one]) for name, one in each.items()}
    return {name: round(p, 4) for name, p in found.items()}


def write_runs(folder: Path, runs: Runs) -> None:
    """A TREC run file for each set and system: ``FOLDER/SET/SYSTEM.run``."""
    for (system, name), run in runs.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        documents = {id_: [str(row) for row in rows] for id_, rows in run.items()}
        lines = "".join(f"{line}\n" for line in run_lines(documents, system.replace(" ", "-")))
        (folder / name / f"{system}.run").write_text(lines, encoding="utf-8")


def read_runs(folder: Path) -> Runs:
    """What :func:`write_runs` wrote; a query without an answer is not in the files."""
    runs: Runs = {}
    for path in sorted(folder.glob("*/*.run")):
        run = runs.setdefault((path.stem, path.parent.name), {})
        for line in path.read_text("utf-8").splitlines():
            query, _, row, *_ = line.split()
            run.setdefault(query, []).append(int(row))
    return runs


def _log(line: str) -> None:
    click.echo(line, err=True)


@click.command()
@click.option("--systems", default="", help=f"Some of {','.join(NAMES)}; default all.")
@click.option("--sets", "names", multiple=True, help="Name of a set; may be repeated.")
@click.option("--scale", default=1.0, show_default=True, help="Share of the queries to ask.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where corpora are made and kept.")
@click.option("--runs", type=click.Path(path_type=Path), help="Where to write TREC run files.")
@click.option("--again", is_flag=True, help="Ask nothing; measure what lies in --runs.")
@click.option("--name", default="retrieval", show_default=True, help="Of the result.")
def main(  # noqa: PLR0917 - a parameter an option
    systems: str,
    names: tuple[str, ...],
    scale: float,
    folder: Path | None,
    runs: Path | None,
    again: bool,
    name: str,
) -> None:
    """Ask all systems all queries and keep the figures."""
    material = Material(data_folder(), scale, names)
    if again:
        if runs is None:
            raise click.UsageError("--again needs --runs")
        keep(name, figures(material, Outcome(read_runs(runs))))
        return
    chosen = systems.split(",") if systems else NAMES
    with (
        tempfile.TemporaryDirectory() if folder is None else nullcontext(folder) as place,
        opened_systems(chosen) as opened,
    ):
        asked = Material(data_folder(), scale, names, to_judge=True)
        outcome = answered(asked, opened, Corpora(Path(place)), _log)
    if runs:
        write_runs(runs, outcome.runs)
    keep(name, figures(material, outcome))


if __name__ == "__main__":
    main()
