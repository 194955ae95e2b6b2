"""Options that several commands have.

From: the commands. To: click. Not here: what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.languages import LANGUAGES, language

Command = TypeVar("Command", bound=Callable[..., Any])


def corpus_option(function: Command) -> Command:
    return click.option(
        "--corpus",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of the corpus; default $HEXAPLA_CORPUS, else ./.hexapla.",
    )(function)


def json_option(function: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(function)


def output_option(function: Command) -> Command:
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where to write; default standard output.",
    )(function)


def opensearch_option(function: Command) -> Command:
    return click.option(
        "--opensearch",
        metavar="URL",
        help="Cluster that searches for the words; default $HEXAPLA_OPENSEARCH, else none.",
    )(function)


def langs_option(function: Command) -> Command:
    return click.option(
        "--lang",
        "langs",
        multiple=True,
        metavar="CODE",
        callback=languages,
        help=f"Only this language ({', '.join(LANGUAGES)}); may be repeated.",
    )(function)


def pair_options(function: Command) -> Command:
    """--from, as ``source``, and --to, as ``targets``."""
    to = click.option(
        "--to",
        "targets",
        multiple=True,
        metavar="CODE",
        callback=languages,
        help="Show this language beside; may be repeated. Default: all.",
    )
    source = click.option(
        "--from", "source", metavar="CODE", help="Language of the text; default: as its script."
    )
    return source(to(function))


def languages(
    _: click.Context, __: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Two-letter codes out of ``--to fr,zh --to ar``; None where nothing was given."""
    return tuple(language(part) for code in codes for part in code.split(",")) or None
