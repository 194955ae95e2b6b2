"""The files that retrieval is measured with, as TREC has them: topics, judgements, runs.

- topics: a line each, ``ID <tab> QUERY``; or TREC's own, ``<top> <num> <title> ... </top>``;
- judgements (qrels): ``TOPIC 0 DOCUMENT GRADE``, grades whole numbers, 0 for not relevant;
- a run: ``TOPIC Q0 DOCUMENT RANK SCORE NAME``.

From: files. To: hexapla.benching, benchmarks. Not here: searching, measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer.errors import ReadError

Qrels = dict[str, dict[str, int]]  # {topic: {document: grade}}
Run = Mapping[str, Sequence[str]]  # {topic: documents, best first}

_TOP = re.compile(r"<top>(.*?)</top>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*([^\s<]+)", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*(.*?)\s*(?=<|$)", re.DOTALL | re.IGNORECASE)


def read_topics(path: Path) -> dict[str, str]:
    """``{topic: query}`` in the order of the file.

    Raises ReadError, one line with the place, for a file that cannot be read or is something else.
    """
    text = _text(path)
    pairs = list(_sgml(path, text) if "<top>" in text.lower() else _tabbed(path, text))
    topics = dict(pairs)
    if not topics:
        raise ReadError(f"{path}: no topics; a line each: ID, a tab, the query")
    if len(topics) < len(pairs):
        twice = next(id_ for at, (id_, _) in enumerate(pairs) if id_ in dict(pairs[:at]))
        raise ReadError(f"{path}: topic {twice} is there twice; give each its own id")
    return topics


def read_qrels(path: Path) -> Qrels:
    """``{topic: {document: grade}}``. Raises ReadError as :func:`read_topics` does."""
    qrels: Qrels = {}
    for number, line in enumerate(_text(path).splitlines(), 1):
        fields = line.split()
        if not fields:
            continue
        if len(fields) != 4 or not re.fullmatch(r"[+-]?\d+", fields[3]):
            raise ReadError(
                f"{path}: line {number} is no judgement: {line[:60]!r}; expected: "
                "TOPIC 0 DOCUMENT GRADE"
            )
        qrels.setdefault(fields[0], {})[fields[2]] = int(fields[3])
    if not qrels:
        raise ReadError(f"{path}: no judgements; a line each: TOPIC 0 DOCUMENT GRADE")
    return qrels


def run_lines(run: Run, name: str) -> Iterator[str]:
    """The lines of a run file; scores fall with the rank, so that no tool changes the order.

    >>> list(run_lines({"7": ["31", "2"]}, "mine"))
    ['7 Q0 31 1 2 mine', '7 Q0 2 2 1 mine']
    """
    for topic, documents in run.items():
        for rank, document in enumerate(documents, 1):
            yield f"{topic} Q0 {document} {rank} {len(documents) + 1 - rank} {name}"


def _tabbed(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        id_, tab, query = line.partition("\t")
        if not tab or not id_.strip() or not query.strip():
            raise ReadError(
                f"{path}: line {number} is no topic: {line[:60]!r}; expected: ID, a tab, the query"
            )
        yield id_.strip(), query.strip()


def _sgml(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for at, top in enumerate(_TOP.findall(text), 1):
        id_, title = _NUMBER.search(top), _TITLE.search(top)
        if not id_ or not title or not title[1]:
            raise ReadError(f"{path}: topic number {at} in the file has no <num> or no <title>")
        yield id_[1], " ".join(title[1].split())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: byte {error.start} is not UTF-8; convert the file") from None
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror})") from None
