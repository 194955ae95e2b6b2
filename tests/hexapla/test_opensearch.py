"""A corpus that is also kept on OpenSearch, from the outside: commands and the public class."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import hexapla
from indexer.errors import KeywordUnavailableError
from search.opensearch.cluster import Cluster
from search.opensearch.names import FILE, alias, corpus_id
from search.opensearch.settings import Settings

FIRST = "# Clean water\n\nEvery school needs clean water.\n\nPeace needs schools.\n"
SECOND = "# Roads\n\nRoads join the villages.\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "water.en.md").write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture
def corpus(tmp_path: Path, opensearch: str) -> Iterator[Path]:
    """Folder of a corpus; what it leaves on the cluster is removed."""
    folder = tmp_path / "corpus"
    yield folder
    cluster = Cluster(Settings((opensearch,)))
    cluster.ask("DELETE", f"/{alias(corpus_id(folder) or '-')}-*", limit=cluster.index_limit())
    cluster.close()


def symbols(folder: Path, query: str, *, opensearch: str) -> list[str]:
    with hexapla.open(folder, opensearch=opensearch) as corpus:
        answer = corpus.search(query, mode="keyword")
        assert answer.notes == ()
        return [hit.versions["en"] for hit in answer.hits]


@contextmanager
def nobody_there() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens, and nobody else can
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_indexing_keeps_both_in_step(corpus: Path, files: Path, opensearch: str) -> None:
    with hexapla.open(corpus, opensearch=opensearch) as opened:
        opened.add([files])
        assert opened.check() == []
        (files / "roads.en.md").write_text(SECOND, encoding="utf-8")
        opened.add([files])
        assert opened.check() == []
        assert opened.search("villages", mode="keyword").total == 1
    assert symbols(corpus, "water school", opensearch=opensearch)[0].startswith("Every school")
    (files / "water.en.md").unlink()
    with hexapla.open(corpus, opensearch=opensearch) as opened:
        opened.add([files], prune=True)
        assert opened.check() == []
        assert opened.search("water", mode="keyword").total == 0


def test_a_corpus_that_was_made_without_follows_later(
    corpus: Path, files: Path, opensearch: str
) -> None:
    with hexapla.open(corpus) as opened:
        opened.add([files])
        assert not opened.is_left_behind
    with hexapla.open(corpus, opensearch=opensearch) as opened:
        assert opened.check() == [
            "OpenSearch holds nothing of this corpus; hexapla check --repair brings it"
        ]
        with pytest.raises(KeywordUnavailableError, match="holds nothing of this corpus yet"):
            opened.search("water", mode="keyword")
        assert opened.check(repair=True) == []
        assert opened.search("water", mode="keyword").total == 2
    with hexapla.open(corpus) as opened:
        assert opened.is_left_behind


def test_away_while_indexing_nothing_is_lost_and_it_comes_back(
    corpus: Path, files: Path, opensearch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEXAPLA_OPENSEARCH_INDEX_SECONDS", "0.5")
    with nobody_there() as url, hexapla.open(corpus, opensearch=url) as opened:
        with pytest.raises(KeywordUnavailableError, match="the corpus itself is stored"):
            opened.add([files])
        answer = opened.search("water for schools")
        assert "keyword search unavailable" in answer.notes[0]
        assert answer.hits[0].versions["en"].startswith("Every school")
        with pytest.raises(KeywordUnavailableError, match="^keyword search unavailable: Open"):
            opened.search("water", mode="keyword")
    with hexapla.open(corpus, opensearch=opensearch) as opened:
        opened.add([])
        assert opened.check() == []
        assert opened.search("water", mode="keyword").total == 2


def test_conditions_while_it_is_away(corpus: Path, files: Path) -> None:
    with hexapla.open(corpus) as opened:
        opened.add([files])
    with nobody_there() as url, hexapla.open(corpus, opensearch=url) as opened:
        only_filters = opened.search("kind:title,heading", facets=True)
        assert [hit.versions["en"] for hit in only_filters.hits] == ["Clean water"]
        assert only_filters.facets is not None
        assert only_filters.facets["lang"] == {"en": 1}
        phrase = opened.search('"clean water" kind:sentence,operative,preambular')
        assert (
            phrase.notes[1] == "quotation marks, NEAR, NOT and the like on words were not applied"
        )
        assert "Clean water" not in [hit.versions["en"] for hit in phrase.hits]
        with pytest.raises(KeywordUnavailableError):
            opened.search("A/RES/60/288")


def test_the_command_line(corpus: Path, files: Path, opensearch: str) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hexapla", *arguments, "--corpus", str(corpus)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    done = run("index", str(files), "--opensearch", opensearch)
    assert (done.returncode, done.stdout) == (0, "")
    assert "127.0.0.1" not in (corpus / FILE).read_text(encoding="utf-8")
    (files / "roads.en.md").write_text(SECOND, encoding="utf-8")
    assert "may lag behind" in run("index", str(files)).stderr
    behind = run("search", "villages", "--mode", "keyword", "--opensearch", opensearch)
    assert "OpenSearch lacks the latest changes" in behind.stderr
    assert "of revision" in run("check", "--opensearch", opensearch).stdout
    assert run("index", "--opensearch", opensearch).returncode == 0
    assert run("check", "--opensearch", opensearch).returncode == 0
    found = run("search", "villages", "--mode", "keyword", "--opensearch", opensearch)
    assert "Roads join the villages." in found.stdout
    with nobody_there() as url:
        start = time.monotonic()
        away = run("search", "clean water", "--top", "1", "--opensearch", url)
        assert time.monotonic() - start < 20
        words = run("search", "water", "--mode", "keyword", "--opensearch", url)
    assert away.returncode == 0
    assert away.stderr.startswith("hexapla: keyword search unavailable: OpenSearch at ")
    assert "water" in away.stdout
    assert words.returncode == 1
    assert words.stderr.count("\n") == 1
    assert run("search", "water", "--opensearch", "http://me:secret@host").stderr == (
        "hexapla: the URL of OpenSearch must not hold a password; set HEXAPLA_OPENSEARCH_USER and "
        "HEXAPLA_OPENSEARCH_PASSWORD\n"
    )
