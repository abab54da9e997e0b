"""`/sw.js`: the service worker that keeps the map for readers without a network."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from api.dependencies import only_parameters
from maps.interactive import page_shell
from maps.offline import build_worker

router = APIRouter(include_in_schema=False)

WORKER_URL = "/sw.js"

_HEADERS = {
    "Cache-Control": "no-cache",
    "Service-Worker-Allowed": "/",
    # A worker's requests obey the policy it came with, not the page's.
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
}


@router.api_route(WORKER_URL, methods=["GET", "HEAD"], dependencies=[Depends(only_parameters())])
def read_worker() -> Response:
    """Answer with the worker of the files as they are now."""
    return Response(
        build_worker(page_shell()),
        media_type="text/javascript; charset=utf-8",
        headers=_HEADERS,
    )
