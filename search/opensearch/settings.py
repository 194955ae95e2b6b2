"""Where a cluster is and how to speak to it, from the environment.

Secrets are read from the environment only and are never printed, logged or stored.

From: the environment, ``--opensearch``. To: opensearch.cluster. Not here: speaking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

URL = "HEXAPLA_OPENSEARCH"
_YES = frozenset({"1", "yes", "true", "on"})
_NO = frozenset({"0", "no", "false", "off"})
_REPLICAS = re.compile(r"\d{1,2}(-(\d{1,2}|all))?")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to speak to a cluster.

    hosts: URLs without user and password, any of which may answer.
    user, password: None for a cluster that asks for none. ca: certificates that are trusted, PEM;
        None for the usual ones. certificate, key: of ours, PEM. verify: whether the cluster's
        certificate must be good.
    search_seconds: how long a search may wait. index_seconds: how long indexing waits for a
        cluster that has gone away, in all. shards, replicas: of an index that is made anew.
    """

    hosts: tuple[str, ...]
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    verify: bool = True
    search_seconds: float = 5.0
    index_seconds: float = 300.0
    shards: int = 1
    replicas: str = "0-1"


def settings_from(environment: Mapping[str, str], url: str | None = None) -> Settings | None:
    """The settings of the environment; None if no cluster is named.

    url: one URL or several with commas, instead of ``$HEXAPLA_OPENSEARCH``.
    Raises ValueError, one line with the name of the variable, for a value that makes no sense.

    >>> settings_from({"HEXAPLA_OPENSEARCH": "search.example"}).hosts
    ('http://search.example:9200',)
    """
    named = url or environment.get(URL, "")
    hosts = tuple(_host(part.strip()) for part in named.split(",") if part.strip())
    if not hosts:
        return None
    user, password = environment.get(f"{URL}_USER"), environment.get(f"{URL}_PASSWORD")
    if bool(user) != bool(password):
        raise ValueError(f"{URL}_USER and {URL}_PASSWORD go together; set both or none")
    return Settings(
        hosts,
        user=user or None,
        password=password or None,
        ca=_file(environment, "CA"),
        certificate=_file(environment, "CERT"),
        key=_file(environment, "KEY"),
        verify=_choice(environment, "VERIFY", default=True),
        search_seconds=_number(environment, "SECONDS", 5.0),
        index_seconds=_number(environment, "INDEX_SECONDS", 300.0),
        shards=int(_number(environment, "SHARDS", 1)),
        replicas=_replicas(environment),
    )


def _host(text: str) -> str:
    """A URL with scheme and port and nothing else but a path."""
    parts = urlsplit(text if "://" in text else f"http://{text}")
    if "@" in parts.netloc:
        raise ValueError(
            f"the URL of OpenSearch must not hold a password; set {URL}_USER and {URL}_PASSWORD"
        )
    try:
        port = 9200 if parts.port is None else parts.port
    except ValueError:
        port = 0
    if parts.scheme not in ("http", "https") or not parts.hostname or not port:
        raise ValueError(f"{text!r} is no URL of OpenSearch; a good one is http://localhost:9200")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{name}:{port}{parts.path.rstrip('/')}"


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(f"{URL}_{name}")
    if not value:
        return None
    if not Path(value).is_file():
        raise ValueError(f"{URL}_{name}: there is no file {value!r}")
    return Path(value)


def _choice(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environment.get(f"{URL}_{name}", "").strip().lower()
    if value and value not in _YES | _NO:
        raise ValueError(f"{URL}_{name} is {value!r}; it takes yes or no")
    return value in _YES if value else default


def _number(environment: Mapping[str, str], name: str, default: float) -> float:
    value = environment.get(f"{URL}_{name}", "").strip()
    try:
        number = float(value or default)
    except ValueError:
        number = 0.0
    if not 0 < number <= 86_400:
        raise ValueError(f"{URL}_{name} is {value!r}; it takes a number above 0")
    return number


def _replicas(environment: Mapping[str, str]) -> str:
    value = environment.get(f"{URL}_REPLICAS", "").strip() or "0-1"
    if not _REPLICAS.fullmatch(value):
        raise ValueError(f"{URL}_REPLICAS is {value!r}; it takes a number, or a range such as 0-1")
    return value
