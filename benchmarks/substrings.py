"""Random substrings of Chinese clauses, searched as they are, must find their own clause.

    python -m benchmarks.substrings [COUNT] [SEED]

jieba's words alone miss most substrings of two to four characters; the bigram field is there for
them. To reach: 99 % found in keyword mode, in the whole list of matches and not only at its top.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile

import hexapla
from benchmarks.record import data_folder, keep

HAN = re.compile("[\u3400-\u9fff]")


def substrings(count: int, seed: int) -> list[tuple[str, str]]:
    """(substring, the clause it was cut from): 2-4 characters with at least one Han character."""
    path = data_folder() / "unv1_dev" / "UNv1.0.devset.zh"
    clauses = [line for line in path.read_text(encoding="utf-8").split("\n") if len(line) > 4]
    chance = random.Random(seed)
    found: list[tuple[str, str]] = []
    while len(found) < count:
        clause, length = chance.choice(clauses), chance.randint(2, 4)
        start = chance.randrange(len(clause) - length + 1)
        piece = clause[start : start + length].strip()
        if len(piece) > 1 and HAN.search(piece):
            found.append((piece, clause))
    return found


def main(count: int = 1000, seed: int = 1) -> None:
    """Search each substring; count whose clause is among all matches, and in the first ten."""
    anywhere = first_ten = first_ten_holds_it = 0
    missed: list[str] = []
    with tempfile.TemporaryDirectory() as folder, hexapla.open(folder) as corpus:
        corpus.add_lines(data_folder() / "unv1_dev" / "UNv1.0.devset")
        for piece, clause in substrings(count, seed):
            hits = corpus.search(piece, mode="keyword", langs=["zh"], top=4000).hits
            texts = [hit.versions["zh"] for hit in hits]
            anywhere += clause in texts
            first_ten += clause in texts[:10]
            first_ten_holds_it += bool(texts) and all(piece in text for text in texts[:1])
            if clause not in texts:
                missed.append(piece)
    keep(
        "substrings",
        {
            "substrings": count,
            "seed": seed,
            "own_clause_found": anywhere / count,
            "own_clause_in_first_ten": first_ten / count,
            "first_hit_holds_the_substring": first_ten_holds_it / count,
            "missed": missed[:20],
        },
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
