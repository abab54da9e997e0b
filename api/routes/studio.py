"""`/studio`: pictures chosen, seen as they will be, mended and taken away."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from api.dependencies import Pool, only_parameters
from api.routes.pages import content_security_policy
from api.routes.stills import read_choices
from maps.studio import build_studio_page

router = APIRouter(include_in_schema=False)

LINK_PARAMETERS = (
    "spec", "lang", "template", "measure", "province", "claim", "theme", "size", "language",
    "zones",
)  # fmt: skip
"""What the page itself reads from its address; the server only lets them pass."""


@router.api_route(
    "/studio",
    methods=["GET", "HEAD"],
    dependencies=[Depends(only_parameters(*LINK_PARAMETERS))],
)
async def read_studio(request: Request, pool: Pool) -> Response:
    """Answer with the page; the workers start, for a picture follows at once."""
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
