"""`/docs`: the interfaces described for people, with no other host than this one."""

from __future__ import annotations

import secrets
from functools import cache

from fastapi import APIRouter, Depends, Response

from api.dependencies import only_parameters
from api.routes.pages import NONCE_PLACEHOLDER, content_security_policy
from maps.docs import build_docs_page

router = APIRouter(include_in_schema=False)

DESCRIPTIONS = (("OGC API", "/ogc/api"), ("Zonemap API", "/api/openapi.json"))
"""Name and address of each OpenAPI description."""

_CHOICE = "urls.primaryName"
"""Parameter in which Swagger UI keeps which description is shown."""


@router.api_route(
    "/docs",
    methods=["GET", "HEAD"],
    dependencies=[Depends(only_parameters(_CHOICE, "lang"))],
)
async def read_docs() -> Response:
    """Answer with the page of the interfaces."""
    nonce = secrets.token_urlsafe(16)
    return Response(
        _page().replace(NONCE_PLACEHOLDER, nonce),
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": content_security_policy(nonce)},
    )


@cache
def _page() -> str:
    """The page with a placeholder for the nonce; it changes with the program only."""
    return build_docs_page(DESCRIPTIONS, nonce=NONCE_PLACEHOLDER)
