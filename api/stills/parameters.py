"""A spec of a picture as requests bring it: whole, as simple parameters, or as both."""

from __future__ import annotations

import inspect
from typing import Annotated, Any, Final, Literal

import orjson
from fastapi import Query, Request
from starlette.concurrency import run_in_threadpool

from geo.bbox import BBox
from geo.errors import InvalidParameter, InvalidSpec
from geo.vietnam_time import today_in_vietnam
from maps.labels import Language
from maps.stills.implied import imply_template
from maps.stills.imprint import MEDIA_TYPES, Output
from maps.stills.sizes import NAMED_SIZES, SafeArea
from maps.stills.spec import (
    LAYERS,
    LONGEST_SPEC,
    Ground,
    Levels,
    Measure,
    Province,
    StillSpec,
    Template,
    read_spec,
    spec_of,
)

LEAST_PREVIEW_PX, MOST_PREVIEW_PX = 120, 1280
"""Width of a preview, pixels."""

_QUICK: Final = 500
"""Characters up to which a spec is read at once; YAML of 20,000 takes a tenth of a second."""

Choice = dict[str, Any]


async def get_choice(
    template: Annotated[Template | None, Query(description="What sort of picture.")] = None,
    title: Annotated[
        str | None, Query(description="Title; an empty one leaves it out. Default by template.")
    ] = None,
    subtitle: Annotated[str | None, Query(description="Likewise.")] = None,
    zones: Annotated[
        str | None, Query(description="Ids joined by commas: what the picture is about.")
    ] = None,
    zone: Annotated[
        str | None, Query(description="The same as `zones`, as the command line has it.")
    ] = None,
    layers: Annotated[
        str | None, Query(description=f"Joined by commas, of {', '.join(LAYERS)}.")
    ] = None,
    measure: Annotated[Measure | None, Query(description="What zones are coloured by.")] = None,
    province: Annotated[
        Province | None, Query(description="Former province that a ranking is of.")
    ] = None,
    top: Annotated[int | None, Query(ge=3, le=12, description="Rows of a ranking.")] = None,
    claim: Annotated[
        str | None, Query(description="Id of the total on a claim card, as in the options.")
    ] = None,
    bbox: Annotated[
        str | None, Query(description="West, south, east, north, degrees: what the map shows.")
    ] = None,
    as_of: Annotated[
        str | None, Query(description="Day whose state is shown, YYYY-MM-DD. Default today.")
    ] = None,
    before: Annotated[
        str | None,
        Query(description="Earlier day of `before_after`; default the latest with a change since."),
    ] = None,
    language: Annotated[Language | None, Query(description="Of every word. Default vi.")] = None,
    theme: Annotated[str | None, Query(description="Name of a theme. Default neutral.")] = None,
    size: Annotated[
        str | None,
        Query(description=f"{', '.join(NAMED_SIZES)}, or as 1280x720. Default hd."),
    ] = None,
    ground: Annotated[Ground | None, Query(description="What is under the map.")] = None,
    levels: Annotated[
        Levels | None, Query(description="Whether pixels are full range or video levels.")
    ] = None,
    safe_area: Annotated[SafeArea | None, Query(description="Where words stay in.")] = None,
    seconds: Annotated[
        float | None, Query(ge=1, le=120, description="How long it is on air.")
    ] = None,
    legend: Annotated[bool | None, Query(description="Whether there is a legend.")] = None,
    scale_bar: Annotated[bool | None, Query(description="Whether there is a scale bar.")] = None,
    north_arrow: Annotated[bool | None, Query(description="Whether there is an arrow.")] = None,
    inset: Annotated[bool | None, Query(description="Whether there is an inset map.")] = None,
    source_line: Annotated[bool | None, Query(description="Whether sources are named.")] = None,
    data_date: Annotated[bool | None, Query(description="Whether the date is told.")] = None,
    badge_notes: Annotated[bool | None, Query(description="Whether badges are told.")] = None,
    qr: Annotated[bool | None, Query(description="Whether there is a QR code.")] = None,
) -> Choice:
    """Fields of a spec that are given one by one, as the spec has them."""
    found = {name: value for name, value in locals().items() if value is not None}
    if "zone" in found:
        if "zones" in found:
            raise InvalidParameter(
                "zone and zones are both given", expected="one of them", remedy="leave one out"
            )
        found["zones"] = found.pop("zone")
    for name in ("zones", "layers"):
        if name in found:
            found[name] = found[name].split(",") if found[name] else []
    if "bbox" in found:
        box = BBox.parse(found.pop("bbox"))
        found["extent"] = {"bbox": [box.west, box.south, box.east, box.north]}
    return found


SIMPLE: Final = tuple(inspect.signature(get_choice).parameters)
"""Names of the simple parameters."""


async def read_request_spec(spec: str | None, choice: Choice) -> StillSpec:
    """Spec of a request; what is given one by one comes before what the whole says.

    Parameters
    ----------
    spec
        YAML or JSON, or None.

    Raises
    ------
    InvalidSpec
        If it cannot be read, or asks for what cannot be drawn.
    """
    if spec is None:
        made = spec_of(imply_template(choice))
    else:
        # A spec without a template is an overview: that is how short ones are written.
        made = spec_of({**(await _read(spec)).document(), **choice})
    for name in ("as_of", "before"):
        day = getattr(made, name)
        if day is not None and day > today_in_vietnam():
            raise InvalidSpec(
                f"the spec cannot be drawn: {name} ({day.isoformat()!r}) has not come yet",
                expected="a day up to today",
                remedy="correct it, or leave it out",
            )
    return made


async def _read(text: str) -> StillSpec:
    if text.startswith("{") and len(text) <= LONGEST_SPEC:
        try:
            document = orjson.loads(text)
        except orjson.JSONDecodeError:
            pass  # YAML has braces too, and says what is wrong with them
        else:
            return spec_of(document)
    if len(text) <= _QUICK or len(text) > LONGEST_SPEC:
        return read_spec(text)
    return await run_in_threadpool(read_spec, text)


async def read_body(request: Request, most_bytes: int) -> bytes:
    """Read the body of a request up to a number of bytes.

    Raises
    ------
    InvalidSpec
        If there is more.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise InvalidSpec(
                f"the body has more than {most_bytes:,} bytes",
                expected=f"at most {most_bytes:,}",
                remedy="send less",
            )
    return bytes(body)


async def read_body_spec(request: Request) -> str:
    """Read the text of a spec from the body of a request.

    Raises
    ------
    InvalidSpec
        If it is not UTF-8, or too long.
    """
    body = await read_body(request, LONGEST_SPEC)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidSpec(
            f"the spec is not UTF-8 (byte {error.start})",
            expected="JSON or YAML in UTF-8",
            remedy="save it as UTF-8",
        ) from error


def choose_output(request: Request, given: Output | None) -> Output:
    """Sort of file: by parameter, else SVG or PDF for who accepts that and no PNG, else PNG."""
    if given is not None:
        return given
    accepted = {
        part.partition(";")[0].strip().lower()
        for part in request.headers.get("accept", "*/*").split(",")[:50]
    }
    if accepted & {"*/*", "image/*", "image/png"}:
        return "png"
    outputs: tuple[Literal["svg", "pdf"], ...] = ("svg", "pdf")
    return next((one for one in outputs if MEDIA_TYPES[one] in accepted), "png")
