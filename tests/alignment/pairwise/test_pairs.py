"""The pairwise aligner as a whole, on sentences of our own."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.bead import Alignment
from alignment.pairwise import pairs
from alignment.pairwise.pairs import align_pair, align_pairs, links_of
from alignment.pairwise.pieces import Piece
from alignment.pairwise.stack import stacked
from alignment.pairwise.text import text_of
from alignment.pairwise.translation_table import NO_PAIRS
from alignment.pairwise.weights import FIRST, WEIGHTS
from alignment.side import Side
from indexer.document import Clause
from indexer.encoders.encoder import Encoder, load_encoder

ENGLISH = [
    "The committee met in the harbour town of Tallow on 4 May 1987.",
    "It heard the keeper of the lighthouse, Ms. Oduya.",
    "Who had put out the lamp?",
    "Nobody answered, for the storm of 12 March had frightened all.",
    "A fine of 250 crowns was imposed on the owners of the three boats.",
    "The owners paid at once.",
    "They also promised to repair the pier before winter.",
    "The next meeting will be held in the school.",
]
FRENCH = [
    "La commission s'est réunie dans la ville portuaire de Tallow le 4 mai 1987.",
    "Elle a entendu la gardienne du phare, Mme Oduya.",
    "Qui avait éteint la lampe ?",
    "Personne ne répondit, car la tempête du 12 mars avait effrayé tout le monde.",
    "Une amende de 250 couronnes a été infligée aux propriétaires des trois bateaux.",
    "Les propriétaires ont payé immédiatement.",
    "Ils ont aussi promis de réparer la jetée avant l'hiver.",
    "La prochaine réunion se tiendra à l'école.",
]
UNRELATED = [
    "Pour la pâte, mélangez la farine et le beurre.",
    "Les éléphants d'Afrique ont de grandes oreilles.",
    "Le violoncelle se joue assis.",
    "Ce logiciel libre est fourni sans aucune garantie.",
    "Mon oncle collectionne des timbres rares.",
    "La fusée décollera de la base spatiale.",
    "Cette couleur ne va pas avec le rideau.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


def side(lang: str, texts: list[str], encoder: Encoder) -> Side:
    clauses = tuple(Clause("sentence", None, 0, len(text), text) for text in texts)
    return Side(lang, clauses, encoder.encode(texts))


def shape(alignment: Alignment) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.left, bead.right) for bead in alignment.beads]


def test_translations_are_found(encoder: Encoder) -> None:
    found = align_pair(side("en", ENGLISH, encoder), side("fr", FRENCH, encoder))
    assert shape(found) == [((at,), (at,)) for at in range(8)]
    assert min(bead.probability for bead in found.beads) > 0.8


def test_joined_sentences_are_one_bead(encoder: Encoder) -> None:
    joined = [*ENGLISH[:4], f"{ENGLISH[4]} {ENGLISH[5]}", *ENGLISH[6:]]
    found = align_pair(side("en", joined, encoder), side("fr", FRENCH, encoder))
    assert ((4,), (4, 5)) in shape(found)
    assert ((6,), (7,)) in shape(found)


def test_a_missing_sentence_leaves_a_gap_and_shifts_nothing(encoder: Encoder) -> None:
    found = align_pair(
        side("en", ENGLISH, encoder), side("fr", [*FRENCH[:4], *FRENCH[5:]], encoder)
    )
    assert ((4,), ()) in shape(found)
    assert ((3,), (3,)) in shape(found)
    assert ((5,), (4,)) in shape(found)


def test_a_foreign_block_is_left_alone(encoder: Encoder) -> None:
    french = [*FRENCH[:3], *UNRELATED, *FRENCH[3:]]
    found = align_pair(side("en", ENGLISH, encoder), side("fr", french, encoder))
    alone = [right for left, right in shape(found) if not left]
    assert alone == [(at,) for at in range(3, 10)]


def test_unrelated_texts_are_not_forced_together(encoder: Encoder) -> None:
    found = align_pair(side("en", ENGLISH, encoder), side("fr", UNRELATED, encoder))
    assert sum(bead.probability for bead in found.beads if bead.left and bead.right) < 1
    assert found.links.probability.sum() < 2


def test_one_clause_against_many(encoder: Encoder) -> None:
    many = [*UNRELATED * 40, FRENCH[4]]
    found = align_pair(side("en", [ENGLISH[4]], encoder), side("fr", many, encoder))
    assert found.links.right[found.links.probability.argmax()] == 280
    assert [at for bead in found.beads for at in bead.right] == list(range(281))


def test_empty_versions(encoder: Encoder) -> None:
    nothing = side("en", [], encoder)
    assert align_pair(nothing, nothing).beads == []
    found = align_pair(nothing, side("fr", FRENCH[:2], encoder))
    assert shape(found) == [((), (0,)), ((), (1,))]
    assert found.links.left.size == 0


def test_identical_texts(encoder: Encoder) -> None:
    found = align_pair(side("en", ENGLISH, encoder), side("en", ENGLISH, encoder))
    assert shape(found) == [((at,), (at,)) for at in range(8)]


def test_turning_the_sides_turns_the_beads(encoder: Encoder) -> None:
    left, right = side("en", ENGLISH[:6], encoder), side("fr", FRENCH[1:], encoder)
    there, back = align_pair(left, right), align_pair(right, left)
    assert [bead.turned() for bead in back.beads] == there.beads
    pairs = sorted(zip(back.links.right.tolist(), back.links.left.tolist(), strict=True))
    assert pairs == list(zip(there.links.left.tolist(), there.links.right.tolist(), strict=True))


def test_vectors_may_be_missing() -> None:
    sides = []
    for lang, texts in (("en", ENGLISH), ("fr", FRENCH)):
        clauses = tuple(Clause("sentence", None, 0, len(text), text) for text in texts)
        sides.append(Side(lang, clauses, np.zeros((len(texts), 0), np.float32)))
    assert shape(align_pair(*sides)) == [((at,), (at,)) for at in range(8)]


def test_other_languages_than_the_six(encoder: Encoder) -> None:
    german = ["Der Ausschuss traf sich am 4. Mai 1987.", "Frau Oduya sprach.", "Wer war es?"]
    found = align_pair(
        side("de", german, encoder), side("en", [ENGLISH[0], *ENGLISH[1:3]], encoder)
    )
    assert shape(found) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_two_runs_give_the_same_bytes(encoder: Encoder) -> None:
    sides = side("en", ENGLISH, encoder), side("fr", FRENCH[2:], encoder)
    once, again = align_pair(*sides), align_pair(*sides)
    assert once.beads == again.beads
    assert once.links.probability.tobytes() == again.links.probability.tobytes()


def test_links_are_sums_over_beads(encoder: Encoder) -> None:
    found = align_pair(side("en", ENGLISH, encoder), side("fr", FRENCH, encoder))
    chance = {
        (left, right): value
        for left, right, value in zip(
            found.links.left.tolist(),
            found.links.right.tolist(),
            found.links.probability.tolist(),
            strict=True,
        )
    }
    for bead in found.beads:
        for left in bead.left:
            for right in bead.right:
                assert chance[left, right] >= bead.probability - 1e-4
    assert all(0 < value <= 1 for value in chance.values())


def test_documents_teach_each_other(encoder: Encoder) -> None:
    pair = side("en", ENGLISH, encoder), side("fr", FRENCH, encoder)
    first, second = align_pairs([pair, pair])
    assert shape(first) == shape(second) == [((at,), (at,)) for at in range(8)]
    one, other = ([bead.probability for bead in found.beads] for found in (first, second))
    assert one == pytest.approx(other)


def test_links_of_many_are_those_of_each_two(encoder: Encoder) -> None:
    """Three versions of different lengths, all pairs at a time and one by one."""
    given = [
        side("en", ENGLISH, encoder),
        side("fr", FRENCH[:5], encoder),
        side("de", [*UNRELATED, "Der Ausschuss traf sich in Tallow am 4. Mai 1987."], encoder),
    ]
    together = links_of(given)
    assert list(together) == [("en", "fr"), ("en", "de"), ("fr", "de")]
    for left, right in combinations(given, 2):
        found, alone = together[left.lang, right.lang], align_pair(left, right).links
        assert found.left.tolist() == alone.left.tolist()
        assert found.right.tolist() == alone.right.tolist()
        assert found.probability == pytest.approx(alone.probability, abs=1e-4)


def test_a_clear_document_is_beside_a_doubtful_one_what_it_is_alone(encoder: Encoder) -> None:
    groups = [
        [
            Piece(
                (text_of(side("en", ENGLISH, encoder)), text_of(side("fr", french, encoder))),
                (0, 0),
            )
        ]
        for french in (FRENCH, UNRELATED, [*FRENCH[:3], *FRENCH[4:]])
    ]
    stack = stacked([[group[0].pair] for group in groups])
    state = pairs._begin(stack, [None] * len(groups))
    first = pairs._score(state, pairs._learn(stack, NO_PAIRS), FIRST)
    assert pairs._clear(state, first).tolist() == [True, False, False]
    together = pairs._links(*pairs._judged(groups, WEIGHTS))
    for group, beside in zip(groups, together, strict=True):
        (alone,) = pairs._links(*pairs._judged([group], WEIGHTS))
        assert beside.left.tolist() == alone.left.tolist()
        assert beside.right.tolist() == alone.right.tolist()
        np.testing.assert_allclose(beside.probability, alone.probability, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(
    left=st.lists(st.sampled_from([*ENGLISH, "...", "1"]), max_size=7),
    right=st.lists(st.sampled_from([*FRENCH, "?", "1"]), max_size=7),
)
def test_every_clause_stands_in_one_bead(left: list[str], right: list[str]) -> None:
    encoder = load_encoder()
    found = align_pair(side("en", left, encoder), side("fr", right, encoder))
    assert [at for bead in found.beads for at in bead.left] == list(range(len(left)))
    assert [at for bead in found.beads for at in bead.right] == list(range(len(right)))
    assert all(0 <= bead.probability <= 1 for bead in found.beads)


def test_a_side_needs_a_vector_a_clause() -> None:
    with pytest.raises(ValueError, match="1 clauses in 'en' need a vector each"):
        Side("en", (Clause("sentence", None, 0, 1, "a"),), np.zeros((2, 4), np.float32))
