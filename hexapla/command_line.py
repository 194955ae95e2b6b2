"""The command ``hexapla``: reads its arguments, calls one story, prints.

Results go to standard output, all else to standard error. Exit 0: done; 1: an error of ours, in one
line; 2: the arguments are wrong.

From: a person or a program. To: hexapla.commands. Not here: what a command takes and prints.
"""

from __future__ import annotations

import gc
import os
import sys

import click

import hexapla
from hexapla.commands.align import align
from hexapla.commands.bench import bench
from hexapla.commands.check import check
from hexapla.commands.concordance import concordance
from hexapla.commands.encode import encode
from hexapla.commands.export import export
from hexapla.commands.history import history
from hexapla.commands.index import index
from hexapla.commands.lexicon import lexicon
from hexapla.commands.lookup import lookup
from hexapla.commands.search import search
from hexapla.commands.show import show
from indexer.errors import HexaplaError

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
    hexapla lookup 'a whole clause'       what is like it, and how it was put before
    hexapla lexicon 大会                  what a word is in the other languages

    A corpus is a folder: --corpus DIR, else $HEXAPLA_CORPUS, else ./.hexapla.
    """


_FOR_READERS = (search, show, lookup, history, concordance, lexicon)
for _one in (index, align, *_FOR_READERS, encode, export, bench, check):
    command.add_command(_one)
