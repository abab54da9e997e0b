"""`/studio`: pictures chosen, seen as they will be, mended and taken away."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.dependencies import Pool, only_parameters
from api.errors import STATUS_OF
from api.ogc.negotiation import choose_language, is_for_people
from api.routes.pages import content_security_policy
from api.routes.stills import read_choices
from geo.errors import InvalidParameter, ZonemapError
from layers.database import ReadPool
from maps.studio import build_studio_page
from maps.studio_problem import StudioProblem, build_studio_problem

router = APIRouter(include_in_schema=False)

LINK_PARAMETERS = (
    "spec", "lang", "template", "measure", "province", "claim", "theme", "size", "language",
    "zone", "zones",
)  # fmt: skip
"""What the page itself reads from its address; the server only lets them pass."""

_check = only_parameters(*LINK_PARAMETERS)


@router.api_route("/studio", methods=["GET", "HEAD"])
async def read_studio(request: Request, pool: Pool) -> Response:
    """Answer with the page; the workers start, for a picture follows at once."""
    try:
        await _check(request)
        return await _studio(request, pool)
    except ZonemapError as error:
        if not is_for_people(request) or type(error) not in STATUS_OF:
            raise
        # What programs would get, which is logged as ever, says how the page is answered.
        plain: Response = await request.app.exception_handlers[ZonemapError](request, error)
        again = plain.headers.get("Retry-After")
        return await _problem(request, HTTPStatus(plain.status_code), again)


@router.api_route("/studio/{rest}", methods=["GET", "HEAD"])
async def read_nothing(request: Request, rest: str) -> Response:
    """Tell people who guessed an address where the studio is."""
    if not is_for_people(request):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return await _problem(request, HTTPStatus.NOT_FOUND)


async def _studio(request: Request, pool: ReadPool) -> Response:
    nonce = secrets.token_urlsafe(16)
    options = await read_choices(request, pool)
    page = await run_in_threadpool(build_studio_page, options, nonce=nonce)
    return Response(
        page,
        media_type="text/html; charset=utf-8",
        headers={
            "Content-Security-Policy": content_security_policy(nonce, has_made_images=True),
            "Cache-Control": "no-cache",
        },
    )


async def _problem(request: Request, status: HTTPStatus, again: str | None = None) -> Response:
    """A page that says what is wrong with an address, and leads on."""
    try:
        language = choose_language(request, request.query_params.get("lang"))
    except InvalidParameter:
        language = choose_language(request, None)
    problem = StudioProblem(
        int(status), request.url.path, tuple(request.query_params.multi_items()), LINK_PARAMETERS
    )
    nonce = secrets.token_urlsafe(16)
    page = await run_in_threadpool(build_studio_problem, problem, language=language, nonce=nonce)
    headers = {
        "Content-Security-Policy": content_security_policy(nonce),
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
        "Cache-Control": "no-cache",
    }
    if again is not None:
        headers["Retry-After"] = again
    return Response(
        page, status_code=status, media_type="text/html; charset=utf-8", headers=headers
    )
