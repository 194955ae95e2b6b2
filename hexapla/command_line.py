"""The command ``hexapla``: reads its arguments, calls one story, prints.

Results go to standard output, all else to standard error. Exit 0: done; 1: an error of ours, in one
line; 2: the arguments are wrong.

From: a person or a program. To: hexapla.corpus. Not here: any of the work.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

import hexapla
from hexapla import printing
from hexapla.exporting import (
    EXPORT_FORMATS,
    ExportFormat,
    form_of_name,
    replaced,
    standard_output,
    write,
)
from hexapla.reporting import Report
from indexer.encoders.encoder import load_encoder
from indexer.errors import HexaplaError
from indexer.languages import LANGUAGES, language
from search.retrieval import Mode

Command = TypeVar("Command", bound=Callable[..., Any])

_EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    # What a command makes lives till its end: looking for garbage took a tenth of its time.
    gc.set_threshold(200_000, 50, 50)
    try:
        # Not command.main(), which takes a reader that has seen enough for an error.
        with command.make_context("hexapla", sys.argv[1:]) as context:
            command.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as wanted:
        sys.exit(wanted.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("hexapla: stopped; what was reported is kept", err=True)
        sys.exit(_EXIT_INTERRUPTED)
    except (HexaplaError, ValueError) as error:
        click.echo(f"hexapla: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # What is left in the buffer has no reader; Python would complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(hexapla.__version__, message="hexapla %(version)s")
def command() -> None:
    """Search documents that exist in several languages, clause by clause.

    \b
    hexapla index resolutions/           make a corpus of a folder of files
    hexapla search 'safe drinking water'  find clauses, in any language
    hexapla show A/RES/71/901 --para 4    read them in all languages

    A corpus is a folder: --corpus DIR, else $HEXAPLA_CORPUS, else ./.hexapla.
    """


def _corpus_option(function: Command) -> Command:
    return click.option(
        "--corpus",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="Folder of the corpus; default $HEXAPLA_CORPUS, else ./.hexapla.",
    )(function)


def _json_option(function: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")(function)


def _output_option(function: Command) -> Command:
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Where to write; default standard output.",
    )(function)


def _langs_option(function: Command) -> Command:
    return click.option(
        "--lang",
        "langs",
        multiple=True,
        metavar="CODE",
        callback=_languages,
        help=f"Only this language ({', '.join(LANGUAGES)}); may be repeated.",
    )(function)


def _languages(
    _: click.Context, __: click.Parameter, codes: tuple[str, ...]
) -> tuple[str, ...] | None:
    return tuple(language(part) for code in codes for part in code.split(",")) or None


@command.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--lines",
    "prefixes",
    multiple=True,
    metavar="PREFIX",
    type=click.Path(path_type=Path),
    help="Parallel lines PREFIX.ar ... PREFIX.zh, with PREFIX.ids if it is there.",
)
@click.option("--lang", metavar="CODE", help="Language of the files, whatever they say.")
@click.option("--symbol", metavar="SYMBOL", help="Symbol of the document, whatever the file says.")
@click.option("--encoder", metavar="NAME", help="sentence-transformers model, by name or folder.")
@click.option("--prune", is_flag=True, help="Drop what came from files that are gone.")
@click.option("-v", "--verbose", is_flag=True, help="Name each file on standard error.")
@_json_option
@_corpus_option
def index(
    paths: tuple[Path, ...],
    prefixes: tuple[Path, ...],
    lang: str | None,
    symbol: str | None,
    encoder: str | None,
    prune: bool,
    verbose: bool,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Add files and folders to the corpus; what has not changed costs a glance.

    Reads text, Markdown, HTML, TMX and XLIFF. Language and symbol come from the files themselves.

    \b
    hexapla index resolutions/ reports/a-78-9041.html
    hexapla index --lines un.devset
    """
    if not paths and not prefixes:
        raise click.UsageError("nothing to index: give files, folders or --lines PREFIX")
    start = time.perf_counter()
    outcomes = []
    report = Report(verbose=verbose, as_json=as_json)
    with hexapla.open(folder, encoder=encoder) as corpus:
        for prefix in prefixes:
            outcomes += corpus.add_lines(
                prefix, symbol=symbol, on_outcome=report.outcome, on_progress=report.progress
            )
        if paths:
            outcomes += corpus.add(
                paths,
                lang=lang,
                symbol=symbol,
                prune=prune,
                on_outcome=report.outcome,
                on_progress=report.progress,
            )
    report.finish()
    click.echo(printing.summary(outcomes, time.perf_counter() - start), err=True)
    if any(outcome.state == "failed" for outcome in outcomes):
        sys.exit(1)


@command.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--mode",
    type=click.Choice(["hybrid", "keyword", "semantic"]),
    default="hybrid",
    show_default=True,
    help="By words and meaning, by words alone, by meaning alone.",
)
@_langs_option
@click.option("--top", default=10, show_default=True, type=click.IntRange(1), help="Hits a page.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page.")
@click.option("--facets", is_flag=True, help="Count hits by language, year, body and kind.")
@click.option("--explain", is_flag=True, help="Show how each score came about.")
@_json_option
@_corpus_option
def search(
    query: tuple[str, ...],
    mode: Mode,
    langs: tuple[str, ...] | None,
    top: int,
    page: int,
    facets: bool,
    explain: bool,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Find clauses by their words, in any language, and by their meaning.

    \b
    hexapla search 'safe drinking water'      any of the words, and what means the same
    hexapla search '"peace and security"'     exactly these words
    hexapla search 'terroris* -nuclear'       words that begin so; without another
    hexapla search 'NEAR(water school, 3)'    near each other
    hexapla search 'lang:fr year:2001..2012 kind:operative symbol:A/RES/* body:A eau'
    """
    with hexapla.open(folder) as corpus:
        answer = corpus.search(
            " ".join(query),
            mode=mode,
            langs=langs,
            top=top,
            offset=(page - 1) * top,
            facets=facets,
            explain=explain,
        )
    for note in answer.notes:
        click.echo(f"hexapla: {note}", err=True)
    first = 1 + (page - 1) * top
    if as_json:
        lines: Iterable[str] = (printing.hit_json(hit) for hit in answer.hits)
    else:
        lines = printing.answer_lines(answer, first=first)
    for line in lines:
        click.echo(line)
    if not as_json:
        click.echo(printing.total(answer, first=first), err=True)


@command.command()
@click.argument("symbol")
@click.option("--para", metavar="NUMBER", help="Only this paragraph: 13, 'a', 'I'.")
@_langs_option
@_json_option
@_corpus_option
def show(
    symbol: str,
    para: str | None,
    langs: tuple[str, ...] | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Read a document, or one paragraph of it, in all its languages.

    \b
    hexapla show A/RES/71/901
    hexapla show A/RES/71/901 --para 4 --lang ar --lang fr
    """
    with hexapla.open(folder) as corpus:
        clauses = corpus.show(symbol, para=para, langs=langs)
    lines = (
        (printing.as_json(asdict(clause)) for clause in clauses)
        if as_json
        else printing.shown_lines(clauses)
    )
    for line in lines:
        click.echo(line)


@command.command()
@click.argument("symbols", nargs=-1, metavar="[SYMBOL]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(EXPORT_FORMATS),
    help="Default: what the name of the file says.",
)
@_output_option
@_langs_option
@_corpus_option
def export(
    symbols: tuple[str, ...],
    form: ExportFormat | None,
    output: Path | None,
    langs: tuple[str, ...] | None,
    folder: Path | None,
) -> None:
    """Write translation units for other programs, or as a page to read.

    \b
    hexapla export --format tmx -o memory.tmx           all documents, all languages
    hexapla export A/RES/71/901 --lang en,ar -o 901.xlf  XLIFF: two languages, the source first
    hexapla export A/RES/71/901 -o 901.html              versions side by side
    """
    form = form or (form_of_name(output) if output else None)
    if form is None:
        raise click.UsageError(f"say in which --format: {', '.join(EXPORT_FORMATS)}")
    with hexapla.open(folder) as corpus:
        if output:
            written = corpus.export(form, output, symbols=symbols, langs=langs)
        else:
            with standard_output() as out:
                written = corpus.export(form, out, symbols=symbols, langs=langs)
    click.echo(printing.written(written), err=True)


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--langs", metavar="CODES", help="Languages of the files, in order: en,zh,ar.")
@click.option("--from", "source", metavar="CODE", help="Language of the first of two files.")
@click.option("--to", "target", metavar="CODE", help="Language of the second of two files.")
@click.option("--pre-segmented", is_flag=True, help="The files have one clause a line.")
@click.option("--encoder", metavar="NAME", help="sentence-transformers model, by name or folder.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("beads", "units", *EXPORT_FORMATS)),
    help="Default: what the name of the output says, else beads of two files and units of more.",
)
@_output_option
def align(
    files: tuple[Path, ...],
    langs: str | None,
    source: str | None,
    target: str | None,
    pre_segmented: bool,
    encoder: str | None,
    form: ExportFormat | Literal["beads", "units"] | None,
    output: Path | None,
) -> None:
    """Align two to six versions of a text, without a corpus.

    \b
    hexapla align treaty.en.txt treaty.fr.txt treaty.zh.txt -o treaty.html
    hexapla align book.de book.fr --pre-segmented --from de --to fr     [0, 1]:[2]:0.987 ...
    """
    # Here, so that no other command pays for the aligner and the readers.
    from hexapla.aligning import align_files, bead_lines, unit_lines  # noqa: PLC0415

    if bool(source) != bool(target):
        raise click.UsageError("--from and --to go together")
    codes = [source, target] if source and target else langs.split(",") if langs else None
    form = form or (form_of_name(output) if output else None)
    form = form or ("beads" if len(files) == 2 else "units")
    aligned = align_files(files, load_encoder(encoder), langs=codes, pre_segmented=pre_segmented)
    with replaced(output) if output else standard_output() as out:
        if form == "beads":
            out.writelines(f"{line}\n" for line in bead_lines(aligned))
        elif form == "units":
            out.writelines(f"{line}\n" for line in unit_lines(aligned))
        else:
            write(form, [aligned.document()], aligned.langs, out)


@command.command()
@click.option("--repair", is_flag=True, help="Build everything that is derived anew.")
@_corpus_option
def check(repair: bool, folder: Path | None) -> None:
    """Compare what is derived with what is stored; exits with 1 if anything is wrong.

    With --repair the indexes are built anew from the catalogue, and files whose indexing was cut
    short are named, so that they can be indexed again.
    """
    with hexapla.open(folder) as corpus:
        problems = corpus.check(repair=repair)
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("all is well", err=True)
