"""Where a cluster is, from the environment; secrets stay there."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.opensearch.settings import settings_from


def test_no_cluster_is_named() -> None:
    assert settings_from({}) is None
    assert settings_from({"HEXAPLA_OPENSEARCH": " , "}) is None


@pytest.mark.parametrize(
    ("named", "hosts"),
    [
        ("localhost", ("http://localhost:9200",)),
        ("https://a.example, b.example:9201", ("https://a.example:9200", "http://b.example:9201")),
        ("https://a.example:443/search/", ("https://a.example:443/search",)),
        ("http://[::1]:9200", ("http://[::1]:9200",)),
    ],
)
def test_hosts(named: str, hosts: tuple[str, ...]) -> None:
    settings = settings_from({"HEXAPLA_OPENSEARCH": named})
    assert settings is not None
    assert settings.hosts == hosts


def test_an_argument_comes_before_the_environment() -> None:
    settings = settings_from({"HEXAPLA_OPENSEARCH": "one"}, "two:1")
    assert settings is not None
    assert settings.hosts == ("http://two:1",)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"": "http://me:secret@host"}, "must not hold a password"),
        ({"": "ftp://host"}, "'ftp://host' is no URL of OpenSearch"),
        ({"": "http://host:0"}, "is no URL of OpenSearch"),
        ({"": "http://host:99999"}, "is no URL of OpenSearch"),
        ({"": "http://"}, "is no URL of OpenSearch"),
        ({"": "host", "_USER": "me"}, "go together"),
        ({"": "host", "_CA": "/no/such.pem"}, "HEXAPLA_OPENSEARCH_CA: there is no file"),
        ({"": "host", "_VERIFY": "perhaps"}, "HEXAPLA_OPENSEARCH_VERIFY is 'perhaps'"),
        ({"": "host", "_SECONDS": "-1"}, "HEXAPLA_OPENSEARCH_SECONDS is '-1'"),
        ({"": "host", "_SHARDS": "many"}, "HEXAPLA_OPENSEARCH_SHARDS is 'many'"),
        ({"": "host", "_REPLICAS": "-2"}, "HEXAPLA_OPENSEARCH_REPLICAS is '-2'"),
    ],
)
def test_what_makes_no_sense(environment: dict[str, str], message: str) -> None:
    named = {f"HEXAPLA_OPENSEARCH{name}": value for name, value in environment.items()}
    with pytest.raises(ValueError, match=message) as raised:
        settings_from(named)
    assert "secret" not in str(raised.value)


def test_all_that_can_be_set(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("", encoding="utf-8")
    settings = settings_from(
        {
            "HEXAPLA_OPENSEARCH": "https://host",
            "HEXAPLA_OPENSEARCH_USER": "me",
            "HEXAPLA_OPENSEARCH_PASSWORD": "secret",
            "HEXAPLA_OPENSEARCH_CA": str(authority),
            "HEXAPLA_OPENSEARCH_VERIFY": "no",
            "HEXAPLA_OPENSEARCH_SECONDS": "2.5",
            "HEXAPLA_OPENSEARCH_SHARDS": "3",
            "HEXAPLA_OPENSEARCH_REPLICAS": "2",
        }
    )
    assert settings is not None
    assert (settings.user, settings.password, settings.ca) == ("me", "secret", authority)
    assert (settings.verify, settings.search_seconds) == (False, 2.5)
    assert (settings.shards, settings.replicas) == (3, "2")
    assert "secret" not in repr(settings)
    assert "me'" not in repr(settings)
