"""Do both keyword engines give the same? Random queries of every kind in six languages.

    python -m benchmarks.parity [DATA] [QUERIES] [SEED]

The UN development set is indexed into tantivy and into an OpenSearch index of three shards, on
three nodes that are started for it ($HEXAPLA_OPENSEARCH names a cluster instead; its index is
removed at the end). Of every query are compared: the first 100 units and their order, their scores,
the total, all units that hold, the facets, a deep page, and the scores of units picked at random.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.opensearch_server import server
from benchmarks.record import data_folder, keep
from hexapla.indexing import index
from hexapla.sources import line_source
from indexer.languages import LANGUAGES
from indexer.store.catalogue import Catalogue
from indexer.store.generations import publish
from indexer.store.records import EncoderRecord
from search.keyword import RESOLUTION, KeywordEngine, Ranking
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.index import bring_up_to_date
from search.opensearch.names import alias, make_corpus_id
from search.opensearch.settings import settings_from
from search.parser import parse
from search.plan import Step
from search.planner import plan
from search.tantivy_engine import TantivyEngine
from search.tantivy_index import FOLDER, KeywordPart

SHARDS = 3
TOP = 100  # units compared in order
DEEP = 1500  # units past which a page is deep
TIE = "units whose scores are equal but for rounding"
STOP_WORDS = ("the of and", "la de el", "и в на", "في من على", "的 和 在")
SYMBOLS = ("A/RES/60/288", "S/RES/1325", "symbol:A/*", "symbol:S/*,E/*", "A/58/L.59", "60/288")


class NoEncoder:
    """Words need no vectors."""

    name = "none"
    fingerprint = "00"
    dimension = 1

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.zeros((len(texts), 1), np.float32)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode(texts)


class Queries:
    """Random queries made from clauses of the development set."""

    def __init__(self, data: Path, seed: int) -> None:
        prefix = data / "unv1_dev" / "UNv1.0.devset"
        self._texts = {
            lang: Path(f"{prefix}.{lang}").read_text(encoding="utf-8").split("\n")[:-1]
            for lang in LANGUAGES
        }
        self._chance = random.Random(seed)

    def next(self) -> tuple[str, str]:
        """A kind and a query of it."""
        kinds: dict[str, Callable[[], str]] = {
            "words": lambda: self._words(1, 5),
            "long": lambda: self._words(20, 60),
            "scripts": lambda: f"{self._words(1, 3)} {self._words(1, 3)}",
            "phrase": lambda: f'"{self._words(2, 4)}"',
            "phrase and words": lambda: f'"{self._words(2, 2)}" {self._words(1, 3)}',
            "prefix": self._prefix,
            "near": self._near,
            "and": lambda: f"{self._words(1, 2)} AND {self._words(1, 2)}",
            "or": lambda: f"{self._words(1, 1)} OR {self._words(1, 1)} {self._filter()}",
            "not": lambda: f"{self._words(1, 2)} -{self._words(1, 1)}",
            "only not": lambda: f"NOT {self._words(1, 1)}",
            "brackets": lambda: (
                f"({self._words(1, 1)} OR {self._words(1, 1)}) AND NOT ({self._words(1, 2)})"
            ),
            "filter": lambda: f"{self._words(1, 3)} {self._filter()}",
            "only filter": lambda: f"{self._filter()} {self._filter()}",
            "symbol": lambda: self._chance.choice(SYMBOLS),
            "number": lambda: str(self._chance.randint(1, 2010)),
            "substring": self._substring,
            "stop words": lambda: self._chance.choice(STOP_WORDS),
        }
        kind = self._chance.choice(list(kinds))
        return kind, kinds[kind]()

    def _clause(self, lang: str) -> list[str]:
        while True:
            text = self._chance.choice(self._texts[lang])
            words = ["".join(filter(str.isalnum, word)) for word in text.split()]
            if lang == "zh":
                words = [run[at : at + 2] for run in words for at in range(0, len(run), 2)]
            if words := [word for word in words if word]:
                return words

    def _words(self, least: int, most: int) -> str:
        lang = self._chance.choice(LANGUAGES)
        words = self._clause(lang)
        count = self._chance.randint(least, most)
        start = self._chance.randrange(max(1, len(words) - count + 1))
        return ("" if lang == "zh" else " ").join(words[start : start + count])

    def _prefix(self) -> str:
        word = self._words(1, 1)
        return f"{word[: self._chance.randint(1, max(1, len(word) - 1))]}* {self._rarely_words()}"

    def _rarely_words(self) -> str:
        return self._words(1, 2) if self._chance.random() < 0.3 else ""

    def _near(self) -> str:
        words = self._clause(self._chance.choice(LANGUAGES))
        first = self._chance.randrange(len(words))
        second = min(len(words) - 1, first + self._chance.randint(1, 6))
        distance = self._chance.randint(1, 8)
        if self._chance.random() < 0.5:
            return f"NEAR({words[second]} {words[first]}, {distance})"
        return f"{words[first]} NEAR/{distance} {words[second]}"

    def _substring(self) -> str:
        text = self._chance.choice(self._texts["zh"])
        start, size = self._chance.randrange(len(text)), self._chance.randint(1, 7)
        quote = self._chance.choice(["", '"'])
        piece = text[start : start + size].replace('"', " ")
        return f"{quote}{piece}{quote}"

    def _filter(self) -> str:
        first = self._chance.randint(1990, 2014)
        return self._chance.choice(
            [
                f"lang:{','.join(self._chance.sample(LANGUAGES, 2))}",
                f"year:{first}..{first + self._chance.randint(0, 9)}",
                f"year:..{first}",
                f"body:{self._chance.choice(['A', 'S', 'E', 'HRC,CEDAW'])}",
                f"-body:{self._chance.choice(['A', 'S', 'E'])}",
                "kind:sentence",
                "kind:title,operative",
            ]
        )


def compared(step: Step, ours: KeywordEngine, theirs: KeywordEngine) -> Iterator[str]:
    """What differs, in names of what was compared; nothing if all is equal."""
    yield from _orders(ours.search(step, TOP), theirs.search(step, TOP), "order")
    count = ours.count(step)
    if count != theirs.count(step):
        yield "total"
    matching = ours.matching(step)
    if matching.tolist() != theirs.matching(step).tolist():
        yield "units"
    if ours.facets(step) != theirs.facets(step):
        yield "facets"
    if count > DEEP:
        pages = [engine.search(step, DEEP + TOP) for engine in (ours, theirs)]
        ends = [Ranking(page.ids[DEEP:], page.scores[DEEP:]) for page in pages]
        yield from _orders(ends[0], ends[1], "deep page")
    some = matching[:: max(1, len(matching) // 50)]
    if not np.allclose(ours.scores(step, some), theirs.scores(step, some), 1e-5, RESOLUTION):
        yield "scores of some"


def _orders(first: Ranking, second: Ranking, name: str) -> Iterator[str]:
    """How two rankings differ. Scores that are not told apart by more than rounding are a tie.

    Engines add floats up in another order, so a score may be rounded up here and down there.
    """
    if len(first) != len(second):
        yield f"{name}: {len(first)} and {len(second)}"
    elif not np.allclose(first.scores, second.scores, rtol=1e-5, atol=1.01 * RESOLUTION):
        yield f"{name}: scores"
    elif first.ids.tolist() != second.ids.tolist():
        yield f"{name}: {TIE}"


@contextmanager
def engines(data: Path, cluster: Cluster) -> Iterator[tuple[KeywordEngine, OpenSearchEngine]]:
    """Tantivy and OpenSearch over the development set; what was written is removed at the end."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        encoder = NoEncoder()
        record = EncoderRecord(encoder.name, encoder.fingerprint, encoder.dimension)
        with Catalogue.create(folder, record) as catalogue, catalogue.locked():
            source = line_source(data / "unv1_dev" / "UNv1.0.devset", symbol=None)
            list(index(catalogue, encoder, [source]))
            generation = publish(catalogue, (KeywordPart(),))
            name = make_corpus_id(folder)
            bring_up_to_date(cluster, name, catalogue)
            revision = catalogue.revision
        engine = OpenSearchEngine(cluster, name, revision=revision)
        try:
            yield TantivyEngine(generation.folder / FOLDER), engine
        finally:
            engine.close()
            limit = cluster.index_limit()
            cluster.ask("DELETE", f"/{alias(name)}-*", limit=limit)


def measure(data: Path, urls: str, count: int, seed: int) -> bool:
    """Compare the engines on so many queries; whether all was equal."""
    made = Queries(data, seed)
    kinds: Counter[str] = Counter()
    differing: list[dict[str, str]] = []
    ties: Counter[str] = Counter()
    seconds = [0.0, 0.0]
    settings = settings_from(os.environ, urls)
    assert settings is not None
    cluster = Cluster(replace(settings, shards=SHARDS, search_seconds=60.0))
    with engines(data, cluster) as (ours, theirs), closing(cluster):
        while kinds.total() < count:
            kind, text = made.next()
            if not any(map(str.isalnum, text)):
                continue
            step = plan(parse(text))
            kinds[kind] += 1
            for at, engine in enumerate((ours, theirs)):
                start = time.perf_counter()
                engine.search(step, 10)
                seconds[at] += time.perf_counter() - start
            found = [*compared(step, ours, theirs)]
            ties.update(one for one in found if one.endswith(TIE))
            if wrong := [one for one in found if not one.endswith(TIE)]:
                differing.append({"kind": kind, "query": text, "differs": ", ".join(wrong)})
    keep(
        "parity",
        {"queries": count, "seed": seed, "shards": SHARDS, "kinds": dict(sorted(kinds.items()))}
        | {"equal": count - len(differing), "of_these_with_ties_swapped": dict(ties)}
        | {"differing": differing}
        | {"ms_mean": {"tantivy": _ms(seconds[0], count), "opensearch": _ms(seconds[1], count)}},
    )
    return not differing


def _ms(seconds: float, count: int) -> float:
    return round(1000 * seconds / count, 2)


def main(data: str | None = None, queries: str = "1000", seed: str = "1") -> None:
    """Exits with 1 if anything differs."""
    folder = Path(data) if data else data_folder()
    urls = os.environ.get("HEXAPLA_OPENSEARCH")
    if urls:
        equal = measure(folder, urls, int(queries), int(seed))
    else:
        with server(nodes=3) as started:
            equal = measure(folder, ",".join(started.urls), int(queries), int(seed))
    sys.exit(0 if equal else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
