"""Generations: everything that is derived from the catalogue, one folder for each state of it.

``generations/000012`` holds the files of every part (vectors, columns, keyword index) as of one
revision of the catalogue. The next one is written aside as ``000013.tmp``, made durable, then
renamed: whoever opens the corpus finds a complete generation at any moment, and a process that dies
leaves at worst a ``.tmp`` behind, which the next one sweeps away. The generation before the current
one is kept, for readers who are just opening it.

From: store.catalogue; the parts (store.vectors, store.columns, search). To: search, the
indexing story, ``hexapla check``. Not here: what the parts write.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.errors import CorpusError
from indexer.store.catalogue import Catalogue
from indexer.store.changes import Changes

FOLDER = "generations"
DESCRIPTION = "generation.json"


class Part(Protocol):
    """One kind of derived file.

    name: in errors and in ``generation.json``. version: of the files' form and of all that went
    into them (the analysis, say); where it differs from the last generation's, the part is built
    anew instead of brought up to date.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def write(self, previous: Path | None, target: Path, changes: Changes) -> None:
        """Write the part's files into the folder ``target``, which other parts share.

        previous: a generation whose files plus ``changes`` make the new ones; it stays as it is
        (hard links to files that are never changed are fine). None: ``changes`` holds all units.
        """
        ...

    def ids(self, generation: Path) -> NDArray[np.int64]:
        """(n,) int64, rising: ids of the units the part knows in that generation's folder.

        Raises CorpusError if its files are damaged.
        """
        ...


@dataclass(frozen=True, slots=True)
class Generation:
    """A complete generation. revision: of the catalogue it was made from. parts: their versions."""

    folder: Path
    number: int
    revision: int
    parts: dict[str, str]


def current(corpus: Path, *, where: str = FOLDER) -> Generation | None:
    """The newest complete generation of a corpus; None if there is none yet.

    where: the folder of generations in the corpus; what is derived lazily has one of its own.
    While a reader opens its files two newer ones may be published and the files go: then ask again.
    """
    numbers = sorted(_numbers(corpus / where), reverse=True)
    complete = (_described(corpus / where / _name(number)) for number in numbers)
    return next((generation for generation in complete if generation), None)


def publish(
    catalogue: Catalogue, parts: Sequence[Part], *, rebuild: bool = False, where: str = FOLDER
) -> Generation:
    """Bring everything derived up to date with the catalogue; the generation that is then current.

    Each part is updated from the last generation, or built anew: where there is no such, where the
    part's version changed, and always if ``rebuild``. Nothing is written if nothing changed.
    Raises CorpusError when the disk is full, CorpusBusyError when another process writes; the last
    generation then stays current.
    """
    with catalogue.locked():
        last = current(catalogue.folder, where=where)
        if last and not rebuild and not _is_behind(last, catalogue, parts):
            return last
        with _told(catalogue.folder):
            can_update = last and not rebuild and _precedes(last, catalogue)
            root = catalogue.folder / where
            published = _publish(root, catalogue, parts, last if can_update else None)
            _sweep(root, kept={published.number, last.number if last else 0})
        return published


def verify(catalogue: Catalogue, parts: Sequence[Part], *, where: str = FOLDER) -> list[str]:
    """What does not agree with the catalogue, one line each; [] if all does."""
    generation = current(catalogue.folder, where=where)
    if generation is None:
        return ["nothing is derived from the catalogue yet"]
    if _is_behind(generation, catalogue, parts):
        return [
            f"generation {generation.number} is of revision {generation.revision}, "
            f"the catalogue of {catalogue.revision}"
        ]
    expected = catalogue.unit_ids()
    problems = (_part_problem(part, generation, expected) for part in parts)
    return [problem for problem in problems if problem]


def _part_problem(part: Part, generation: Generation, expected: NDArray[np.int64]) -> str | None:
    try:
        found = part.ids(generation.folder)
    except (CorpusError, OSError) as error:
        return f"{part.name}: {error}"
    missing = len(np.setdiff1d(expected, found))
    foreign = len(np.setdiff1d(found, expected))
    if missing or foreign or len(found) != len(expected):
        return f"{part.name}: {len(found)} units, {missing} missing, {foreign} unknown"
    return None


def _is_behind(last: Generation, catalogue: Catalogue, parts: Sequence[Part]) -> bool:
    same_parts = last.parts == {part.name: part.version for part in parts}
    return not (same_parts and _precedes(last, catalogue)) or bool(catalogue.changes(last.revision))


def _precedes(last: Generation, catalogue: Catalogue) -> bool:
    """False if the catalogue was put back to an older state since."""
    return last.revision <= catalogue.revision


def _publish(
    root: Path, catalogue: Catalogue, parts: Sequence[Part], last: Generation | None
) -> Generation:
    root.mkdir(exist_ok=True)
    number = max(_numbers(root), default=0) + 1
    temporary = root / f"{_name(number)}.tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        description = _write(temporary, catalogue, parts, last)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)  # a full disk needs the room back
        raise
    folder = temporary.rename(root / _name(number))
    _sync(root)
    return Generation(folder, number, description["revision"], description["parts"])


def _write(
    target: Path, catalogue: Catalogue, parts: Sequence[Part], last: Generation | None
) -> dict[str, Any]:
    """All parts' files and, last of all, their description, which is returned; made durable."""
    for part in parts:
        can_update = last and last.parts.get(part.name) == part.version
        base = last if can_update else None
        changes = catalogue.changes(base.revision if base else 0)
        part.write(base.folder if base else None, target, changes)
    files = [path for path in sorted(target.rglob("*")) if path.is_file()]
    description: dict[str, Any] = {
        "revision": catalogue.revision,
        "parts": {part.name: part.version for part in parts},
        "files": {path.relative_to(target).as_posix(): path.stat().st_size for path in files},
    }
    (target / DESCRIPTION).write_text(json.dumps(description, indent=1), encoding="utf-8")
    for path in [*files, target / DESCRIPTION]:
        _sync(path)
    for folder in [*(path for path in target.rglob("*") if path.is_dir()), target]:
        _sync(folder)
    return description


def _described(folder: Path) -> Generation | None:
    """The generation in a folder, None if it is not whole."""
    try:
        described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in described["files"]}
    except (OSError, ValueError, KeyError):
        return None
    if sizes != described["files"]:
        return None
    return Generation(folder, int(folder.name), described["revision"], described["parts"])


def _numbers(root: Path) -> Iterator[int]:
    if root.is_dir():
        yield from (int(path.name) for path in root.iterdir() if path.name.isdecimal())


def _name(number: int) -> str:
    return f"{number:06}"


def _sweep(root: Path, *, kept: set[int]) -> None:
    """Remove other generations, and what killed processes left."""
    for path in root.glob("*.tmp"):
        shutil.rmtree(path)
    for number in set(_numbers(root)) - kept:
        # Renamed first: a folder that is half removed must not look like a generation.
        shutil.rmtree((root / _name(number)).rename(root / f"{_name(number)}.tmp"))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(corpus: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise CorpusError(
                f"corpus '{corpus}': the disk is full; make room and run the command again, "
                "what was stored before is safe"
            ) from error
        raise CorpusError(f"corpus '{corpus}': cannot write generation: {error}") from error
