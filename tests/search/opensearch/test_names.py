"""The id of a corpus that is kept on a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import CorpusError
from search.opensearch.names import FILE, alias, corpus_id, index_name, make_corpus_id, number_of


def test_an_id_is_made_once(tmp_path: Path) -> None:
    assert corpus_id(tmp_path) is None
    made = make_corpus_id(tmp_path)
    assert (corpus_id(tmp_path), make_corpus_id(tmp_path)) == (made, made)
    assert json.loads((tmp_path / FILE).read_text(encoding="utf-8")) == {"corpus": made}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"corpus": 7}', '{"corpus": "*"}'])
def test_a_damaged_file(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="is damaged; remove it"):
        corpus_id(tmp_path)


def test_names_of_indexes() -> None:
    assert number_of(index_name("ab", 12)) == 12
    assert index_name("ab", 12).startswith(alias("ab") + "-")
