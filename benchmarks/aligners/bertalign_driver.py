"""Run by the Python that has bertalign: vectors in, beads out, a line a document.

Run: ``python bertalign_driver.py FOLDER DOCUMENTS LONGEST``, by benchmarks.aligners.bertalign.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

TOP, WINDOW, SKIP = 3, 5, -0.1  # bertalign's defaults


def beads(path: Path, longest: int) -> list[tuple[list[int], list[int]]]:
    """Both passes, as bertalign.aligner.Bertalign.align_sents makes them."""
    corelib = import_module("bertalign.corelib")
    given = np.load(path)
    left, right = given["left"], given["right"]
    lefts, rights = left.shape[1], right.shape[1]
    scores, indices = corelib.find_top_k_sents(left[0], right[0], k=TOP)
    kinds = corelib.get_alignment_types(2)
    width, way = corelib.find_first_search_path(lefts, rights)
    first = corelib.first_pass_align(lefts, rights, width, way, kinds, scores, indices)
    rough = corelib.first_back_track(lefts, rights, first, way, kinds)
    kinds = corelib.get_alignment_types(longest)
    width, way = corelib.find_second_search_path(rough, WINDOW, lefts, rights)
    sizes = given["left_bytes"], given["right_bytes"]
    ratio = float(sizes[0][0].sum() / sizes[1][0].sum())
    second = corelib.second_pass_align(
        left, right, *sizes, width, way, kinds, ratio, SKIP, margin=True, len_penalty=True
    )
    found = corelib.second_back_track(lefts, rights, second, way, kinds)
    return [([int(at) for at in one], [int(at) for at in other]) for one, other in found]


def main(folder: str, documents: str, longest: str) -> None:
    """Print the beads of each document as JSON."""
    for number in range(int(documents)):
        found = beads(Path(folder) / f"{number}.npz", int(longest))
        sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
