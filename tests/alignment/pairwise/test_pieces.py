"""Long documents are cut where there is no doubt, and put together again."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from alignment.pairwise import pieces as cutting
from alignment.pairwise.chain import quick_look
from alignment.pairwise.pairs import align_pair, links_of
from alignment.pairwise.pieces import pieces
from alignment.pairwise.stack import stacked
from alignment.pairwise.text import text_of
from alignment.side import Side
from indexer.document import Clause

SIZE = 420
LACKING = range(200, 230)  # clauses that the right version does not have


def made(lang: str, chosen: list[int]) -> Side:
    """Clauses of which each has a number of its own, a few words, and a vector like its own."""
    draw = np.random.default_rng(7)
    meaning = draw.normal(size=(SIZE, 32))
    own = np.random.default_rng(len(lang + str(len(chosen)))).normal(size=(SIZE, 32)) * 0.3
    vectors = (meaning + own)[chosen]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [f"clause {at} of {at * 7 % 31} and {at * 5 % 17}" for at in chosen]
    clauses = tuple(Clause("sentence", None, 0, len(text), text) for text in texts)
    return Side(lang, clauses, vectors.astype(np.float32))


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch) -> tuple[Side, Side]:
    monkeypatch.setattr(cutting, "LONG", 300)
    monkeypatch.setattr(cutting, "PIECE", 60)
    every = list(range(SIZE))
    return made("de", every), made("nl", [at for at in every if at not in LACKING])


def test_cuts_are_right(versions: tuple[Side, Side]) -> None:
    left, right = map(text_of, versions)
    cut = [piece for group in pieces((left, right)) for piece in group]
    assert len(cut) >= 4
    for one, other in pairwise(cut):
        assert other.before[0] == one.before[0] + len(one.pair[0])
        assert other.before[1] == one.before[1] + len(one.pair[1])
        i, j = other.before
        assert i - j == (0 if i <= LACKING.start else len(LACKING))
    assert cut[0].before == (0, 0)
    assert sum(len(piece.pair[0]) for piece in cut) == SIZE
    assert sum(len(piece.pair[1]) for piece in cut) == SIZE - len(LACKING)


def test_a_piece_keeps_what_the_look_at_the_whole_left(versions: tuple[Side, Side]) -> None:
    left, right = map(text_of, versions)
    band = quick_look(stacked([[(left, right)]]))
    for (piece,) in pieces((left, right)):
        assert piece.band is not None
        (i, j), (rows, columns) = piece.before, piece.band.blocks.sizes[0].tolist()
        assert (rows, columns) == (len(piece.pair[0]), len(piece.pair[1]))
        assert piece.band.first[0] == 0
        assert piece.band.last[-1] == columns
        inside = slice(10, rows - 10)  # what lies beyond the piece is cut off at its ends
        whole = slice(i + 10, i + rows - 10)
        assert (piece.band.first + j)[inside].tolist() == band.first[whole].tolist()
        assert (piece.band.last + j)[inside].tolist() == band.last[whole].tolist()


def test_a_part_of_a_text_is_that_of_its_clauses(versions: tuple[Side, Side]) -> None:
    side = versions[0]
    part = text_of(side).part(40, 90)
    alone = text_of(Side(side.lang, side.clauses[40:90], side.vectors[40:90]))
    assert part.side.clauses == alone.side.clauses
    assert part.words.starts.tolist() == alone.words.starts.tolist()
    assert [part.vocabulary.words[at] for at in part.words.numbers] == [
        alone.vocabulary.words[at] for at in alone.words.numbers
    ]
    assert part.letters.tolist() == alone.letters.tolist()
    assert part.stops.tolist() == alone.stops.tolist()


def test_what_was_cut_is_put_together(versions: tuple[Side, Side]) -> None:
    found = align_pair(*versions)
    assert [at for bead in found.beads for at in bead.left] == list(range(SIZE))
    assert [at for bead in found.beads for at in bead.right] == list(range(SIZE - len(LACKING)))
    place_of = {at: bead.right for bead in found.beads for at in bead.left}
    kept = [at for at in range(SIZE) if at not in LACKING]
    right = [at - len(LACKING) * (at >= LACKING.stop) in place_of[at] for at in kept]
    assert sum(right) >= 0.98 * len(kept)
    links = links_of(versions)["de", "nl"]
    assert links.left.tolist() == found.links.left.tolist()
    assert links.probability == pytest.approx(found.links.probability, abs=1e-4)
    back = align_pair(*versions[::-1])
    assert [bead.turned() for bead in back.beads] == found.beads
