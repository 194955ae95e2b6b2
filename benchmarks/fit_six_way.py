"""Fit the weights of six-way alignment: multiway.judging.Weights.

Documents of rows that the encoder never saw (benchmarks.un_six_way), disturbed by other seeds than
the one that is measured with. Four logistic regressions one after the other, as each works on what
the one before has made: which clauses are in the wrong row, which rows belong together though no
language connects them, which are joined, and which units are right in the end.

Run: ``python -m benchmarks.fit_six_way``, and put what it prints there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alignment.multiway import agreement, apart, joining
from alignment.multiway.freeing import free
from alignment.multiway.judging import (
    WEIGHTS,
    Candidate,
    Evidence,
    Weights,
    apart_features,
    belonging_features,
    joined_features,
)
from alignment.multiway.rows import Row, rows
from alignment.multiway.six import evidence_of
from alignment.multiway.table import Web
from benchmarks.six_way import sides_of
from benchmarks.un_six_way import cases

SEEDS = (101,)
SETS = tuple(
    f"{name}, held out" for name in ("hidden", "blocks", "moved", "strangers", "unrelated")
)
SWEEPS = 8  # over rows of which either may be the witness
RIDGE = 0.1
USUAL_RIVAL = 0.1  # likeness of a clause to the likest of clauses it has nothing to do with
EVERY = 50  # rows of which one is learned from with a wrong clause too

Floats = NDArray[np.float64]
Fitted = tuple[float, ...]


@dataclass(frozen=True)
class _Document:
    """What was seen of a document, and the right unit of each of its clauses."""

    evidence: Evidence
    agreed: Web
    right: NDArray[np.int64]

    def is_one(self, row: Row, other: Row) -> bool:
        """Whether most clauses of the two are of the same unit."""
        return self.name(row) == self.name(other)

    def name(self, row: Row) -> int:
        """The right unit of most of its clauses."""
        return int(np.bincount(self.right[row]).argmax())


def documents() -> list[_Document]:
    """All documents of all sets and seeds."""
    found = []
    for name in SETS:
        for seed in SEEDS:
            made = cases(name, seed=seed)
            for case, sides in zip(made, sides_of(made), strict=True):
                evidence, agreed = evidence_of(sides)
                clauses = evidence.clauses
                first = dict(zip(clauses.langs, clauses.first.tolist(), strict=False))
                right = np.zeros(len(clauses.language), np.int64)
                for unit, members in enumerate(case.gold):
                    for lang, positions in members.items():
                        right[[first[lang] + at for at in positions]] = unit
                found.append(_Document(evidence, agreed, right))
    return found


def regression(features: Floats, answers: Sequence[bool]) -> Fitted:
    """Weights of a logistic regression with a ridge, by Newton's method."""
    y = np.asarray(answers, np.float64)
    weights = np.zeros(features.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (p - y) + RIDGE * weights
        curve = (features * (p * (1 - p))[:, None]).T @ features
        weights = weights - np.linalg.solve(curve + RIDGE * np.eye(len(weights)), slope)
    return tuple(round(float(weight), 2) for weight in weights)


def fit_belonging(known: Sequence[_Document], found: Sequence[Sequence[Row]]) -> Fitted:
    """Clauses of a row that are of the same unit as some other clause of it.

    Pairs may be sure of a clause that is wrong, above all in short documents, of which there are
    none here; so some rows are learned from once more with a wrong clause in one language, as if
    the pairs had been as sure of it as they were of the right one.
    """
    features, answers = [], []
    for document, current in zip(known, found, strict=True):
        for at, row in enumerate(current):
            if len(row) < 2:
                continue
            right = belonging_features(document.evidence, row)
            features.append(right)
            units = document.right[row]
            answers += [bool((units == unit).sum() > 1) for unit in units]
            if at % EVERY == 0:
                wrong = _with_a_wrong_clause(document, current, row, right)
                features.append(wrong)
                answers += [False] * len(wrong)
    return regression(np.concatenate(features), answers)


def _with_a_wrong_clause(
    document: _Document, current: Sequence[Row], row: Row, right: Floats
) -> Floats:
    """(0 or 1, features) of a clause of another row in the place of the first of this one."""
    wrong = _wrong_clause(document, current, row)
    if wrong is None:
        return right[:0]
    features = belonging_features(document.evidence, [wrong, *row[1:]])[:1]
    features[0, 1] = right[0, 1]
    return features


def _wrong_clause(document: _Document, current: Sequence[Row], row: Row) -> int | None:
    """A clause of another row in the language of the first of this one."""
    language = document.evidence.clauses.language
    others = (clause for other in current for clause in other if other is not row)
    return next((clause for clause in others if language[clause] == language[row[0]]), None)


def fit_apart(known: Sequence[_Document], found: Sequence[Sequence[Row]]) -> Fitted:
    """Rows that belong together and have no language in common.

    Here too a wrong clause is put in the place of a right one now and then.
    """
    features, answers = [], []
    for number, (document, current) in enumerate(zip(known, found, strict=True)):
        for pair in apart.candidates(document.evidence.clauses, current):
            features.append(apart_features(document.evidence, current, pair))
            answers.append(document.is_one(current[pair.one], current[pair.other]))
        for row in current[::EVERY] if number % 3 == 0 else ():
            wrong = _wrong_clause(document, current, row)
            if wrong is not None and len(row) > 1:
                split = [[wrong], row[1:]]
                as_found = Candidate(0, 1, rival=USUAL_RIVAL, place=1.0)
                features.append(apart_features(document.evidence, split, as_found))
                answers.append(False)
    return regression(np.array(features), answers)


def fit_joined(known: Sequence[_Document], found: Sequence[Sequence[Row]]) -> Fitted:
    """Rows of one unit; the direction that says so most clearly is the one to learn from."""
    choices: list[list[Floats]] = []
    answers = []
    for document, current in zip(known, found, strict=True):
        for one, other in joining.neighbours(document.evidence, current):
            pair = current[one], current[other]
            both = (
                joined_features(document.evidence, *pair),
                joined_features(document.evidence, *pair[::-1]),
            )
            seen = [features for features in both if features is not None]
            if seen:
                choices.append(seen)
                answers.append(document.is_one(*pair))
    chosen = [seen[0] for seen in choices]
    weights: Fitted = ()
    for _ in range(SWEEPS):
        weights = regression(np.array(chosen), answers)
        chosen = [max(seen, key=lambda f: float(f @ np.array(weights))) for seen in choices]
    return weights


def fit_agreement(
    known: Sequence[_Document], found: Sequence[Sequence[Row]], weights: Weights
) -> Fitted:
    """Units that are exactly right."""
    features, answers = [], []
    for document, units in zip(known, found, strict=True):
        sizes = np.bincount(document.right)
        for unit in units:
            name = document.name(unit)
            right = bool((document.right[unit] == name).all()) and len(unit) == sizes[name]
            answers.append(right)
        features.append(
            agreement.features(document.evidence, document.agreed, units, weights=weights)
        )
    return regression(np.concatenate(features), answers)


def main() -> None:
    """Fit the four, each with those before it in force, and print them."""
    known = documents()
    found = [rows(document.evidence.clauses, document.agreed) for document in known]
    weights = replace(WEIGHTS, belonging=fit_belonging(known, found))
    found = [
        free(document.evidence, current, weights=weights)
        for document, current in zip(known, found, strict=True)
    ]
    weights = replace(weights, apart=fit_apart(known, found))
    found = [
        apart.bring_together(document.evidence, current, weights=weights)
        for document, current in zip(known, found, strict=True)
    ]
    weights = replace(weights, joined=fit_joined(known, found))
    found = [
        joining.join(document.evidence, current, weights=weights)
        for document, current in zip(known, found, strict=True)
    ]
    weights = replace(weights, right=fit_agreement(known, found, weights))
    sys.stdout.write(f"{weights}\n")


if __name__ == "__main__":
    main()
