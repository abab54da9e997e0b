"""What the command line prints: steps with their times, progress, errors in one line."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from geo.errors import DatabaseError, ZonemapError

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_DATABASE = 3
EXIT_INTERRUPTED = 130


def exit_code_of(error: ZonemapError) -> int:
    """Exit code for an error: 3 if the database is the cause, else 1."""
    return EXIT_DATABASE if isinstance(error, DatabaseError) else EXIT_REFUSED


def say(words: str) -> None:
    """Write one line of result to standard output."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def tell(words: str) -> None:
    """Write one line about what goes on to standard error."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()


@contextmanager
def step(title: str) -> Iterator[Callable[[str], None]]:
    """Announce a step, show that it goes on, and give its time when it is done.

    Parameters
    ----------
    title
        What is done, as in "Migrating the tables".

    Yields
    ------
    callable
        Takes a few words about what goes on inside the step.

    Notes
    -----
    On a terminal the line moves; elsewhere only the finished line is written, so that a log
    stays readable.
    """
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield lambda words: None
    else:
        # Imported here: `zonemap --help` should not wait for it.
        from rich.console import Console

        console = Console(stderr=True)
        with console.status(f"{title} …") as status:
            yield lambda words: status.update(f"{title}: {words} …")
    tell(f"{title:<44} {time.monotonic() - started:6.1f} s")


@contextmanager
def counted(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show how far a long piece of work has come, and give its time when it is done.

    Parameters
    ----------
    title
        What is done, as in "Drawing pictures".

    Yields
    ------
    callable
        Takes how many are done, of how many, and a few words beside.

    Notes
    -----
    As for `step`: a bar with the time left on a terminal, else the finished line alone.
    """
    started = time.monotonic()
    if not sys.stderr.isatty():
        yield lambda done, total, words: None
    else:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), TextColumn("{task.fields[words]}"),
        )  # fmt: skip
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None, words="")
            yield lambda done, total, words: bar.update(
                task, completed=done, total=total, words=words
            )
    tell(f"{title:<44} {time.monotonic() - started:6.1f} s")
