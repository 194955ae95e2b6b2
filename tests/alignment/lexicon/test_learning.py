from __future__ import annotations

import numpy as np

from alignment.lexicon.joint import Joint
from alignment.lexicon.learning import learn
from alignment.lexicon.streams import Streams

# 0: the, 1: house, 2: book, 3: green; das, Haus, Buch, grün
LEFT = Streams.of([[0, 1], [0, 2], [0, 3, 1], [1], [0, 3, 2], [3, 1], [], [2]])
RIGHT = Streams.of([[0, 1], [0, 2], [0, 3, 1], [1], [0, 3, 2], [3, 1], [2], []])
WEIGHTS = np.ones(8)


def best(joint: Joint) -> list[int]:
    table = np.zeros((4, 4))
    table[joint.sources, joint.targets] = joint.counts
    return [int(row.argmax()) for row in table]


def test_words_that_go_together_find_each_other() -> None:
    learned = learn(LEFT, RIGHT, WEIGHTS, sizes=(4, 4))
    assert best(learned.joint) == [0, 1, 2, 3]
    assert learned.seen_left.tolist() == [4, 4, 2, 3]  # rows that lack a side do not count


def test_the_other_way_round_the_same_counts() -> None:
    forth = learn(LEFT, RIGHT, WEIGHTS, sizes=(4, 4)).joint
    back = learn(RIGHT, LEFT, WEIGHTS, sizes=(4, 4)).joint.turned()
    assert forth.keys.tolist() == back.keys.tolist()
    assert np.allclose(forth.counts, back.counts, atol=1e-4)


def test_a_row_that_weighs_more_decides() -> None:
    left, right = Streams.of([[0], [0]]), Streams.of([[0], [1]])
    joint = learn(left, right, np.array([1.0, 9.0]), sizes=(1, 2)).joint
    assert joint.targets[joint.counts.argmax()] == 1


def test_two_runs_give_the_same() -> None:
    first, second = (learn(LEFT, RIGHT, WEIGHTS, sizes=(4, 4)).joint for _ in range(2))
    assert first.counts.tobytes() == second.counts.tobytes()


def test_no_rows_teach_nothing() -> None:
    learned = learn(Streams.of([[]]), Streams.of([[1]]), np.ones(1), sizes=(2, 2))
    assert len(learned.joint.counts) == 0
