"""A corpus's place on a cluster: all that the front door needs to know of it.

From: hexapla.corpus. To: opensearch.index, opensearch.engine. Not here: how.
"""

from __future__ import annotations

from pathlib import Path

from indexer.errors import KeywordUnavailableError
from indexer.store.catalogue import Catalogue
from search.opensearch.cluster import Cluster
from search.opensearch.engine import OpenSearchEngine
from search.opensearch.failures import ClusterError
from search.opensearch.index import bring_up_to_date, problems
from search.opensearch.names import corpus_id, make_corpus_id
from search.opensearch.settings import Settings


class Place:
    """Where the corpus in a folder stands on a cluster. Nothing is asked before it must be."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._cluster = Cluster(settings)
        self._engine: OpenSearchEngine | None = None

    def follow(self, catalogue: Catalogue, *, rebuild: bool = False) -> None:
        """Bring the cluster up to date; call it inside ``Catalogue.locked``.

        rebuild: make the index anew. Raises KeywordUnavailableError when the cluster is away or
        refuses; the corpus itself is as it was.
        """
        corpus = make_corpus_id(self._folder)
        try:
            bring_up_to_date(self._cluster, corpus, catalogue, rebuild=rebuild)
        except ClusterError as error:
            raise KeywordUnavailableError(
                f"{error}; the corpus itself is stored, and the cluster will follow with the next: "
                "hexapla index --opensearch URL",
                passing=error.passing,
            ) from error

    def problems(self, catalogue: Catalogue) -> list[str]:
        """What on the cluster does not agree with the catalogue, one line each."""
        corpus = corpus_id(self._folder)
        if corpus is None:
            return ["OpenSearch holds nothing of this corpus; hexapla check --repair brings it"]
        return problems(self._cluster, corpus, catalogue)

    def engine(self, revision: int) -> OpenSearchEngine:
        """For searching the state of the cluster from now on. revision: of the catalogue."""
        if self._engine:
            self._engine.close()
        corpus = corpus_id(self._folder)
        self._engine = OpenSearchEngine(self._cluster, corpus, revision=revision)
        return self._engine

    def close(self) -> None:
        """Close the connections; they are opened again when they are needed."""
        if self._engine:
            self._engine.close()
        self._cluster.close()
