"""`zonemap motion`: a film of the map as numbered PNG, or as ProRes or VP9 with alpha."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    from collections.abc import Mapping
    from datetime import date

    from maps.stills.motion import Film, Timing
    from maps.stills.spec import StillSpec


class Kind(StrEnum):
    """What a film shows."""

    FLY = "fly"
    GROWTH = "growth"


def motion(
    spec: Annotated[
        Path | None,
        typer.Argument(metavar="[SPEC.yaml]", help="Spec of the picture at the end, YAML or JSON."),
    ] = None,
    *,
    kind: Annotated[
        Kind,
        typer.Option("--kind", help="fly: from the region to zones; growth: day after day."),
    ] = Kind.FLY,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="Folder for numbered PNG, FILE.mov for ProRes 4444 or FILE.webm for VP9; the "
            "last two need ffmpeg.",
        ),
    ],
    seconds: Annotated[float, typer.Option("--seconds", help="Length, 1 to 60.")] = 4.0,
    fps: Annotated[int, typer.Option("--fps", help="Frames a second: 25, 30, 50 or 60.")] = 25,
    zone: Annotated[
        list[str] | None, typer.Option("--zone", "-z", help="Zone to fly to; more than once.")
    ] = None,
    template: Annotated[
        str | None,
        typer.Option("--template", "-t", help="Default locator to fly, overview for growth."),
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title.")] = None,
    subtitle: Annotated[str | None, typer.Option("--subtitle", help="Line below it.")] = None,
    size: Annotated[
        str | None, typer.Option("--size", help="hd, uhd, vertical, square, or as 1280x720.")
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "--lang", help="Words: vi or en.")
    ] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="neutral, newsroom.")] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", help="remaining_ha, occupancy, distance or status.")
    ] = None,
    ground: Annotated[
        str | None, typer.Option("--ground", help="map, solid, or transparent for alpha.")
    ] = None,
    levels: Annotated[
        str | None,
        typer.Option("--levels", help="full, or video for PNG with pixels from 16 to 235."),
    ] = None,
    dates: Dates = None,
    first: First = None,
    last: Last = None,
    every: Distance = Every.YEAR,
    jobs: Jobs = None,
    force: Force = False,
) -> None:
    """Make a film of the map: a flight from the region to a zone, or the region day after day.

    A run that is broken off is gone on with by the same command.
    """
    from api.stills.video import container_of, find_ffmpeg
    from maps.stills.motion import Timing

    changes: dict[str, Any] = {
        "zones": zone, "template": template, "title": title, "subtitle": subtitle, "size": size,
        "language": language, "theme": theme, "measure": measure, "ground": ground,
        "levels": levels,
    }  # fmt: skip
    given = {name: value for name, value in changes.items() if value is not None}
    chosen = _choose(spec, kind, given)
    timing = Timing(seconds, fps)
    days = read_row_of_days(dates, first, last, every)
    _check(chosen, kind, days)
    container = container_of(output)
    ffmpeg = ""
    if container is not None:
        ffmpeg = find_ffmpeg()
        _check_film(output, chosen, force=force)
    with stoppable(output):
        frames = output if container is None else output.with_name(f".{output.name}.frames")
        _draw(chosen, kind, days, timing, frames, jobs=jobs, force=force)
        if container is None:
            say(f"Made {timing.frames} frames in {output}, {fps} a second")
            return
        _encode(frames, output, timing, ffmpeg)


def _choose(path: Path | None, kind: Kind, given: Mapping[str, Any]) -> StillSpec:
    """Spec of the picture at the end."""
    from maps.stills.spec import spec_of

    document = {} if path is None else read_spec_file(path).document()
    default = "locator" if kind is Kind.FLY else "overview"
    return spec_of({"template": default, **document, **given})


def _check(spec: StillSpec, kind: Kind, days: tuple[date, ...]) -> None:
    from geo.errors import InvalidParameter

    if kind is Kind.FLY and days:
        raise InvalidParameter(
            "days are given, but --kind is fly",
            expected="days with --kind growth",
            remedy="leave them out; as_of in the spec has the day of a flight",
        )
    if kind is Kind.FLY and not spec.zones:
        raise InvalidParameter(
            "there is no zone to fly to", remedy="name one, as --zone my-xuan-a2"
        )
    if kind is Kind.GROWTH and not days:
        raise InvalidParameter(
            "--kind growth is given without days",
            expected="--dates, or --from with --to and --every",
            remedy="name the days",
        )


def _check_film(output: Path, spec: StillSpec, *, force: bool) -> None:
    """Refuse what cannot be a film before minutes are spent on its frames."""
    from api.commands.files import check_outputs
    from geo.errors import InvalidParameter

    check_outputs([output], force=force)
    if spec.levels == "video":
        raise InvalidParameter(
            "levels is video, but a film has video levels anyhow",
            expected="levels full: ffmpeg makes BT.709 levels of it",
            remedy="leave --levels out, or name a folder for numbered PNG",
        )


def _draw(
    spec: StillSpec,
    kind: Kind,
    days: tuple[date, ...],
    timing: Timing,
    frames: Path,
    *,
    jobs: int | None,
    force: bool,
) -> None:
    """Make the frames; exit code 1 if one is missing."""
    import pickle

    from api.stills.batch import Crew, Outcome, crew_size, in_one_line
    from api.stills.sequence import make_sequence
    from api.stills.target import Target

    film, about = _plan(spec, kind, days, timing)
    with (
        Target(frames) as target,
        Crew(crew_size(spec.pixels, jobs=jobs)) as crew,
        counted(f"Drawing {timing.frames} frames") as show,
    ):
        tasks = len({film.twin(index) for index in range(timing.frames)})

        def progress(outcome: Outcome) -> None:
            show(len(outcome.entries) + len(outcome.failed), tasks, "")

        pickled = pickle.dumps(film, protocol=5)
        outcome, findings = make_sequence(
            film, pickled, about, crew, target, force=force, progress=progress
        )
    for finding in findings:
        tell(f"{finding.severity} {finding.code}: {finding.en}")
    if outcome.failed:
        name, error = next(iter(outcome.failed.items()))
        tell(f"{name}: {in_one_line(error)}")
        tell(f"{len(outcome.failed)} frames could not be made")
        raise SystemExit(EXIT_REFUSED)


def _plan(
    spec: StillSpec, kind: Kind, days: tuple[date, ...], timing: Timing
) -> tuple[Film, dict[str, Any]]:
    """The film, and the plain values that it follows from."""
    from api.settings import read_server_settings
    from api.stills.spool import Spool
    from geo.vietnam_time import today_in_vietnam
    from maps.stills.growth import plan_growth
    from maps.stills.motion import plan_flight

    url = find_reader_url()
    shown = days or (spec.as_of or today_in_vietnam(),)
    with (
        Spool(url, spec.but(as_of=None), base_url=read_server_settings().base_url) as spool,
        step("Reading the records"),
    ):
        materials = [spool.read(day) for day in shown]
    with step("Planning the film"):
        film: Film
        if kind is Kind.FLY:
            film = plan_flight(spec, materials[0], timing)
        else:
            film = plan_growth(spec, materials, timing)
    about = {
        "motion": kind.value,
        "spec": spec.document(),
        "days": [day.isoformat() for day in shown],
        "data_version": materials[-1].region.data_version,
        "data_tags": sorted({one.data_tag for one in materials}),
        "timing": [timing.frames, timing.fps, timing.hold],
    }
    return film, about


def _encode(frames: Path, output: Path, timing: Timing, ffmpeg: str) -> None:
    """Make the film of its frames, and let these go."""
    from api.stills.video import encode

    with counted(f"Encoding {output.name}") as show:
        encode(
            frames, output, count=timing.frames, fps=timing.fps, ffmpeg=ffmpeg,
            progress=lambda frame: show(frame, timing.frames, ""),
        )  # fmt: skip
    shutil.rmtree(frames)
    megabytes = output.stat().st_size / 1e6
    say(f"Made {output}: {timing.frames} frames, {timing.fps} a second, {megabytes:.1f} MB")
