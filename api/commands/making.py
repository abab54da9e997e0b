"""What `zonemap still`, `stills` and `motion` share: specs from files, days, and how they end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from api.commands.console import EXIT_INTERRUPTED, step, tell
from api.commands.files import read_input

if TYPE_CHECKING:
    from datetime import date

    from maps.stills.spec import StillSpec

_MOST_SPEC_BYTES: Final = 100_000


class Every(StrEnum):
    """How far apart days are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


Jobs = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, max=256, help="Processes; default one for each core."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Make all anew, and write over files that are there.")
]
Dates = Annotated[str | None, typer.Option("--dates", help="Days, as 2024-01-01,2025-01-01.")]
First = Annotated[
    str | None, typer.Option("--from", metavar="DAY", help="First day of a row of days.")
]
Last = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Last day; default today.")]
Distance = Annotated[
    Every, typer.Option("--every", help="Distance of days between --from and --to.")
]


def read_spec_file(path: Path) -> StillSpec:
    """Read a spec from a file; `-` is standard input.

    Raises
    ------
    InvalidSpec
        If it is no spec.
    InvalidParameter
        If it cannot be read.
    """
    from geo.errors import InvalidSpec
    from maps.stills.spec import read_spec

    content = read_input(path, most_bytes=_MOST_SPEC_BYTES, what="a spec of a picture")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidSpec(
            f"{path} is not UTF-8 (byte {error.start})",
            expected="YAML or JSON in UTF-8",
            remedy="save it as UTF-8",
        ) from error
    return read_spec(text)


def read_row_of_days(
    dates: str | None, first: str | None, last: str | None, every: Every
) -> tuple[date, ...]:
    """Days of `--dates`, or of `--from` with `--to` and `--every`; empty where none are given.

    Raises
    ------
    InvalidParameter
        If they contradict each other or are no days.
    """
    from geo.errors import InvalidParameter
    from geo.vietnam_time import today_in_vietnam
    from maps.stills.series import days_between, read_day, read_days

    if dates is not None and (first is not None or last is not None):
        raise InvalidParameter("--dates and --from are both given", remedy="leave one out")
    if dates is not None:
        return _require_past(read_days(dates))
    if first is None:
        if last is not None:
            raise InvalidParameter("--to is given without --from", remedy="give both")
        return ()
    end = today_in_vietnam() if last is None else read_day("--to", last)
    return _require_past(days_between(read_day("--from", first), end, every.value))


def _require_past(days: tuple[date, ...]) -> tuple[date, ...]:
    from geo.errors import InvalidParameter
    from geo.vietnam_time import today_in_vietnam

    if days and days[-1] > today_in_vietnam():
        raise InvalidParameter(
            f"{days[-1].isoformat()} has not come yet",
            expected="days up to today",
            remedy="leave it out",
        )
    return days


def find_reader_url() -> str:
    """Address of the database for the role that only reads.

    Raises
    ------
    DatabaseNotFound, DatabaseUnavailable
        See `layers.cluster.find_database`.
    """
    from layers.cluster import find_database
    from layers.settings import read_database_settings

    with step("Finding the database") as progress:
        return find_database(read_database_settings(), progress=progress).reader_url


@contextmanager
def stoppable(output: Path) -> Iterator[None]:
    """Say how to go on when a run is broken off; ending it is as good as Ctrl-C."""
    aside = [output.with_name(f".{output.name}.{part}") for part in ("frames", "part")]
    places = (output, *aside)
    before_run = {one for one in places if one.exists()}

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        for one in set(places) - before_run:
            with suppress(OSError):
                one.rmdir()  # what nothing was made in yet
        if any(_holds(one, is_new=one not in before_run) for one in places):
            tell(
                f"Stopped. What is made of {output} is whole; the same command goes on from there."
            )
        else:
            tell(f"Stopped before anything of {output} was made.")
        raise SystemExit(EXIT_INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _holds(path: Path, *, is_new: bool) -> bool:
    """Whether something of a run is there: files in a folder, or a file that was not there."""
    try:
        return any(path.iterdir()) if path.is_dir() else is_new and path.is_file()
    except OSError:
        return False
