"""Look a wording up: ``hexapla lookup``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

import hexapla
from hexapla import translating
from hexapla.bands import analysis_json, analysis_lines
from hexapla.commands.options import corpus_option, json_option, pair_options
from indexer.errors import QueryError

_LONGEST_NAME = 255  # bytes of a file's name


@click.command()
@click.argument("text", nargs=-1, metavar="[TEXT|FILE|-]")
@pair_options
@click.option(
    "--min",
    "least",
    default=60,
    show_default=True,
    type=click.IntRange(1, 100),
    help="Least match percentage, numbers aside.",
)
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Most matches.")
@click.option(
    "--batch",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Look up a whole draft (txt, docx, xliff, tmx ...) and report what is new.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --batch: where to write the best matches as TMX.",
)
@json_option
@corpus_option
def lookup(
    text: tuple[str, ...],
    source: str | None,
    targets: tuple[str, ...] | None,
    least: int,
    top: int,
    batch: Path | None,
    output: Path | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Find the clauses most like a text, with match percentages, and what differs.

    A file, or - for standard input, is looked up line by line.

    \b
    hexapla lookup 'Decides to remain seized of the matter' --to ar,zh
    hexapla lookup lines.txt --from en --to fr --min 75 --top 1
    hexapla lookup --batch draft.docx --from en --to fr,ar -o draft.tmx
    """
    if batch:
        if text:
            raise click.UsageError("--batch takes no text beside its file")
        with hexapla.open(folder) as corpus:
            found = corpus.pretranslate(batch, source=source, targets=targets, memory=output)
        reported = analysis_json(found) if as_json else analysis_lines(found)
        click.echo("\n".join(reported))
        return
    if output:
        raise click.UsageError("--output goes with --batch")
    if not text:
        raise click.UsageError("nothing to look up: give a text, a file of lines, - or --batch")
    if not _look_up(text, _Asked(source, targets, least, top), folder, as_json=as_json):
        sys.exit(1)


@dataclass(frozen=True, slots=True)
class _Asked:
    source: str | None
    targets: tuple[str, ...] | None
    least: int
    top: int


def _look_up(text: tuple[str, ...], asked: _Asked, folder: Path | None, *, as_json: bool) -> bool:
    """Look up one text or each line of a file; whether none of them failed."""
    failed = False
    with hexapla.open(folder) as corpus:
        for number, line in _lines(text):
            try:
                found = corpus.lookup(
                    line,
                    source=asked.source,
                    targets=asked.targets,
                    least=asked.least,
                    top=asked.top,
                )
            except QueryError as error:
                if number is None:
                    raise
                click.echo(f"hexapla: line {number}: {error}", err=True)
                failed = True
                continue
            if as_json:
                lines = translating.match_lines(found, line)
            else:
                lines = translating.lookup_lines(found, line, is_headed=number is not None)
            for shown in lines:
                click.echo(shown)
            if not found and not as_json:
                click.echo(f"nothing is like {translating.short(line)}", err=True)
    return not failed


def _lines(text: tuple[str, ...]) -> Iterator[tuple[int | None, str]]:
    """What is to be looked up, with the number of its line if it comes from a file."""
    joined = " ".join(text)
    if joined == "-":
        lines = sys.stdin.read().splitlines()
    elif len(joined.encode()) <= _LONGEST_NAME and Path(joined).is_file():
        lines = Path(joined).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    else:
        yield None, joined
        return
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield number, line
