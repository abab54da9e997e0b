"""The frames of a film as numbered PNG files, with a manifest of what they are and how to go on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, Final

import orjson

from api.stills.batch import (
    JOURNAL,
    Crew,
    Entry,
    Outcome,
    Task,
    make_files,
    read_entries,
    recipe_of,
    write_index,
)
from api.stills.target import Target
from api.stills.worker import Job
from maps.stills.imprint import PROGRAM
from maps.stills.layout import layout_of
from maps.stills.lint.findings import Finding
from maps.stills.lint.linter import lint
from maps.stills.motion import Film
from maps.stills.raster import sampled_pixels
from maps.stills.theme import theme

FRAME_NAMES: Final = "frame_%05d.png"
"""As ffmpeg and editing suites read it; the first frame is 1."""

_FRAME: Final = re.compile(r"frame_\d{5}\.png", re.ASCII)

FILM: Final = "film"
"""Key of the film, which goes to the workers in place of records."""


def frame_name(index: int) -> str:
    """File name of a frame; the first index is 0."""
    return FRAME_NAMES % (index + 1)


def frame_tasks(film: Film, about: Mapping[str, Any]) -> tuple[Task, ...]:
    """What has to be made for a film: one task for all frames that look alike.

    Parameters
    ----------
    about
        Plain values that the film follows from: motion, spec, days, version of the data.
    """
    indexes = dict.fromkeys(film.twin(index) for index in range(film.timing.frames))
    look = repr(theme(film.spec.theme))
    return tuple(
        Task(
            frame_name(index),
            Job("frame", index=index),
            FILM,
            recipe_of(program=PROGRAM, theme=look, frame=index, **about),
        )
        for index in indexes
    )


def make_sequence(
    film: Film,
    pickled: bytes,
    about: Mapping[str, Any],
    crew: Crew,
    target: Target,
    *,
    force: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Make the frames of a film, and their manifest once none is missing.

    Parameters
    ----------
    pickled
        The film, for the workers.

    Returns
    -------
    What became of the frames that had to be drawn, and what the linter finds in the last one.

    Raises
    ------
    InvalidParameter, DownloadFailed
        See `api.stills.batch.make_files`.
    """
    tasks = frame_tasks(film, about)
    earlier = read_entries(target)
    outcome = make_files(
        tasks, crew, target, pickle_of=lambda key: pickled, force=force, progress=progress
    )
    if outcome.failed:
        return outcome, ()
    names = [frame_name(index) for index in range(film.timing.frames)]
    for index, name in enumerate(names):
        if name not in outcome.entries:
            twin = outcome.entries[frame_name(film.twin(index))]
            outcome.entries[name] = _copy(twin, name, target)
    entries = [outcome.entries[name] for name in names]
    findings = look_over(film, target)
    told = [one.document() for one in findings]
    write_index(target, {**manifest(film, about), "findings": told}, entries)
    # Frames of a longer film that we made here before would be played after this one.
    for name in earlier.keys() - set(names):
        if _FRAME.fullmatch(name):  # an index that somebody wrote may name anything
            target.remove(name)
    return outcome, findings


def look_over(film: Film, target: Target) -> tuple[Finding, ...]:
    """What the linter finds in the last frame, on which all words stand."""
    last = film.timing.frames - 1
    png = target.read(frame_name(last))
    layout = layout_of(film.drawing(last), film.spec)
    found = lint(layout, None if png is None else sampled_pixels(png))
    # The legend of a film explains what other frames show, too.
    return tuple(one for one in found if one.code != "legend-not-on-map")


def manifest(film: Film, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a sequence says of itself."""
    size = film.spec.pixels
    return {
        "format": "zonemap motion 1",
        "program": PROGRAM,
        "names": FRAME_NAMES,
        "first": 1,
        "frames": film.timing.frames,
        "fps": film.timing.fps,
        "seconds": film.timing.frames / film.timing.fps,
        "width_px": size.width_px,
        "height_px": size.height_px,
        "alpha": "straight" if film.spec.ground == "transparent" else "opaque",
        **about,
    }


def _copy(twin: Entry, name: str, target: Target) -> Entry:
    """A frame that looks as another does; written only where it is not there."""
    there = target.read(name)
    if there is None or hashlib.sha256(there).hexdigest() != twin.sha256:
        target.write(name, target.read(twin.name) or b"")
    entry = Entry(name, twin.recipe, twin.sha256, twin.document)
    target.append(JOURNAL, orjson.dumps({"entries": [asdict(entry)]}) + b"\n")
    return entry
