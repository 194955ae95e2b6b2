"""What a word is in the other languages: ``hexapla lexicon``.

From: the command line. To: hexapla.corpus. Not here: the work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

import hexapla
from hexapla import printing
from hexapla.commands.options import corpus_option, json_option, pair_options

if TYPE_CHECKING:
    from hexapla.lexicon import Entry, Example

LEAST_SHOWN = 0.005  # probability of a translation that people are shown


@click.command()
@click.argument("word")
@pair_options
@click.option("--top", default=5, show_default=True, type=click.IntRange(1), help="Translations.")
@click.option(
    "--examples", default=1, show_default=True, type=click.IntRange(0), help="Of each language."
)
@json_option
@corpus_option
def lexicon(
    word: str,
    source: str | None,
    targets: tuple[str, ...] | None,
    top: int,
    examples: int,
    as_json: bool,
    folder: Path | None,
) -> None:
    """What a word, or an expression of several, is in the other languages.

    With probabilities, and with examples where there is a corpus. What the corpus's own units teach
    is learned when it is first asked for, which takes a moment; without a corpus the lexicon that
    is shipped answers.

    \b
    hexapla lexicon 大会
    hexapla lexicon 'drinking water' --from en --to fr,ar
    """
    with hexapla.open(folder) as corpus:
        if not corpus.exists:
            click.echo(f"no corpus in '{corpus.folder}': from the shipped lexicon", err=True)
        found = corpus.lexicon(word, source=source, targets=targets, top=top, examples=examples)
    lines = (printing.as_json(_json(entry)) for entry in found) if as_json else entry_lines(found)
    for line in lines:
        click.echo(line)


def entry_lines(found: list[Entry]) -> Iterator[str]:
    """Entries for people: translations with probabilities, then examples."""
    heading = ""
    for entry in found:
        if heading != entry.word:
            heading = entry.word
            yield click.style(f"{heading} ({entry.lang})", bold=True)
        best = ", ".join(
            f"{one.surface} {click.style(f'{one.probability:.2f}', dim=True)}"
            for one in entry.translations
            if one.probability >= LEAST_SHOWN
        )
        yield f"   {click.style(entry.target, dim=True)}  {best or 'not known'}"
        for example in entry.examples:
            yield from _example_lines(example)


def _example_lines(example: Example) -> Iterator[str]:
    where = f"{example.symbol}{f', {example.number}' if example.number else ''}"
    yield f"       {click.style(where, dim=True)}"
    for lang, text in example.texts.items():
        marked = printing.highlighted(text, example.marks[lang])
        yield f"       {click.style(lang, dim=True)}  {marked}"


def _json(entry: Entry) -> dict[str, object]:
    translations = [
        {**one._asdict(), "probability": round(one.probability, 4)} for one in entry.translations
    ]
    return {**asdict(entry), "translations": translations}
