"""`zonemap still` makes a picture, `zonemap lint` looks one over that was made earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from api.commands.console import EXIT_REFUSED, say, step, tell
from api.commands.files import check_outputs, read_input, write_files
from api.commands.making import read_spec_file
from api.commands.printing import Language, print_json

if TYPE_CHECKING:
    from datetime import date

    from maps.stills.imprint import Imprint, Output
    from maps.stills.inspection import Inspection
    from maps.stills.lint.findings import Finding
    from maps.stills.material import Material
    from maps.stills.picture import Still
    from maps.stills.spec import StillSpec

_SUFFIXES: Final[Mapping[str, Output]] = {".png": "png", ".svg": "svg", ".pdf": "pdf"}
_REPORT_PX: Final = 1920

SpecFile = Annotated[
    Path | None,
    typer.Argument(metavar="SPEC.yaml", help="Spec, YAML or JSON; - reads it from a pipe."),
]
OutputFile = Annotated[
    Path, typer.Option("--output", "-o", help="File to write: .png, .svg or .pdf.")
]
Flag = bool | None


def still(
    spec_file: SpecFile = None,
    *,
    output: OutputFile,
    zone: Annotated[
        list[str] | None,
        typer.Option("--zone", "-z", help="Zone that the picture is about; more than once."),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            "-t",
            help="overview, locator, ranking, distances, before_after, corridor, claim or "
            "lower_third; default by what is given: a locator for zones, else an overview.",
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="Title; an empty one leaves it out.")
    ] = None,
    subtitle: Annotated[
        str | None, typer.Option("--subtitle", help="The same for the line below it.")
    ] = None,
    size: Annotated[
        str | None,
        typer.Option("--size", help="hd, uhd, vertical, square, portrait, or as 1280x720."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "--lang", help="Words of the picture: vi or en.")
    ] = None,
    theme: Annotated[
        str | None, typer.Option("--theme", help="neutral, newsroom, or your own.")
    ] = None,
    measure: Annotated[
        str | None,
        typer.Option("--measure", help="remaining_ha, occupancy, distance or status."),
    ] = None,
    ground: Annotated[
        str | None, typer.Option("--ground", help="map, solid or transparent.")
    ] = None,
    levels: Annotated[
        str | None, typer.Option("--levels", help="full, or video for pixels from 16 to 235.")
    ] = None,
    safe_area: Annotated[
        str | None,
        typer.Option("--safe-area", help="graphics, action, legacy, vertical or none."),
    ] = None,
    layers: Annotated[
        str | None,
        typer.Option("--layers", help="Layers joined by commas, as zones,ports,roads."),
    ] = None,
    province: Annotated[
        str | None, typer.Option("--province", help="Former province: HCMC, BD or BRVT.")
    ] = None,
    bbox: Annotated[
        str | None,
        typer.Option("--bbox", help="What the map shows: west,south,east,north in degrees."),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", help="Zones of a ranking, 3 to 12.")] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", help="Published total of a claim card, by its id.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="Day, YYYY-MM-DD; default today.")
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            "--before", metavar="DAY", help="Earlier day; the latest with a change since."
        ),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="How long it is on air, for the linter.")
    ] = None,
    legend: Annotated[Flag, typer.Option("--legend/--no-legend", help="Legend.")] = None,
    scale_bar: Annotated[Flag, typer.Option("--scale-bar/--no-scale-bar", help="Scale.")] = None,
    north_arrow: Annotated[
        Flag, typer.Option("--north-arrow/--no-north-arrow", help="North arrow.")
    ] = None,
    inset: Annotated[Flag, typer.Option("--inset/--no-inset", help="Small map of where.")] = None,
    source_line: Annotated[
        Flag, typer.Option("--source-line/--no-source-line", help="Sources in the credit.")
    ] = None,
    data_date: Annotated[
        Flag, typer.Option("--data-date/--no-data-date", help="Date of the data.")
    ] = None,
    badge_notes: Annotated[
        Flag, typer.Option("--badge-notes/--no-badge-notes", help="Quality of the figures.")
    ] = None,
    qr: Annotated[Flag, typer.Option("--qr/--no-qr", help="QR code to the page.")] = None,
    key: Annotated[
        bool,
        typer.Option(
            "--key", help="Fill in FILE.png and key in FILE.key.png, for mixers without alpha."
        ),
    ] = False,
    sidecar: Annotated[
        bool,
        typer.Option("--sidecar/--no-sidecar", help="FILE.json with what the picture is made of."),
    ] = True,
    lint_report: Annotated[
        Path | None,
        typer.Option("--lint-report", metavar="FILE.png", help="Picture of what is wrong where."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing if the linter finds a fault.")
    ] = False,
    made_earlier: Annotated[
        Path | None,
        typer.Option("--from", metavar="PICTURE.png", help="Make this picture again."),
    ] = None,
    accept_changes: Annotated[
        bool,
        typer.Option(
            "--accept-changes", help="With --from: write it though the data have changed since."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write over files that are there already.")
    ] = False,
) -> None:
    """Make a map as a picture for air, print or the web, looked over by the linter.

    Options come before what the spec says. The picture keeps its own spec: --from makes it again.
    """
    changes: dict[str, Any] = {
        "zones": zone, "template": template, "title": title, "subtitle": subtitle, "size": size,
        "language": language, "theme": theme, "measure": measure, "ground": ground,
        "levels": levels, "safe_area": safe_area, "province": province, "top": top,
        "claim": claim, "as_of": as_of, "before": before, "seconds": seconds, "legend": legend,
        "scale_bar": scale_bar, "north_arrow": north_arrow, "inset": inset,
        "source_line": source_line, "data_date": data_date, "badge_notes": badge_notes, "qr": qr,
    }  # fmt: skip
    given = {name: value for name, value in changes.items() if value is not None}
    if layers is not None:
        given["layers"] = [one.strip() for one in layers.split(",") if one.strip()]
    if bbox is not None:
        given["extent"] = {"bbox": _read_bbox(bbox)}
    target = _Target(output, key=key, sidecar=sidecar, report=lint_report, force=force)
    if made_earlier is not None:
        if given or spec_file is not None:
            _refuse_both(given, spec_file)
        _make_again(made_earlier, target, accept_changes=accept_changes, strict=strict)
        return
    spec = _read_spec(spec_file, given)
    material = _read_material(spec)
    if material.before is not None:
        tell(f"Compared with {material.before.isoformat()}, after which figures changed last.")
    with step("Drawing the picture"):
        stills = target.make(spec, material)
    target.finish(stills, strict=strict)


def lint(
    picture: Annotated[Path, typer.Argument(metavar="PICTURE.png", help="PNG to look over.")],
    *,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE.png", help="Picture of what is wrong where."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    language: Annotated[
        Language, typer.Option("--lang", help="Words of the findings: vi or en.")
    ] = Language.EN,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a report that is there already.")
    ] = False,
) -> None:
    """Look a PNG over before it goes on air; exit code 1 if the linter finds a fault.

    A picture that zonemap made is checked by the words that it carries and by its pixels, any other
    by its pixels alone.
    """
    from maps.stills.inspection import inspect_png
    from maps.stills.lint.report import draw_findings

    if report is not None:
        check_outputs([report], force=force)
    content = _read_png(picture)
    seen = inspect_png(content)
    if report is not None:
        drawn = draw_findings(content, seen.layout, seen.findings, language.value)
        write_files({report: drawn})
    if as_json:
        print_json(_inspected(picture, seen))
    else:
        for finding in seen.findings:
            say(f"{finding.severity} {finding.code}: {finding.text(language.value)}")
        say(_counted(seen.findings))
    if _has_faults(seen.findings):
        raise typer.Exit(EXIT_REFUSED)


class _Target:
    """The files that a picture is written to.

    Raises
    ------
    InvalidParameter
        If one of them cannot be written.
    """

    def __init__(
        self, output: Path, *, key: bool, sidecar: bool, report: Path | None, force: bool
    ) -> None:
        self.outputs = _outputs_of(output, key=key)
        self.report = report
        self.sidecar = output.with_name(f"{output.name}.json") if sidecar else None
        others = [one for one in (self.sidecar, report) if one is not None]
        paths = [*self.outputs.values(), *others]
        check_outputs(paths, force=force)
        if len({one.absolute() for one in paths}) < len(paths):
            _refuse_same(paths)

    def make(self, spec: StillSpec, material: Material) -> Mapping[Output, Still]:
        """Make every file, as bytes."""
        from maps.stills.picture import make_stills

        return make_stills(spec, material, tuple(self.outputs))

    def finish(self, stills: Mapping[Output, Still], *, strict: bool) -> None:
        """Tell what the linter found, and write the files."""
        first = next(iter(stills.values()))
        for finding in first.findings:
            tell(f"{finding.severity} {finding.code}: {finding.en}")
        is_refused = strict and _has_faults(first.findings)
        files: dict[Path, bytes] = {}
        if self.report is not None:
            files[self.report] = _report_of(first)
        if not is_refused:
            files |= {self.outputs[name]: one.content for name, one in stills.items()}
            if self.sidecar is not None:
                files[self.sidecar] = _sidecar_of(self.outputs, stills)
        write_files(files)
        if is_refused:
            tell(f"zonemap: {_counted(first.findings)} and --strict was given; nothing was written")
            raise typer.Exit(EXIT_REFUSED)
        for name, path in self.outputs.items():
            kilobytes = len(stills[name].content) / 1000
            say(f"Wrote {path} ({first.layout.size}, {kilobytes:.0f} kB)")
        _tell_opaque(stills)


def _outputs_of(output: Path, *, key: bool) -> dict[Output, Path]:
    from geo.errors import InvalidParameter

    sort = _SUFFIXES.get(output.suffix.lower())
    if sort is None:
        raise InvalidParameter(
            f"the file is {output.name[:60]!r}",
            expected="a name that ends in .png, .svg or .pdf",
            remedy="name it so",
        )
    if not key:
        return {sort: output}
    if sort != "png":
        raise InvalidParameter(
            f"--key was given for {output.name[:60]!r}",
            expected="a PNG: fill and key are pixels",
            remedy="name a file that ends in .png",
        )
    return {"fill": output, "key": output.with_name(f"{output.stem}.key{output.suffix}")}


def _make_again(picture: Path, target: _Target, *, accept_changes: bool, strict: bool) -> None:
    """Make a picture from its own imprint; the same bytes, or say what has changed."""
    from geo.errors import InvalidParameter
    from maps.stills.metadata import read_png_imprint

    content = _read_png(picture)
    imprint = read_png_imprint(content)
    if imprint is None:
        raise InvalidParameter(
            f"{picture} has no words of zonemap",
            expected="a PNG that `zonemap still` or the studio made",
            remedy="make it from a spec",
        )
    if imprint.output in ("fill", "key") and "fill" not in target.outputs:
        raise InvalidParameter(
            f"{picture} is the {imprint.output} of a pair", remedy="use --key to make both again"
        )
    # Its links lead where they led, to whichever server it came from.
    material = _read_material(imprint.spec, on_day=imprint.on_day, base_url=imprint.base_url)
    with step("Drawing the picture"):
        stills = target.make(imprint.spec, material)
    made = stills.get(imprint.output)
    changes = list(_changes(imprint, material))
    if made is None:
        is_same = not changes
    else:
        is_same = made.content == content
        changes = _explained(changes, content, made.content)
    if not is_same and not accept_changes:
        raise InvalidParameter(
            f"{picture} cannot be made again as it was: {'; '.join(changes)}",
            remedy="use --accept-changes to make it as of now",
        )
    target.finish(stills, strict=strict)
    if is_same and made is not None:
        say(f"The same bytes as {picture}.")
    elif not is_same:
        tell(f"Not the same as {picture}: {'; '.join(changes)}")


def _changes(imprint: Imprint, material: Material) -> Iterable[str]:
    """What is not as it was when the picture was made."""
    from maps.stills.imprint import PROGRAM

    if material.data_tag != imprint.data_tag:
        version = material.region.data_version
        old, new = f"version {imprint.data_version}", f"version {version}"
        if version == imprint.data_version:
            old, new = imprint.data_tag, material.data_tag
        yield f"it was made from data {old}, now there is {new}"
    if imprint.program != PROGRAM:
        yield f"it was made by {imprint.program[:40]}, this is {PROGRAM}"


def _explained(changes: Sequence[str], old: bytes, new: bytes) -> list[str]:
    """Changes, with whether they are seen; something has to be said where bytes differ."""
    from maps.stills.metadata import pixel_bytes

    if old == new:
        return []
    if pixel_bytes(old) == pixel_bytes(new):
        told = changes or ("only the words that it carries differ",)
        return [*told, "what is drawn is the same"]
    return list(changes) or [
        "the data are the same, so the program, its fonts or its themes have changed, or the file"
    ]


def _read_spec(spec_file: Path | None, given: Mapping[str, Any]) -> StillSpec:
    from maps.stills.implied import imply_template
    from maps.stills.spec import spec_of

    if spec_file is None:
        return spec_of(imply_template(given))
    # A spec without a template is an overview: that is how short ones are written.
    return spec_of({**read_spec_file(spec_file).document(), **given})


def _read_material(
    spec: StillSpec, *, on_day: date | None = None, base_url: str | None = None
) -> Material:
    from importlib import import_module
    from threading import Thread

    from api.commands.asking import with_pool
    from api.settings import read_server_settings
    from api.stills.material import read_material

    links = read_server_settings().base_url if base_url is None else base_url
    # While the database answers, what will draw is loaded.
    Thread(target=import_module, args=("maps.stills.picture",), daemon=True).start()
    with step("Reading the data"):
        return with_pool(lambda pool: read_material(pool, spec, base_url=links, on_day=on_day))


def _read_png(picture: Path) -> bytes:
    from maps.stills.metadata import MOST_FILE_BYTES

    return read_input(picture, most_bytes=MOST_FILE_BYTES, what="a PNG")


def _read_bbox(text: str) -> list[float]:
    from geo.bbox import BBox

    box = BBox.parse(text)
    return [box.west, box.south, box.east, box.north]


def _report_of(made: Still) -> bytes:
    from maps.stills.lint.report import draw_findings

    return draw_findings(made.look(_REPORT_PX), made.layout, made.findings, "en")


def _sidecar_of(outputs: Mapping[Output, Path], stills: Mapping[Output, Still]) -> bytes:
    """The imprint, with the files that it is of, and what the linter found."""
    import hashlib

    import orjson

    first = next(iter(stills.values()))
    document = {
        "files": [
            {
                "name": outputs[name].name,
                "media_type": one.media_type,
                "bytes": len(one.content),
                "sha256": hashlib.sha256(one.content).hexdigest(),
            }
            for name, one in stills.items()
        ],
        **first.sidecar,
        "findings": [one.document() for one in first.findings],
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _inspected(picture: Path, seen: Inspection) -> dict[str, Any]:
    document = None if seen.imprint is None else seen.imprint.document()
    return {
        "file": picture.name,
        "imprint": document,
        "findings": [one.document() for one in seen.findings],
    }


def _tell_opaque(stills: Mapping[Output, Still]) -> None:
    if "key" in stills and next(iter(stills.values())).layout.ground != "transparent":
        tell("The ground is not transparent, so the key is white all over; see --ground.")


def _counted(findings: Sequence[Finding]) -> str:
    faults = sum(one.severity == "fault" for one in findings)
    warnings = len(findings) - faults
    if not findings:
        return "Nothing is wrong with the picture."
    return f"{_number(faults, 'fault')}, {_number(warnings, 'warning')}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _has_faults(findings: Iterable[Finding]) -> bool:
    from maps.stills.lint.linter import has_faults

    return has_faults(findings)


def _refuse_both(given: Mapping[str, Any], spec_file: Path | None) -> None:
    from geo.errors import InvalidParameter

    other = str(spec_file) if spec_file is not None else f"--{next(iter(given)).replace('_', '-')}"
    raise InvalidParameter(
        f"--from was given together with {other}",
        expected="--from alone: it makes the same picture again",
        remedy="leave out one of them",
    )


def _refuse_same(paths: Sequence[Path]) -> None:
    from geo.errors import InvalidParameter

    raise InvalidParameter(
        f"two of {', '.join(str(one) for one in paths)} are the same file",
        remedy="name different files",
    )
