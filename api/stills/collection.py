"""A batch of pictures with its index: contact sheets, a table, and JSON to go on from."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import orjson

from api.stills.batch import (
    INDEX,
    Crew,
    Entry,
    Outcome,
    Task,
    in_one_line,
    make_files,
    recipe_of,
    write_index,
)
from api.stills.target import Target
from api.stills.worker import Done, Job
from layers.exports import safe_text
from maps.labels import Language
from maps.stills.imprint import PROGRAM, Output
from maps.stills.index_sheet import Cell, cells_a_page, draw_sheet, thumb_size
from maps.stills.raster import Pixels, small_pixels
from maps.stills.series import Picture
from maps.stills.sizes import Size
from maps.stills.spec import StillSpec
from maps.stills.theme import theme
from maps.stills.words import phrase

TABLE: Final = "index.csv"
_MOST_SHEETS: Final = 500
SHEETS: Final = tuple(f"index-{number}.png" for number in range(1, _MOST_SHEETS + 1))
KEPT_NAMES: Final = (INDEX, TABLE, *SHEETS)
"""Names that pictures cannot have."""

_COLUMNS: Final = (
    "file", "key_file", "title", "zone_id", "province", "date", "template", "language", "size",
    "theme", "lint", "faults", "warnings", "findings", "data_version", "sha256", "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DataVersion:
    """Version of the data that the records of a day were read from.

    Attributes
    ----------
    tag
        The version with what tells databases apart.
    """

    number: int
    tag: str


def tasks_of(
    pictures: Sequence[Picture],
    output: Output,
    *,
    versions: Mapping[str, DataVersion],
    base_url: str,
) -> tuple[Task, ...]:
    """What has to be made for pictures.

    Parameters
    ----------
    versions
        By the ISO text of the day.
    """
    return tuple(
        _task(one, one.file, output, versions[one.subject.day.isoformat()], base_url)
        for one in pictures
    )


def key_tasks_of(
    pictures: Sequence[Picture], *, versions: Mapping[str, DataVersion], base_url: str
) -> tuple[Task, ...]:
    """What has to be made for the keys that go with pictures that are fills."""
    return tuple(
        _task(one, key_name(one.file), "key", versions[one.subject.day.isoformat()], base_url)
        for one in pictures
    )


def key_name(file: str) -> str:
    """Name of the key that goes with a fill: of `a2.png` it is `a2.key.png`."""
    stem, _, suffix = file.rpartition(".")
    return f"{stem}.key.{suffix}"


def _task(picture: Picture, name: str, output: Output, version: DataVersion, base_url: str) -> Task:
    day, spec = picture.subject.day.isoformat(), picture.spec.document()
    recipe = recipe_of(
        program=PROGRAM,
        spec=spec,
        output=output,
        day=day,
        data=[version.number, version.tag],
        base_url=base_url,
        theme=repr(theme(picture.spec.theme)),
    )
    about = {"spec": spec, "on_day": day, "data_version": version.number}
    return Task(name, Job("picture", picture.spec, output), day, recipe, about)


def make_collection(
    pictures: Sequence[Picture],
    tasks: Sequence[Task],
    crew: Crew,
    target: Target,
    *,
    keys: Sequence[Task] = (),
    pickle_of: Callable[[str], bytes],
    language: Language,
    with_sheets: bool = True,
    force: bool = False,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> Outcome:
    """Make pictures and their index.

    Parameters
    ----------
    keys
        Made beside the pictures, in the same order, where those are fills.
    language
        Of the contact sheets.

    Returns
    -------
    What became of the pictures; a key that failed is among what failed.

    Raises
    ------
    InvalidParameter, DownloadFailed
        See `make_files`.
    """
    every = [one for pair in zip(tasks, keys, strict=True) for one in pair] if keys else tasks
    outcome = make_files(
        every,
        crew,
        target,
        pickle_of=pickle_of,
        others=(TABLE, *SHEETS) if with_sheets else (TABLE,),
        force=force,
        progress=progress,
    )
    sheets: list[Mapping[str, str]] = []
    if with_sheets:
        known = {} if force else _known_sheets(target)
        for sheet in _plan_sheets(pictures, outcome, language):
            drawn = known.get(sheet.name)
            if drawn is None or drawn["recipe"] != sheet.recipe:
                content = _draw(sheet, tasks, outcome, crew, target, pickle_of)
                target.write(sheet.name, content)
                digest = hashlib.sha256(content).hexdigest()
                drawn = {"name": sheet.name, "recipe": sheet.recipe, "sha256": digest}
            sheets.append(drawn)
    rows = [_row(picture, outcome) for picture in pictures]
    _write_changed(target, TABLE, _table(rows))
    entries = [outcome.entries[one.name] for one in every if one.name in outcome.entries]
    document = {"format": "zonemap stills 1", "program": PROGRAM, "sheets": sheets, "rows": rows}
    write_index(target, document, entries)
    names = {one.name for one in keys}
    fills = {name: entry for name, entry in outcome.entries.items() if name not in names}
    return Outcome(fills, outcome.kept - names, outcome.failed)


def findings_of(entry: Entry) -> list[Mapping[str, Any]]:
    """What the linter found in a picture, as plain values."""
    return list(entry.document.get("findings", ()))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A contact sheet that is to be drawn: `chosen` of the pictures, which are all `of`."""

    name: str
    chosen: slice
    of: Sequence[Picture]
    heading: str
    page: int
    pages: int
    language: Language
    recipe: str

    @property
    def sizes(self) -> list[Size]:
        return sorted({one.spec.pixels for one in self.of}, key=str)


def _plan_sheets(
    pictures: Sequence[Picture], outcome: Outcome, language: Language
) -> Iterator[_Sheet]:
    sizes = sorted({one.spec.pixels for one in pictures}, key=str)
    each = cells_a_page(sizes)
    pages = min(_MOST_SHEETS, -(-len(pictures) // each))
    versions = sorted({_version(one) for one in outcome.entries.values()})
    heading = phrase(
        "sheet_heading", language, count=str(len(pictures)), version=", ".join(versions) or "–"
    )
    for page in range(pages):
        chosen = slice(page * each, (page + 1) * each)
        shown = [
            (one.file, one.title, outcome.entries[one.file].sha256)
            if one.file in outcome.entries
            else (one.file, one.title)
            for one in pictures[chosen]
        ]
        recipe = recipe_of(
            program=PROGRAM, heading=heading, shown=shown, page=[page, pages], language=language,
            sizes=[str(one) for one in sizes],
        )  # fmt: skip
        yield _Sheet(SHEETS[page], chosen, pictures, heading, page + 1, pages, language, recipe)


def _known_sheets(target: Target) -> dict[str, Mapping[str, str]]:
    """Sheets that are there as the index says, by name."""
    known: dict[str, Mapping[str, str]] = {}
    try:
        for one in orjson.loads(target.read(INDEX) or b"{}")["sheets"]:
            content = target.read(one["name"])
            if content is not None and hashlib.sha256(content).hexdigest() == one["sha256"]:
                known[one["name"]] = {key: one[key] for key in ("name", "recipe", "sha256")}
    except (ValueError, KeyError, TypeError):
        return {}
    return known


def _draw(
    sheet: _Sheet,
    tasks: Sequence[Task],
    outcome: Outcome,
    crew: Crew,
    target: Target,
    pickle_of: Callable[[str], bytes],
) -> bytes:
    """A contact sheet; the small pictures of one at a time are in memory."""
    made = [one for one in tasks[sheet.chosen] if one.name in outcome.entries]
    is_png = all(one.job.output == "png" for one in made)
    sizes = sheet.sizes
    thumbs = (
        _shrunk(made, sizes, crew.count, target)
        if is_png
        else _redrawn(made, sizes, crew, pickle_of)
    )
    return draw_sheet(
        [_cell(one, outcome, thumbs.get(one.file)) for one in sheet.of[sheet.chosen]],
        sizes,
        heading=sheet.heading,
        page=sheet.page,
        pages=sheet.pages,
        language=sheet.language,
    )


def _shrunk(
    tasks: Sequence[Task], sizes: Sequence[Size], count: int, target: Target
) -> dict[str, Pixels]:
    """Small pictures of those that are made, without drawing them anew."""

    def shrink(task: Task) -> tuple[str, Pixels]:
        png = target.read(task.name) or b""
        return task.name, small_pixels(png, *thumb_size(_size_of(task), sizes))

    with ThreadPoolExecutor(count) as threads:
        return dict(threads.map(shrink, tasks))


def _redrawn(
    tasks: Sequence[Task],
    sizes: Sequence[Size],
    crew: Crew,
    pickle_of: Callable[[str], bytes],
) -> dict[str, Pixels]:
    """Small pictures of those that are files without pixels."""
    small = []
    for one in tasks:
        width_px, _ = thumb_size(_size_of(one), sizes)
        job = Job("picture", one.job.spec, preview_px=width_px)
        small.append(Task(one.name, job, one.material, ""))
    return {
        task.name: small_pixels(done.content, *thumb_size(_size_of(task), sizes))
        for task, done in crew.run(small, pickle_of)
        if isinstance(done, Done)
    }


def _size_of(task: Task) -> Size:
    return (task.job.spec or StillSpec()).pixels


def _cell(picture: Picture, outcome: Outcome, thumb: Pixels | None) -> Cell:
    faults, warnings = _counts(outcome.entries.get(picture.file))
    return Cell(picture.file, picture.title, picture.spec.pixels, thumb, faults, warnings)


def _counts(entry: Entry | None) -> tuple[int, int]:
    severities = [one.get("severity") for one in findings_of(entry)] if entry else []
    return severities.count("fault"), severities.count("warning")


def _version(entry: Entry) -> str:
    return str(entry.document.get("data_version", "?"))


def _row(picture: Picture, outcome: Outcome) -> dict[str, Any]:
    """One picture as the table has it."""
    entry, spec, subject = outcome.entries.get(picture.file), picture.spec, picture.subject
    faults, warnings = _counts(entry)
    verdict = "fault" if faults else "warning" if warnings else "clean"
    codes = dict.fromkeys(str(one["code"]) for one in findings_of(entry)) if entry else ()
    key = key_name(picture.file)
    failed = outcome.failed.get(picture.file) or outcome.failed.get(key)
    return {
        "file": picture.file,
        "key_file": key if key in outcome.entries else "",
        "title": picture.title,
        "zone_id": subject.zone_id or "",
        "province": subject.province or "",
        "date": subject.day.isoformat(),
        "template": spec.template,
        "language": spec.language,
        "size": str(spec.pixels),
        "theme": spec.theme,
        "lint": verdict if entry else "",
        "faults": faults,
        "warnings": warnings,
        "findings": " ".join(codes),
        "data_version": _version(entry) if entry else "",
        "sha256": entry.sha256 if entry else "",
        "error": "" if failed is None else in_one_line(failed),
    }


def _table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """CSV with a byte order mark, which spreadsheets need to read Vietnamese."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([safe_text(str(row[name])) for name in _COLUMNS])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _write_changed(target: Target, name: str, content: bytes) -> None:
    if target.read(name) != content:
        target.write(name, content)
