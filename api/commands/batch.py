"""`zonemap stills`: many pictures at once, into a folder or a zip, with an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.console import EXIT_REFUSED, counted, say, step, tell
from api.commands.making import (
    Dates,
    Distance,
    Every,
    First,
    Force,
    Jobs,
    Last,
    find_reader_url,
    read_row_of_days,
    read_spec_file,
    stoppable,
)

if TYPE_CHECKING:
    from datetime import date

    from api.stills.batch import Outcome
    from api.stills.collection import DataVersion
    from api.stills.spool import Spool
    from layers.records import IndustrialZone
    from maps.stills.series import Picture, Series, Subject

_MOST_TOLD = 10


class Each(StrEnum):
    """What one picture is of."""

    ZONE = "zone"
    PROVINCE = "province"
    DATE = "date"


Province = StrEnum("Province", {"HCMC": "HCMC", "BD": "BD", "BRVT": "BRVT"})
Status = StrEnum("Status", ["operating", "under_construction", "planned"])
Kind = StrEnum("Kind", {"KCN": "KCN", "KCX": "KCX", "KCNC": "KCNC", "CCN": "CCN"})
Language = StrEnum("Language", [("VI", "vi"), ("EN", "en")])

Spec = Annotated[
    Path | None, typer.Argument(help="Spec that all have in common, YAML; default by --each.")
]
Output = Annotated[
    Path,
    typer.Option("--output", "-o", help="Folder, made where it is not there, or FILE.zip."),
]


def stills(
    spec: Spec = None,
    *,
    each: Annotated[Each, typer.Option("--each", help="What one picture is of.")] = Each.ZONE,
    output: Output,
    pattern: Annotated[
        str | None,
        typer.Option(
            "--pattern",
            help="File names, as {zone_id}-{language}-{size}.png. Fields: zone_id, name, "
            "province, date, index, template, language, size, theme. Its suffix is the format.",
        ),
    ] = None,
    condition: Annotated[
        str | None,
        typer.Option("--filter", help="CQL2 text that picks zones, as the OGC API reads it."),
    ] = None,
    zone: Annotated[list[str] | None, typer.Option("--zone", help="Id; more than once.")] = None,
    province: Annotated[
        list[Province] | None, typer.Option("--province", help="Former province; more than once.")
    ] = None,
    status: Annotated[list[Status] | None, typer.Option("--status", help="Likewise.")] = None,
    kind: Annotated[list[Kind] | None, typer.Option("--kind", help="Likewise.")] = None,
    language: Annotated[
        list[Language] | None,
        typer.Option("--language", "--lang", help="vi or en; more than once."),
    ] = None,
    size: Annotated[
        list[str] | None,
        typer.Option("--size", help="hd, uhd, vertical, square, portrait, 1280x720; several."),
    ] = None,
    theme: Annotated[list[str] | None, typer.Option("--theme", help="Several likewise.")] = None,
    dates: Dates = None,
    first: First = None,
    last: Last = None,
    every: Distance = Every.YEAR,
    jobs: Jobs = None,
    sheet: Annotated[
        bool, typer.Option("--sheet/--no-sheet", help="Contact sheets beside the pictures.")
    ] = True,
    key: Annotated[
        bool,
        typer.Option(
            "--key",
            help="Fill in FILE.png and key in FILE.key.png of each, for mixers without alpha.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 if the linter finds a fault in one.")
    ] = False,
    force: Force = False,
) -> None:
    """Make one picture for each zone, province or day; a second run makes what is missing."""
    from api.stills.collection import KEPT_NAMES
    from maps.stills.patterns import read_pattern

    named = read_pattern(pattern) if pattern is not None else None
    days = read_row_of_days(dates, first, last, every)
    series = _read_series(spec, each, is_dated=bool(days))
    series = replace(
        series,
        languages=tuple(dict.fromkeys(one.value for one in language or ())),
        sizes=tuple(dict.fromkeys(size or ())),
        themes=tuple(dict.fromkeys(theme or ())),
        pattern=named,
        kept_names=KEPT_NAMES,
    )
    wanted = Wanted(
        tuple(zone or ()), tuple(province or ()), tuple(status or ()), tuple(kind or ()), condition
    )
    _check_wanted(wanted, each, days)
    if key:
        _check_key(series)
    with stoppable(output):
        outcome = _draw(series, days, wanted, output, jobs=jobs, sheet=sheet, key=key, force=force)
    _tell_outcome(outcome, output, strict=strict)
    if key and series.shared.ground != "transparent":
        tell("The ground is not transparent, so each key is white all over; see ground in a spec.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which zones or provinces pictures are of; all where nothing is named."""

    zones: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    condition: str | None = None

    def picks(self, zone: IndustrialZone) -> bool:
        """Whether a zone is meant, the condition left out."""
        return (
            (not self.zones or zone.zone_id in self.zones)
            and (not self.provinces or zone.former_province in self.provinces)
            and (not self.statuses or zone.status in self.statuses)
            and (not self.kinds or zone.kind in self.kinds)
        )


def _draw(
    series: Series,
    days: Sequence[date],
    wanted: Wanted,
    output: Path,
    *,
    jobs: int | None,
    sheet: bool,
    key: bool,
    force: bool,
) -> Outcome:
    from api.settings import read_server_settings
    from api.stills.batch import Crew, crew_size
    from api.stills.collection import key_tasks_of, make_collection, tasks_of
    from api.stills.packing import opened_output
    from api.stills.spool import Spool

    reader_url = find_reader_url()
    base_url = read_server_settings().base_url
    with Spool(reader_url, series.shared, base_url=base_url) as spool:
        with step("Reading the records"):
            subjects, versions = _read_subjects(spool, series, days, wanted)
        pictures = series.pictures(subjects)
        _require_some(pictures)
        sort = "fill" if key else series.output
        tasks = tasks_of(pictures, sort, versions=versions, base_url=base_url)
        keys = key_tasks_of(pictures, versions=versions, base_url=base_url) if key else ()
        largest = max(
            (one.spec.pixels for one in pictures), key=lambda one: one.width_px * one.height_px
        )
        with (
            opened_output(output, (*tasks, *keys), force=force) as target,
            Crew(crew_size(largest, jobs=jobs)) as crew,
            counted(f"Drawing {len(pictures)} pictures") as show,
        ):

            def progress_of(outcome: Outcome) -> None:
                done = len(outcome.entries) + len(outcome.failed)
                failed = f"{len(outcome.failed)} failed" if outcome.failed else ""
                show(done, len(tasks) + len(keys), failed)

            return make_collection(
                pictures,
                tasks,
                crew,
                target,
                keys=keys,
                pickle_of=spool.pickled,
                language=pictures[0].spec.language,
                with_sheets=sheet,
                force=force,
                progress=progress_of,
            )


def _read_subjects(
    spool: Spool, series: Series, days: Sequence[date], wanted: Wanted
) -> tuple[list[Subject], dict[str, DataVersion]]:
    """What pictures are of, and the version of the data of each day."""
    from api.stills.collection import DataVersion
    from geo.vietnam_time import today_in_vietnam
    from maps.stills.series import Subject, subjects_of_provinces, subjects_of_zones

    subjects: list[Subject] = []
    versions = {}
    for day in days or (series.base.as_of or today_in_vietnam(),):
        material = spool.read(day)
        versions[day.isoformat()] = DataVersion(material.region.data_version, material.data_tag)
        if series.each == "date":
            subjects.append(Subject(day))
        elif series.each == "province":
            subjects += subjects_of_provinces(day, wanted.provinces)
        else:
            for zone_id in wanted.zones:
                material.zone(zone_id)
            zones = [one for one in material.region.zones if wanted.picks(one)]
            if wanted.condition is not None:
                ids = spool.zone_ids(wanted.condition, day)
                zones = [one for one in zones if one.zone_id in ids]
            subjects += subjects_of_zones(zones, day)
    return subjects, versions


def _read_series(path: Path | None, each: Each, *, is_dated: bool) -> Series:
    """The series of a spec's file, or of the default spec."""
    from maps.stills.series import Series
    from maps.stills.spec import StillSpec

    base = StillSpec() if path is None else read_spec_file(path)
    given = frozenset(base.model_fields_set)
    return Series(each.value, base, given=given, is_dated=is_dated)


def _check_wanted(wanted: Wanted, each: Each, days: Sequence[date]) -> None:
    """Refuse options that say nothing about what is asked for, rather than pass them over."""
    from geo.errors import InvalidParameter

    if each is Each.DATE and not days:
        raise InvalidParameter(
            "--each date is given without days",
            expected="--dates, or --from with --to and --every",
            remedy="name the days",
        )
    picks_zones = wanted.zones or wanted.statuses or wanted.kinds or wanted.condition is not None
    if each is not Each.ZONE and (picks_zones or (each is Each.DATE and wanted.provinces)):
        raise InvalidParameter(
            f"zones are picked, but --each is {each.value}",
            expected="--filter, --zone, --status and --kind with --each zone",
            remedy="leave them out, or name zones in the spec",
        )


def _check_key(series: Series) -> None:
    from geo.errors import InvalidParameter

    if series.output != "png":
        raise InvalidParameter(
            f"--key is given, but the pattern names .{series.output} files",
            expected="PNG: fill and key are pixels",
            remedy="end the pattern in .png, or leave --key out",
        )


def _require_some(pictures: Sequence[Picture]) -> None:
    from geo.errors import InvalidParameter

    if not pictures:
        raise InvalidParameter(
            "no zone is as asked for",
            expected="at least one",
            remedy="loosen --filter, --zone, --province, --status or --kind",
        )


def _tell_outcome(outcome: Outcome, output: Path, *, strict: bool) -> None:
    """A summary; exit code 1 if a picture is missing, or has a fault where none may have."""
    from api.stills.batch import in_one_line
    from api.stills.collection import findings_of

    kept = f", {len(outcome.kept)} were there already" if outcome.kept else ""
    say(f"Made {outcome.made} pictures in {output}{kept}")
    severities = [
        [one["severity"] for one in findings_of(entry)] for entry in outcome.entries.values()
    ]
    faulty = sum("fault" in one for one in severities)
    warned = sum("warning" in one and "fault" not in one for one in severities)
    if faulty or warned:
        say(f"Broadcast linter: {faulty} with faults, {warned} with warnings; see index.csv")
    for name, error in list(outcome.failed.items())[:_MOST_TOLD]:
        tell(f"{name}: {in_one_line(error)}")
    if len(outcome.failed) > _MOST_TOLD:
        tell(f"and {len(outcome.failed) - _MOST_TOLD} more; see index.csv")
    if outcome.failed:
        count = len(outcome.failed) + len(outcome.entries)
        tell(f"{len(outcome.failed)} of {count} pictures could not be made")
    if outcome.failed or (strict and faulty):
        raise SystemExit(EXIT_REFUSED)
