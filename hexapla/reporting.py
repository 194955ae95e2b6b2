"""What is said while indexing runs.

From: the indexing story, as it goes. To: the terminal, or a program that reads JSON.
Not here: what was done in all (hexapla.printing).
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from hexapla import printing
from hexapla.outcome import Outcome

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


class Report:
    """What is said while indexing runs: JSON lines, names of files, a bar on a terminal."""

    def __init__(self, *, verbose: bool, as_json: bool) -> None:
        self._verbose = verbose
        self._as_json = as_json
        self._bar: ProgressBar[int] | None = None

    def progress(self, done: int, total: int) -> None:
        """Draw the bar, on a terminal: bytes done of bytes in all."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = click.progressbar(length=total, file=sys.stderr, label="indexing")
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)

    def outcome(self, outcome: Outcome) -> None:
        """Say what became of a source."""
        if self._as_json and outcome.state == "indexed":
            click.echo(printing.as_json(asdict(outcome)))
        if outcome.message:
            click.echo(f"hexapla: {outcome.message}", err=True)
        elif self._verbose:
            click.echo(f"{outcome.state} {outcome.path}", err=True)

    def finish(self) -> None:
        """Leave the line of the bar."""
        if self._bar is not None:
            self._bar.render_finish()
