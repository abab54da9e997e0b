"""`/api/still`: a picture of the map from a spec, where things stand in it, and what it may say."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request, Response

from api.dependencies import Pool, only_parameters
from api.ogc.answering import door_of, known_tags
from api.ogc.cache import Answer, etag_of, is_known
from api.problems import describe_problems
from api.stills.desk import StillDesk
from api.stills.material import material_key, read_material
from api.stills.options import StillOptions
from api.stills.parameters import (
    LEAST_PREVIEW_PX,
    MOST_PREVIEW_PX,
    SIMPLE,
    Choice,
    choose_output,
    get_choice,
    read_body_spec,
    read_request_spec,
)
from api.stills.schemas import (
    LAYOUT_SCHEMA,
    LINT_SCHEMA,
    OPTIONS_SCHEMA,
    PICTURES,
    PNG_BODY,
    SPEC_BODY,
)
from api.stills.worker import Done, Job
from geo.errors import InvalidParameter, ServerBusy
from geo.vietnam_time import today_in_vietnam
from layers.database import ReadPool
from layers.exports import file_name
from maps.stills.material import Material
from maps.stills.picture import LOOK_PX, Output
from maps.stills.spec import StillSpec
from maps.stills.theme import theme

router = APIRouter(prefix="/api/still", tags=["still"])

MOST_PNG_BYTES: Final = 60_000_000

Part = Literal["picture", "layout"]
_PROBLEMS = describe_problems(400, 404, 503)
_CACHED = {"Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept"}
_EXTENSIONS: Mapping[Output, str] = {"svg": "svg", "pdf": "pdf"}

Spec = Annotated[
    str | None,
    Query(description="Spec as JSON or YAML; simple parameters come before what it says."),
]
Fields = Annotated[Choice, Depends(get_choice)]
Format = Annotated[
    Output | None,
    Query(alias="f", description="Sort of file; default by the Accept header, else png."),
]
Preview = Annotated[
    int | None,
    Query(
        ge=LEAST_PREVIEW_PX,
        le=MOST_PREVIEW_PX,
        description="Width in pixels of a smaller PNG, to be looked at.",
    ),
]


# HEAD has the headers of GET, so it makes the same picture; the desk keeps it, and a GET that
# follows takes it from there. The server leaves the body out.
@router.head(
    "",
    include_in_schema=False,
    dependencies=[Depends(only_parameters("spec", "f", "preview", *SIMPLE))],
)
@router.get(
    "",
    summary="A picture of the map",
    dependencies=[Depends(only_parameters("spec", "f", "preview", *SIMPLE))],
    response_class=Response,
    responses={200: PICTURES, **_PROBLEMS},
)
async def read_still(
    request: Request,
    pool: Pool,
    fields: Fields,
    spec: Spec = None,
    output: Format = None,
    preview: Preview = None,
) -> Response:
    """Answer with the picture; `Zonemap-Findings` counts what the linter found."""
    made = await read_request_spec(spec, fields)
    return await _picture(request, pool, made, choose_output(request, output), preview)


@router.post(
    "",
    summary="A picture of the map, its spec in the body",
    dependencies=[Depends(only_parameters("f", "preview", *SIMPLE))],
    response_class=Response,
    responses={200: PICTURES, **_PROBLEMS},
    openapi_extra={"requestBody": SPEC_BODY},
)
async def make_still(
    request: Request,
    pool: Pool,
    fields: Fields,
    output: Format = None,
    preview: Preview = None,
) -> Response:
    """Answer as GET does; the body is JSON or YAML of at most 20 kB."""
    made = await read_request_spec(await read_body_spec(request), fields)
    return await _picture(request, pool, made, choose_output(request, output), preview)


@router.get(
    "/layout",
    summary="Where things stand in a picture, and what the linter says",
    dependencies=[Depends(only_parameters("spec", "preview", *SIMPLE))],
    responses={200: LAYOUT_SCHEMA, **_PROBLEMS},
)
async def read_layout(
    request: Request, pool: Pool, fields: Fields, spec: Spec = None, preview: Preview = None
) -> Response:
    """Answer with texts and blocks in units, 1080 of which are the shorter side.

    With the width of a preview that is asked for as well, both are made in one.
    """
    return await _layout(request, pool, await read_request_spec(spec, fields), preview)


@router.post(
    "/layout",
    summary="The same, the spec in the body",
    dependencies=[Depends(only_parameters("preview", *SIMPLE))],
    responses={200: LAYOUT_SCHEMA, **_PROBLEMS},
    openapi_extra={"requestBody": SPEC_BODY},
)
async def make_layout(
    request: Request, pool: Pool, fields: Fields, preview: Preview = None
) -> Response:
    """Answer as GET does; the body is JSON or YAML of at most 20 kB."""
    spec = await read_request_spec(await read_body_spec(request), fields)
    return await _layout(request, pool, spec, preview)


@router.get(
    "/options",
    summary="What a spec may name",
    dependencies=[Depends(only_parameters())],
    responses={200: OPTIONS_SCHEMA, **_PROBLEMS},
)
async def read_options(request: Request, pool: Pool) -> Response:
    """Answer with templates, zones, measures, themes and the rest, in both languages."""
    return Response(orjson.dumps(await read_choices(request, pool)), media_type="application/json")


@router.post(
    "/lint",
    summary="What the linter says of a PNG made here earlier",
    dependencies=[Depends(only_parameters())],
    responses={200: LINT_SCHEMA, **_PROBLEMS},
    openapi_extra={"requestBody": PNG_BODY},
)
async def lint_picture(request: Request) -> Response:
    """Answer with findings, read from what the picture says of itself and from its pixels."""
    desk = desk_of(request)
    if desk.uploads.locked():
        raise ServerBusy("other pictures are being looked over", remedy="ask again soon")
    async with desk.uploads:
        with tempfile.TemporaryFile() as file:
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size > MOST_PNG_BYTES:
                    raise InvalidParameter(
                        f"the picture has more than {MOST_PNG_BYTES // 1_000_000} MB",
                        expected="a PNG made here",
                        remedy="send a smaller one",
                    )
                file.write(chunk)
            file.seek(0)
            done = await desk.make(
                f"lint {id(file)}", Job("lint"), key="", read=_nothing, file=file.fileno()
            )
    return Response(orjson.dumps(done.document), media_type="application/json")


async def read_choices(request: Request, pool: ReadPool) -> dict[str, Any]:
    """Everything that a spec may name; the workers start, for a picture is likely to follow."""
    desk_of(request).warm()
    kept: StillOptions = request.app.state.still_options
    return await kept.get(pool, door_of(request).watch)


def desk_of(request: Request) -> StillDesk:
    """The desk of the app."""
    desk: StillDesk = request.app.state.stills
    return desk


async def _nothing() -> Any:
    raise AssertionError("a picture made earlier is looked over without records")


async def _picture(
    request: Request, pool: ReadPool, spec: StillSpec, output: Output, preview: int | None
) -> Response:
    if preview is not None and output != "png":
        raise InvalidParameter(
            f"preview is given with f={output}", expected="f=png", remedy="leave one of them out"
        )
    return await _kept(request, pool, Job("picture", spec, output, preview), "picture")


async def _layout(
    request: Request, pool: ReadPool, spec: StillSpec, preview: int | None
) -> Response:
    """Answer with the layout of a preview: who asks for one asks for the other at once."""
    job = Job("picture", spec, "png", preview or LOOK_PX)
    return await _kept(request, pool, job, "layout")


async def _kept(request: Request, pool: ReadPool, job: Job, part: Part) -> Response:
    """Answer with what is kept of the database's present version, or have it made."""
    door, desk = door_of(request), desk_of(request)
    spec, today = job.spec, today_in_vietnam()
    assert spec is not None  # noqa: S101 - every picture has one
    tag = await door.watch.current()
    # A theme is a file that may be saved at any time; its name alone does not tell.
    looks = hashlib.blake2b(repr(theme(spec.theme)).encode(), digest_size=9).hexdigest()
    name = f"{job.output} {job.preview_px} {today} {looks} {spec.text()}"
    etag = etag_of(tag, f"{part} {name}", door.mark)
    known = known_tags(request) or ""
    if known and known.strip() != "*" and is_known(etag, known):
        door.metrics.count_cache("revalidated")
        return Response(status_code=304, headers={"ETag": etag, **_CACHED})
    kept = desk.cache.get(f"{part} {name}")
    if kept is not None and kept.tag == tag:
        door.metrics.count_cache("hit")
    else:
        door.metrics.count_cache("miss")

        async def read() -> Material:
            return await read_material(pool, spec, base_url=door.links.base_url)

        key = f"{tag} {material_key(spec, today)}"
        done = await desk.make(f"{tag} {name}", job, key=key, read=read)
        parts = _parts(done, tag, job, spec, today)
        for one, answer in parts.items():
            desk.cache.put(f"{one} {name}", answer)
        kept = parts[part]
    response = Response(kept.body, media_type=kept.media_type, headers={"ETag": etag, **_CACHED})
    response.raw_headers.extend(kept.headers)
    return response


def _parts(done: Done, tag: str, job: Job, spec: StillSpec, today: date) -> dict[Part, Answer]:
    """The picture, and of a preview its layout."""
    findings = done.document["findings"]
    faults = sum(finding["severity"] == "fault" for finding in findings)
    counted = f"faults={faults}, warnings={len(findings) - faults}"
    name = picture_name(spec, job.output, today, is_preview=job.preview_px is not None)
    headers = (
        (b"content-disposition", f'inline; filename="{name}"'.encode()),
        (b"content-language", spec.language.encode()),
        (b"zonemap-findings", counted.encode()),
    )
    parts: dict[Part, Answer] = {
        "picture": Answer(tag, done.content, done.media_type, headers=headers)
    }
    if job.preview_px is not None:
        document = {**done.document, "spec": spec.model_dump(mode="json")}
        document["permalink"] = document["sidecar"]["permalink"]
        parts["layout"] = Answer(tag, orjson.dumps(document), "application/json")
    return parts


def picture_name(spec: StillSpec, output: Output, today: date, *, is_preview: bool = False) -> str:
    """Name of a picture's file: what it is of, on which day, how large, in which language."""
    subject = spec.zones[0] if len(spec.zones) == 1 else ""
    about = {"claim": spec.claim or "", "ranking": spec.measure}.get(spec.template, subject)
    day = (spec.as_of or today).isoformat()
    parts = ["zonemap", spec.template, about, day, str(spec.pixels), spec.language]
    if output in ("fill", "key"):
        parts.append(output)
    if is_preview:
        parts.append("preview")
    return file_name(*parts, extension=_EXTENSIONS.get(output, "png"))
